// By which tokens a tenant's requests came lately: counted among the newest ones that were written down one by one.

import { sql } from 'drizzle-orm';
import type { UseOfTokens } from '../activity/log.ts';
import { param, statement } from './statement.ts';

const newest = statement<'tenant' | 'since' | 'limit'>(sql`
  SELECT token_id AS id, count(*) AS requests FROM (
    SELECT token_id FROM activity INDEXED BY activity_time
    WHERE tenant = ${param('tenant')} AND occurred_at >= ${param('since')}
    ORDER BY occurred_at DESC LIMIT ${param('limit')})
  WHERE token_id IS NOT NULL GROUP BY token_id`);

/** Since a moment (ISO 8601 UTC), and of so many requests at most. */
export async function countByToken(
  db: D1Database,
  tenant: string,
  since: string,
  limit: number,
): Promise<UseOfTokens> {
  const { results } = await newest(db, { tenant, since, limit }).run<{ id: string; requests: number }>();
  return {
    total: results.reduce((sum, { requests }) => sum + requests, 0),
    byToken: new Map(results.map(({ id, requests }) => [id, requests])),
  };
}
