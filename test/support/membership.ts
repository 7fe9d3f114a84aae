// What must hold of a group's members after whatever was done to it, read from outside: the group as SCIM answers
// it and the tenant's event feed tell the same story. What else ever shows members or their proof is to be held
// against them in `checkGroup`.

import { expect } from 'vitest';
import { hashOf } from './membership-hash.ts';
import type { Step } from './serial-order.ts';
import { type Answer, api, type TestTenant } from './tenant.ts';

type Event = Answer['body'];

/** One group as the feed tells of it. */
export interface Told {
  readonly members: ReadonlySet<string>;
  /** Who was in it from the beginning. */
  readonly first: ReadonlySet<string>;
  /** Who came and went since, one step for each request that moved somebody. */
  readonly steps: readonly Step[];
  /** How many requests changed the group after its creation, members or not. */
  readonly changes: number;
  readonly displayName: string;
  readonly updatedAt: string;
  readonly isDeleted: boolean;
}

/** A group's members as SCIM answers them: each once, and all of them ids. */
export async function membersOf(tenant: TestTenant, groupId: string): Promise<ReadonlySet<string>> {
  const { status, body } = await tenant.scim('GET', `/Groups/${groupId}`);
  expect(status).toBe(200);
  return idsOf(body.members);
}

/** The ids in a list of members, each of which must stand there once. */
export function idsOf(members: readonly { readonly value: string }[] = []): ReadonlySet<string> {
  const ids = new Set(members.map(({ value }) => value));
  expect(ids.size).toBe(members.length);
  return ids;
}

/** The whole feed; its numbers go from 1 without gap or repetition. */
export async function feedOf({ slug }: TestTenant): Promise<readonly Event[]> {
  const events: Event[] = [];
  for (let more = true; more; ) {
    const { body } = await api('GET', `/tenants/${slug}/events?after=${events.length}&limit=1000`);
    events.push(...body.events);
    more = body.events.length === 1000;
  }
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
  expect(events.every(({ tenant }) => tenant === slug)).toBe(true);
  return events;
}

/**
 * Each group as the feed tells of it from its beginning. Nobody comes who is in, nobody goes who is out, and each
 * event's membership proof is that of the members after it.
 */
export function replayEvents(events: readonly Event[]): ReadonlyMap<string, Told> {
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const id = event.data.group?.id;
    if (id !== undefined) groups.set(id, [...(groups.get(id) ?? []), event]);
  }
  return new Map([...groups].map(([id, own]) => [id, replay(own)]));
}

function replay(events: readonly Event[]): Told {
  const [created] = events;
  expect(created.type).toBe('group.created');
  const members = new Set<string>();
  const steps: { added: Set<string>; removed: Set<string> }[] = [];
  let [displayName, updatedAt] = [created.data.group.displayName, created.data.group.updatedAt];
  for (const { type, data } of events) {
    if (type === 'group.deleted') continue;
    ({ displayName, updatedAt } = data.group);
    const { part, removed = [], added = [] } = data;
    if (part === 1) steps.push({ added: new Set(), removed: new Set() });
    for (const { value } of removed) {
      expect(members.delete(value), `${value} leaves, who was not in`).toBe(true);
      steps.at(-1)?.removed.add(value);
    }
    for (const { value } of added) {
      expect(members.has(value), `${value} comes, who was in`).toBe(false);
      members.add(value);
      steps.at(-1)?.added.add(value);
    }
    const { memberCount, membersHash } = data.group;
    expect({ memberCount, membersHash }).toEqual(proofOf(members));
  }
  const requests = new Set(events.map(({ cause }) => cause.requestId));
  const beganWithMembers = events[1]?.cause.requestId === created.cause.requestId;
  const first = (beganWithMembers && steps.shift()?.added) || new Set();
  const isDeleted = events.at(-1)?.type === 'group.deleted';
  return { members, first, steps, changes: requests.size - 1, displayName, updatedAt, isDeleted };
}

/** The membership proof as an application works it out (docs/decisions/016). */
export function proofOf(ids: ReadonlySet<string>): { memberCount: number; membersHash: string } {
  return { memberCount: ids.size, membersHash: hashOf([...ids]) };
}

/**
 * The group has exactly these members, and the feed, replayed from its beginning, comes to the same members, name
 * and moment of the last change; a group that nothing changed is as it was made.
 */
export async function checkGroup(
  tenant: TestTenant,
  groupId: string,
  expected: Iterable<string>,
): Promise<Told> {
  const { status, body } = await tenant.scim('GET', `/Groups/${groupId}`);
  expect(status).toBe(200);
  const members = idsOf(body.members);
  expect([...members].toSorted()).toEqual([...new Set(expected)].toSorted());
  const told = replayEvents(await feedOf(tenant)).get(groupId);
  if (!told) throw new Error(`The feed does not tell of ${groupId}.`);
  expect([...told.members].toSorted()).toEqual([...members].toSorted());
  expect(told.isDeleted).toBe(false);
  expect([told.displayName, told.updatedAt]).toEqual([body.displayName, body.meta.lastModified]);
  const shown = (await api('GET', `/tenants/${tenant.slug}/groups/${groupId}`)).body;
  expect(shown).toMatchObject({ ...proofOf(members), displayName: body.displayName });
  if (told.changes === 0) expect(body.meta.lastModified).toBe(body.meta.created);
  return told;
}
