// What a request does to a group's members, as sets of ids: any sequence of adds, removes and replaces comes
// down to "the present members, less some, plus some" or to "exactly these". So no member need be read to
// change others, and the cost is that of the ids named.

import { noTarget, quoted, type ScimError } from '../scim/error.ts';
import type { TypeName } from './stored.ts';

export interface MemberDraft {
  readonly value: string;
  readonly display?: string;
  /** As the client sent it; what the member really is decides the database. */
  readonly type?: TypeName;
}

/** `add` and `remove` have no id in common. With `base: 'none'` `remove` is empty and `add` is the whole list. */
export interface MembershipChange {
  readonly base: 'present' | 'none';
  readonly add: readonly MemberDraft[];
  readonly remove: readonly string[];
  /** Who must be a member already, for a change that says something of him. */
  readonly present: readonly string[];
  /** Unknown members are left out instead of refused (leniency `skipUnknownMembers`). */
  readonly skipUnknown: boolean;
}

export type MembershipStep =
  | { readonly op: 'add' | 'replace'; readonly members: readonly MemberDraft[] }
  | { readonly op: 'remove'; readonly ids: readonly string[] | 'all' }
  /** Changes nothing of members that are there. */
  | { readonly op: 'keep'; readonly ids: readonly string[] };

/** The steps in their order, as one change. */
export function composeSteps(steps: readonly MembershipStep[], skipUnknown: boolean): MembershipChange {
  let base: MembershipChange['base'] = 'present';
  const add = new Map<string, MemberDraft>();
  const remove = new Set<string>();
  const present = new Set<string>();
  for (const step of steps) {
    if (step.op === 'keep') {
      for (const id of step.ids) {
        if (add.has(id)) continue;
        if (base === 'none' || remove.has(id)) throw noSuchMember(id);
        present.add(id);
      }
      continue;
    }
    if (step.op === 'replace' || (step.op === 'remove' && step.ids === 'all')) {
      base = 'none';
      add.clear();
      remove.clear();
    }
    if (step.op === 'remove') {
      if (step.ids === 'all') continue;
      for (const id of step.ids) {
        add.delete(id);
        if (base === 'present') remove.add(id);
      }
      continue;
    }
    for (const member of step.members) {
      if (!add.has(member.value)) add.set(member.value, member);
      remove.delete(member.value);
    }
  }
  return { base, add: [...add.values()], remove: [...remove], present: [...present], skipUnknown };
}

/** True when the change cannot change anything, whoever the members are. */
export function isNothing(change: MembershipChange): boolean {
  const { base, add, remove, present } = change;
  return base === 'present' && add.length === 0 && remove.length === 0 && present.length === 0;
}

/** 400 `noTarget` (RFC 7644 §3.5.2.3): the path selects nobody. */
export function noSuchMember(id: string): ScimError {
  return noTarget(
    `The group has no member "${quoted(id)}", so that nothing of it can be replaced. Add the member first.`,
  );
}
