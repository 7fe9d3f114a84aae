// What a step of a freeze or a thaw is decided by: how far it has come, and the next accounts by their ids.

import { sql } from 'drizzle-orm';
import type { FrozenAccount } from '../../directory/freeze.ts';
import { param, statement } from '../statement.ts';
import type { FreezeRow } from './run.ts';

const work = statement<'tenant'>(sql`
  SELECT f.*, t.settings, t.settings_version, t.active_count FROM freezes f
  CROSS JOIN tenants t ON t.id = f.tenant AND t.deleted_at IS NULL
  WHERE f.tenant = ${param('tenant')} AND f.finished_at IS NULL`);

export type FreezeWork = FreezeRow & {
  /** As stored, JSON. */
  readonly settings: string;
  readonly settings_version: number;
  readonly active_count: number;
};

/** What is under way, if anything is. */
export async function readFreezeWork(db: D1Database, tenant: string): Promise<FreezeWork | undefined> {
  const [result] = await db.batch<FreezeWork>([work(db, { tenant })]);
  return result?.results[0];
}

const some = statement<'tenant' | 'after' | 'limit'>(sql`
  SELECT id, status = 'active' AS is_active FROM accounts
  WHERE tenant = ${param('tenant')} AND id > ${param('after')} ORDER BY id LIMIT ${param('limit')}`);

/** Accounts by their ids, behind the one `after`. */
export async function accountsBehind(
  db: D1Database,
  tenant: string,
  after: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly is_active: number }[]> {
  const [result] = await db.batch<{ id: string; is_active: number }>([some(db, { tenant, after, limit })]);
  return result?.results ?? [];
}

const frozen = statement<'tenant' | 'after' | 'limit'>(sql`
  SELECT a.id, a.user_id, u.version, u.active FROM accounts a INDEXED BY accounts_frozen
  LEFT JOIN users u ON u.tenant = a.tenant AND u.id = a.user_id
  WHERE a.tenant = ${param('tenant')} AND a.frozen_at IS NOT NULL AND a.id > ${param('after')}
  ORDER BY a.id LIMIT ${param('limit')}`);

interface FrozenRow {
  readonly id: string;
  readonly user_id: string;
  readonly version: number | null;
  readonly active: number | null;
}

/** Frozen ones, likewise. */
export async function frozenBehind(
  db: D1Database,
  tenant: string,
  after: string,
  limit: number,
): Promise<readonly FrozenAccount[]> {
  const [result] = await db.batch<FrozenRow>([frozen(db, { tenant, after, limit })]);
  return (result?.results ?? []).map(({ id, user_id: userId, version, active }) => ({
    id,
    userId,
    version,
    isUserActive: active === 1,
  }));
}
