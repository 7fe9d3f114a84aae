// Every look-up that identity providers send goes through an index: SQLite's own plan is read, and a scan of
// a table fails.

import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { bindFilter } from '../../src/scim/filter/bind.ts';
import { parseFilter } from '../../src/scim/filter/parse.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { resolvePath } from '../../src/scim/schema/path.ts';
import { groupType, type StoredType, userType } from '../../src/scim/schema/resource-type.ts';
import { fillUsers, type OpenTenant, openTenant, queryOf } from '../support/directory.ts';

/** The statements that a list query prepares, with their values. */
const prepared: { sql: string; values: unknown[] }[] = [];
const recording = {
  prepare(sql: string) {
    return {
      bind(...values: unknown[]) {
        prepared.push({ sql, values });
        return env.DB.prepare(sql).bind(...values);
      },
    };
  },
  batch: (statements: D1PreparedStatement[]) => env.DB.batch(statements),
} as unknown as D1Database;

let open: OpenTenant;

beforeAll(async () => {
  open = await openTenant(recording);
  await fillUsers(open.tenant, 300);
  await fillUsers((await openTenant()).tenant, 300);
});

async function planOf(type: StoredType, filter: string | undefined, startIndex = 1) {
  prepared.length = 0;
  const bound = filter && bindFilter(type, parseFilter(filter, defaultLeniencies), defaultLeniencies);
  await open.store.list(queryOf(type.name, { ...(bound && { filter: bound }), startIndex, count: 10 }));
  return plansOfPrepared();
}

async function plansOfPrepared() {
  const plans = await Promise.all(
    prepared.map(({ sql, values }) =>
      env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .bind(...values)
        .run<{ detail: string }>(),
    ),
  );
  return plans.flatMap((plan) => plan.results.map((row) => row.detail));
}

/** `SCAN json_each` walks a parameter, not a table. */
const scans = (plan: readonly string[]) =>
  plan.filter((detail) => /\bSCAN\b/.test(detail) && !/VIRTUAL TABLE|CONSTANT ROW/.test(detail));

const id = '6b5f1c3e-0000-4000-8000-000000000000';

it.each<[string, string, RegExp]>([
  ['Users', 'userName eq "ann@example.com"', /INDEX users_user_name/],
  ['Users', 'userName eq "ann@example.com"', /INDEX users_final_name/],
  ['Users', 'userName eq "ann" or userName eq "bob"', /INDEX users_user_name/],
  ['Users', 'userName eq "ann" or externalId eq "00u1" or id eq "x"', /INDEX users_external_id/],
  ['Users', '(userName eq "a" or userName eq "b") and active eq true', /INDEX users_user_name/],
  ['Users', 'externalId eq "00u1"', /INDEX users_external_id/],
  ['Users', `id eq "${id}"`, /INDEX users_id/],
  ['Users', 'displayName eq "Ann Neu"', /INDEX users_display_name/],
  ['Users', 'active eq false', /INDEX users_inactive/],
  ['Users', 'active eq true', /INDEX users_place/],
  ['Users', 'emails.value eq "ann@example.com"', /INDEX user_emails_value/],
  ['Users', 'emails eq "ann@example.com"', /INDEX user_emails_value/],
  ['Users', 'emails[type eq "work"].value eq "ann@example.com"', /INDEX user_emails_value/],
  ['Users', 'emails[type eq "work" and value eq "ann@example.com"]', /INDEX user_emails_value/],
  ['Users', 'meta.lastModified gt "2026-01-01T00:00:00Z"', /INDEX users_last_modified/],
  ['Users', 'meta.lastModified ge "2026-01-01T00:00:00Z" and active eq true', /INDEX users_/],
  ['Users', 'userName eq "ann@example.com" and active eq true', /INDEX users_user_name/],
  ['Users', `id eq "${id}" and manager eq "m"`, /INDEX users_id/],
  ['Users', 'externalId pr', /INDEX users_/],
  ['Users', 'emails pr', /INDEX users_/],
  ['Groups', 'displayName eq "Admins"', /INDEX groups_display_name/],
  ['Groups', 'externalId eq "g1"', /INDEX groups_external_id/],
  ['Groups', `id eq "${id}"`, /INDEX groups_id/],
  ['Groups', `members.value eq "${id}"`, /INDEX members_member/],
  ['Groups', `members[value eq "${id}"]`, /INDEX members_member/],
  ['Groups', `id eq "${id}" and members eq "${id}"`, /INDEX groups_id/],
  ['Groups', 'meta.lastModified lt "2026-01-01T00:00:00Z"', /INDEX groups_last_modified/],
])('a list of %s by %s uses an index and scans no table', async (endpoint, filter, index) => {
  const plan = await planOf(endpoint === 'Users' ? userType : groupType, filter);
  expect(scans(plan)).toEqual([]);
  expect(plan.join('\n')).toMatch(index);
});

it('an unfiltered list walks the tenant in order, without sorting', async () => {
  const plan = await planOf(userType, undefined, 100);
  expect(scans(plan)).toEqual([]);
  expect(plan.join('\n')).not.toMatch(/TEMP B-TREE/);
});

it('a list sorted by user name takes its order from the index', async () => {
  const sortBy = resolvePath(userType, 'userName');
  if (!sortBy) throw new Error('userName');
  prepared.length = 0;
  for (const sortOrder of ['ascending', 'descending'] as const) {
    await open.store.list(queryOf('User', { sortBy, sortOrder, count: 10 }));
    await open.store.list(queryOf('User', { sortBy, sortOrder, startIndex: 11, count: 10 }));
  }
  const plan = await plansOfPrepared();
  expect(scans(plan)).toEqual([]);
  expect(plan.join('\n')).not.toMatch(/TEMP B-TREE/);
});

it('the check itself can fail: a filter without any index is seen as a scan', async () => {
  const { results } = await env.DB.prepare(
    "EXPLAIN QUERY PLAN SELECT * FROM users WHERE search ->> '$.title' = 'x'",
  ).run<{ detail: string }>();
  expect(scans(results.map((row) => row.detail))).not.toEqual([]);
});
