// The figures of the provisioning report, from one walk through an index of the tenant's accounts that is sorted as
// they are added up: each account is read once, and none of it but what the report shows. Frozen ones, which few
// tenants have, are read by themselves and taken out of those.

import { type SQL, sql } from 'drizzle-orm';
import type { ReportCell, ReportFilter } from '../../directory/look.ts';
import { frozenSince } from '../accounts.ts';
import { param, statement } from '../statement.ts';

const sums = (index: string, condition: SQL) =>
  statement<'tenant' | 'status' | 'profile'>(sql`
  SELECT a.created_month AS month, a.status, a.profile, count(*) AS accounts, total(a.quota_gb) AS quotaGb
  FROM accounts a INDEXED BY ${sql.raw(index)} WHERE a.tenant = ${param('tenant')} AND ${condition}
    AND (${param('status')} IS NULL OR a.status = ${param('status')})
    AND (${param('profile')} IS NULL OR a.profile = ${param('profile')})
  GROUP BY a.status, a.profile, a.created_month`);

const sumsOfAll = sums('accounts_report', sql`true`);
const sumsOfFrozen = sums('accounts_frozen', sql`a.frozen_at IS NOT NULL AND ${frozenSince} IS NOT NULL`);

type Sum = Omit<ReportCell, 'isFrozen'>;

export async function reportCells(
  db: D1Database,
  tenant: string,
  { status, profile }: ReportFilter,
): Promise<readonly ReportCell[]> {
  const asked = { tenant, status: status ?? null, profile: profile ?? null };
  const [all, frozen] = await db.batch<Sum>([sumsOfAll(db, asked), sumsOfFrozen(db, asked)]);
  const frozenOf = new Map(frozen?.results.map((sum) => [keyOf(sum), sum]));
  return (all?.results ?? []).flatMap((sum) => {
    const { accounts, quotaGb } = frozenOf.get(keyOf(sum)) ?? { accounts: 0, quotaGb: 0 };
    const others = { ...sum, accounts: sum.accounts - accounts, quotaGb: sum.quotaGb - quotaGb };
    return [
      { ...others, isFrozen: false },
      { ...sum, accounts, quotaGb, isFrozen: true },
    ].filter((cell) => cell.accounts > 0);
  });
}

const keyOf = ({ month, status, profile }: Sum) => JSON.stringify([month, status, profile]);
