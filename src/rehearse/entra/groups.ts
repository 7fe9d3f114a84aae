// How Entra ID changes groups: members in capitals with a list to remove (only those listed go), or with the flag by
// a filter; and reading a group without its members.

import { find, patch, pathOf } from '../change.ts';
import type { Step } from '../client.ts';
import { expect, lacks } from '../expect.ts';
import type { JsonObject } from '../json.ts';
import { resource } from '../message.ts';
import { groupName } from '../person.ts';
import { arrange, pick, type SetMembers, type Shape } from '../scenes/membership.ts';
import { probe } from './managers.ts';
import { replace } from './updates.ts';

/** Gives a group a whole list of members. Entra itself never does so; it is how a step begins. */
export const replaceMembers: SetMembers = (stage, group, ids) =>
  patch(stage, '/Groups', group, [
    replace(
      'members',
      ids.map((value) => ({ value })),
    ),
  ]);

/** Without the flag, then with it. */
export const shapes: readonly Shape[] = [
  shape('"Add" two people, "$ref" null', [], [0, 1], (ids) => [listing('Add', pick(ids, [0, 1]))]),
  shape('"Add" one person more', [0, 1], [0, 1, 2], (ids) => [listing('Add', pick(ids, [2]))]),
  shape('"Remove" with a list takes only those listed', [0, 1, 2, 3], [0, 3], (ids) => [
    listing('Remove', pick(ids, [1, 2])),
  ]),
  shape('"Remove" with a list takes the last one', [3], [], (ids) => [listing('Remove', pick(ids, [3]))]),
  shape('"Add" and "Remove" in one request', [0, 1], [1, 2], (ids) => [
    listing('Add', pick(ids, [2])),
    listing('Remove', pick(ids, [0])),
  ]),
  shape('(new flag) add two people', [0], [0, 1, 2], (ids) => [
    { op: 'add', path: 'members', value: pick(ids, [1, 2]).map((value) => ({ value })) },
  ]),
  shape('(new flag) remove one by a filter; the others stay', [0, 1, 2], [0, 2], (ids) => [
    ...pick(ids, [1]).map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
  ]),
];

/** Questions that Entra asks about groups. */
export const questions: readonly Step[] = [
  {
    name: 'Group look-ups: the group is read without its members',
    play: async (stage) => {
      const group = stage.recall('group');
      await arrange(stage, replaceMembers, stage.recallAll('cast'));
      const answer = await stage.send('GET', `${pathOf('/Groups', group)}?excludedAttributes=members`);
      expect(answer, [200], resource('Group', group), lacks('members'));
    },
  },
  {
    name: 'Group look-ups: the group is found by external id',
    play: (stage) =>
      find(stage, '/Groups', `externalId eq "${groupName(stage, 'Team')}"`, [stage.recall('group')]),
  },
  {
    name: 'Group look-ups: the probe "is this person a member?" is answered',
    play: async (stage) => {
      const group = stage.recall('group');
      const [member = '', stranger = ''] = stage.recallAll('cast');
      await arrange(stage, replaceMembers, [member]);
      await probe(stage, '/Groups', `id eq "${group}" and members eq "${member}"`, [group]);
      await probe(stage, '/Groups', `id eq "${group}" and members eq "${stranger}"`, []);
    },
  },
];

function shape(
  name: string,
  before: readonly number[],
  after: readonly number[],
  operations: (ids: readonly string[]) => readonly JsonObject[],
): Shape {
  const change: Shape['change'] = (stage, group, ids) => patch(stage, '/Groups', group, operations(ids));
  return { name, before, after, change };
}

function listing(op: 'Add' | 'Remove', ids: readonly string[]): JsonObject {
  return { op, path: 'members', value: ids.map((value) => ({ $ref: null, value })) };
}
