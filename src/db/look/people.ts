// People in order: living users by the indexes of users, leavers by those of accounts, and the two merged. Where a
// filter leaves few, a page looks at so many people and goes on where it stopped.

import { type SQL, sql } from 'drizzle-orm';
import type {
  ListOrder,
  PeopleFilter,
  PeoplePage,
  PeoplePlace,
  PeopleQuery,
  Person,
} from '../../directory/look.ts';
import { param, statement } from '../statement.ts';
import { beginning, type Direction, directionOf } from './order.ts';

/** People that one page with a filter looks at, in this many statements: most filters find enough among the first. */
const scans = [500, 2500] as const;
export const scannedPeople = scans[0] + scans[1];

const keys: Readonly<Record<'name' | 'changed', readonly [users: string, leavers: string]>> = {
  name: ['user_name_key', 'left_name_key'],
  changed: ['last_modified', 'left_at'],
};
const indexes = {
  name: ['users_user_name', 'accounts_left_name'],
  changed: ['users_last_modified', 'accounts_left'],
} as const;

/** An account `a` as lists show it. */
export const personState = sql`json_object('id', a.id, 'userId', a.user_id, 'userName', a.user_name,
  'displayName', a.display_name, 'email', a.email, 'status', a.status, 'profile', a.profile, 'quotaGb', a.quota_gb,
  'storage', a.storage, 'createdAt', a.created_at, 'changedAt', a.updated_at, 'leftAt', a.left_at)`;

export type FilterParameter = 'status' | 'profile' | 'path' | 'value';

/** Whether the account `a` passes. Booleans are compared as they are written in JSON. */
export const passes = sql`((${param('status')} IS NULL OR a.status = ${param('status')})
  AND (${param('profile')} IS NULL OR a.profile = ${param('profile')})
  AND (${param('path')} IS NULL OR CASE json_type(a.attributes, ${param('path')})
    WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
    ELSE CAST(a.attributes ->> ${param('path')} AS TEXT) END = ${param('value')}))`;

export function filterValues({ status, profile, attribute }: PeopleFilter) {
  return {
    status: status ?? null,
    profile: profile ?? null,
    path: attribute ? `$.${JSON.stringify(attribute.name)}` : null,
    value: attribute?.value ?? null,
  };
}

type Parameter = FilterParameter | 'tenant' | 'key' | 'place' | 'leaver' | 'scanned' | 'limit';

function pageIn(by: 'name' | 'changed', { behind, order }: Direction) {
  const [userKey, leaverKey] = keys[by].map((name) => sql.raw(name));
  const [userIndex, leaverIndex] = indexes[by].map((name) => sql.raw(name));
  const inOrder = (columns: readonly SQL[]) =>
    sql.join(
      columns.map((column) => sql`${column} ${order}`),
      sql`, `,
    );
  const users = (from: SQL) => sql`SELECT * FROM (SELECT u.${userKey} AS key, 0 AS kind, u.place AS tie, a.id
    FROM users u INDEXED BY ${userIndex} CROSS JOIN accounts a ON a.tenant = u.tenant AND a.user_id = u.id
    WHERE u.tenant = ${param('tenant')} AND ${from}
    ORDER BY ${inOrder([sql`u.${userKey}`, sql`u.place`])} LIMIT ${param('scanned')})`;
  const leavers = (from: SQL) => sql`SELECT * FROM (SELECT l.${leaverKey}, 1, l.id, l.id
    FROM accounts l INDEXED BY ${leaverIndex}
    WHERE l.tenant = ${param('tenant')} AND l.left_at IS NOT NULL AND ${from}
    ORDER BY ${inOrder([sql`l.${leaverKey}`, sql`l.id`])} LIMIT ${param('scanned')})`;
  // Apart, because the planner would walk through all that have the same key.
  const from = [
    users(sql`u.${userKey} = ${param('key')} AND u.place ${behind} ${param('place')}`),
    users(sql`u.${userKey} ${behind} ${param('key')}`),
    leavers(sql`l.${leaverKey} = ${param('key')} AND l.id ${behind} ${param('leaver')}`),
    leavers(sql`l.${leaverKey} ${behind} ${param('key')}`),
  ];
  const walk = inOrder([sql`key`, sql`kind`, sql`tie`]);
  return statement<Parameter>(sql`
    WITH walked AS MATERIALIZED (SELECT *, row_number() OVER (ORDER BY ${walk}) AS n
      FROM (${sql.join(from, sql` UNION ALL `)}) ORDER BY ${walk} LIMIT ${param('scanned')})
    SELECT w.n, w.key, w.kind, w.tie, ${passes} AS passes, ${personState} AS state
    FROM walked w CROSS JOIN accounts a ON a.tenant = ${param('tenant')} AND a.id = w.id
    WHERE ${passes} OR w.n = ${param('scanned')} ORDER BY w.n LIMIT ${param('limit')}`);
}

const pages: Readonly<Record<ListOrder, ReturnType<typeof pageIn>>> = {
  name: pageIn('name', directionOf('name')),
  'name-descending': pageIn('name', directionOf('name-descending')),
  changed: pageIn('changed', directionOf('changed')),
};

interface Row {
  /** The how manieth it was that was looked at. */
  readonly n: number;
  readonly key: string;
  readonly kind: 0 | 1;
  readonly tie: string | number;
  readonly passes: 0 | 1;
  readonly state: string;
}

export async function peoplePage(db: D1Database, tenant: string, query: PeopleQuery): Promise<PeoplePage> {
  const { limit } = query;
  const values = filterValues(query);
  const isFiltered = Object.values(values).some((value) => value !== null);
  const people: Person[] = [];
  let after: PeoplePlace | null | undefined = query.after;
  for (const scanned of isFiltered ? scans : [limit + 1]) {
    const page = await peopleBehind(db, tenant, { ...query, after, limit: limit - people.length }, scanned);
    people.push(...page.people);
    after = page.next;
    if (after === null || people.length === limit) break;
  }
  return { people, next: after ?? null };
}

/** Of so many people who come next in the order, those who pass. */
async function peopleBehind(
  db: D1Database,
  tenant: string,
  query: PeopleQuery,
  scanned: number,
): Promise<PeoplePage> {
  const { order, after, limit } = query;
  const from = {
    key: after?.key ?? beginning(order),
    // Of people with the same key leavers come last; in descending order all is the other way round.
    place: after?.isLeaver ? Number.MAX_SAFE_INTEGER : Number(after?.tie ?? -1),
    leaver: after?.isLeaver ? after.tie : '',
  };
  const values = { tenant, ...filterValues(query), ...from, scanned, limit: limit + 1 };
  const [result] = await db.batch<Row>([pages[order](db, values)]);
  const rows = result?.results ?? [];
  const found = rows.filter((row) => row.passes === 1);
  const shown = found.slice(0, limit);
  // The row where the walk stopped stands in the answer, whether it passes or not.
  const stopped = rows.find(({ n }) => n === scanned);
  const last = found.length > limit ? shown.at(-1) : stopped;
  return {
    people: shown.map(({ state }) => JSON.parse(state) as Person),
    next: last ? { key: last.key, isLeaver: last.kind === 1, tie: String(last.tie) } : null,
  };
}
