// Many new users in a handful of statements: their rows travel as one JSON list each, so that a thousand users are
// not thousands of statements.

import { sql } from 'drizzle-orm';
import type { NewUser } from '../directory/change.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { type AccountCause, insertAccounts } from './accounts.ts';
import { finalNameGuard } from './guards.ts';
import { param, statement } from './statement.ts';
import { columns, finalNameOf } from './users.ts';

export const takenUserNames = statement<'tenant' | 'keys'>(sql`
  SELECT u.user_name_key AS key FROM json_each(${param('keys')}) j
  CROSS JOIN users u ON u.tenant = ${param('tenant')} AND u.user_name_key = j.value`);

const field = (name: string) => sql.raw(`j.value ->> '$.${name}'`);

const insertUsers = statement<'tenant' | 'users'>(sql`
  INSERT INTO users (tenant, id, user_name_key, final_name_key, external_id, display_name_key, active, document, search,
    version, created_at, last_modified)
  SELECT ${param('tenant')}, ${field('id')}, ${field('userNameKey')}, ${field('finalNameKey')}, ${field('externalId')},
    ${field('displayNameKey')}, ${field('active')}, ${field('document')}, ${field('search')}, 1,
    ${field('created')}, ${field('created')}
  FROM json_each(${param('users')}) j`);

const insertEmails = statement<'tenant' | 'users'>(sql`
  INSERT INTO user_emails (tenant, user_id, value, type)
  SELECT ${param('tenant')}, ${field('id')}, e.value ->> 'value', coalesce(e.value ->> 'type', '')
  FROM json_each(${param('users')}) j CROSS JOIN json_each(j.value ->> '$.emails') e
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
  const rows = JSON.stringify(
    users.map(({ stored }) => ({ id: stored.id, created: stored.created, ...columns(type, stored) })),
  );
  const names = users.map(({ stored }) => finalNameOf(stored));
  const accounts = users.map(({ account }) => account);
  return [
    insertUsers(db, { tenant, users: rows }),
    finalNameGuard(db, { tenant, users: JSON.stringify(names) }),
    insertEmails(db, { tenant, users: rows }),
    ...insertAccounts(db, tenant, accounts, cause),
  ];
}
