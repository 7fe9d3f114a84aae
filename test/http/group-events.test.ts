// What the application hears of groups: who came and who went, exactly, with their accounts.

import { beforeEach, describe, expect, it } from 'vitest';
import { fillUsers } from '../support/directory.ts';
import { accountOf, eventsDuring } from '../support/feed.ts';
import { addGroup, addUser, groupBody, patchBody } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const typesOf = (events: readonly Answer['body'][]) => events.map(({ type }) => type);

describe('a group', () => {
  let ids: readonly string[];
  let accounts: ReadonlyMap<string, string>;
  beforeEach(async () => {
    const users = await Promise.all(Array.from({ length: 4 }, () => addUser(tenant)));
    ids = users.map(({ id }) => id);
    accounts = new Map(
      await Promise.all(ids.map(async (id) => [id, (await accountOf(tenant, id)).id] as const)),
    );
  });
  const people = (...indexes: number[]) =>
    indexes.map((index) => ({ value: ids[index], accountId: accounts.get(ids[index] ?? '') }));
  const members = (...indexes: number[]) => indexes.map((index) => ({ value: ids[index] }));
  const byValue = (list: readonly { value: string }[]) =>
    list.toSorted((a, b) => (a.value < b.value ? -1 : 1));
  const expectMoved = (event: Answer['body'], added: object[], removed: object[]) => {
    expect(event.type).toBe('group.members_changed');
    expect(byValue(event.data.added)).toEqual(byValue(added as { value: string }[]));
    expect(byValue(event.data.removed)).toEqual(byValue(removed as { value: string }[]));
    expect([event.data.part, event.data.parts]).toEqual([1, 1]);
  };

  it('that is made is told of first, then who is in it, under one request', async () => {
    const events = await eventsDuring(tenant, () =>
      tenant.scim(
        'POST',
        '/Groups',
        groupBody([], { displayName: 'Readers', externalId: 'g', members: members(0, 1) }),
      ),
    );
    const [created, moved, ...others] = events;
    expect(others).toEqual([]);
    expect(created).toMatchObject({
      type: 'group.created',
      data: { group: { displayName: 'Readers', externalId: 'g' } },
      cause: { tokenId: tenant.tokenId },
    });
    expectMoved(moved, people(0, 1), []);
    expect(moved.data.group.id).toBe(created.data.group.id);
    expect(moved.cause).toEqual(created.cause);
  });

  it('that is made without members is told of alone', async () => {
    expect(typesOf(await eventsDuring(tenant, () => addGroup(tenant)))).toEqual(['group.created']);
  });

  it.each<[what: string, operation: () => object, added: number[], removed: number[]]>([
    ['adds who is new', () => ({ op: 'add', path: 'members', value: members(1, 2) }), [2], []],
    ['removes who is in', () => ({ op: 'remove', path: 'members', value: members(1, 2) }), [], [1]],
    ['replaces', () => ({ op: 'replace', path: 'members', value: members(1, 2, 3) }), [2, 3], [0]],
    ['empties', () => ({ op: 'remove', path: 'members' }), [], [0, 1]],
  ])('carries exactly who came and who went when it %s', async (_what, operation, added, removed) => {
    const { id } = await addGroup(tenant, [], { members: members(0, 1) });
    const events = await eventsDuring(tenant, () =>
      tenant.scim('PATCH', `/Groups/${id}`, patchBody(operation())),
    );
    expect(events).toHaveLength(1);
    expectMoved(events[0], people(...added), people(...removed));
  });

  it('that is renamed and changed at once is told of twice under one request', async () => {
    const { id } = await addGroup(tenant, [], { members: members(0) });
    const events = await eventsDuring(tenant, () =>
      tenant.scim('PUT', `/Groups/${id}`, { displayName: 'New', members: members(1) }),
    );
    expect(typesOf(events)).toEqual(['group.updated', 'group.members_changed']);
    expect(events[0].data.group.displayName).toBe('New');
    expect(events[1].data.group.displayName).toBe('New');
    expectMoved(events[1], people(1), people(0));
    expect(events[0].cause).toEqual(events[1].cause);
  });

  it('that is deleted is told of once', async () => {
    const { id } = await addGroup(tenant, [], { members: members(0, 1) });
    const events = await eventsDuring(tenant, () => tenant.scim('DELETE', `/Groups/${id}`));
    expect(typesOf(events)).toEqual(['group.deleted']);
    expect(events[0].data.group.id).toBe(id);
  });

  it('that a deleted user leaves tells of it, each for itself', async () => {
    const groups = [
      await addGroup(tenant, [], { members: members(0, 1) }),
      await addGroup(tenant, [], { members: members(0) }),
    ];
    await addGroup(tenant, [], { members: members(1) });
    const events = await eventsDuring(tenant, () => tenant.scim('DELETE', `/Users/${ids[0]}`));
    const moved = events.filter(({ type }) => type === 'group.members_changed');
    expect(typesOf(events).toSorted()).toEqual([
      'account.preserved',
      'group.members_changed',
      'group.members_changed',
    ]);
    for (const event of moved) expectMoved(event, [], people(0));
    expect(moved.map(({ data }) => data.group.id).toSorted()).toEqual(groups.map(({ id }) => id).toSorted());
  });

  it('in a group has no account', async () => {
    const inner = await addGroup(tenant);
    const events = await eventsDuring(tenant, () => addGroup(tenant, [inner.id]));
    expect(events[1].data.added).toEqual([{ value: inner.id, accountId: null }]);
  });
});

it('more than 500 ids make several parts, which together name each of them once', async () => {
  const ids = await fillUsers(await tenantId(tenant.slug), 1201);
  const { id } = await addGroup(tenant, ids.slice(0, 601));
  const events = await eventsDuring(tenant, () =>
    tenant.scim('PUT', `/Groups/${id}`, groupBody(ids.slice(301), { displayName: 'Renamed' })),
  );
  const parts = events.filter(({ type }) => type === 'group.members_changed');
  const values = (name: 'added' | 'removed') =>
    parts.flatMap(({ data }) => data[name].map(({ value }: { value: string }) => value)).toSorted();
  expect(parts.map(({ data }) => [data.part, data.parts])).toEqual(
    parts.map((_, at) => [at + 1, parts.length]),
  );
  for (const { data } of parts) {
    expect(data.added.length + data.removed.length).toBeGreaterThan(0);
    expect(data.added.length + data.removed.length).toBeLessThanOrEqual(500);
  }
  expect(values('added')).toEqual(ids.slice(601).toSorted());
  expect(values('removed')).toEqual(ids.slice(0, 301).toSorted());
  for (const { data } of parts) {
    for (const { value, accountId } of [...data.added, ...data.removed])
      expect(accountId).toBe(`account-${value}`);
  }
});

it('a new group of many is told of in as few parts as hold 500 each', async () => {
  const ids = await fillUsers(await tenantId(tenant.slug), 1001);
  const events = await eventsDuring(tenant, () => addGroup(tenant, ids));
  expect(events.map(({ data }) => [data.part, data.parts, data.added?.length])).toEqual([
    [undefined, undefined, undefined],
    [1, 3, 500],
    [2, 3, 500],
    [3, 3, 1],
  ]);
});
