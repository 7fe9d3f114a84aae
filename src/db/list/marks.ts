// Marks: where a walk through the pages of a list goes on. One is written with each page that is not the last,
// under a cursor or under what makes the next page by index known, and lives for ten minutes. So the next page
// costs what the first did, and rows that come or go meanwhile shift nothing.

import { sql } from 'drizzle-orm';
import type { ListQuery } from '../../directory/store.ts';
import { param, statement } from '../statement.ts';

export interface MarkRow {
  readonly query: string;
  readonly count: number;
  readonly position: number;
  readonly remaining: number;
  readonly expires_at: string;
}

export const readMark = statement<'tenant' | 'key'>(sql`
  SELECT query, count, position, remaining, expires_at FROM page_marks
  WHERE tenant = ${param('tenant')} AND key = ${param('key')}`);

export const writeMark = statement<
  'tenant' | 'key' | 'query' | 'count' | 'after' | 'position' | 'remaining' | 'expiresAt'
>(sql`
  INSERT OR REPLACE INTO page_marks (tenant, key, query, count, after, position, remaining, newest, expires_at)
  VALUES (${param('tenant')}, ${param('key')}, ${param('query')}, ${param('count')}, ${param('after')},
    ${param('position')}, ${param('remaining')},
    json_object('User', (SELECT coalesce(max(place), 0) FROM users WHERE tenant = ${param('tenant')}),
      'Group', (SELECT coalesce(max(place), 0) FROM groups WHERE tenant = ${param('tenant')})),
    ${param('expiresAt')})`);

const removeExpired = statement<'before'>(sql`
  DELETE FROM page_marks WHERE (tenant, key) IN (SELECT tenant, key FROM page_marks
    WHERE expires_at < ${param('before')} LIMIT 5000)`);

/** Expired cursors are told apart from invented ones for so long. */
const keptAfterExpiryMilliseconds = 60 * 60 * 1000;

/** A bounded step, for the cron. `now`: milliseconds since 1970. */
export async function removeExpiredMarks(db: D1Database, now: number): Promise<void> {
  await removeExpired(db, { before: new Date(now - keptAfterExpiryMilliseconds).toISOString() }).run();
}

const hashedLength = 64;

/** The query as marks know it: its identity, or the hash of a long one. */
export async function queryKey(query: ListQuery): Promise<string> {
  const identity = query.identity();
  if (identity.length <= hashedLength) return identity;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The mark of a page by index; everybody who walks does so for himself. */
export function indexKey(walker: string, query: string, startIndex: number): string {
  return `${walker} ${startIndex} ${query}`;
}
