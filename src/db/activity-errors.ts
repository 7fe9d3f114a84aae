// How many requests of a tenant's identity provider went wrong of late: those that failed and those that were not let
// in. Bounded, because a tenant whose every request fails must not slow down the list of all tenants.

import { type SQL, sql } from 'drizzle-orm';
import { countedErrors } from '../activity/limits.ts';
import { param, statement } from './statement.ts';

/** The count since `since`, as SQL that has a parameter of this name. `tenant`: an expression. */
export const errorsOf = (tenant: SQL): SQL => sql`(SELECT CAST(total(count) AS INTEGER) FROM (
  SELECT e.count FROM activity e INDEXED BY activity_errors
  WHERE e.tenant = ${tenant} AND e.kind <> 'write' AND e.occurred_at >= ${param('since')}
  ORDER BY e.occurred_at DESC LIMIT ${sql.raw(String(countedErrors))}))`;

const ofOne = statement<'tenant' | 'since'>(sql`SELECT ${errorsOf(sql`${param('tenant')}`)} AS errors`);

/** `since`: ISO 8601 UTC. */
export async function countErrors(db: D1Database, tenant: string, since: string): Promise<number> {
  const row = await ofOne(db, { tenant, since }).first<{ errors: number }>();
  return row?.errors ?? 0;
}
