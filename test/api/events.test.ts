// …/events: the feed that an application follows by asking.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
  const ann = await addUser(tenant);
  const bob = await addUser(tenant);
  await addGroup(tenant, [ann.id]);
  await tenant.scim('PUT', `/Users/${bob.id}`, { userName: bob.userName, active: false });
  await tenant.scim('DELETE', `/Users/${ann.id}`);
});

const all = [
  'account.created',
  'account.created',
  'group.created',
  'group.members_changed',
  'account.deactivated',
  'group.members_changed',
  'account.preserved',
];
const feed = (query = '') => api('GET', `/tenants/${tenant.slug}/events${query}`);
const types = ({ body }: Answer) => body.events.map(({ type }: { type: string }) => type);
const numbers = ({ body }: Answer) => body.events.map(({ sequence }: { sequence: number }) => sequence);

it('all that happened comes in its order, numbered without gaps', async () => {
  const answer = await feed();
  expect(answer.status).toBe(200);
  expect(types(answer)).toEqual(all);
  expect(numbers(answer)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(answer.body.next).toBe(7);
  expect(answer.body.epoch).toMatch(/\S/);
});

it('each event has an id of its own, its tenant, its moment and its cause', async () => {
  const { body } = await feed();
  expect(new Set(body.events.map(({ id }: { id: string }) => id)).size).toBe(7);
  for (const event of body.events) {
    expect(Object.keys(event).toSorted()).toEqual([
      'cause',
      'data',
      'id',
      'occurredAt',
      'sequence',
      'tenant',
      'type',
    ]);
    expect(event.tenant).toBe(tenant.slug);
    expect(new Date(event.occurredAt).toISOString()).toBe(event.occurredAt);
    expect(event.cause).toEqual({ requestId: expect.any(String), tokenId: tenant.tokenId });
    expect(event.data.account ?? event.data.group).toBeDefined();
  }
});

it('an event is the same each time that it is read', async () => {
  expect((await feed('?after=3&limit=1')).body.events).toEqual((await feed()).body.events.slice(3, 4));
});

it('following `next` shows each event once and then nothing', async () => {
  const seen: number[] = [];
  let after = 0;
  for (
    let page = await feed('?limit=2');
    page.body.events.length > 0;
    page = await feed(`?after=${after}&limit=2`)
  ) {
    expect(page.body.events.length).toBeLessThanOrEqual(2);
    seen.push(...numbers(page));
    after = page.body.next;
  }
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await feed(`?after=${after}`)).toMatchObject({ body: { events: [], next: 7 } });
});

it.each([
  ['?after=5', [6, 7], 7],
  ['?after=7', [], 7],
  ['?after=1000', [], 1000],
  ['?limit=3', [1, 2, 3], 3],
  ['?after=2&limit=1', [3], 3],
  ['?types=account.created', [1, 2], 2],
  ['?types=group.members_changed,account.preserved', [4, 6, 7], 7],
  ['?types=group.members_changed,%20account.preserved', [4, 6, 7], 7],
  ['?types=group.members_changed&after=4', [6], 6],
  ['?types=nothing.such', [], 0],
  ['?types=__proto__', [], 0],
  ['?foo=bar', [1, 2, 3, 4, 5, 6, 7], 7],
])('%s', async (query, sequences, next) => {
  const answer = await feed(query);
  expect(answer.status).toBe(200);
  expect(numbers(answer)).toEqual(sequences);
  expect(answer.body.next).toBe(next);
});

describe('422 is the answer to', () => {
  it.each([
    ['after=-1', '/after'],
    ['after=abc', '/after'],
    ['after=1.5', '/after'],
    ['limit=0', '/limit'],
    ['limit=1001', '/limit'],
    ['limit=all', '/limit'],
    [`types=${'a'.repeat(1001)}`, '/types'],
  ])('?%s', async (query, pointer) => {
    expectProblem(await feed(`?${query}`), 422, [pointer]);
  });
});

it("another tenant's events are never among them", async () => {
  const other = await newTenant();
  await addUser(other);
  const { body } = await api('GET', `/tenants/${other.slug}/events`);
  expect(body.events).toHaveLength(1);
  expect(body.epoch).not.toBe((await feed()).body.epoch);
  expect((await feed()).body.events).toHaveLength(7);
});

it('a tenant to whom nothing happened has an empty feed', async () => {
  const other = await newTenant();
  const { body } = await api('GET', `/tenants/${other.slug}/events`);
  expect(body).toEqual({ epoch: expect.any(String), events: [], next: 0 });
});

it('the feed of a tenant that is not there is 404', async () => {
  expectProblem(await api('GET', '/tenants/nobody/events'), 404);
});
