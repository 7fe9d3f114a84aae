// Many new users in a handful of statements: their rows travel as a few JSON lists, so that a thousand users are
// not thousands of statements.

import { type SQL, sql } from 'drizzle-orm';
import type { NewUser } from '../directory/change.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { type AccountCause, insertAccounts } from './accounts.ts';
import { finalNameGuard } from './guards.ts';
import { listsOf } from './json-lists.ts';
import { param, statement } from './statement.ts';
import { finalNameOf, recordOf } from './users.ts';

const named = (users: SQL) => sql`
  SELECT u.id, u.user_name_key AS sentName, coalesce(u.final_name_key, u.user_name_key) AS finalName
  FROM json_each(${param('names')}) j CROSS JOIN ${users} = j.value`;

/** Users by their names, folded, as they were sent and as they are shown. `names`: JSON list. */
export const namesakes = statement<'tenant' | 'names'>(sql`
  ${named(sql`users u ON u.tenant = ${param('tenant')} AND u.user_name_key`)}
  UNION ALL
  ${named(sql`users u INDEXED BY users_final_name ON u.tenant = ${param('tenant')} AND u.final_name_key`)}`);

const field = (name: string) => sql.raw(`j.value ->> '$.${name}'`);

/** The documents are taken out as JSON, not as text that holds JSON: half as long, and read once. */
const insertUsers = statement<'tenant' | 'users'>(sql`
  INSERT INTO users (tenant, id, user_name_key, final_name_key, external_id, display_name_key, active, document, search,
    version, created_at, last_modified)
  SELECT ${param('tenant')}, ${field('id')}, ${field('userNameKey')}, ${field('finalNameKey')}, ${field('externalId')},
    ${field('displayNameKey')}, ${field('active')}, j.value -> '$.document', j.value -> '$.search', 1,
    ${field('created')}, ${field('created')}
  FROM json_each(${param('users')}) j`);

const insertEmails = statement<'tenant' | 'users'>(sql`
  INSERT INTO user_emails (tenant, user_id, value, type)
  SELECT ${param('tenant')}, ${field('id')}, e.value ->> 'value', coalesce(e.value ->> 'type', '')
  FROM json_each(${param('users')}) j CROSS JOIN json_each(j.value, '$.search.emails') e
  WHERE e.value ->> 'value' IS NOT NULL
  ON CONFLICT DO NOTHING`);

/** Writes the users with their accounts and one event each, in order. */
export function insertNewUsers(
  db: D1Database,
  tenant: string,
  type: StoredType,
  users: readonly NewUser[],
  cause: AccountCause,
): D1PreparedStatement[] {
  const rows = listsOf(
    users.map(({ stored }) => ({ id: stored.id, created: stored.created, ...recordOf(type, stored) })),
  );
  const names = listsOf(users.map(({ stored }) => finalNameOf(stored)));
  const accounts = users.map(({ account }) => account);
  return [
    ...rows.map((list) => insertUsers(db, { tenant, users: list })),
    ...names.map((list) => finalNameGuard(db, { tenant, users: list })),
    ...rows.map((list) => insertEmails(db, { tenant, users: list })),
    ...insertAccounts(db, tenant, accounts, cause),
  ];
}
