// Pages of a tenant's accounts, by id. What a filter asks of them is compared here in memory, because SQLite folds
// ASCII only: accounts are looked up by an index where the filter names one, else walked through, so many for each
// page and no more. A page may be short then, and goes on where the walk ended.

import { type SQL, sql } from 'drizzle-orm';
import type { AccountLookUp, AccountsPage, AccountsQuery, BrowsedAccount } from '../directory/browse.ts';
import type { GroupRole } from '../policy/roles.ts';
import { accountState } from './accounts.ts';
import { nextSequence } from './outbox.ts';
import { param, statement } from './statement.ts';

/** Accounts that one page looks at, and one statement of it. */
export const scannedPerPage = 5000;
const scannedPerStatement = 1000;

/** Roles that are asked for of the accounts of one page, all together: each is looked up for itself. */
const rolesPerPage = 200_000;

type Parameter = 'tenant' | 'status' | 'profile' | 'after' | 'limit' | 'roles' | 'value';

const select = (condition: SQL) =>
  statement<Parameter>(sql`
  SELECT ${accountState} AS state FROM accounts a WHERE a.tenant = ${param('tenant')} AND a.id > ${param('after')}
    AND (${param('status')} IS NULL OR a.status = ${param('status')})
    AND (${param('profile')} IS NULL OR a.profile = ${param('profile')})
    AND ${condition}
  ORDER BY a.id LIMIT ${param('limit')}`);

const ofTenant = sql`tenant = ${param('tenant')}`;

/** Of users who are there, and of leavers, who are looked up by what they left. */
const either = (users: SQL, leavers: SQL) =>
  select(sql`a.id IN (
    SELECT o.id FROM (${users}) u CROSS JOIN accounts o ON o.tenant = ${param('tenant')} AND o.user_id = u.id
    UNION ALL SELECT id FROM accounts ${leavers})`);

/** The index is named, because the planner would rather scan the tenant. */
const leftBy = (index: string, column: string) =>
  sql`INDEXED BY ${sql.raw(index)} WHERE ${ofTenant} AND left_at IS NOT NULL AND ${sql.raw(column)} = ${param('value')}`;

const pages: Readonly<Record<AccountLookUp['attribute'] | 'none', ReturnType<typeof select>>> = {
  none: select(sql`1`),
  id: select(sql`a.id = ${param('value')}`),
  userId: select(sql`a.user_id = ${param('value')}`),
  externalId: either(
    sql`SELECT id FROM users WHERE ${ofTenant} AND external_id = ${param('value')}`,
    sql`INDEXED BY accounts_preserved_external
      WHERE ${ofTenant} AND status = 'preserved' AND external_id = ${param('value')}`,
  ),
  userName: either(
    sql`SELECT id FROM users WHERE ${ofTenant} AND user_name_key = ${param('value')}
      UNION ALL SELECT id FROM users WHERE ${ofTenant} AND final_name_key = ${param('value')}`,
    leftBy('accounts_left_name', 'left_name_key'),
  ),
  email: either(
    sql`SELECT user_id AS id FROM user_emails WHERE ${ofTenant} AND value = ${param('value')}`,
    leftBy('accounts_left_email', 'left_email_key'),
  ),
};

const byIds = statement<'tenant' | 'ids' | 'roles'>(sql`
  SELECT ${accountState} AS state FROM json_each(${param('ids')}) j
  CROSS JOIN accounts a ON a.tenant = ${param('tenant')} AND a.id = j.value ORDER BY a.id`);

const newest = statement<'tenant'>(sql`SELECT ${nextSequence} - 1 AS sequence`);

interface Row {
  readonly sequence: number;
  readonly state: string;
}

const accountsOf = (result: D1Result<Row> | undefined) =>
  (result?.results ?? []).map(({ state }) => JSON.parse(state) as BrowsedAccount);

/** The page of `query`. Errors: whatever D1 throws. */
export async function accountsPage(
  db: D1Database,
  tenant: string,
  groupRoles: readonly GroupRole[],
  query: AccountsQuery,
): Promise<AccountsPage> {
  const { filter, limit } = query;
  // Of those that are only walked past nobody wants to know the roles.
  const needsRoles = !filter || filter.asksRoles || filter.lookUp !== undefined;
  const roles = needsRoles ? groupRoles : [];
  const { found, isEnd, last, sequence } = await walk(db, tenant, roles, query);
  const shown = found.slice(0, limit);
  const ids = shown.map(({ id }) => id);
  return {
    accounts: needsRoles ? shown : await accountsByIds(db, tenant, groupRoles, ids),
    next: found.length > limit ? (ids.at(-1) ?? null) : isEnd ? null : last,
    sequence,
  };
}

/** Looks at accounts until there is one more than the page holds, none is left, or it was enough. */
async function walk(
  db: D1Database,
  tenant: string,
  groupRoles: readonly GroupRole[],
  { status, profile, filter, after, limit }: AccountsQuery,
) {
  const page = pages[filter?.lookUp?.attribute ?? 'none'];
  const asked = {
    tenant,
    status: status ?? null,
    profile: profile ?? null,
    roles: JSON.stringify(groupRoles),
    value: filter?.lookUp?.value ?? '',
  };
  const found: BrowsedAccount[] = [];
  let sequence: number | undefined;
  let last = after;
  let left = filter ? scannedFor(groupRoles.length) : limit + 1;
  let isEnd = false;
  while (left > 0 && !isEnd && found.length <= limit) {
    const size = filter ? Math.min(left, scannedPerStatement) : left;
    const [number, rows] = await db.batch<Row>([
      newest(db, { tenant }),
      page(db, { ...asked, after: last, limit: size }),
    ]);
    // The first one: what happens between the pages of a walk is for the feed to tell.
    sequence ??= number?.results[0]?.sequence;
    const accounts = accountsOf(rows);
    found.push(...accounts.filter((account) => !filter || filter.matches(account)));
    last = accounts.at(-1)?.id ?? last;
    left -= size;
    isEnd = accounts.length < size;
  }
  return { found, isEnd, last, sequence: sequence ?? 0 };
}

/** Those of these accounts that are there, by id, with their roles. */
export async function accountsByIds(
  db: D1Database,
  tenant: string,
  groupRoles: readonly GroupRole[],
  ids: readonly string[],
): Promise<readonly BrowsedAccount[]> {
  if (ids.length === 0) return [];
  const values = { tenant, ids: JSON.stringify(ids), roles: JSON.stringify(groupRoles) };
  return accountsOf(await byIds(db, values).run<Row>());
}

function scannedFor(roles: number): number {
  return Math.max(100, Math.min(scannedPerPage, Math.floor(rolesPerPage / Math.max(1, roles))));
}
