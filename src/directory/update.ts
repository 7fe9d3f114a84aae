// What PUT and PATCH share: read, decide, write if nobody was faster, else decide anew. An overtaken change is
// never written over another one; with `If-Match` it is 412 at once (RFC 7644 §3.14).

import { preconditionFailed, resourceNotFound } from '../scim/error.ts';
import { equalResources } from '../scim/resource/equal.ts';
import type { Resource } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { nextAccount } from './account.ts';
import type { AccountChange, Change } from './change.ts';
import { type Condition, checkCondition } from './condition.ts';
import type { Context } from './context.ts';
import { knownOnly } from './group-members.ts';
import { isNothing, type MembershipChange } from './membership.ts';
import { contended, maxAttempts, refusalError } from './refusal.ts';
import { checkSize } from './size.ts';
import type { Found, Stored, TypeName, Wants } from './stored.ts';

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
    const current = await context.store.find(type.name, id, { ...wants, ...wantsOfPolicy(context, type) });
    if (!current) throw resourceNotFound(type.name, id);
    checkCondition(condition, type.name, current);
    const next = await nextOf(context, type, current, decide(current));
    if (!next.stored && !next.members && !next.account) {
      return { id, version: current.version, lastModified: current.lastModified, found: current };
    }
    const outcome = await context.store.commit(changeOf(context, type.name, current, next, condition));
    if (outcome.kind === 'committed') {
      const { version, lastModified } = outcome;
      if (!wants) return { id, version, lastModified };
      const found = next.members
        ? await context.store.find(type.name, id, wants)
        : { ...current, ...next.stored };
      return { id, version, lastModified, ...(found && { found }) };
    }
    if (outcome.by === 'version') {
      if (condition) throw preconditionFailed(type.name, id);
      continue;
    }
    if (outcome.by === 'members_known' && next.members?.skipUnknown) continue;
    throw await refusalError(context, outcome.by, {
      type: type.name,
      id,
      resource: next.stored?.resource ?? current.resource,
      members: next.members,
    });
  }
  throw contended(type.name, id);
}

/** What has to be read for the policy to decide. */
function wantsOfPolicy({ policy }: Context, { name }: StoredType): Wants {
  if (name !== 'User') return {};
  return { account: true, ...(policy.asksForGroups && { groups: true }) };
}

/** What is to be written; a part that stays as it is is absent. */
interface Next {
  readonly stored?: Stored;
  readonly account?: AccountChange;
  readonly members?: MembershipChange;
}

async function nextOf(context: Context, type: StoredType, current: Found, decision: Decision): Promise<Next> {
  const settled = decision.members && (await knownOnly(context, decision.members));
  const members = settled && !isNothing(settled) ? { members: settled } : {};
  if (decision.resource === current.resource) return members;
  if (type.name === 'User') return nextUser(context, current, decision.resource);
  checkSize(type.name, decision.resource);
  return { ...members, stored: { ...following(context, current), resource: decision.resource } };
}

/** A policy may let nothing of a change through to the document, and yet decide otherwise about the account. */
export function nextUser(
  context: Pick<Context, 'policy' | 'now' | 'newId'>,
  current: Found,
  sent: Resource,
): Next {
  const { policy } = context;
  const { sentName = '', resource: before } = current;
  const decision = policy.admit(sent, { resource: before, sentName });
  const resource = equalResources(decision.resource, before) ? before : decision.resource;
  const moment = {
    newId: context.newId(),
    userId: current.id,
    sentName: decision.sentName,
    now: context.now(),
  };
  const account = nextAccount(
    current.account,
    policy.provision(decision, current.account, current.groups),
    moment,
  );
  const isSame = resource === before && decision.sentName === sentName;
  if (!isSame) checkSize('User', resource);
  return {
    ...(account && { account }),
    ...(!isSame && { stored: { ...following(context, current), resource, sentName: decision.sentName } }),
  };
}

function following(context: Pick<Context, 'now'>, { id, version, created }: Found) {
  return { id, version: version + 1, created, lastModified: context.now() };
}

/** What is to be written, as one change. */
export function changeOf(
  context: Pick<Context, 'now'>,
  type: TypeName,
  current: Found,
  { stored, account, members }: Next,
  condition: Condition,
): Change {
  const { id, version } = current;
  if (stored) {
    return {
      kind: 'update',
      type,
      stored,
      previous: current,
      ...(account && { account }),
      ...(members && { members }),
    };
  }
  const now = context.now();
  if (account) return { kind: 'account', id, expectedVersion: version, account, now };
  if (!members) throw new Error('There is nothing to change.');
  return { kind: 'members', type: 'Group', id, members, now, ...(condition && { expectedVersion: version }) };
}
