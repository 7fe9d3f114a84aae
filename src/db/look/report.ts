// The figures of the provisioning report, from one walk through the tenant's accounts: each is read
// once and sorted once.

import { sql } from 'drizzle-orm';
import type { ReportCell, ReportFilter } from '../../directory/look.ts';
import { frozenSince } from '../accounts.ts';
import { param, statement } from '../statement.ts';

const cells = statement<'tenant' | 'status' | 'profile'>(sql`
  SELECT substr(a.created_at, 1, 7) AS month, a.status, ${frozenSince} IS NOT NULL AS isFrozen, a.profile,
    count(*) AS accounts, total(a.quota_gb) AS quotaGb
  FROM accounts a WHERE a.tenant = ${param('tenant')}
    AND (${param('status')} IS NULL OR a.status = ${param('status')})
    AND (${param('profile')} IS NULL OR a.profile = ${param('profile')})
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`);

type CellRow = Omit<ReportCell, 'isFrozen'> & { readonly isFrozen: 0 | 1 };

export async function reportCells(
  db: D1Database,
  tenant: string,
  { status, profile }: ReportFilter,
): Promise<readonly ReportCell[]> {
  const asked = { tenant, status: status ?? null, profile: profile ?? null };
  const [result] = await db.batch<CellRow>([cells(db, asked)]);
  return (result?.results ?? []).map((row) => ({ ...row, isFrozen: row.isFrozen === 1 }));
}
