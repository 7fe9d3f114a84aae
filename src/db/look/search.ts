// People by what they are called: the beginnings of names and addresses are found by index, of living users and of
// leavers; ids are found whole. So many of each way are looked at; who is not among them has a longer name to give.

import { type SQL, sql } from 'drizzle-orm';
import type { Look, PeopleFilter, Person } from '../../directory/look.ts';
import { param, statement } from '../statement.ts';
import { highest } from './order.ts';
import { type FilterParameter, filterValues, passes, personState } from './people.ts';

/** Accounts that one way of looking finds. */
const foundByWay = 200;

const own = sql`tenant = ${param('tenant')}`;
const begins = (column: string) =>
  sql`${sql.raw(column)} >= ${param('low')} AND ${sql.raw(column)} < ${param('high')}`;
const few = sql`LIMIT ${sql.raw(String(foundByWay))}`;

/** The index is named, because the planner would rather scan the tenant. */
const users = (
  index: string,
  column: string,
) => sql`SELECT * FROM (SELECT id FROM users INDEXED BY ${sql.raw(index)}
  WHERE ${own} AND ${sql.raw(column)} IS NOT NULL AND ${begins(column)} ORDER BY ${sql.raw(column)} ${few})`;
const leavers = (
  index: string,
  column: string,
) => sql`SELECT * FROM (SELECT id FROM accounts INDEXED BY ${sql.raw(index)}
  WHERE ${own} AND left_at IS NOT NULL AND ${begins(column)} ORDER BY ${sql.raw(column)} ${few})`;

const userIds: readonly SQL[] = [
  users('users_user_name', 'user_name_key'),
  users('users_final_name', 'final_name_key'),
  users('users_display_name', 'display_name_key'),
  sql`SELECT * FROM (SELECT user_id FROM user_emails INDEXED BY user_emails_value
    WHERE ${own} AND ${begins('value')} ORDER BY value ${few})`,
  sql`SELECT * FROM (SELECT id FROM users WHERE ${own} AND external_id = ${param('exact')} ${few})`,
];

const accountIds: readonly SQL[] = [
  sql`SELECT a.id FROM (SELECT DISTINCT * FROM (${sql.join([...userIds], sql` UNION ALL `)})) u
    CROSS JOIN accounts a ON a.tenant = ${param('tenant')} AND a.user_id = u.id`,
  leavers('accounts_left_name', 'left_name_key'),
  leavers('accounts_left_email', 'left_email_key'),
  sql`SELECT ${param('exact')}`,
  sql`SELECT * FROM (SELECT id FROM accounts WHERE ${own} AND user_id = ${param('exact')})`,
];

const matching = statement<FilterParameter | 'tenant' | 'low' | 'high' | 'exact' | 'limit'>(sql`
  WITH found AS MATERIALIZED (${sql.join([...accountIds], sql` UNION `)})
  SELECT ${personState} AS state, (SELECT count(*) FROM found) AS looked
  FROM found f CROSS JOIN accounts a ON a.tenant = ${param('tenant')} AND a.id = f.id
  WHERE ${passes} ORDER BY a.name_key, a.id LIMIT ${param('limit')}`);

/** `isCut`: there may be more of them. */
export async function searchPeople(
  db: D1Database,
  tenant: string,
  { folded, exact }: Parameters<Look['search']>[0],
  filter: PeopleFilter,
  limit: number,
): ReturnType<Look['search']> {
  const values = { tenant, low: folded, high: folded + highest, exact, limit: limit + 1 };
  const [result] = await db.batch<{ state: string; looked: number }>([
    matching(db, { ...values, ...filterValues(filter) }),
  ]);
  const rows = result?.results ?? [];
  return {
    people: rows.slice(0, limit).map(({ state }) => JSON.parse(state) as Person),
    isCut: rows.length > limit || (rows[0]?.looked ?? 0) >= foundByWay,
  };
}
