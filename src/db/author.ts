// Writes what somebody does by the management API, as one batch, which his key must outlive: the key was checked
// when the request came, and may have been revoked since.

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

/** Where an API key acts: it still lives. */
export function actorGuards(db: D1Database, { kind, id }: Actor): readonly D1PreparedStatement[] {
  return kind === 'api-key' ? [keyGuard(db, { key: id })] : [];
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
