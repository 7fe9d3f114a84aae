// The figures of the provisioning report, from one walk through an index of the tenant's accounts that is sorted as
// they are added up: each account is read once, and none of it but what the report shows.

import { sql } from 'drizzle-orm';
import type { ReportCell, ReportFilter } from '../../directory/look.ts';
import { param, statement } from '../statement.ts';

const cells = statement<'tenant' | 'status' | 'profile'>(sql`
  SELECT created_month AS month, status, profile, count(*) AS accounts, total(quota_gb) AS quotaGb
  FROM accounts INDEXED BY accounts_report WHERE tenant = ${param('tenant')}
    AND (${param('status')} IS NULL OR status = ${param('status')})
    AND (${param('profile')} IS NULL OR profile = ${param('profile')})
  GROUP BY status, profile, created_month`);

export async function reportCells(
  db: D1Database,
  tenant: string,
  { status, profile }: ReportFilter,
): Promise<readonly ReportCell[]> {
  const asked = { tenant, status: status ?? null, profile: profile ?? null };
  const [result] = await db.batch<ReportCell>([cells(db, asked)]);
  return result?.results ?? [];
}
