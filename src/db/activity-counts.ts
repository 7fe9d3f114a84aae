// Counts of identity providers' requests: of those that read, and of those that were not let in, by the minute. The
// latter stand among the requests (`activity`), for slugs that tenants have; an attacker fills no more than a row for
// each minute and reason, and of these the newest stay.

import { sql } from 'drizzle-orm';
import { keptRejections } from '../activity/limits.ts';
import type { ReadCount, RejectionCount } from '../activity/ports.ts';
import type { Rejection } from '../activity/rejection.ts';
import { tokenOf } from '../tenancy/credential.ts';
import { hashToken, isWellFormed } from '../tenancy/token.ts';
import { param, statement } from './statement.ts';

/** `counts`: JSON list of `ReadCount`. */
const addCounts = statement<'counts'>(sql`
  INSERT INTO activity_reads (tenant, minute, request, count)
  SELECT t.id, j.value ->> 'minute', j.value ->> 'request', j.value ->> 'count'
  FROM json_each(${param('counts')}) j CROSS JOIN tenants t ON t.id = j.value ->> 'tenant' WHERE true
  ON CONFLICT (tenant, minute, request) DO UPDATE SET count = count + excluded.count`);

/** `counts`: JSON list of `RejectionCount` with an id for each. */
const addRejected = statement<'counts'>(sql`
  INSERT INTO activity (tenant, id, kind, occurred_at, status, client, reason, count)
  SELECT t.id, j.value ->> 'id', 'rejected', j.value ->> 'minute', j.value ->> 'status', j.value ->> 'client',
    j.value ->> 'reason', j.value ->> 'count'
  FROM json_each(${param('counts')}) j
  CROSS JOIN tenants t ON t.slug = j.value ->> 'slug' AND t.deleted_at IS NULL WHERE true
  ON CONFLICT (tenant, occurred_at, reason) WHERE reason IS NOT NULL DO UPDATE SET count = count + excluded.count`);

/** The newest ones of each tenant stay; `slugs`: JSON list. */
const removeOldRejected = statement<'slugs' | 'kept'>(sql`
  DELETE FROM activity WHERE place IN (
    SELECT a.place FROM json_each(${param('slugs')}) j
    CROSS JOIN tenants t ON t.slug = j.value
    CROSS JOIN activity a INDEXED BY activity_rejected ON a.tenant = t.id AND a.reason IS NOT NULL
      AND a.occurred_at < (SELECT x.occurred_at FROM activity x INDEXED BY activity_rejected
        WHERE x.tenant = t.id AND x.reason IS NOT NULL
        ORDER BY x.occurred_at DESC LIMIT 1 OFFSET ${param('kept')})
    LIMIT 1000)`);

export async function addReads(db: D1Database, counts: readonly ReadCount[]): Promise<void> {
  await addCounts(db, { counts: JSON.stringify(counts) }).run();
}

/** `kept`: rows of each tenant that stay. */
export async function addRejections(
  db: D1Database,
  counts: readonly RejectionCount[],
  newId: () => string,
  kept = keptRejections,
): Promise<void> {
  const slugs = [...new Set(counts.map(({ slug }) => slug))];
  await db.batch([
    addRejected(db, { counts: JSON.stringify(counts.map((one) => ({ ...one, id: newId() }))) }),
    removeOldRejected(db, { slugs: JSON.stringify(slugs), kept }),
  ]);
}

const owner = statement<'hash'>(sql`
  SELECT t.slug, k.revoked_at, k.expires_at FROM tokens k CROSS JOIN tenants t ON t.id = k.tenant
  WHERE k.hash = ${param('hash')}`);

/** Why the token in this header opens nothing at that tenant; asks the database about what was minted here only. */
export async function whyRejected(
  db: D1Database,
  authorization: string,
  slug: string,
  now: string,
): Promise<Rejection> {
  const token = tokenOf(authorization);
  if (!token) return 'no_token';
  if (!isWellFormed(token)) return 'not_a_token';
  const row = await owner(db, { hash: await hashToken(token) }).first<{
    slug: string;
    revoked_at: string | null;
    expires_at: string | null;
  }>();
  if (!row) return 'unknown_token';
  if (row.slug !== slug) return 'other_tenant';
  if (row.revoked_at !== null) return 'revoked_token';
  return row.expires_at !== null && row.expires_at <= now ? 'expired_token' : 'unknown_token';
}
