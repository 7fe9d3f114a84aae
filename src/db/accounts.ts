// The account's row, one for each user that ever was.

import { sql } from 'drizzle-orm';
import type { Account } from '../directory/account.ts';
import { type Bindable, param, statement } from './statement.ts';

const write = statement<keyof Account | 'tenant'>(sql`
  INSERT INTO accounts (tenant, id, user_id, user_name, display_name, email, external_id, status, profile,
    quota_gb, storage, attributes, created_at, updated_at)
  VALUES (${param('tenant')}, ${param('id')}, ${param('userId')}, ${param('userName')}, ${param('displayName')},
    ${param('email')}, ${param('externalId')}, ${param('status')}, ${param('profile')}, ${param('quotaGb')},
    ${param('storage')}, ${param('attributes')}, ${param('createdAt')}, ${param('updatedAt')})
  ON CONFLICT (tenant, id) DO UPDATE SET user_id = excluded.user_id, user_name = excluded.user_name,
    display_name = excluded.display_name, email = excluded.email, external_id = excluded.external_id,
    status = excluded.status, profile = excluded.profile, quota_gb = excluded.quota_gb,
    storage = excluded.storage, attributes = excluded.attributes, updated_at = excluded.updated_at`);

/** Writes a new account or overwrites the one with the same id. */
export function writeAccount(db: D1Database, tenant: string, account: Account): D1PreparedStatement {
  const values: Record<keyof Account, Bindable> = {
    ...account,
    attributes: JSON.stringify(account.attributes),
  };
  return write(db, { tenant, ...values });
}

export const accountOfUser = statement<'tenant' | 'userId'>(
  sql`SELECT * FROM accounts WHERE tenant = ${param('tenant')} AND user_id = ${param('userId')}`,
);
