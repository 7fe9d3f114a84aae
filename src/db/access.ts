// The check that every request's first read carries along: the token lives, and so does its tenant. It costs
// no round trip of its own. (Writes carry `guards/accessGuard` instead.)

import { sql } from 'drizzle-orm';
import { StaleSettings } from '../directory/store.ts';
import { unauthorized } from '../scim/error.ts';
import { param, statement } from './statement.ts';

/** What a store is opened with: who asks, and by which version of the tenant's settings he was judged. */
export interface Grant {
  readonly tenant: string;
  readonly tokenId: string;
  readonly settingsVersion: number;
}

/** The tenant's counters, read along. */
export interface AccessCounts {
  readonly user_count: number;
  readonly group_count: number;
}

interface AccessRow extends AccessCounts {
  readonly settings_version: number;
}

const livingAccess = statement<'tenant' | 'token' | 'now'>(sql`
  SELECT t.settings_version, t.user_count, t.group_count
  FROM tokens k CROSS JOIN tenants t ON t.id = k.tenant
  WHERE k.tenant = ${param('tenant')} AND k.id = ${param('token')} AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > ${param('now')}) AND t.deleted_at IS NULL`);

/**
 * Runs the statements in one round trip with the check before them. Errors: `ScimError` 401,
 * `StaleSettings`, and whatever D1 throws.
 */
export async function readGranted(
  db: D1Database,
  grant: Grant,
  now: string,
  statements: readonly D1PreparedStatement[],
): Promise<{ readonly counts: AccessCounts; readonly results: readonly (readonly unknown[])[] }> {
  const check = livingAccess(db, { tenant: grant.tenant, token: grant.tokenId, now });
  const [access, ...results] = await db.batch([check, ...statements]);
  const row = access?.results[0] as AccessRow | undefined;
  if (!row) throw unauthorized();
  if (row.settings_version !== grant.settingsVersion) throw new StaleSettings();
  return { counts: row, results: results.map((result) => result.results) };
}
