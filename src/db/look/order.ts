// The orders in which lists are walked, forward and backward, as SQL.

import { type SQL, sql } from 'drizzle-orm';
import type { ListOrder } from '../../directory/look.ts';

export interface Direction {
  /** Compares an entry with the one that the page before ended with. */
  readonly behind: SQL;
  readonly order: SQL;
}

/** Who changed last comes first. */
export function directionOf(order: ListOrder): Direction {
  return order === 'name'
    ? { behind: sql.raw('>'), order: sql.raw('ASC') }
    : { behind: sql.raw('<'), order: sql.raw('DESC') };
}

/** Behind every text that a key begins with. */
export const highest = '\u{10ffff}';

/** The key before the first one. */
export const beginning = (order: ListOrder): string => (order === 'name' ? '' : highest);
