// The members of a group that somebody lists who does not know their ids: each is named by an id, or by the
// externalId or userName of a user. What a name may mean is found by the store.

import { invalidValue, quoted, type ScimError } from '../scim/error.ts';
import type { MemberDraft } from './membership.ts';

export interface Referred {
  /** With ids, in the order of the list. */
  readonly members: readonly MemberDraft[];
  /** What nobody here is called. */
  readonly unknown: readonly string[];
  /** 400 for a name that may mean several users. */
  readonly error: ScimError | undefined;
}

export function referred(
  listed: readonly MemberDraft[],
  referents: ReadonlyMap<string, readonly string[]>,
): Referred {
  const members: MemberDraft[] = [];
  const unknown: string[] = [];
  const several: string[] = [];
  for (const member of listed) {
    const [id, another] = referents.get(member.value) ?? [];
    if (another !== undefined) several.push(member.value);
    else if (id === undefined) unknown.push(member.value);
    else members.push({ ...member, value: id });
  }
  return { members, unknown, error: several.length > 0 ? manyMeant(several) : undefined };
}

/** 400 unless there are none. */
export function unknownReferences(references: readonly string[]): ScimError | undefined {
  if (references.length === 0) return undefined;
  const isOne = references.length === 1;
  return invalidValue(
    `The group was not taken in: the ${isOne ? 'member' : 'members'} ${namesOf(references)} ${isOne ? 'is' : 'are'} not known here, neither by id nor by externalId or userName. Import ${isOne ? 'this user' : 'these users'} too, or leave ${isOne ? 'him' : 'them'} out.`,
  );
}

const manyMeant = (references: readonly string[]): ScimError =>
  invalidValue(
    `The group was not taken in: several users have the externalId ${namesOf(references)}. Name each member by his id or userName instead.`,
  );

const maxNames = 20;

/** The first of them, quoted. */
export function namesOf(references: readonly string[]): string {
  const names = references.slice(0, maxNames).map((reference) => `"${quoted(reference)}"`);
  const more = references.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
