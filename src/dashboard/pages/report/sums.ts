// The report's figures, added up from accounts that are alike.

import type { ReportCell } from '../../../directory/look.ts';
import { statusWords } from '../../words.tsx';

/** A bar of a chart and a row of the table beside it. */
export interface Sum {
  readonly name: string;
  readonly accounts: number;
  readonly quotaGb: number;
}

export interface FiguresOfReport {
  readonly accounts: number;
  readonly active: number;
  readonly quotaGb: number;
  readonly byStatus: readonly Sum[];
  /** The largest storage first. */
  readonly byProfile: readonly Sum[];
  /** How many there were at the end of each month, the present one last. */
  readonly byMonth: readonly { readonly month: string; readonly made: number; readonly total: number }[];
}

/** Months and profiles in a chart. */
const shownMonths = 24;
const shownProfiles = 20;

/** `now`: milliseconds since 1970. */
export function figuresOf(cells: readonly ReportCell[], now: number): FiguresOfReport {
  const byProfile = sumsBy(cells, ({ profile }) => profile ?? 'No profile').toSorted(
    (one, other) => other.quotaGb - one.quotaGb || other.accounts - one.accounts,
  );
  const rest = byProfile.slice(shownProfiles);
  return {
    ...totalOf(cells),
    active: totalOf(cells.filter(({ status }) => status === 'active')).accounts,
    byStatus: sumsBy(cells, ({ status, isFrozen }) => (isFrozen ? 'Frozen' : statusWords({ status }))),
    byProfile: [
      ...byProfile.slice(0, shownProfiles),
      ...(rest.length > 0 ? [{ name: `${rest.length} other profiles`, ...totalOf(rest) }] : []),
    ],
    byMonth: monthsOf(cells, now),
  };
}

function totalOf(sums: readonly Pick<Sum, 'accounts' | 'quotaGb'>[]) {
  return sums.reduce(
    (total, { accounts, quotaGb }) => ({
      accounts: total.accounts + accounts,
      quotaGb: total.quotaGb + quotaGb,
    }),
    { accounts: 0, quotaGb: 0 },
  );
}

function sumsBy(cells: readonly ReportCell[], nameOf: (cell: ReportCell) => string): readonly Sum[] {
  const groups = Map.groupBy(cells, nameOf);
  return [...groups].map(([name, alike]) => ({ name, ...totalOf(alike) }));
}

function monthsOf(cells: readonly ReportCell[], now: number): FiguresOfReport['byMonth'] {
  const end = new Date(now);
  const months = Array.from({ length: shownMonths }, (_, index) => {
    const month = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - shownMonths + 1 + index));
    return month.toISOString().slice(0, 7);
  });
  const begun = cells.map(({ month }) => month).toSorted()[0] ?? '';
  return months
    .filter((month, index) => index === shownMonths - 1 || month >= begun)
    .map((month) => ({
      month,
      made: totalOf(cells.filter((cell) => cell.month === month)).accounts,
      total: totalOf(cells.filter((cell) => cell.month <= month)).accounts,
    }));
}
