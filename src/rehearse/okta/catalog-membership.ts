// Every shape in which Okta's catalog apps change a group's members by PATCH, alone and mixed in one request, up to
// 256 people at once. `id` comes along in values without a path and must not be an error.

import { patch, sendPatch } from '../change.ts';
import type { JsonObject } from '../json.ts';
import { nameOf, numbers, pick, type SetMembers, type Shape } from '../scenes/membership.ts';
import { PATCH_OP } from '../urns.ts';

const MANY = 256;
const everybody = numbers(0, MANY);

/** Gives a group a whole list of members. */
export const replaceMembers: SetMembers = (stage, group, ids) =>
  patch(stage, '/Groups', group, [replace(ids)]);

/** What the operations of one PATCH are made of: the ids of the people, and the group's id and name. */
type Operations = (ids: readonly string[], group: NamedGroup) => readonly JsonObject[];

/** Sent along with every change of members. */
interface NamedGroup {
  readonly [name: string]: string;
  readonly id: string;
  readonly displayName: string;
}

/** One membership change after another; each is a line of the checklist. */
export const shapes: readonly Shape[] = [
  shape('add two people', [], [0, 1], (ids) => [add(pick(ids, [0, 1]))]),
  shape('add somebody new and somebody who is in already', [0, 1], [0, 1, 2], (ids) => [
    add(pick(ids, [1, 2])),
  ]),
  shape('remove one by a filter; the others stay', [0, 1, 2], [0, 2], (ids) => remove(pick(ids, [1]))),
  shape('remove the last one', [2], [], (ids) => remove(pick(ids, [2]))),
  shape('replace the list', [0, 1], [1, 3], (ids) => [replace(pick(ids, [1, 3]))]),
  shape('replace the list by none', [0, 1, 2], [], () => [replace([])]),
  shape('add and remove in one request, with name and id', [0, 1], [1, 2, 3], (ids, group) => [
    ...nameOnly(ids, group),
    add(pick(ids, [2, 3])),
    ...remove(pick(ids, [0])),
  ]),
  shape('replace, add and remove in one request, in this order', [0, 1], [0, 2], (ids, group) => [
    replace(pick(ids, [1, 2])),
    add(pick(ids, [0])),
    ...remove(pick(ids, [1])),
    ...nameOnly(ids, group),
  ]),
  shape('name and id without a path leave the members as they are', [0, 3], [0, 3], nameOnly),
  shape('replace the list without a path, with name and id', [0, 1], [2, 3], wholeGroup),
  shape('the same in a message without "schemas"', [0, 1], [2, 3], wholeGroup, {}),
  many(`add ${MANY} people in one request`, [], everybody, (ids) => [add(ids)]),
  many(`remove ${MANY - 1} of ${MANY} by filters in one request`, everybody, [0], (ids) =>
    remove(ids.slice(1)),
  ),
  many(`replace the list by ${MANY} people`, [0], everybody, (ids) => [replace(ids)]),
  many(`replace ${MANY} people by none`, everybody, [], () => [replace([])]),
];

function nameOnly(_: readonly string[], group: NamedGroup): readonly JsonObject[] {
  return [{ op: 'replace', value: group }];
}

function wholeGroup(ids: readonly string[], group: NamedGroup): readonly JsonObject[] {
  return [{ op: 'replace', value: { members: displayed(pick(ids, [2, 3])), ...group } }];
}

function shape(
  name: string,
  before: readonly number[],
  after: readonly number[],
  operations: Operations,
  envelope: JsonObject = { schemas: [PATCH_OP] },
): Shape {
  return {
    name,
    before,
    after,
    change: async (stage, group, ids) => {
      const displayName = await nameOf(stage, group);
      const message = { ...envelope, Operations: operations(ids, { id: group, displayName }) };
      await sendPatch(stage, '/Groups', group, message);
    },
  };
}

function many(
  name: string,
  before: readonly number[],
  after: readonly number[],
  operations: Operations,
): Shape {
  return { ...shape(name, before, after, operations), of: 'crowd' };
}

function add(ids: readonly string[]): JsonObject {
  return { op: 'add', path: 'members', value: displayed(ids) };
}

function remove(ids: readonly string[]): readonly JsonObject[] {
  return ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }));
}

function replace(ids: readonly string[]): JsonObject {
  return { op: 'replace', path: 'members', value: displayed(ids) };
}

/** Okta sends a name beside each id, and neither `type` nor `$ref`. */
function displayed(ids: readonly string[]): readonly JsonObject[] {
  return ids.map((value) => ({ value, display: `${value}@example.com` }));
}
