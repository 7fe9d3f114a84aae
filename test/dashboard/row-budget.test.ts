// What each page reads, in rows, all of its statements together: the same in a tenant of some hundred people as in one
// of thousands. Two say how many people they look at: a list with a filter that few pass, and the report.

import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scannedPeople } from '../../src/db/look/people.ts';
import { groupType } from '../../src/scim/schema/resource-type.ts';
import { dashboardOver } from '../support/dashboard.ts';
import { emptyTenant, fillUsers, openTenant } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';
import { newOperator } from '../support/visitor.ts';

const metered = meteredDatabase();
const get = dashboardOver({}, metered.db);
const sizes = [600, 6_000] as const;
const members = 200;

interface Filled {
  readonly tenant: string;
  readonly path: string;
  readonly group: string;
  readonly account: string;
}
const filled: Filled[] = [];
let cookie: string;

beforeAll(async () => {
  for (const size of sizes) {
    const { tenant, directory } = await openTenant();
    const ids = await fillUsers(tenant, size);
    const value = ids.slice(0, members).map((id) => ({ value: id }));
    const group = await directory.create(groupType, { displayName: 'Everybody', members: value }, {});
    for (const number of range(60)) {
      await directory.create(groupType, { displayName: `Group ${number}`, members: value.slice(0, 3) }, {});
    }
    const account = await env.DB.prepare('SELECT id FROM accounts WHERE tenant = ? AND user_id = ?')
      .bind(tenant, ids[1] ?? '')
      .first<string>('id');
    filled.push({ tenant, path: `/dashboard/t/t-${tenant}`, group: group.id, account: account ?? '' });
  }
  const { cookies } = await newOperator();
  cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
});
afterAll(async () => {
  for (const { tenant } of filled) await emptyTenant(tenant);
});

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

async function costOf(path: string) {
  // Once before, so that what is noted once in a while is not counted.
  await get(path, { Cookie: cookie });
  metered.reset();
  const { status } = await get(path, { Cookie: cookie });
  const { read, written, trips } = metered.seen;
  return { status, read, written, trips };
}

it.each<[page: string, path: (of: Filled) => string, rows: number, trips: number]>([
  ['the set-up', () => '', 10, 5],
  ['the list of people', () => '/users', 9 * 51, 3],
  ['one person', ({ account }) => `/users/${account}`, 150, 5],
  ['the list of groups', () => '/groups', 2 * 51, 3],
  ['one group', ({ group }) => `/groups/${group}`, 4 * 51, 5],
  ['the mappings', () => '/mappings', 10, 5],
  ['the activity', () => '/activity', 15, 4],
  ['the events', () => '/events', 3 * 51, 4],
  ['the tokens', () => '/tokens', 10, 4],
  ['the audit', () => '/audit', 15, 3],
  ['switching off', () => '/switch-off', 10, 3],
  ['the access', () => '/access', 10, 4],
])('%s reads so many rows, however large the tenant', async (_, path, rows, trips) => {
  const costs = [];
  for (const one of filled) costs.push(await costOf(one.path + path(one)));
  const [small, large] = costs;
  expect(large).toMatchObject({ status: 200, written: 0 });
  expect(large?.trips).toBeLessThanOrEqual(trips);
  expect(large?.read).toBeLessThanOrEqual(rows);
  // The session's own row, and the tenant's audit, may be read once more or less.
  expect(Math.abs((large?.read ?? 0) - (small?.read ?? 0))).toBeLessThanOrEqual(2);
});

it.each([
  ['people who are searched look at 200 of each kind of name', '/users?search=user1', 10 * 200],
  ['a filter that few pass looks at so many people', '/users?profile=Nothing', 9 * scannedPeople],
  ['the report reads each account once', '/report', 6_000 + 9 * 51],
])('%s', async (_, path, rows) => {
  const { status, read, written } = await costOf(`${filled[1]?.path}${path}`);
  expect([status, written]).toEqual([200, 0]);
  expect(read).toBeLessThanOrEqual(rows);
});
