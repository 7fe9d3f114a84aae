// Many new users in a handful of statements: their rows travel as one JSON list each, so that a thousand users are
// not thousands of statements.

import { sql } from 'drizzle-orm';
import type { NewUser } from '../directory/change.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { finalNameGuard } from './guards.ts';
import { nextSequence } from './outbox.ts';
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

const insertAccounts = statement<'tenant' | 'accounts'>(sql`
  INSERT INTO accounts (tenant, id, user_id, user_name, display_name, email, external_id, status, profile,
    quota_gb, storage, attributes, created_at, updated_at)
  SELECT ${param('tenant')}, ${field('id')}, ${field('userId')}, ${field('userName')}, ${field('displayName')},
    ${field('email')}, ${field('externalId')}, ${field('status')}, ${field('profile')}, ${field('quotaGb')},
    ${field('storage')}, j.value -> '$.attributes', ${field('createdAt')}, ${field('updatedAt')}
  FROM json_each(${param('accounts')}) j`);

const insertEvents = statement<'tenant' | 'events' | 'now' | 'request' | 'token'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT ${param('tenant')}, ${nextSequence} + j.key, ${field('type')}, ${field('subject')}, j.value -> '$.data',
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM json_each(${param('events')}) j`);

/** Writes the users with their accounts and one event each, in order. */
export function insertNewUsers(
  db: D1Database,
  tenant: string,
  type: StoredType,
  users: readonly NewUser[],
  cause: { readonly now: string; readonly request: string; readonly token: string },
): D1PreparedStatement[] {
  const rows = JSON.stringify(
    users.map(({ stored }) => ({ id: stored.id, created: stored.created, ...columns(type, stored) })),
  );
  const events = users.map(({ account: { account, event } }) => ({
    type: event,
    subject: account.id,
    data: { account: { ...account, roles: [] } },
  }));
  return [
    insertUsers(db, { tenant, users: rows }),
    finalNameGuard(db, { tenant, users: JSON.stringify(users.map(({ stored }) => finalNameOf(stored))) }),
    insertEmails(db, { tenant, users: rows }),
    insertAccounts(db, { tenant, accounts: JSON.stringify(users.map(({ account }) => account.account)) }),
    insertEvents(db, { tenant, events: JSON.stringify(events), ...cause }),
  ];
}
