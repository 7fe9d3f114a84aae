// Runs: all users of a tenant judged anew, page by page, because his settings changed. A run is begun in the batch
// that changes the settings; another change begins it anew. And the tenants who have something to be judged.

import { sql } from 'drizzle-orm';
import type { ReevaluationProgress } from '../../directory/reevaluate.ts';
import { param, statement } from '../statement.ts';

/** Nothing where the tenant has no users, or where the settings are no longer at that version. */
export const beginRun = statement<'tenant' | 'version' | 'request' | 'now'>(sql`
  INSERT INTO reevaluations (tenant, request_id, after_place, until_place, total, done, changed, kept, refused, started_at)
  SELECT t.id, ${param('request')}, 0, coalesce((SELECT max(u.place) FROM users u WHERE u.tenant = t.id), 0),
    t.user_count, 0, 0, 0, 0, ${param('now')}
  FROM tenants t WHERE t.id = ${param('tenant')} AND settings_version = ${param('version')} AND deleted_at IS NULL
    AND user_count > 0
  ON CONFLICT (tenant) DO UPDATE SET request_id = excluded.request_id, after_place = 0,
    until_place = excluded.until_place, total = excluded.total, done = 0, changed = 0, kept = 0, refused = 0,
    started_at = excluded.started_at, finished_at = NULL
  RETURNING tenant`);

const progress = statement<'tenant'>(sql`SELECT * FROM reevaluations WHERE tenant = ${param('tenant')}`);

/** Tenants that have a run under way, or users who are due: the latter by leaps from one to the next. */
const waiting = statement<'limit'>(sql`
  WITH RECURSIVE due (tenant) AS (
    SELECT min(tenant) FROM due_users
    UNION ALL SELECT (SELECT min(d.tenant) FROM due_users d WHERE d.tenant > due.tenant) FROM due
      WHERE due.tenant IS NOT NULL)
  SELECT tenant FROM reevaluations WHERE finished_at IS NULL
  UNION SELECT tenant FROM due WHERE tenant IS NOT NULL LIMIT ${param('limit')}`);

export interface RunRow {
  readonly request_id: string;
  readonly after_place: number;
  readonly until_place: number;
  readonly total: number;
  readonly done: number;
  readonly changed: number;
  readonly kept: number;
  readonly refused: number;
  readonly started_at: string;
  readonly finished_at: string | null;
}

/** Undefined where there was none so far. */
export async function progressOf(db: D1Database, tenant: string): Promise<ReevaluationProgress | undefined> {
  const row = await progress(db, { tenant }).first<RunRow>();
  if (!row) return undefined;
  const { request_id: requestId, total, done, changed, kept, refused } = row;
  const counts = { total, done, changed, notDecidable: kept, refused };
  return { requestId, ...counts, startedAt: row.started_at, finishedAt: row.finished_at };
}

/** Their ids, `limit` at most. */
export async function tenantsToReevaluate(db: D1Database, limit: number): Promise<readonly string[]> {
  const { results } = await waiting(db, { limit }).run<{ tenant: string }>();
  return results.map(({ tenant }) => tenant);
}
