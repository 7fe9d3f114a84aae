// Patches to one group, handed to the tenant object all at once: what comes of them is what their order says.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { fillUsers, openTenant } from '../support/directory.ts';
import { createGroup, patchOf, writerAs } from '../support/tenant-object.ts';

async function newGroup(members: number) {
  const open = await openTenant();
  const ids = await fillUsers(open.tenant, members);
  const write = writerAs(open);
  return { open, ids, write, group: await createGroup(write) };
}

async function eventsOf(tenant: string, type: string) {
  const { results } = await env.DB.prepare(
    'SELECT sequence, data FROM outbox WHERE tenant = ? AND type = ? ORDER BY sequence',
  )
    .bind(tenant, type)
    .run<{ sequence: number; data: string }>();
  return results.map((row) => JSON.parse(row.data));
}

it('renames and membership changes that arrive together are carried out in the order of arrival', async () => {
  const { open, ids, write, group } = await newGroup(20);
  const names = ids.map((_, index) => `Crew ${index}`);
  const outcomes = await Promise.all(
    ids.map((value, index) =>
      write(
        patchOf(
          group,
          { op: 'replace', path: 'displayName', value: names[index] },
          { op: 'add', path: 'members', value: [{ value }] },
        ),
      ),
    ),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(ids.map(() => 'done'));
  // Each of them reads the group before it writes: without a queue they would overtake one another.
  const renamed = await eventsOf(open.tenant, 'group.updated');
  expect(renamed.map(({ group: { displayName } }) => displayName)).toEqual(names);
  const joined = await eventsOf(open.tenant, 'group.members_changed');
  expect(joined.map(({ added }) => added[0].value)).toEqual(ids);
});

it('of adds and removes of the same member the last one to arrive decides', async () => {
  const { open, ids, write, group } = await newGroup(2);
  const [first = '', second = ''] = ids;
  const add = (value: string) => patchOf(group, { op: 'add', path: 'members', value: [{ value }] });
  const remove = (value: string) => patchOf(group, { op: 'remove', path: `members[value eq "${value}"]` });
  await Promise.all(
    [add(first), remove(first), add(second), add(first), remove(second), remove(first), add(first)].map(
      write,
    ),
  );
  const found = await open.store.find('Group', group, { members: true });
  expect(found?.members?.map(({ value }) => value)).toEqual([first]);
});

it('a patch that is refused does not hold up those behind it', async () => {
  const { open, ids, write, group } = await newGroup(1);
  const [bad, good] = await Promise.all([
    write(patchOf(group, { op: 'add', path: 'members', value: [{ value: 'nobody' }] })),
    write(patchOf(group, { op: 'add', path: 'members', value: [{ value: ids[0] }] })),
  ]);
  expect(bad).toMatchObject({ kind: 'error', facts: { status: 400, scimType: 'invalidValue' } });
  expect(good?.kind).toBe('done');
  const found = await open.store.find('Group', group, { members: true });
  expect(found?.members?.map(({ value }) => value)).toEqual(ids);
});

it('two hundred members added at once by two hundred patches are all in the group, each told of once', async () => {
  const { open, ids, write, group } = await newGroup(200);
  const outcomes = await Promise.all(
    ids.map((value) => write(patchOf(group, { op: 'add', path: 'members', value: [{ value }] }))),
  );
  expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
  const found = await open.store.find('Group', group, { members: true });
  expect(new Set(found?.members?.map(({ value }) => value))).toEqual(new Set(ids));
  const told = (await eventsOf(open.tenant, 'group.members_changed')).flatMap(({ added }) =>
    added.map(({ value }: { value: string }) => value),
  );
  expect(told.toSorted()).toEqual(ids.toSorted());
});
