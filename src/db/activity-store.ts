// Where identity providers' requests are written down, and how what is old goes: the recorder's port on D1, and the
// cron's step.

import { sql } from 'drizzle-orm';
import { keptDays } from '../activity/limits.ts';
import type { ActivityStore } from '../activity/ports.ts';
import { insertActivity } from './activity.ts';
import { addReads, addRejections } from './activity-counts.ts';
import { findConnection, noteConnection } from './connections.ts';
import { param, statement } from './statement.ts';

export function openActivityStore(db: D1Database, newId: () => string): ActivityStore {
  return {
    insert: (records) => insertActivity(db, records),
    addReads: (counts) => addReads(db, counts),
    addRejections: (counts) => addRejections(db, counts, newId),
    connection: (tenant) => findConnection(db, tenant),
    noteConnection: (...noted) => noteConnection(db, ...noted),
  };
}

const rowsPerStep = 2000;
const limit = sql.raw(String(rowsPerStep));

/** The first in their table are the oldest, but for seconds: where none of the very first is old, no more are read. */
const removeOldRequests = statement<'before'>(sql`
  DELETE FROM activity WHERE place IN (SELECT place FROM (SELECT place, occurred_at FROM activity
      WHERE (SELECT min(occurred_at) FROM (SELECT occurred_at FROM activity ORDER BY place LIMIT 100)) < ${param('before')}
      ORDER BY place LIMIT ${limit})
    WHERE occurred_at < ${param('before')})`);

const removeOldReads = statement<'before'>(sql`
  DELETE FROM activity_reads WHERE (tenant, minute, request) IN (SELECT tenant, minute, request
    FROM activity_reads INDEXED BY activity_reads_minute WHERE minute < ${param('before')} LIMIT ${limit})`);

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** A bounded step, for the cron. `now`: milliseconds since 1970. */
export async function removeOldActivity(db: D1Database, now: number): Promise<void> {
  const before = new Date(now - keptDays * dayMilliseconds).toISOString();
  await db.batch([removeOldRequests(db, { before }), removeOldReads(db, { before })]);
}
