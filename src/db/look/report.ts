// The figures of the provisioning report, from one walk through the tenant's accounts: each is read
// once and sorted once.

import { sql } from 'drizzle-orm';
import type { ReportCell, ReportFilter } from '../../directory/look.ts';
import { param, statement } from '../statement.ts';

const cells = statement<'tenant' | 'status' | 'profile'>(sql`
  SELECT substr(created_at, 1, 7) AS month, status, profile, count(*) AS accounts, total(quota_gb) AS quotaGb
  FROM accounts WHERE tenant = ${param('tenant')}
    AND (${param('status')} IS NULL OR status = ${param('status')})
    AND (${param('profile')} IS NULL OR profile = ${param('profile')})
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`);

export async function reportCells(
  db: D1Database,
  tenant: string,
  { status, profile }: ReportFilter,
): Promise<readonly ReportCell[]> {
  const asked = { tenant, status: status ?? null, profile: profile ?? null };
  const [result] = await db.batch<ReportCell>([cells(db, asked)]);
  return result?.results ?? [];
}
