// What PUT and PATCH share: read, decide, write if nobody was faster, else decide anew. An overtaken change is
// never written over another one; with `If-Match` it is 412 at once (RFC 7644 §3.14).

import { preconditionFailed, resourceNotFound } from '../scim/error.ts';
import type { Resource } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { nextAccount } from './account.ts';
import type { CommitOutcome } from './change.ts';
import { type Condition, checkCondition } from './condition.ts';
import type { Context } from './context.ts';
import { knownOnly } from './group-members.ts';
import { isNothing, type MembershipChange } from './membership.ts';
import { contended, maxAttempts, refusalError } from './refusal.ts';
import { checkSize } from './size.ts';
import type { Found, Wants } from './stored.ts';

export interface Decision {
  /** The very object that is stored already when the document stays as it is. */
  readonly resource: Resource;
  readonly members?: MembershipChange | undefined;
}

/** What a change came to. `found` is there when parts of the resource were wanted for the answer. */
export interface Changed {
  readonly id: string;
  readonly version: number;
  readonly lastModified: string;
  readonly found?: Found;
}

/** `wants` is undefined when the answer needs no body. Errors: what `decide` throws, 404, 409, 412, 503. */
export async function update(
  context: Context,
  type: StoredType,
  id: string,
  condition: Condition,
  wants: Wants | undefined,
  decide: (current: Found) => Decision,
): Promise<Changed> {
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const current = await context.store.find(type.name, id, { ...wants, account: type.name === 'User' });
    if (!current) throw resourceNotFound(type.name, id);
    checkCondition(condition, type.name, current);
    const decision = decide(current);
    const members = decision.members && (await knownOnly(context, decision.members));
    const settled = members && !isNothing(members) ? members : undefined;
    if (decision.resource === current.resource && !settled) {
      return { id, version: current.version, lastModified: current.lastModified, found: current };
    }
    const { outcome, stored } = await write(context, type, current, decision.resource, settled, condition);
    if (outcome.kind === 'committed') {
      const { version, lastModified } = outcome;
      if (!wants) return { id, version, lastModified };
      const found = settled ? await context.store.find(type.name, id, wants) : { ...current, ...stored };
      return { id, version, lastModified, ...(found && { found }) };
    }
    if (outcome.by === 'version') {
      if (condition) throw preconditionFailed(type.name, id);
      continue;
    }
    if (outcome.by === 'members_known' && settled?.skipUnknown) continue;
    throw await refusalError(context, outcome.by, {
      type: type.name,
      id,
      resource: decision.resource,
      members: settled,
    });
  }
  throw contended(type.name, id);
}

async function write(
  context: Context,
  type: StoredType,
  current: Found,
  resource: Resource,
  members: MembershipChange | undefined,
  condition: Condition,
): Promise<{ outcome: CommitOutcome; stored?: object }> {
  const now = context.now();
  if (resource === current.resource && members) {
    const outcome = await context.store.commit({
      kind: 'members',
      type: 'Group',
      id: current.id,
      members,
      now,
      ...(condition && { expectedVersion: current.version }),
    });
    return { outcome };
  }
  checkSize(type.name, resource);
  const stored = {
    id: current.id,
    version: current.version + 1,
    created: current.created,
    lastModified: now,
    resource,
  };
  const account =
    type.name === 'User'
      ? nextAccount(current.account, context.provision(resource, current.account), {
          newId: context.newId(),
          userId: current.id,
          now,
        })
      : undefined;
  const outcome = await context.store.commit({
    kind: 'update',
    type: type.name,
    stored,
    previous: current.resource,
    ...(account && { account }),
    ...(members && { members }),
  });
  return { outcome, stored };
}
