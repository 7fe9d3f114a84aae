// What an administrator's lists cost, in rows: so much a page, on the first page and on the last, however large the
// tenant is; and that each entry is on one page of a walk.

import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scannedEvents } from '../../src/db/look/happenings.ts';
import { openLook } from '../../src/db/look/look.ts';
import { scannedPeople } from '../../src/db/look/people.ts';
import { listOrders, type PeopleFilter, type PeoplePlace } from '../../src/directory/look.ts';
import { groupType } from '../../src/scim/schema/resource-type.ts';
import { emptyTenant, fillUsers, openTenant } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';

const metered = meteredDatabase();
const all: PeopleFilter = {};
let tenant: string;
let look: ReturnType<typeof openLook>;
const users = 20_000;

beforeAll(async () => {
  const open = await openTenant();
  tenant = open.tenant;
  look = openLook(metered.db, tenant);
  const ids = await fillUsers(tenant, users);
  const value = ids.slice(0, 200).map((id) => ({ value: id }));
  for (const number of [1, 2, 3, 4, 5]) {
    await open.directory.create(groupType, { displayName: `Group ${number}`, members: value }, {});
  }
  await env.DB.batch([
    env.DB.prepare(
      `UPDATE accounts SET status = 'preserved', left_at = '2026-01-01T00:00:00.000Z', left_name_key = user_name,
       left_email_key = user_name WHERE tenant = ? AND user_name LIKE 'user1999%'`,
    ).bind(tenant),
    env.DB.prepare(`DELETE FROM users WHERE tenant = ? AND user_name_key LIKE 'user1999%'`).bind(tenant),
    env.DB.prepare(`DELETE FROM user_emails WHERE tenant = ? AND value LIKE 'user1999%'`).bind(tenant),
    env.DB.prepare(
      `UPDATE accounts SET profile = 'Rare', attributes = '{"plan":"gold","trial":true}'
       WHERE tenant = ? AND user_name LIKE 'user1500%'`,
    ).bind(tenant),
  ]);
});
afterAll(() => emptyTenant(tenant), 60_000);

async function cost<T>(work: () => Promise<T>) {
  metered.reset();
  const result = await work();
  return { result, read: metered.seen.read, written: metered.seen.written, trips: metered.seen.trips };
}

describe.each(listOrders)('people in the order "%s"', (order) => {
  it('are each on one page of a walk, leavers too', async () => {
    const seen: string[] = [];
    let after: PeoplePlace | undefined;
    do {
      const { people, next } = await look.people({ ...all, order, after, limit: 1500 });
      seen.push(...people.map(({ id }) => id));
      after = next ?? undefined;
      await scheduler.wait(0);
    } while (after);
    expect(seen.length).toBe(users);
    expect(new Set(seen).size).toBe(users);
  });

  it('cost at most 9 rows each, on the first page and behind 15,000', async () => {
    const first = await cost(() => look.people({ ...all, order, after: undefined, limit: 50 }));
    expect(first.read).toBeLessThanOrEqual(9 * 51);
    expect(first).toMatchObject({ written: 0, trips: 1 });
    const { next } = await look.people({ ...all, order, after: undefined, limit: 15_000 });
    const late = await cost(() => look.people({ ...all, order, after: next ?? undefined, limit: 50 }));
    expect(late.result.people).toHaveLength(50);
    expect(late.read).toBeLessThanOrEqual(9 * 51);
  });

  it('are filtered by looking at so many people a page, and all are found', async () => {
    const filter = { profile: 'Rare', attribute: { name: 'plan', value: 'gold' } };
    let found = 0;
    let pages = 0;
    for (let after: PeoplePlace | null | undefined; after !== null; pages++) {
      const { result, read } = await cost(() =>
        look.people({ ...filter, order, after: after ?? undefined, limit: 50 }),
      );
      expect(read).toBeLessThanOrEqual(9 * scannedPeople + 100);
      found += result.people.length;
      after = result.next;
    }
    expect(found).toBe(11);
    expect(pages).toBeLessThanOrEqual(users / scannedPeople + 1);
  });
});

it.each(listOrders)(
  'whom a filter leaves are all found where many are left, in the order "%s"',
  async (order) => {
    const seen: string[] = [];
    let after: PeoplePlace | null | undefined;
    do {
      const { people, next } = await look.people({
        status: 'active',
        order,
        after: after ?? undefined,
        limit: 700,
      });
      seen.push(...people.map(({ id }) => id));
      after = next;
      await scheduler.wait(0);
    } while (after);
    expect(seen).toHaveLength(users - 11);
    expect(new Set(seen).size).toBe(users - 11);
  },
);

