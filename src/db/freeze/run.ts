// Freezes and thaws under way: one row for each tenant that says which of the two, and how far it has come. It is
// begun in the batch that changes the settings, and carried on by steps (`read`, `write`).

import { sql } from 'drizzle-orm';
import type { FreezeProgress } from '../../tenancy/freeze.ts';
import { type AuthorParameter, auditEntry } from '../audit.ts';
import { param, statement } from '../statement.ts';

/** The tenant `t`, by these settings. */
const present = sql`t.id = ${param('tenant')} AND t.settings_version = ${param('version')} AND t.deleted_at IS NULL`;

const unfrozen = sql`NOT EXISTS (SELECT 1 FROM freezes f WHERE f.tenant = t.id AND f.direction = 'freeze')`;

/** Nothing where the settings are no longer at that version, or the tenant is frozen already. */
export const beginFreeze = statement<'tenant' | 'version' | 'request' | 'now'>(sql`
  INSERT INTO freezes (tenant, direction, request_id, after_id, total, done, not_back, without_seat, started_at)
  SELECT t.id, 'freeze', ${param('request')}, '', t.active_count, 0, 0, 0, ${param('now')}
  FROM tenants t WHERE ${present} AND ${unfrozen}
  ON CONFLICT (tenant) DO UPDATE SET direction = 'freeze', request_id = excluded.request_id, after_id = '',
    total = excluded.total, done = 0, not_back = 0, without_seat = 0, started_at = excluded.started_at,
    finished_at = NULL
  RETURNING tenant`);

/** Stands before `beginFreeze`. `enabled`: whether provisioning was on until then, 1 or 0. */
export const tellOfFreeze = statement<'tenant' | 'version' | 'enabled' | AuthorParameter>(
  auditEntry({
    action: 'accounts.frozen',
    kind: 'tenant',
    id: sql`t.id`,
    name: sql`t.slug`,
    tenant: sql`t.id`,
    before: sql`json_object('enabled', json(iif(${param('enabled')}, 'true', 'false')))`,
    after: sql`json_object('enabled', json('false'), 'accounts', t.active_count)`,
    from: sql`FROM tenants t WHERE ${present} AND ${unfrozen}`,
  }),
);

/** A freeze is there to be taken back, or a thaw that is over left somebody without a seat. */
const thawable = sql`(f.direction = 'freeze' OR (f.finished_at IS NOT NULL AND f.without_seat > 0))
  AND EXISTS (SELECT 1 FROM tenants t WHERE ${present})`;

const frozenCount = sql`(SELECT count(*) FROM accounts a INDEXED BY accounts_frozen
  WHERE a.tenant = f.tenant AND a.frozen_at IS NOT NULL)`;

/** Nothing where nothing is frozen, or where the settings are no longer at that version. */
export const beginThaw = statement<'tenant' | 'version' | 'request' | 'now'>(sql`
  UPDATE freezes AS f SET direction = 'thaw', request_id = ${param('request')}, after_id = '', total = ${frozenCount},
    done = 0, not_back = 0, without_seat = 0, started_at = ${param('now')}, finished_at = NULL
  WHERE f.tenant = ${param('tenant')} AND ${thawable} RETURNING tenant`);

/** Stands before `beginThaw`. */
export const tellOfThaw = statement<'tenant' | 'version' | AuthorParameter>(
  auditEntry({
    action: 'accounts.thawed',
    kind: 'tenant',
    id: sql`f.tenant`,
    name: sql`(SELECT slug FROM tenants WHERE id = f.tenant)`,
    tenant: sql`f.tenant`,
    after: sql`json_object('accounts', ${frozenCount})`,
    from: sql`FROM freezes f WHERE f.tenant = ${param('tenant')} AND ${thawable}`,
  }),
);

const latest = statement<'tenant'>(sql`SELECT * FROM freezes WHERE tenant = ${param('tenant')}`);

const running = statement<'limit'>(sql`
  SELECT tenant FROM freezes INDEXED BY freezes_running WHERE finished_at IS NULL LIMIT ${param('limit')}`);

export interface FreezeRow {
  readonly direction: 'freeze' | 'thaw';
  readonly request_id: string;
  readonly after_id: string;
  readonly total: number;
  readonly done: number;
  readonly not_back: number;
  readonly without_seat: number;
  readonly started_at: string;
  readonly finished_at: string | null;
}

/** Undefined where the tenant was never frozen. */
export async function freezeOf(db: D1Database, tenant: string): Promise<FreezeProgress | undefined> {
  const row = await latest(db, { tenant }).first<FreezeRow>();
  if (!row) return undefined;
  const { direction, request_id: requestId, total, done, not_back: notBack, without_seat: withoutSeat } = row;
  const times = { startedAt: row.started_at, finishedAt: row.finished_at };
  return { direction, requestId, total, done, notBack, withoutSeat, ...times };
}

/** The ids of tenants who have a freeze or a thaw under way, `limit` at most. */
export async function tenantsToFreeze(db: D1Database, limit: number): Promise<readonly string[]> {
  const { results } = await running(db, { limit }).run<{ tenant: string }>();
  return results.map(({ tenant }) => tenant);
}
