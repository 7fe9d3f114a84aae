// Membership changes, one per step. Each begins at known members and ends with reading the group and comparing the
// exact set, since what servers get wrong here is answered with 200.

import { pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { expect, Unmet } from '../expect.ts';
import { members, resource } from '../message.ts';
import type { Stage } from '../stage.ts';

/** One change: who is in before and after, by number, and how this client says it. */
export interface Shape {
  readonly name: string;
  /** Whom the numbers mean: what an earlier step kept under this name. */
  readonly of?: 'cast' | 'crowd';
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly change: (stage: Stage, group: string, ids: readonly string[]) => Promise<void>;
}

/** How a client gives a group a whole list of members; used to begin at known ones. */
export type SetMembers = (stage: Stage, group: string, ids: readonly string[]) => Promise<void>;

/** A step for each shape, on the group that the stage keeps. */
export function membership(set: SetMembers, shapes: readonly Shape[]): readonly Step[] {
  return shapes.map((shape) => ({
    name: `Membership: ${shape.name}`,
    play: async (stage) => {
      const group = stage.recall('group');
      const ids = stage.recallAll(shape.of ?? 'cast');
      await arrange(stage, set, pick(ids, shape.before));
      await shape.change(stage, group, ids);
      await read(stage, '/Groups', group, members(pick(ids, shape.after)));
    },
  }));
}

/** Brings the group to exactly these members, unless it is there already. */
export async function arrange(stage: Stage, set: SetMembers, ids: readonly string[]): Promise<void> {
  const group = stage.recall('group');
  const answer = await stage.send('GET', pathOf('/Groups', group));
  expect(answer, [200], resource('Group', group));
  if (members(ids)(answer).length === 0) return;
  try {
    await set(stage, group, ids);
    await read(stage, '/Groups', group, members(ids));
  } catch (error) {
    if (error instanceof Unmet) {
      throw new Unmet(`the group could not be prepared: ${error.message}`, error.refusal);
    }
    throw error;
  }
}

/** The group's present name. */
export async function nameOf(stage: Stage, group: string): Promise<string> {
  const { displayName } = await read(stage, '/Groups', group);
  return typeof displayName === 'string' ? displayName : '';
}

/** The numbers from `from` up to, not including, `end`. */
export function numbers(from: number, end: number): readonly number[] {
  return Array.from({ length: end - from }, (_, index) => from + index);
}

/** The ids at these places. */
export function pick(ids: readonly string[], places: readonly number[]): readonly string[] {
  return ids.filter((_, index) => places.includes(index));
}