it('a page with a filter that most pass costs little', async () => {
  const filter = { status: 'active', order: 'name', after: undefined, limit: 50 } as const;
  const { read, trips } = await cost(() => look.people(filter));
  expect(read).toBeLessThanOrEqual(9 * 500 + 100);
  expect(trips).toBe(1);
});

it('people are found by the beginning of a name or an address and by id, by index', async () => {
  for (const text of ['user12345', 'user19991']) {
    const { result, read, trips } = await cost(() => look.search({ folded: text, exact: text }, all, 50));
    expect(result.people.length).toBeGreaterThan(0);
    expect(result.isCut).toBe(false);
    expect(read).toBeLessThanOrEqual(150);
    expect(trips).toBe(1);
  }
  const wide = await cost(() => look.search({ folded: 'user', exact: 'user' }, all, 50));
  expect(wide.result).toMatchObject({ isCut: true });
  expect(wide.read).toBeLessThanOrEqual(5000);
  const [one] = wide.result.people;
  expect((await look.search({ folded: 'x', exact: one?.userId ?? '' }, all, 50)).people).toHaveLength(1);
});

it('a value that is true is asked for as it is written', async () => {
  const { people } = await look.search(
    { folded: 'user1500', exact: '' },
    { attribute: { name: 'trial', value: 'true' } },
    50,
  );
  expect(people).toHaveLength(11);
});

it('groups and members cost a few rows each', async () => {
  for (const order of listOrders) {
    const groups = await cost(() => look.groups({ prefix: '', order, after: undefined, limit: 3 }));
    expect(groups.result.groups).toHaveLength(3);
    expect(groups.read).toBeLessThanOrEqual(3 * 4);
    const rest = await look.groups({ prefix: '', order, after: groups.result.next ?? undefined, limit: 3 });
    expect(rest.groups).toHaveLength(2);
    const found = await look.groups({ prefix: 'group 3', order, after: undefined, limit: 3 });
    expect(found.groups.map(({ displayName }) => displayName)).toEqual(['Group 3']);
  }
  const [group] = (await look.groups({ prefix: '', order: 'name', after: undefined, limit: 1 })).groups;
  const members = await cost(() => look.members(group?.id ?? '', '', 51));
  expect(members.result).toHaveLength(51);
  expect(members.read).toBeLessThanOrEqual(6 * 51);
});

it('the events of one group or account are found by index', async () => {
  const [group] = (await look.groups({ prefix: '', order: 'name', after: undefined, limit: 1 })).groups;
  const { result, read } = await cost(() => look.eventsOf(group?.id ?? '', Number.MAX_SAFE_INTEGER, 20));
  expect(result.events.map(({ type }) => type)).toEqual(['group.members_changed', 'group.created']);
  expect(result.events[0]?.cause.token).toEqual({ name: 'Okta', lastFour: 'abcd' });
  expect(read).toBeLessThanOrEqual(20);
  const { result: feed, read: feedRead } = await cost(() =>
    look.events(Number.MAX_SAFE_INTEGER, undefined, 5),
  );
  expect(feed.events).toHaveLength(5);
  expect(feedRead).toBeLessThanOrEqual(40);
});

it('events of a kind are looked for among so many, and whose doing one is costs a look-up or two', async () => {
  const rare = await cost(() => look.events(Number.MAX_SAFE_INTEGER, ['group.deleted'], 50));
  expect(rare.result).toEqual({ events: [], next: null });
  expect(rare.read).toBeLessThanOrEqual(scannedEvents + 10);
  const cause = await cost(() => look.causeOf('nobody', null));
  expect(cause.result).toEqual({ requestId: 'nobody', token: null, by: null });
  expect(cause.read).toBeLessThanOrEqual(3);
});

it('since when somebody is a member costs a few rows for each of his groups', async () => {
  const { groups } = await look.groups({ prefix: '', order: 'name', after: undefined, limit: 5 });
  const [member] = await look.members(groups[0]?.id ?? '', '', 1);
  const { result, read } = await cost(() =>
    look.joined(
      member?.id ?? '',
      groups.map(({ id }) => id),
    ),
  );
  expect(result.size).toBe(5);
  expect(result.get(groups[0]?.id ?? '')?.cause.token?.name).toBe('Okta');
  // The ids that came with an event count as rows too: 200 here, 500 at most, of 50 events.
  expect(read).toBeLessThanOrEqual(5 * (200 + 20));
});

it('the report reads each account once, as it stands in its index', async () => {
  const { result, read } = await cost(() => look.report({}));
  expect(result.reduce((total, { accounts }) => total + accounts, 0)).toBe(users);
  expect(read).toBeLessThanOrEqual(users + 1);
  const [query = ''] = metered.seen.sql;
  const plan = env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`).bind(tenant, null, null, null, null);
  const { results } = await plan.run<{ detail: string }>();
  expect(results.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('USING COVERING INDEX accounts_report'),
  ]);
});
