// Tenants as the dashboard shows them: with their figures and the last use of their tokens.

import { sql } from 'drizzle-orm';
import { fold } from '../scim/fold.ts';
import type { SeenTenant, TenantOverview, TenantSummary } from '../tenancy/tenant.ts';
import { errorsOf } from './activity-errors.ts';
import { param, statement } from './statement.ts';
import { isSeen, type TenantRow, tenantOf } from './tenants.ts';

const lastUse = sql`(SELECT max(k.last_used_at) FROM tokens k WHERE k.tenant = t.id)`;

const one = statement<'slug'>(sql`
  SELECT t.*, ${lastUse} AS last_used_at FROM tenants t WHERE t.slug = ${param('slug')} AND ${isSeen}`);

/** A search looks at every tenant until the page is full; there is no index for parts of names. */
const page = statement<'search' | 'after' | 'since' | 'limit'>(sql`
  SELECT t.slug, t.name, t.user_count AS users, t.group_count AS groups, t.active_count AS seatsTaken,
    t.settings ->> '$.seats.limit' AS seatLimit, coalesce(t.settings ->> '$.enabled', 1) AS enabled,
    ${lastUse} AS lastUsedAt, ${errorsOf(sql`t.id`)} AS errors
  FROM tenants t WHERE t.slug > ${param('after')} AND ${isSeen}
    AND (${param('search')} = '' OR instr(t.slug, ${param('search')}) OR instr(t.name_key, ${param('search')}))
  ORDER BY t.slug LIMIT ${param('limit')}`);

export function openTenantOverview(db: D1Database): TenantOverview {
  return {
    async find(slug) {
      const row = await one(db, { slug }).first<TenantRow & { readonly last_used_at: string | null }>();
      return row ? seenOf(row) : undefined;
    },
    async search(search, after, since, limit) {
      const { results } = await page(db, {
        search: fold(search.trim()),
        after,
        since,
        limit,
      }).run<SummaryRow>();
      return results.map((row) => ({ ...row, enabled: row.enabled === 1 }));
    },
  };
}

type SummaryRow = Omit<TenantSummary, 'enabled'> & { readonly enabled: 0 | 1 };

function seenOf(row: TenantRow & { readonly last_used_at: string | null }): SeenTenant {
  return { ...tenantOf(row), seatsTaken: row.active_count, lastUsedAt: row.last_used_at };
}
