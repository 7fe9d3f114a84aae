// Gives a deactivated user his access back by hand: the user becomes active as if his identity provider had said so,
// by the same policy and under the same limit of seats, so that directory and account go on saying the same.

import type { HandStore } from './account-actions.ts';
import type { Context } from './context.ts';
import { maxAttempts } from './refusal.ts';
import { changeOf, nextUser } from './update.ts';

export type Reactivated = 'reactivated' | 'unknown' | 'seat_limit' | 'contended';

/** `unknown`: there is no such user any more. Errors: `ScimError` 400 of the policy, `StaleSettings`. */
export async function reactivate(
  context: Omit<Context, 'store' | 'leniencies'> & { readonly store: HandStore },
  userId: string,
): Promise<Reactivated> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const current = await context.store.find('User', userId, { account: true });
    if (!current) return 'unknown';
    const next = nextUser(context, current, { ...current.resource, active: true });
    if (!next.stored && !next.account) return 'reactivated';
    const outcome = await context.store.commit(changeOf(context, 'User', current, next, undefined));
    if (outcome.kind === 'committed') return 'reactivated';
    if (outcome.by === 'seat_limit') return 'seat_limit';
    if (outcome.by !== 'version') throw new Error(`To become active was refused by ${outcome.by}.`);
  }
  return 'contended';
}
