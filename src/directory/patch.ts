// PATCH (RFC 7644 §3.5.2), all operations or none. Operations on a group's members become one membership
// change; where nothing else is asked, the group itself need not even be read.

import type { Leniencies } from '../scim/leniency.ts';
import { applyPatch } from '../scim/patch/apply.ts';
import { isMembersOperation, readPatch } from '../scim/patch/operations.ts';
import { groupType, type StoredType } from '../scim/schema/resource-type.ts';
import type { Condition } from './condition.ts';
import type { Context } from './context.ts';
import { knownOnly, membershipOf } from './group-members.ts';
import { isNothing, type MembershipChange } from './membership.ts';
import { refusalError } from './refusal.ts';
import type { Wants } from './stored.ts';
import { type Changed, update } from './update.ts';

/** Errors: 400, 404, 409 `uniqueness`, 412, 503. */
export async function patch(
  context: Context,
  type: StoredType,
  id: string,
  body: unknown,
  condition: Condition,
  wants: Wants | undefined,
): Promise<Changed> {
  const readingType = type.name === 'User' ? context.policy.readingType : type;
  const { onDocument, members } = readOperations(readingType, id, body, context.leniencies);
  if (members && !isNothing(members) && onDocument.length === 0 && !condition && !wants) {
    const change = await knownOnly(context, members);
    const outcome = await context.store.commit({
      kind: 'members',
      type: 'Group',
      id,
      members: change,
      now: context.now(),
    });
    if (outcome.kind === 'committed') return { id, ...outcome };
    const retry = outcome.by === 'version' || (outcome.by === 'members_known' && change.skipUnknown);
    if (!retry) throw await refusalError(context, outcome.by, { type: type.name, id, members });
  }
  return update(context, type, id, condition, wants, (current) => ({
    resource:
      onDocument.length === 0
        ? current.resource
        : applyPatch(current.resource, onDocument, context.leniencies),
    members,
  }));
}

/** What a message changes of a group's members; undefined when it changes anything else, or nothing. Errors: 400. */
export function plainMembership(
  id: string,
  body: unknown,
  leniencies: Leniencies,
): MembershipChange | undefined {
  const { onDocument, members } = readOperations(groupType, id, body, leniencies);
  return members && !isNothing(members) && onDocument.length === 0 ? members : undefined;
}

function readOperations(type: StoredType, id: string, body: unknown, leniencies: Leniencies) {
  const operations = readPatch(type, body, leniencies);
  const onMembers = type.name === 'Group' ? operations.filter(isMembersOperation) : [];
  return {
    onDocument: operations.filter((operation) => !onMembers.includes(operation)),
    members: onMembers.length > 0 ? membershipOf(onMembers, leniencies, id) : undefined,
  };
}
