// Requests of identity providers, written one by one behind their answers, the oldest of too many going in the same
// batch. How they are read: `activity-log`; those that were not let in: `activity-rejections`.

import { sql } from 'drizzle-orm';
import { keptRequests } from '../activity/limits.ts';
import type { ActivityRecord } from '../activity/record.ts';
import { listsOf } from './json-lists.ts';
import { param, statement } from './statement.ts';

const of = (name: string) => sql.raw(`j.value ->> '${name}'`);

/** The index is named, since the planner would read all of the tenant's rows for their maximum. */
const newestNumber = sql`(SELECT number FROM activity INDEXED BY activity_number
  WHERE tenant = ${param('tenant')} AND number IS NOT NULL ORDER BY number DESC LIMIT 1)`;

/** `records`: JSON list of one tenant's, in order. Of one who was erased meanwhile nothing is written. */
const insert = statement<'tenant' | 'records'>(sql`
  INSERT INTO activity (tenant, number, id, kind, occurred_at, method, path, status, duration_milliseconds, scim_type,
    detail, client, user_agent, token_id, body, left_out, operations, failed_operations, answer_bytes, count)
  SELECT ${param('tenant')}, coalesce(${newestNumber}, 0) + j.key + 1, ${of('id')}, ${of('kind')}, ${of('occurredAt')},
    ${of('method')}, ${of('path')}, ${of('status')}, ${of('durationMilliseconds')}, ${of('scimType')}, ${of('detail')},
    ${of('client')}, ${of('userAgent')}, ${of('tokenId')}, ${of('body')}, ${of('leftOut')}, ${of('operations')},
    ${of('failedOperations')}, ${of('answerBytes')}, 1
  FROM json_each(${param('records')}) j WHERE EXISTS (SELECT 1 FROM tenants WHERE id = ${param('tenant')})`);

/** As many as may be added at once; were more kept once, they go little by little. */
const removedAtOnce = 1000;

const removeOldest = statement<'tenant' | 'kept'>(sql`
  DELETE FROM activity WHERE place IN (SELECT place FROM activity INDEXED BY activity_number
    WHERE tenant = ${param('tenant')} AND number <= ${newestNumber} - ${param('kept')}
    ORDER BY number LIMIT ${sql.raw(String(removedAtOnce))})`);

/** One batch, for requests of any tenants. `kept`: how many of each tenant's stay. */
export async function insertActivity(
  db: D1Database,
  records: readonly ActivityRecord[],
  kept = keptRequests,
): Promise<void> {
  const byTenant = Map.groupBy(records, ({ tenant }) => tenant);
  const statements = [...byTenant].flatMap(([tenant, own]) => [
    ...listsOf(own.map(rowOf)).map((list) => insert(db, { tenant, records: list })),
    removeOldest(db, { tenant, kept }),
  ]);
  await db.batch(statements);
}

/** What is JSON in the table is text here. */
function rowOf({ body, leftOut, operations, ...row }: ActivityRecord) {
  return {
    ...row,
    body: body === null ? null : JSON.stringify(body),
    leftOut: leftOut === null ? null : JSON.stringify(leftOut),
    operations: operations?.count ?? null,
    failedOperations: operations?.failed ?? null,
  };
}
