// Many new groups at once, with members who may be named by what the sender knows of them. Which groups are there
// already, and whom each member means, is found for all of them together; the others are written set by set.

import { invalidValue, quoted, ScimError, uniqueness } from '../scim/error.ts';
import { fold } from '../scim/fold.ts';
import { textOf } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { Change, NewGroup } from './change.ts';
import type { Context } from './context.ts';
import { draftGroup } from './create.ts';
import { membershipOfList } from './group-members.ts';
import type { MemberDraft } from './membership.ts';
import { referred, unknownReferences } from './references.ts';
import { contended, maxAttempts } from './refusal.ts';
import type { GroupKey } from './store.ts';
import type { Stored } from './stored.ts';

export interface GroupsContext extends Context {
  /** The tenant's setting `groups.duplicateNames`. */
  readonly mayShareNames: boolean;
}

export interface GroupToCreate {
  /** The id that the group is to have: the server's own. */
  readonly id: string;
  /** A member's `value` is an id, or the externalId or userName of a user. */
  readonly body: unknown;
}

export type GroupCreated =
  /** `skipped`: members whom nobody knows, where the tenant wants them skipped. */
  | { readonly kind: 'created'; readonly id: string; readonly skipped: readonly string[] }
  | { readonly kind: 'present'; readonly id: string }
  | { readonly kind: 'refused'; readonly error: ScimError };

/** Written in one batch at most; a group with more members is written by itself. */
const groupsPerBatch = 250;
const membersPerBatch = 5_000;

/** What became of each, in order. Errors of single groups are entries; thrown is only what stops all. */
export async function createGroups(
  context: GroupsContext,
  type: StoredType,
  groups: readonly GroupToCreate[],
): Promise<readonly GroupCreated[]> {
  const outcomes = new Map<string, GroupCreated>();
  const now = context.now();
  let waiting = groups.flatMap(({ id, body }) => {
    const draft = drafted({ ...context, now: () => now }, type, id, body);
    if (draft instanceof ScimError) outcomes.set(id, { kind: 'refused', error: draft });
    return draft instanceof ScimError ? [] : [draft];
  });
  for (let attempt = 1; attempt <= maxAttempts && waiting.length > 0; attempt++) {
    const writable = await settle(context, waiting, outcomes);
    waiting = [];
    for (const portion of portionsOf(writable)) {
      const outcome = await context.store.commit(changeOf(context, portion, now));
      if (outcome.kind === 'refused') waiting.push(...portion);
      else for (const group of portion) outcomes.set(group.stored.id, createdOf(group));
    }
  }
  return groups.map(({ id }) => outcomes.get(id) ?? { kind: 'refused', error: contended(type.name, id) });
}

interface Draft {
  readonly stored: Stored;
  readonly listed: readonly MemberDraft[];
}

type Writable = Draft & NewGroup & { readonly skipped: readonly string[] };

const createdOf = ({ stored: { id }, skipped }: Writable): GroupCreated => ({ kind: 'created', id, skipped });

function drafted(context: Context, type: StoredType, id: string, body: unknown): Draft | ScimError {
  try {
    const { stored, listed = [] } = draftGroup(context, type, id, body);
    return { stored, listed };
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

/** Those that can be written; what becomes of the others is noted in `outcomes`. */
async function settle(
  context: GroupsContext,
  drafts: readonly Draft[],
  outcomes: Map<string, GroupCreated>,
): Promise<readonly Writable[]> {
  const references = new Set(drafts.flatMap(({ listed }) => listed.map(({ value }) => value)));
  const [like, referents] = await Promise.all([
    context.store.groupsLike(drafts.map(keyOf), context.mayShareNames),
    references.size === 0 ? new Map<string, readonly string[]>() : context.store.referents([...references]),
  ]);
  const isTwice = nameBook(context.mayShareNames);
  return drafts.flatMap((draft) => {
    const { id } = draft.stored;
    const key = keyOf(draft);
    const decided = decide(context, draft, like.get(id) ?? [], referents);
    if (isTwice(key, decided.kind !== 'refused')) {
      outcomes.set(id, { kind: 'refused', error: namedTwice(draft) });
    } else if (decided.kind !== 'writable') outcomes.set(id, decided);
    else return [decided.group];
    return [];
  });
}

function decide(
  { leniencies }: Context,
  draft: Draft,
  like: readonly string[],
  referents: ReadonlyMap<string, readonly string[]>,
): Exclude<GroupCreated, { kind: 'created' }> | { readonly kind: 'writable'; readonly group: Writable } {
  const [present, another] = like;
  if (another !== undefined) return { kind: 'refused', error: ambiguous(draft) };
  if (present !== undefined) return { kind: 'present', id: present };
  const { members, unknown, error } = referred(draft.listed, referents);
  const refused = error ?? (leniencies.has('skipUnknownMembers') ? undefined : unknownReferences(unknown));
  if (refused) return { kind: 'refused', error: refused };
  const { add } = membershipOfList('add', members, leniencies, draft.stored.id);
  return { kind: 'writable', group: { ...draft, members: add, skipped: unknown } };
}

function keyOf({ stored: { id, resource } }: Draft): GroupKey {
  return {
    id,
    displayNameKey: fold(textOf(resource, 'displayName') ?? ''),
    externalId: textOf(resource, 'externalId') ?? null,
  };
}

/** Whether an earlier group of the list would be one with this one; those that `counts` are noted. */
function nameBook(mayShareNames: boolean): (key: GroupKey, counts: boolean) => boolean {
  const externalIds = new Set<string>();
  /** By name: whether all of that name have an externalId. */
  const names = new Map<string, boolean>();
  return ({ displayNameKey, externalId }, counts) => {
    const isShared = mayShareNames && externalId !== null && names.get(displayNameKey) === true;
    const isTwice =
      (externalId !== null && externalIds.has(externalId)) || (names.has(displayNameKey) && !isShared);
    if (counts && !isTwice) {
      if (externalId !== null) externalIds.add(externalId);
      names.set(displayNameKey, externalId !== null && names.get(displayNameKey) !== false);
    }
    return isTwice;
  };
}

function portionsOf(groups: readonly Writable[]): readonly (readonly Writable[])[] {
  const portions: Writable[][] = [];
  let members = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    const last = portions.at(-1);
    members += group.members.length;
    if (last && last.length < groupsPerBatch && members <= membersPerBatch) last.push(group);
    else {
      portions.push([group]);
      members = group.members.length;
    }
  }
  return portions;
}

function changeOf(
  { mayShareNames, leniencies }: GroupsContext,
  groups: readonly Writable[],
  now: string,
): Change {
  const [first] = groups;
  if (first && first.members.length > membersPerBatch) {
    const { stored } = first;
    const members = membershipOfList('add', first.members, leniencies, stored.id);
    return { kind: 'create', type: 'Group', stored, members };
  }
  return { kind: 'create-groups', groups, mayShareNames, now };
}

const nameOf = ({ stored: { resource } }: Draft) => quoted(textOf(resource, 'displayName') ?? '');

const namedTwice = (draft: Draft): ScimError =>
  uniqueness(
    `Another group of the same request has the displayName "${nameOf(draft)}" or the externalId of this one already. Send each group once.`,
  );

const ambiguous = (draft: Draft): ScimError =>
  invalidValue(
    `There are several groups that "${nameOf(draft)}" could be: their displayName or externalId is the same. Give this one the externalId of the group that is meant, or one of its own.`,
  );
