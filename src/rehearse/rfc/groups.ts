// Groups and their members (RFC 7643 §4.2, RFC 7644 §3.5.2), the nested ones too, and a person's view of them
// (`groups`, RFC 7643 §4.1.2).

import { patch, pathOf, putBack, read } from '../change.ts';
import type { Step } from '../client.ts';
import { type Expectation, expect, has, lacks, unless } from '../expect.ts';
import { at, type JsonObject, listAt, show } from '../json.ts';
import { members } from '../message.ts';
import { groupName } from '../person.ts';
import type { Stage } from '../stage.ts';
import { GROUP } from '../urns.ts';
import { group, user } from './cast.ts';
import { rule, where } from './rule.ts';
import { schemas } from './shape.ts';

const MEMBERS = 'RFC 7643 §4.2: members holds the ids of the members, each with "value"';

/** Rules about groups. */
export const groups: readonly Step[] = [
  rule('Groups: a group is created with its members', MEMBERS, async (stage) => {
    const cast = await castOf(stage, 'Made', 2);
    const id = await group(stage, 'Made', cast);
    await read(
      stage,
      '/Groups',
      id,
      members(cast),
      has(groupName(stage, 'Made'), 'displayName'),
      schemas(GROUP),
    );
  }),
  rule(
    "Groups: a person's groups name the group with its id and address",
    'RFC 7643 §4.1.2: groups: "value" is the id of the group, "$ref" its URI; the attribute is readOnly',
    async (stage) => {
      const cast = await castOf(stage, 'Seen', 2);
      const id = await group(stage, 'Seen', cast.slice(0, 1));
      await read(stage, '/Users', cast[0] ?? '', inGroups([id]));
      await read(stage, '/Users', cast[1] ?? '', inGroups([]));
    },
  ),
  rule(
    'Groups: a group may be a member of a group',
    'RFC 7643 §4.2: a member is a User or a Group; nested groups',
    async (stage) => {
      const cast = await castOf(stage, 'Nested', 1);
      const inner = await group(stage, 'Inner', cast);
      const outer = await group(stage, 'Outer', [inner]);
      const typed: Expectation = ({ body }) => {
        const [type] = listAt(body, 'members').map((one) => at(one, 'type'));
        return unless(
          type === undefined || type === 'Group',
          `members.type is ${show(type)}, expected "Group"`,
        );
      };
      await read(stage, '/Groups', outer, members([inner]), typed);
      await read(stage, '/Groups', inner, members(cast));
    },
  ),
  rule(
    'Groups: PUT with other members replaces the list',
    'RFC 7644 §3.5.1: any values provided shall replace the existing attribute values',
    async (stage) => {
      const cast = await castOf(stage, 'Put', 3);
      const id = await group(stage, 'Put', cast.slice(0, 2));
      const due = cast.slice(1);
      await putBack(stage, '/Groups', id, () => ({ members: listing(due) }), members(due));
      await read(stage, '/Users', cast[0] ?? '', inGroups([]));
    },
  ),
  rule(
    "Groups: the deletion of a group takes it from its members' groups, not the members",
    'RFC 7644 §3.6: 204; the members are resources of their own',
    async (stage) => {
      const cast = await castOf(stage, 'Short', 1);
      const id = await group(stage, 'Short', cast);
      expect(await stage.send('DELETE', pathOf('/Groups', id)), [204]);
      await read(stage, '/Users', cast[0] ?? '', inGroups([]));
    },
  ),
  ...where(
    ['patch'],
    [
      changes('add one member', '§3.5.2.1', [0], [0, 1], (ids) => [add(ids.slice(1, 2))]),
      changes('add members who are in already: each is in once', '§3.5.2.1', [0, 1], [0, 1, 2], (ids) => [
        add(ids),
      ]),
      changes('remove one member through a value path', '§3.5.2.2', [0, 1, 2], [0, 2], (ids) => [
        { op: 'remove', path: `members[value eq "${ids[1] ?? ''}"]` },
      ]),
      changes('remove somebody who is no member: no change', '§3.5.2.2', [0, 1], [0, 1], (ids) => [
        { op: 'remove', path: `members[value eq "${ids[2] ?? ''}"]` },
      ]),
      changes('remove all members', '§3.5.2.2', [0, 1], [], () => [{ op: 'remove', path: 'members' }]),
      changes('replace the members', '§3.5.2.3', [0, 1], [1, 2], (ids) => [
        { op: 'replace', path: 'members', value: listing(ids.slice(1)) },
      ]),
      changes('add and remove in one request', '§3.5.2', [0], [1, 2], (ids) => [
        add(ids.slice(1)),
        { op: 'remove', path: `members[value eq "${ids[0] ?? ''}"]` },
      ]),
      rule(
        'Groups: a new name by PATCH leaves the members',
        'RFC 7644 §3.5.2.3: only the attribute at the target location is replaced',
        async (stage) => {
          const cast = await castOf(stage, 'Named', 1);
          const id = await group(stage, 'Named', cast);
          const displayName = groupName(stage, 'Renamed');
          const operations = [{ op: 'replace', path: 'displayName', value: displayName }];
          await patch(stage, '/Groups', id, operations, has(displayName, 'displayName'), members(cast));
        },
      ),
    ],
  ),
];

/** Fresh people for one step. */
async function castOf(stage: Stage, which: string, size: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let number = 0; number < size; number += 1) ids.push(await user(stage, `${which}Member${number}`));
  return ids;
}

/** A change of members by PATCH, and both sides of it read afterwards. */
function changes(
  name: string,
  section: string,
  before: readonly number[],
  after: readonly number[],
  operations: (ids: readonly string[]) => readonly JsonObject[],
): Step {
  const who = `Group-${name.replace(/[^a-z]+/gi, '-')}`;
  return rule(`Groups: ${name}`, `RFC 7644 ${section}, RFC 7643 §4.2 and §4.1.2 (groups)`, async (stage) => {
    const ids = await castOf(stage, who, 3);
    const at = (places: readonly number[]) => ids.filter((_, index) => places.includes(index));
    const id = await group(stage, who, at(before));
    await patch(stage, '/Groups', id, operations(ids), members(at(after)));
    for (const [index, one] of ids.entries()) {
      await read(stage, '/Users', one, inGroups(after.includes(index) ? [id] : []));
    }
  });
}

/** That a person is directly in exactly these groups. */
function inGroups(ids: readonly string[]): Expectation {
  if (ids.length === 0) return lacks('groups');
  return ({ body }) =>
    ids.flatMap((id) => {
      const found = listAt(body, 'groups').filter((one) => at(one, 'value') === id);
      const ref = at(found[0], '$ref');
      return [
        ...unless(found.length === 1, `groups names ${id} ${found.length} times, expected once`),
        ...unless(
          ref === undefined || (typeof ref === 'string' && ref.endsWith(`/Groups/${id}`)),
          `groups.$ref is ${show(ref)}, expected …/Groups/${id}`,
        ),
      ];
    });
}

function add(ids: readonly string[]): JsonObject {
  return { op: 'add', path: 'members', value: listing(ids) };
}

function listing(ids: readonly string[]): readonly JsonObject[] {
  return ids.map((value) => ({ value }));
}
