// What requests to groups should come to, on plain sets: users and groups go by labels, and nothing is known of
// versions, databases or ids.

export type Label = string;

export interface Group {
  readonly name: string;
  readonly members: ReadonlySet<Label>;
}

export interface State {
  readonly users: ReadonlySet<Label>;
  readonly groups: ReadonlyMap<Label, Group>;
}

/** One operation of a PATCH. */
export type Step =
  | {
      readonly op: 'add' | 'replace' | 'remove listed' | 'remove by path';
      readonly members: readonly Label[];
    }
  | { readonly op: 'remove all' }
  /** Replaces a member's `value` by itself: he must be there, and nothing happens. */
  | { readonly op: 'keep'; readonly member: Label }
  | { readonly op: 'rename'; readonly name: string };

export type Move =
  | { readonly kind: 'create user' | 'delete user'; readonly user: Label }
  | {
      readonly kind: 'create group';
      readonly group: Label;
      readonly name: string;
      readonly members: readonly Label[];
    }
  | {
      readonly kind: 'put';
      readonly group: Label;
      readonly name: string;
      /** Undefined leaves the members as they are, null clears them. */
      readonly members: readonly Label[] | null | undefined;
    }
  | { readonly kind: 'patch'; readonly group: Label; readonly steps: readonly Step[] }
  | { readonly kind: 'delete group'; readonly group: Label };

/** How a request may be answered; `next` is the state after a success. Where both are there, either is right. */
export interface Verdict {
  readonly next: State | undefined;
  readonly refusals: readonly number[];
}

export function judge(state: State, move: Move): Verdict {
  switch (move.kind) {
    case 'create user':
      return accepted({ ...state, users: new Set(state.users).add(move.user) });
    case 'delete user':
      if (!state.users.has(move.user)) return refused(404);
      return accepted({ users: without(state.users, move.user), groups: leftBy(state.groups, move.user) });
    case 'create group':
      return settle(state, move.group, { name: move.name, members: new Set(move.members) });
    case 'put': {
      const present = state.groups.get(move.group);
      if (!present) return refused(404, ...(move.members?.includes(move.group) ? [400] : []));
      const members = move.members === undefined ? present.members : new Set(move.members ?? []);
      return settle(state, move.group, { name: move.name, members });
    }
    case 'patch':
      return judgePatch(state, move.group, move.steps);
    case 'delete group':
      if (!state.groups.has(move.group)) return refused(404);
      return accepted({ ...state, groups: leftBy(dropped(state.groups, move.group), move.group) });
    default:
      return move satisfies never;
  }
}

/** Who is asked for and nobody knows stands in the way, unless the message itself takes him out again: then it may. */
function judgePatch(state: State, label: Label, steps: readonly Step[]): Verdict {
  const present = state.groups.get(label);
  const named = steps.flatMap((step) =>
    'members' in step && step.op !== 'remove listed' ? step.members : [],
  );
  if (!present) {
    const mayBeMalformed = steps.some(({ op }) => op === 'keep') || named.includes(label);
    return refused(404, ...(mayBeMalformed ? [400] : []));
  }
  let { name, members } = present;
  let misses = false;
  for (const step of steps) {
    if (step.op === 'rename') name = step.name;
    else if (step.op === 'keep') misses ||= !members.has(step.member);
    else members = apply(members, step);
  }
  const { next, refusals } = settle(state, label, { name, members });
  const added = steps.flatMap((step) => (step.op === 'add' || step.op === 'replace' ? step.members : []));
  const mayRefuse = added.some((member) => !isKnown(state, label, member));
  return {
    next: misses ? undefined : next,
    refusals: [...refusals, ...(misses || mayRefuse ? [400] : [])],
  };
}

function apply(
  members: ReadonlySet<Label>,
  step: Exclude<Step, { op: 'rename' | 'keep' }>,
): ReadonlySet<Label> {
  switch (step.op) {
    case 'add':
      return new Set([...members, ...step.members]);
    case 'replace':
      return new Set(step.members);
    case 'remove listed':
    case 'remove by path':
      return new Set([...members].filter((member) => !step.members.includes(member)));
    case 'remove all':
      return new Set();
    default:
      return step satisfies never;
  }
}

function settle(state: State, label: Label, group: Group): Verdict {
  const isTaken = [...state.groups].some(([other, { name }]) => other !== label && name === group.name);
  const isUnknown = [...group.members].some((member) => !isKnown(state, label, member));
  const refusals = [...(isTaken ? [409] : []), ...(isUnknown ? [400] : [])];
  if (refusals.length > 0) return refused(...refusals);
  return accepted({ ...state, groups: new Map(state.groups).set(label, group) });
}

/** A group cannot be its own member. */
function isKnown({ users, groups }: State, label: Label, member: Label): boolean {
  return users.has(member) || (groups.has(member) && member !== label);
}

function leftBy(groups: ReadonlyMap<Label, Group>, member: Label): ReadonlyMap<Label, Group> {
  return new Map(
    [...groups].map(([label, group]) => [label, { ...group, members: without(group.members, member) }]),
  );
}

function dropped(groups: ReadonlyMap<Label, Group>, label: Label): ReadonlyMap<Label, Group> {
  return new Map([...groups].filter(([other]) => other !== label));
}

const without = (labels: ReadonlySet<Label>, label: Label) =>
  new Set([...labels].filter((other) => other !== label));

const accepted = (next: State): Verdict => ({ next, refusals: [] });
const refused = (...refusals: readonly number[]): Verdict => ({ next: undefined, refusals });
