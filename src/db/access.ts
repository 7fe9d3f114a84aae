// By what right a tenant's directory is read and written, and the check that every request's first read carries along:
// the token lives, and so does its tenant. It costs no round trip of its own. (Writes carry guards instead:
// `commit/cause`.)

import { sql } from 'drizzle-orm';
import { StaleSettings } from '../directory/store.ts';
import { unauthorized } from '../scim/error.ts';
import type { Action } from '../tenancy/audit.ts';
import type { Actor } from '../tenancy/author.ts';
import { param, statement } from './statement.ts';

/** What a store is opened with: who asks, and by which version of the tenant's settings he was judged. */
export type Grant = TokenGrant | HouseGrant;

/** The tenant's identity provider, by a token. */
export interface TokenGrant {
  readonly tenant: string;
  readonly tokenId: string;
  readonly settingsVersion: number;
}

/**
 * The house itself: an administrator or an API key, let in at the management API. No token is asked for, and events
 * and accounts name none; the tenant must live, and so must the API key. Each batch has its entry in the audit.
 */
export interface HouseGrant {
  readonly tenant: string;
  readonly tokenId: null;
  readonly settingsVersion: number;
  readonly actor: Actor;
  /** What the audit calls it. */
  readonly action: Action;
}

/** The tenant's counters, read along. */
export interface AccessCounts {
  readonly user_count: number;
  readonly group_count: number;
  readonly active_count: number;
}

interface AccessRow extends AccessCounts {
  readonly settings_version: number;
}

const counted = sql`t.settings_version, t.user_count, t.group_count, t.active_count`;

const livingAccess = statement<'tenant' | 'token' | 'now'>(sql`
  SELECT ${counted}
  FROM tokens k CROSS JOIN tenants t ON t.id = k.tenant
  WHERE k.tenant = ${param('tenant')} AND k.id = ${param('token')} AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > ${param('now')}) AND t.deleted_at IS NULL`);

const livingTenant = statement<'tenant'>(sql`
  SELECT ${counted} FROM tenants t WHERE t.id = ${param('tenant')} AND t.deleted_at IS NULL`);

/**
 * Runs the statements in one round trip with the check before them. Errors: `ScimError` 401 for a dead token,
 * `StaleSettings`, and whatever D1 throws.
 */
export async function readGranted(
  db: D1Database,
  grant: Grant,
  now: string,
  statements: readonly D1PreparedStatement[],
): Promise<{ readonly counts: AccessCounts; readonly results: readonly (readonly unknown[])[] }> {
  const { tenant, tokenId: token } = grant;
  const check = token === null ? livingTenant(db, { tenant }) : livingAccess(db, { tenant, token, now });
  const [access, ...results] = await db.batch([check, ...statements]);
  const row = access?.results[0] as AccessRow | undefined;
  if (!row && token !== null) throw unauthorized();
  // A deleted tenant has no settings any more: whoever looks for them anew finds out.
  if (row?.settings_version !== grant.settingsVersion) throw new StaleSettings();
  return { counts: row, results: results.map((result) => result.results) };
}
