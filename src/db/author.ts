// Writes what somebody does by the management API or in the dashboard, as one batch, which his key or session must
// outlive: it was checked when the request came, and may have been revoked since.

import { sql } from 'drizzle-orm';
import { DeadKey } from '../tenancy/api-key.ts';
import type { Actor, Author } from '../tenancy/author.ts';
import { param, statement } from './statement.ts';

/** A living key `k` is not revoked, and its tenant `t`, if it has one, is not deleted. */
export const livingKey = sql`k.revoked_at IS NULL
  AND (k.tenant IS NULL OR (t.id IS NOT NULL AND t.deleted_at IS NULL))`;

const keyGuard = statement<'key'>(sql`
  INSERT INTO guards (broken) SELECT 'token_living' WHERE NOT EXISTS (
    SELECT 1 FROM api_keys k LEFT JOIN tenants t ON t.id = k.tenant WHERE k.id = ${param('key')} AND ${livingKey})`);

/** A living session `s` was not ended, and its tenant `t`, if it has one, is not deleted. */
export const livingSession = sql`s.ended_at IS NULL
  AND (s.tenant IS NULL OR (t.id IS NOT NULL AND t.deleted_at IS NULL))`;

const sessionGuard = statement<'session'>(sql`
  INSERT INTO guards (broken) SELECT 'token_living' WHERE NOT EXISTS (
    SELECT 1 FROM sessions s LEFT JOIN tenants t ON t.id = s.tenant WHERE s.id = ${param('session')} AND ${livingSession})`);

/** Where an API key or a session acts: it still lives. */
export function actorGuards(db: D1Database, { kind, id }: Actor): readonly D1PreparedStatement[] {
  switch (kind) {
    case 'admin-key':
      return [];
    case 'api-key':
      return [keyGuard(db, { key: id })];
    case 'operator':
    case 'portal':
      return [sessionGuard(db, { session: id })];
    default:
      return kind satisfies never;
  }
}

/** The results of the statements. Errors: `DeadKey`, and whatever else D1 throws; nothing is written then. */
export async function writeAs(
  db: D1Database,
  { actor }: Author,
  statements: readonly D1PreparedStatement[],
): Promise<readonly D1Result[]> {
  const guards = actorGuards(db, actor);
  try {
    const results = await db.batch([...guards, ...statements]);
    return results.slice(guards.length);
  } catch (error) {
    if (String(error).includes('CHECK constraint failed: token_living')) throw new DeadKey();
    throw error;
  }
}
