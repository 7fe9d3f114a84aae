// The account's row, one for each user that ever was.

import { sql } from 'drizzle-orm';
import type { Account } from '../directory/account.ts';
import { type Bindable, param, statement } from './statement.ts';

const insert = statement<keyof Account | 'tenant'>(sql`
  INSERT INTO accounts (tenant, id, user_id, user_name, display_name, email, external_id, status, profile,
    quota_gb, storage, attributes, created_at, updated_at)
  VALUES (${param('tenant')}, ${param('id')}, ${param('userId')}, ${param('userName')}, ${param('displayName')},
    ${param('email')}, ${param('externalId')}, ${param('status')}, ${param('profile')}, ${param('quotaGb')},
    ${param('storage')}, ${param('attributes')}, ${param('createdAt')}, ${param('updatedAt')})`);

const update = statement<keyof Account | 'tenant'>(sql`
  UPDATE accounts SET user_name = ${param('userName')}, display_name = ${param('displayName')},
    email = ${param('email')}, external_id = ${param('externalId')}, status = ${param('status')},
    profile = ${param('profile')}, quota_gb = ${param('quotaGb')}, storage = ${param('storage')},
    attributes = ${param('attributes')}, updated_at = ${param('updatedAt')}
  WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

export function insertAccount(db: D1Database, tenant: string, account: Account): D1PreparedStatement {
  return insert(db, { tenant, ...values(account) });
}

/** Overwrites an account of the same user. */
export function updateAccount(db: D1Database, tenant: string, account: Account): D1PreparedStatement {
  return update(db, { tenant, ...values(account) });
}

function values(account: Account): Record<keyof Account, Bindable> {
  return { ...account, attributes: JSON.stringify(account.attributes) };
}

export const accountOfUser = statement<'tenant' | 'userId'>(
  sql`SELECT * FROM accounts WHERE tenant = ${param('tenant')} AND user_id = ${param('userId')}`,
);
