// The record of identity providers' requests, read newest first: by the time that they came, requests of the same
// millisecond by the order in which they were written. Errors have an index of their own, being what is looked for.

import { sql } from 'drizzle-orm';
import type { Dialect } from '../activity/dialect.ts';
import type { ActivityEntry, ActivityLog, ActivityQuery, Kind, ReadsOfMinute } from '../activity/log.ts';
import type { Rejection } from '../activity/rejection.ts';
import { countErrors } from './activity-errors.ts';
import { findHour } from './activity-hour.ts';
import { countByToken } from './activity-tokens.ts';
import { findConnection } from './connections.ts';
import { param, statement } from './statement.ts';

type Parameter =
  | 'tenant'
  | 'kind'
  | 'status'
  | 'statusClass'
  | 'method'
  | 'since'
  | 'until'
  | 'at'
  | 'place'
  | 'limit';

const columns = sql`a.place, a.id, a.kind, a.occurred_at, a.method, a.path, a.status, a.duration_milliseconds, a.scim_type,
  a.detail, a.client, a.user_agent, a.token_id, k.name AS token_name, a.body, a.left_out, a.operations,
  a.failed_operations, a.answer_bytes, a.reason, a.count`;

const select = (index: string, only: string) =>
  statement<Parameter>(sql`
    SELECT ${columns} FROM activity a INDEXED BY ${sql.raw(index)}
    LEFT JOIN tokens k ON k.tenant = a.tenant AND k.id = a.token_id
    WHERE a.tenant = ${param('tenant')} ${sql.raw(only)}
      AND a.occurred_at >= ${param('since')} AND a.occurred_at <= ${param('until')} AND a.occurred_at <= ${param('at')}
      AND (a.occurred_at < ${param('at')} OR a.place < ${param('place')})
      AND (${param('kind')} IS NULL OR a.kind = ${param('kind')})
      AND (${param('status')} IS NULL OR a.status = ${param('status')})
      AND (${param('statusClass')} IS NULL OR a.status / 100 = ${param('statusClass')})
      AND (${param('method')} IS NULL OR a.method = ${param('method')})
    ORDER BY a.occurred_at DESC, a.place DESC LIMIT ${param('limit')}`);

const ofAll = select('activity_time', '');
const ofErrors = select('activity_errors', "AND a.kind <> 'write'");

const readsOf = statement<'tenant' | 'since' | 'until' | 'minute' | 'request' | 'limit'>(sql`
  SELECT minute, request, count FROM activity_reads
  WHERE tenant = ${param('tenant')} AND minute >= ${param('since')} AND minute <= ${param('until')}
    AND minute <= ${param('minute')} AND (minute < ${param('minute')} OR request < ${param('request')})
  ORDER BY minute DESC, request DESC LIMIT ${param('limit')}`);

/** Behind every moment that is written down. */
const endOfTime = '9999-12-31T23:59:59.999Z';

export function openActivityLog(db: D1Database): ActivityLog {
  const rowsOf = async (tenant: string, query: ActivityQuery, onlyErrors: boolean) => {
    const { kind = null, status = null, statusClass = null, method = null, cursor, limit } = query;
    const { from: since = '', to: until = endOfTime } = query;
    const [, at = endOfTime, place = String(Number.MAX_SAFE_INTEGER)] =
      /^(.*)_(\d+)$/.exec(cursor ?? '') ?? [];
    const select = onlyErrors ? ofErrors : ofAll;
    const values = {
      tenant,
      kind,
      status,
      statusClass,
      method,
      since,
      until,
      at,
      place: Number(place),
      limit,
    };
    return (await select(db, values).run<ActivityRow>()).results;
  };
  return {
    async entries(tenant, query) {
      const { kind, status = 0, statusClass = 0 } = query;
      const onlyErrors = kind === 'error' || kind === 'rejected' || status >= 400 || statusClass >= 4;
      const rows = await rowsOf(tenant, query, onlyErrors);
      return rows.map((row) => ({ entry: entryOf(row), cursor: `${row.occurred_at}_${row.place}` }));
    },
    errorsSince: (tenant, since) => countErrors(db, tenant, since),
    async lastError(tenant) {
      const [row] = await rowsOf(tenant, { limit: 1 }, true);
      return row && entryOf(row);
    },
    async reads(tenant, { from: since, to: until, behind, limit }) {
      const { results } = await readsOf(db, { tenant, since, until, ...behind, limit }).run<ReadsOfMinute>();
      return results;
    },
    hour: (tenant, range) => findHour(db, tenant, range),
    useOfTokens: (...asked) => countByToken(db, ...asked),
    connection: (tenant) => findConnection(db, tenant),
  };
}

interface ActivityRow {
  readonly place: number;
  readonly id: string;
  readonly kind: Kind;
  readonly occurred_at: string;
  readonly method: string | null;
  readonly path: string | null;
  readonly status: number;
  readonly duration_milliseconds: number | null;
  readonly scim_type: string | null;
  readonly detail: string | null;
  readonly client: Dialect;
  readonly user_agent: string | null;
  readonly token_id: string | null;
  readonly token_name: string | null;
  readonly body: string | null;
  readonly left_out: string | null;
  readonly operations: number | null;
  readonly failed_operations: number | null;
  readonly answer_bytes: number | null;
  readonly reason: Rejection | null;
  readonly count: number;
}

function entryOf(row: ActivityRow): ActivityEntry {
  return {
    id: row.id,
    kind: row.kind,
    occurredAt: row.occurred_at,
    method: row.method,
    path: row.path,
    status: row.status,
    durationMilliseconds: row.duration_milliseconds,
    scimType: row.scim_type,
    detail: row.detail,
    client: row.client,
    userAgent: row.user_agent,
    token: row.token_id === null ? null : { id: row.token_id, name: row.token_name ?? '' },
    body: row.body === null ? null : JSON.parse(row.body),
    leftOut: row.left_out === null ? null : JSON.parse(row.left_out),
    operations:
      row.operations === null ? null : { count: row.operations, failed: row.failed_operations ?? 0 },
    answerBytes: row.answer_bytes,
    reason: row.reason,
    count: row.count,
  };
}
