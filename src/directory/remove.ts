// DELETE (RFC 7644 §3.6): the resource is gone and its id stays 404; its name is free again. A user's
// memberships end in the same batch; the account outlives the user.

import { preconditionFailed, resourceNotFound } from '../scim/error.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { nextAccount } from './account.ts';
import { type Condition, checkCondition } from './condition.ts';
import type { Context } from './context.ts';
import { contended, maxAttempts, refusalError } from './refusal.ts';

/** Errors: 404, 412, 503. */
export async function remove(
  context: Context,
  type: StoredType,
  id: string,
  condition: Condition,
): Promise<void> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const current = await context.store.find(type.name, id, { account: type.name === 'User' });
    if (!current) throw resourceNotFound(type.name, id);
    checkCondition(condition, type.name, current);
    const now = context.now();
    const { account: previous } = current;
    const account =
      previous &&
      nextAccount(
        previous,
        { account: { ...previous, status: 'preserved' }, decidedBy: undefined },
        { newId: previous.id, userId: id, sentName: undefined, now },
      );
    const outcome = await context.store.commit({
      kind: 'delete',
      type: type.name,
      id,
      expectedVersion: current.version,
      ...(account && { account }),
      ...(previous && { leaver: account?.account ?? previous }),
      now,
    });
    if (outcome.kind === 'committed') return;
    if (outcome.by !== 'version') throw await refusalError(context, outcome.by, { type: type.name, id });
    if (condition) throw preconditionFailed(type.name, id);
  }
  throw contended(type.name, id);
}
