// Patches of one group that wait at the same time are written together. Each has its own outcome: what is wrong with
// one says nothing of its neighbours.

import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { leniencyNames } from '../../src/scim/leniency.ts';
import type { GroupResult, Outcome } from '../../src/tenant-object/protocol.ts';
import type { TenantObject } from '../../src/tenant-object/tenant-object.ts';
import { fillUsers, type OpenTenant, openTenant } from '../support/directory.ts';
import { hashOf } from '../support/membership-hash.ts';
import { addition, createGroup, removal, type Write, writerAs, writerOn } from '../support/tenant-object.ts';

let open: OpenTenant;
let write: Write;
let group: string;
let ids: readonly string[];
beforeEach(async () => {
  open = await openTenant();
  write = writerAs(open);
  ids = await fillUsers(open.tenant, 200);
  group = await createGroup(write);
});

/** Handed in side by side in the object itself: nothing of the first is done before the last is there. */
function inTheObject(
  calls: (direct: Write) => readonly Promise<Outcome<GroupResult>>[],
): Promise<Outcome<GroupResult>[]> {
  const stub = env.TENANT.get(env.TENANT.idFromName(open.tenant));
  return runInDurableObject(stub, (instance) =>
    Promise.all(calls(writerOn(instance as unknown as TenantObject, open))),
  );
}

const members = async () => {
  const found = await open.store.find('Group', group, { members: true });
  return { version: found?.version, ids: (found?.members ?? []).map(({ value }) => value).toSorted() };
};

const proof = () =>
  env.DB.prepare('SELECT member_count AS count, members_hash AS hash FROM groups WHERE tenant = ? AND id = ?')
    .bind(open.tenant, group)
    .first<{ count: number; hash: string }>();

const events = async () => {
  const { results } = await env.DB.prepare(
    `SELECT sequence, data, request_id, token_id FROM outbox WHERE tenant = ? AND type = 'group.members_changed'
     ORDER BY sequence`,
  )
    .bind(open.tenant)
    .run<{ sequence: number; data: string; request_id: string; token_id: string }>();
  return results.map((row) => ({ ...row, ...JSON.parse(row.data) }));
};

it('those that waited share a batch, and each is told of under its own request', async () => {
  const outcomes = await inTheObject((direct) => ids.map((id) => direct(addition(group, id))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(ids.map(() => 'done'));
  const after = await members();
  expect(after.ids).toEqual(ids.toSorted());
  // One version for each batch: the first goes alone, the others wait meanwhile.
  expect(after.version).toBe(1 + 2);
  const told = await events();
  expect(told.map(({ added }) => added.map(({ value }: { value: string }) => value))).toEqual(
    ids.map((id) => [id]),
  );
  expect(new Set(told.map(({ request_id }) => request_id)).size).toBe(ids.length);
  expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, at) => told[0].sequence + at));
});

it('each event tells the proof of the group as it was then, and the last is the one of the group', async () => {
  await Promise.all(ids.map((id) => write(addition(group, id))));
  await Promise.all(ids.slice(0, 10).map((id) => write(removal(group, id))));
  const present: string[] = [];
  for (const event of await events()) {
    for (const { value } of event.added) present.push(value);
    for (const { value } of event.removed) present.splice(present.indexOf(value), 1);
    expect(event.group).toMatchObject({ memberCount: present.length, membersHash: hashOf(present) });
  }
  expect(await proof()).toEqual({ count: 190, hash: hashOf(ids.slice(10)) });
});

it('one with an unknown member is refused alone', async () => {
  const nobody = crypto.randomUUID();
  const [first, bad, ...rest] = await Promise.all([
    write(addition(group, ids[0])),
    write(addition(group, ids[1], nobody)),
    ...ids.slice(2).map((id) => write(addition(group, id))),
  ]);
  expect(first?.kind).toBe('done');
  expect(bad).toMatchObject({ kind: 'error', facts: { status: 400, scimType: 'invalidValue' } });
  expect(JSON.stringify(bad)).toContain(nobody);
  expect(rest.every(({ kind }) => kind === 'done')).toBe(true);
  expect((await members()).ids).toEqual(ids.filter((id) => id !== ids[1]).toSorted());
});

it('a dead token stops only its own', async () => {
  const other = writerAs({ tenant: open.tenant, tokenId: crypto.randomUUID() });
  const outcomes = await Promise.all(
    ids.map((id, index) => (index % 2 === 0 ? write : other)(addition(group, id))),
  );
  for (const [index, outcome] of outcomes.entries()) {
    if (index % 2 === 0) expect(outcome.kind).toBe('done');
    else expect(outcome).toMatchObject({ kind: 'error', facts: { status: 401 } });
  }
  expect((await members()).ids).toEqual(ids.filter((_, index) => index % 2 === 0).toSorted());
});

it('settings that are no longer those stop only who was decided by them', async () => {
  const stale = writerAs(open, { settingsVersion: 0 });
  const outcomes = await Promise.all(
    ids.map((id, index) => (index % 2 === 0 ? write : stale)(addition(group, id))),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(
    ids.map((_, index) => (index % 2 === 0 ? 'done' : 'stale-settings')),
  );
  expect((await members()).ids).toHaveLength(100);
});

it('where a tenant wants unknown members skipped, they are skipped in a batch too', async () => {
  const lenient = writerAs(open, { leniencies: leniencyNames });
  const outcomes = await Promise.all(ids.map((id) => lenient(addition(group, id, crypto.randomUUID()))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(ids.map(() => 'done'));
  expect((await members()).ids).toEqual(ids.toSorted());
});

it('what changes nothing succeeds beside what changes something, and alone moves nothing', async () => {
  await write(addition(group, ...ids.slice(0, 20)));
  const before = await members();
  const same = await Promise.all(ids.slice(0, 20).map((id) => write(addition(group, id))));
  expect(same.every(({ kind }) => kind === 'done')).toBe(true);
  expect(await members()).toEqual(before);
  const told = await events();
  expect(told).toHaveLength(1);
  await Promise.all(ids.map((id) => write(addition(group, id))));
  expect(await events()).toHaveLength(1 + ids.length - 20);
  expect((await members()).ids).toEqual(ids.toSorted());
});

it('of a group that is gone everybody hears 404', async () => {
  const gone = write({ verb: 'remove', id: group, condition: undefined });
  const outcomes = await Promise.all(ids.map((id) => write(addition(group, id))));
  expect((await gone).kind).toBe('done');
  for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'error', facts: { status: 404 } });
});

it('who finds the line full is told when to come again, and nothing of his is written', async () => {
  // No ids of ours: they weigh as much as others and cost the database nothing.
  const many = Array.from({ length: 39_700 }, (_, index) => `x${index}`);
  const outcomes = await inTheObject((direct) => [
    ...Array.from({ length: 6 }, () => direct(removal(group, ...many))),
    direct(addition(group, ...ids, ...many)),
    direct(addition(group, ids[0])),
  ]);
  const refused = outcomes.filter(({ kind }) => kind !== 'done');
  expect(refused).toEqual([outcomes[6]]);
  expect(refused[0]).toMatchObject({
    kind: 'error',
    facts: { status: 429, headers: { 'Retry-After': '5' } },
  });
  // There is room for a small one.
  expect((await members()).ids).toEqual([ids[0]]);
});
