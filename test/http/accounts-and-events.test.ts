// What a request means for the application behind: the account and the events, written with the change itself.

import { beforeEach, describe, expect, it } from 'vitest';
import { accountOf, eventsDuring, eventsOf } from '../support/feed.ts';
import { addGroup, addUser, groupBody, patchBody, userBody } from '../support/people.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const replace = (value: object) => patchBody({ op: 'replace', value });
const typesOf = (events: readonly Answer['body'][]) => events.map(({ type }) => type);

describe('a new user', () => {
  it('has an account of its own, with what the application needs', async () => {
    const user = await addUser(tenant, {
      userName: 'Ann@Example.com',
      externalId: '00u1',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [
        { value: 'home@x', type: 'home' },
        { value: 'work@x', type: 'work' },
      ],
    });
    const account = await accountOf(tenant, user.id);
    expect(account).toMatchObject({
      user_id: user.id,
      user_name: 'Ann@Example.com',
      display_name: 'Ann Lee',
      email: 'work@x',
      external_id: '00u1',
      status: 'active',
    });
    expect(account.id).not.toBe(user.id);
  });

  it('is told of by one event with the account as it is and what caused it', async () => {
    const user = await addUser(tenant, { externalId: '00u1' });
    const account = await accountOf(tenant, user.id);
    const [event, ...others] = await eventsOf(tenant);
    expect(others).toEqual([]);
    expect(event).toEqual({
      id: expect.stringMatching(/\S/),
      tenant: tenant.slug,
      sequence: 1,
      type: 'account.created',
      occurredAt: user.meta.created,
      data: {
        account: {
          id: account.id,
          userId: user.id,
          userName: user.userName,
          displayName: null,
          email: null,
          externalId: '00u1',
          status: 'active',
          profile: null,
          quotaGb: null,
          storage: null,
          roles: [],
          attributes: {},
          createdAt: user.meta.created,
          updatedAt: user.meta.created,
        },
      },
      cause: { requestId: expect.stringMatching(/\S/), tokenId: tenant.tokenId },
    });
  });
});

describe('a change of a user makes', () => {
  it.each<[type: string, before: object, change: object, after: object]>([
    ['account.deactivated', {}, { active: false }, { status: 'inactive' }],
    ['account.reactivated', { active: false }, { active: true }, { status: 'active' }],
    ['account.updated', {}, { userName: 'New.Name' }, { userName: 'New.Name' }],
    ['account.updated', {}, { displayName: 'Ann' }, { displayName: 'Ann' }],
    ['account.updated', { externalId: 'a' }, { externalId: null }, { externalId: null }],
    ['account.updated', {}, { emails: [{ value: 'new@x' }] }, { email: 'new@x' }],
    [
      'account.deactivated',
      {},
      { active: false, displayName: 'Ann' },
      { status: 'inactive', displayName: 'Ann' },
    ],
  ])('%s: %j, %j', async (type, before, change, after) => {
    const user = await addUser(tenant, before);
    const events = await eventsDuring(tenant, () =>
      tenant.scim('PATCH', `/Users/${user.id}`, replace(change)),
    );
    expect(typesOf(events)).toEqual([type]);
    expect(events[0].data.account).toMatchObject({ userId: user.id, ...after });
    expect(events[0].cause.tokenId).toBe(tenant.tokenId);
  });

  it('the same event by PUT as by PATCH', async () => {
    const user = await addUser(tenant);
    const events = await eventsDuring(tenant, () =>
      tenant.scim('PUT', `/Users/${user.id}`, { userName: user.userName, active: false }),
    );
    expect(typesOf(events)).toEqual(['account.deactivated']);
  });

  it('no event where the account stays as it is, and moves the version all the same', async () => {
    const user = await addUser(tenant);
    const events = await eventsDuring(tenant, async () => {
      const { body } = await tenant.scim('PATCH', `/Users/${user.id}`, replace({ nickName: 'Annie' }));
      expect(body.meta.version).not.toBe(user.meta.version);
    });
    expect(events).toEqual([]);
  });

  it('account.preserved where the user is deleted, be he active or not', async () => {
    for (const active of [true, false]) {
      const user = await addUser(tenant, { active });
      const events = await eventsDuring(tenant, () => tenant.scim('DELETE', `/Users/${user.id}`));
      expect(typesOf(events)).toEqual(['account.preserved']);
      expect(events[0].data.account).toMatchObject({ userId: user.id, status: 'preserved' });
    }
  });
});

it('numbers have no gaps and no doubles, whatever happens at once and whatever is refused', async () => {
  const users = await Promise.all(Array.from({ length: 6 }, () => addUser(tenant)));
  const ids: string[] = users.map(({ id }) => id);
  await Promise.all([
    ...ids.map((id) => tenant.scim('PATCH', `/Users/${id}`, replace({ displayName: id }))),
    ...ids.map((id) => tenant.scim('POST', '/Groups', groupBody([id]))),
    ...ids.map(() => tenant.scim('POST', '/Groups', groupBody(['nobody']))),
    ...ids.map(() => tenant.scim('POST', '/Users', userBody({ userName: users[0].userName }))),
    tenant.scim('DELETE', `/Users/${ids[0]}`),
  ]);
  const sequences = (await eventsOf(tenant)).map(({ sequence }) => sequence);
  expect(sequences.length).toBeGreaterThan(20);
  expect(sequences).toEqual(sequences.map((_sequence, index) => index + 1));
});

it('each request is a cause of its own', async () => {
  await addUser(tenant);
  await addUser(tenant);
  const [first, second] = await eventsOf(tenant);
  expect(first.cause.requestId).not.toBe(second.cause.requestId);
});

it('the counters of users and groups count what is there', async () => {
  const users = await Promise.all(Array.from({ length: 5 }, () => addUser(tenant)));
  const groups = await Promise.all(Array.from({ length: 3 }, () => addGroup(tenant)));
  await tenant.scim('DELETE', `/Users/${users[0].id}`);
  await tenant.scim('DELETE', `/Groups/${groups[0].id}`);
  await tenant.scim('POST', '/Users', userBody({ userName: users[1].userName }));
  expect((await tenant.scim('GET', '/Users?count=0')).body.totalResults).toBe(4);
  expect((await tenant.scim('GET', '/Groups?count=0')).body.totalResults).toBe(2);
});
