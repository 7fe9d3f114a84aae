// Group commit: changes of one group's members that wait at the same time are written in one batch, each with its
// own outcome and its own events. They may go together when no two name the same member, so that their order says
// nothing; one that is refused, or whose token is dead, does not fail its neighbours.

import { commitMembers, type MembersCommit } from '../db/commit/members.ts';
import { unavailableOnFailure } from '../db/failure.ts';
import { unknownIds } from '../db/read.ts';
import type { CommitOutcome } from '../directory/change.ts';
import type { MembershipChange } from '../directory/membership.ts';
import type { Changed } from '../directory/update.ts';
import { resourceNotFound } from '../scim/error.ts';
import { type Outcome, outcomeOf } from './protocol.ts';

/** A change of members that needs nothing but to be written. */
export interface MembersWrite extends MembersCommit {
  /** Carries it out by itself, from the beginning: for what cannot go with the others. */
  readonly alone: () => Promise<Outcome<Changed>>;
}

/** Ids in one batch, and requests: so that one batch is never long under way. */
const maxIdsTogether = 2_000;
const maxTogether = 250;

/** Whether a change can be written beside others: it adds and removes, and asks nothing of the group as it is. */
export function canGoTogether({ base, present }: MembershipChange): boolean {
  return base === 'present' && present.length === 0;
}

/** How many of the changes, from the first on, name each member once. At least one. */
export function countTogether(changes: readonly (MembershipChange | undefined)[]): number {
  const named = new Set<string>();
  let count = 0;
  for (const change of changes.slice(0, maxTogether)) {
    if (!change) break;
    const ids = [...change.add.map(({ value }) => value), ...change.remove];
    if (ids.some((id) => named.has(id)) || (count > 0 && named.size + ids.length > maxIdsTogether)) break;
    for (const id of ids) named.add(id);
    count++;
  }
  return Math.max(count, 1);
}

export type Outcomes = ReadonlyMap<MembersWrite, Outcome<Changed>>;

/** Errors: none; what goes wrong is each one's outcome. `now`: the present moment, ISO 8601 UTC. */
export async function commitTogether(
  db: D1Database,
  group: string,
  writes: readonly MembersWrite[],
  now: () => string,
): Promise<Outcomes> {
  const outcome = await attempt(writes, () => commitMembers(db, group, writes, now()));
  if (outcome.kind === 'done') return settle(db, group, writes, outcome.value, now);
  // A dead token, or settings that are no longer those: only its own requests hear of it.
  const byGrant = Map.groupBy(writes, ({ grant }) => `${grant.tokenId} ${grant.settingsVersion}`);
  if (byGrant.size === 1) return all(writes, outcome);
  const parts = new Map<MembersWrite, Outcome<Changed>>();
  for (const part of byGrant.values()) {
    for (const entry of await commitTogether(db, group, part, now)) parts.set(...entry);
  }
  return parts;
}

async function settle(
  db: D1Database,
  group: string,
  writes: readonly MembersWrite[],
  outcome: CommitOutcome,
  now: () => string,
): Promise<Outcomes> {
  if (outcome.kind === 'committed') {
    const { version, lastModified } = outcome;
    return all(writes, { kind: 'done', value: { id: group, version, lastModified } });
  }
  if (outcome.by === 'group_exists') {
    return all(writes, { kind: 'error', facts: resourceNotFound('Group', group).facts });
  }
  if (writes.length === 1) return oneByOne(writes);
  const read = await attempt(writes, () => unknownAmong(db, writes));
  if (read.kind !== 'done') return all(writes, read);
  const isGood = ({ members }: MembersWrite) => members.add.every(({ value }) => !read.value.has(value));
  const good = writes.filter(isGood);
  // Nobody is unknown any more: whoever it was has come meanwhile.
  if (good.length === writes.length) return oneByOne(writes);
  const bad = await oneByOne(writes.filter((write) => !isGood(write)));
  return good.length === 0 ? bad : new Map([...bad, ...(await commitTogether(db, group, good, now))]);
}

function attempt<T>([first]: readonly MembersWrite[], work: () => Promise<T>): Promise<Outcome<T>> {
  return outcomeOf(() => unavailableOnFailure(first?.requestId ?? '', work));
}

async function unknownAmong(db: D1Database, writes: readonly MembersWrite[]): Promise<ReadonlySet<string>> {
  const ids = writes.flatMap(({ members }) => members.add.map(({ value }) => value));
  const tenant = writes[0]?.grant.tenant ?? '';
  const { results } = await unknownIds(db, { tenant, ids: JSON.stringify(ids) }).run<{ id: string }>();
  return new Set(results.map(({ id }) => id));
}

async function oneByOne(writes: readonly MembersWrite[]): Promise<Outcomes> {
  const outcomes = new Map<MembersWrite, Outcome<Changed>>();
  for (const write of writes) outcomes.set(write, await write.alone());
  return outcomes;
}

function all(writes: readonly MembersWrite[], outcome: Outcome<Changed>): Outcomes {
  return new Map(writes.map((write) => [write, outcome]));
}
