// The members in a request's body or operations, read into the steps of a membership change. Members are rows
// of the database and never part of a group's document, so they go their own way from here on.

import { invalidFilter, invalidValue, mutability, quoted } from '../scim/error.ts';
import type { BoundFilter } from '../scim/filter/bind.ts';
import type { Leniencies } from '../scim/leniency.ts';
import type { Operation } from '../scim/patch/operations.ts';
import { type Complex, isObject, type Resource, textOf, type Value } from '../scim/resource/value.ts';
import type { Context } from './context.ts';
import { composeSteps, type MemberDraft, type MembershipChange, type MembershipStep } from './membership.ts';

/** A group's body, parted into its document and its members; `members` is undefined when the body names none. */
export function partMembers(resource: Resource): {
  readonly document: Resource;
  readonly members: readonly MemberDraft[] | undefined;
} {
  const { members, ...document } = resource;
  return { document, members: members === undefined ? undefined : drafts(members as Value) };
}

/** What the operations on `members` come down to. */
export function membershipOf(
  operations: readonly Operation[],
  leniencies: Leniencies,
  groupId: string,
): MembershipChange {
  const steps = operations.map(stepOf);
  return checked(composeSteps(steps, leniencies.has('skipUnknownMembers')), groupId);
}

/** The whole list as a change: for PUT (`replace`), and for a new group, which has nobody yet (`add`). */
export function membershipOfList(
  op: 'add' | 'replace',
  members: readonly MemberDraft[],
  leniencies: Leniencies,
  groupId: string,
): MembershipChange {
  const skipUnknown = leniencies.has('skipUnknownMembers');
  return checked(composeSteps([{ op, members }], skipUnknown), groupId);
}

/** Without the members that nobody knows, where the tenant wants them skipped (leniency `skipUnknownMembers`). */
export async function knownOnly(context: Context, change: MembershipChange): Promise<MembershipChange> {
  if (!change.skipUnknown || change.add.length === 0) return change;
  const unknown = new Set(await context.store.unknownMembers(change.add.map((member) => member.value)));
  return unknown.size === 0
    ? change
    : { ...change, add: change.add.filter((member) => !unknown.has(member.value)) };
}

function stepOf(operation: Operation): MembershipStep {
  const { target, op, value } = operation;
  if (target.kind !== 'attribute')
    throw invalidValue('Members belong to the group itself, not to an extension.');
  const { subAttribute } = target.path;
  if (target.filter) return filteredStep(op, target.filter, subAttribute?.name, value);
  if (subAttribute) {
    throw mutability(
      `"members.${subAttribute.name}" cannot be changed for all members at once. Add or remove members instead.`,
    );
  }
  const listed = value === undefined ? undefined : drafts(value);
  if (op !== 'remove') return { op, members: listed ?? [] };
  return { op, ids: listed?.map((member) => member.value) ?? 'all' };
}

/**
 * `members[value eq "…"]`, also several joined by `or`. What is said of a member cannot change him: his sub-attributes
 * are immutable (RFC 7643 §4.2), and `display` stays as it was first sent.
 */
function filteredStep(
  op: Operation['op'],
  filter: BoundFilter,
  subAttribute: string | undefined,
  value: Value | undefined,
): MembershipStep {
  const ids = namedIds(filter);
  if (subAttribute === undefined && op === 'remove') return { op, ids };
  const said = subAttribute === undefined ? value : { [subAttribute]: value };
  for (const [name, text] of Object.entries(isObject(said) ? said : {})) {
    const isSame = name === 'value' && ids.every((id) => id === text);
    const isNoted = name === 'display' && op === 'add' && subAttribute === undefined;
    if (!isSame && !isNoted) throw immutable(name);
  }
  if (op === 'remove') throw immutable(subAttribute ?? 'value');
  if (op === 'replace') return { op: 'keep', ids };
  const display = isObject(said) && typeof said['display'] === 'string' ? said['display'] : undefined;
  return { op: 'add', members: ids.map((id) => ({ value: id, ...(display !== undefined && { display }) })) };
}

function immutable(name: string) {
  return mutability(`"${quoted(name)}" of a member cannot be changed. Remove the member and add it anew.`);
}

function namedIds(filter: BoundFilter): readonly string[] {
  if (filter.kind === 'or') return filter.filters.flatMap(namedIds);
  if (
    filter.kind === 'comparison' &&
    filter.operator === 'eq' &&
    filter.path.attribute.name === 'value' &&
    filter.operand.type === 'string'
  ) {
    return [filter.operand.value];
  }
  throw invalidFilter('Members are selected by their id here: members[value eq "…"].');
}

function drafts(value: Value): readonly MemberDraft[] {
  return (value as readonly Complex[]).map((element) => {
    const display = textOf(element, 'display');
    const type = textOf(element, 'type');
    return {
      value: textOf(element, 'value') ?? '',
      ...(display !== undefined && { display }),
      ...((type === 'User' || type === 'Group') && { type }),
    };
  });
}

function checked(change: MembershipChange, groupId: string): MembershipChange {
  if (change.add.some((member) => member.value === groupId)) {
    throw invalidValue(
      `The group "${quoted(groupId)}" cannot be a member of itself. Leave it out of its members.`,
    );
  }
  return change;
}
