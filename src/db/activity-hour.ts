// What is counted by the minute instead of written down one by one: reads, and requests that were not let in. Read by
// the hour, of which 60 minutes stand in a chart.

import { sql } from 'drizzle-orm';
import type { CountOfMinute } from '../activity/log.ts';
import { param, statement } from './statement.ts';

/** Reads have a dozen names and rejections seven reasons; more rows than this are not of one hour. */
const maxRows = 1500;

const within = (column: string) =>
  sql`${sql.raw(column)} >= ${param('since')} AND ${sql.raw(column)} <= ${param('until')}`;

const newestRead = sql`(SELECT minute FROM activity_reads
  WHERE tenant = ${param('tenant')} AND ${within('minute')} ORDER BY minute DESC LIMIT 1)`;

/** The indexes are named, since the planner would read all of the tenant's rows. */
const rejected = sql`FROM activity INDEXED BY activity_rejected WHERE tenant = ${param('tenant')} AND reason IS NOT NULL`;

const newestRejected = sql`(SELECT occurred_at ${rejected} AND ${within('occurred_at')} ORDER BY occurred_at DESC LIMIT 1)`;

/** One bound on each side, which the indexes are asked by. */
const ofTheHour = (column: string) =>
  sql`${sql.raw(column)} >= (SELECT first FROM bounds) AND ${sql.raw(column)} <= (SELECT last FROM bounds)`;

const hour = statement<'tenant' | 'since' | 'until'>(sql`
  WITH newest AS MATERIALIZED (SELECT max(coalesce(${newestRead}, ''), coalesce(${newestRejected}, '')) AS last),
    bounds AS MATERIALIZED (SELECT last, max(strftime('%Y-%m-%dT%H:%M:00.000Z', last, '-59 minutes'), ${param('since')})
      AS first FROM newest WHERE last <> '')
  SELECT minute, 'read' AS kind, request AS what, count FROM activity_reads
  WHERE tenant = ${param('tenant')} AND ${ofTheHour('minute')}
  UNION ALL
  SELECT occurred_at, 'rejected', reason, count ${rejected} AND ${ofTheHour('occurred_at')}
  ORDER BY 1 DESC LIMIT ${sql.raw(String(maxRows))}`);

/** Newest first: those of the 60 minutes that end with the newest one between `from` and `to` in which anything came. */
export async function findHour(
  db: D1Database,
  tenant: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly CountOfMinute[]> {
  const { results } = await hour(db, { tenant, since: from, until: to }).run<CountOfMinute>();
  return results;
}
