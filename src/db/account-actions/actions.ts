// The port of changes by hand on D1: each is one batch of the tenant's living and settings, its author's key, the
// audit entry and the rows. Events of such a change name no token.

import type { AccountActions } from '../../directory/account-actions.ts';
import type { Author } from '../../tenancy/author.ts';
import { writeAs } from '../author.ts';
import type { TenantShape } from '../commit/cause.ts';
import { type Refused, refusal } from '../commit/refusal.ts';
import { tenantGuard } from '../guards.ts';
import { dismiss } from './dismiss.ts';
import { openHandStore } from './hand-store.ts';
import { link } from './link.ts';
import { purge } from './purge.ts';

/** Whose accounts are changed by hand, and by whom. */
export interface Hand {
  readonly db: D1Database;
  readonly tenant: string;
  /** By which the change is decided. */
  readonly settingsVersion: number;
  readonly shape: TenantShape;
  readonly author: Author;
}

export function openAccountActions(hand: Hand): AccountActions {
  return {
    store: openHandStore(hand),
    link: (leaver, newcomer) => link(hand, leaver, newcomer),
    purge: (account) => purge(hand, account),
    dismiss: (leaver, newcomer) => dismiss(hand, leaver, newcomer),
  };
}

type Written = { readonly kind: 'written'; readonly results: readonly D1Result[] };

/** Writes the statements as one batch. Errors: `DeadKey`, `StaleSettings`, and whatever else D1 throws. */
export async function writeByHand(
  { db, tenant, settingsVersion, author }: Hand,
  statements: readonly D1PreparedStatement[],
): Promise<Written | Refused> {
  try {
    const guard = tenantGuard(db, { tenant, settingsVersion });
    const [, ...results] = await writeAs(db, author, [guard, ...statements]);
    return { kind: 'written', results };
  } catch (error) {
    // Whoever writes by hand has no token.
    return refusal(error, { tokenId: null });
  }
}
