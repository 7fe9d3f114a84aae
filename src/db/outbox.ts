// Events, written in the batch that makes them happen, numbered without gaps: the next number follows the
// newest event that is kept. Whoever deletes old events notes the newest number that went in the tenant's row,
// so that numbers go on from there even when nothing is left.

import { sql } from 'drizzle-orm';
import { param, statement } from './statement.ts';

/** The number of the next event of the tenant in the parameter `tenant`. */
export const nextSequence = sql`(1 + coalesce(
  (SELECT max(o.sequence) FROM outbox o WHERE o.tenant = ${param('tenant')}),
  (SELECT t.forgotten_sequence FROM tenants t WHERE t.id = ${param('tenant')})))`;

/** Appends one event. `data`: JSON, the event's `data`. */
export const appendEvent = statement<
  'tenant' | 'type' | 'subject' | 'data' | 'now' | 'request' | 'token'
>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  VALUES (${param('tenant')}, ${nextSequence}, ${param('type')}, ${param('subject')}, ${param('data')},
    ${param('now')}, ${param('request')}, ${param('token')})`);

export interface OutboxRow {
  readonly sequence: number;
  readonly type: string;
  readonly data: string;
  readonly occurred_at: string;
  readonly request_id: string;
  readonly token_id: string | null;
}

/** The number of the newest event that is no longer kept. */
export const forgottenSequence = statement<'tenant'>(sql`
  SELECT forgotten_sequence AS forgotten FROM tenants WHERE id = ${param('tenant')}`);

export const eventsAfter = statement<'tenant' | 'after' | 'types' | 'limit'>(sql`
  SELECT sequence, type, data, occurred_at, request_id, token_id FROM outbox
  WHERE tenant = ${param('tenant')} AND sequence > ${param('after')}
    AND (${param('types')} IS NULL OR type IN (SELECT j.value FROM json_each(${param('types')}) j))
  ORDER BY sequence LIMIT ${param('limit')}`);
