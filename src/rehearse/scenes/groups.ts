// Group push around the membership: look up, create empty, rename, link to an existing group, unlink.

import { create, find, pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { expect, has, sameSet, Unmet } from '../expect.ts';
import { at, listAt } from '../json.ts';
import { members, refusal } from '../message.ts';
import { groupName } from '../person.ts';
import type { Stage } from '../stage.ts';
import { allPages, people } from './import.ts';
import { arrange, nameOf, type SetMembers } from './membership.ts';

/** Look-up, creation without members, reading; and the people who will be members, kept as `cast`. */
export const pushGroup: readonly Step[] = [
  {
    name: 'Group push: looking up a new group finds none',
    play: (stage) => find(stage, '/Groups', byName(groupName(stage, 'Team')), []),
  },
  {
    name: 'Group push: the group is created without members',
    play: (stage) => {
      const name = groupName(stage, 'Team');
      const body = stage.client.newGroup(name);
      return create(stage, 'group', '/Groups', body, has(name, 'displayName'), members([]));
    },
  },
  {
    name: 'Group push: the created group can be read and found',
    play: async (stage) => {
      const id = stage.recall('group');
      const name = groupName(stage, 'Team');
      await read(stage, '/Groups', id, has(name, 'displayName'), members([]));
      await find(stage, '/Groups', byName(name), [id]);
    },
  },
  people('Group push: four people are created to be its members', 'cast', 4),
];

/** Another name, ending in `which`; the members stay and the old name finds nothing. */
export function rename(
  how: string,
  which: string,
  set: SetMembers,
  change: (stage: Stage, group: string, displayName: string) => Promise<void>,
): Step {
  return {
    name: `Rename, ${how}: members stay, the old name finds nothing`,
    play: async (stage) => {
      const group = stage.recall('group');
      const kept = stage.recallAll('cast').slice(0, 2);
      const next = groupName(stage, which);
      await arrange(stage, set, kept);
      const old = await nameOf(stage, group);
      await change(stage, group, next);
      await read(stage, '/Groups', group, has(next, 'displayName'), members(kept));
      await find(stage, '/Groups', byName(next), [group]);
      await find(stage, '/Groups', byName(old), []);
    },
  };
}

/** Linking to a group that exists, then unlinking: leave it there, or delete it. */
export function linkAndUnlink(set: SetMembers): readonly Step[] {
  return [
    {
      name: 'Link: an existing group is found by name, and its members by import of all groups',
      play: async (stage) => {
        const group = stage.recall('group');
        const due = stage.recallAll('cast').slice(0, 3);
        await arrange(stage, set, due);
        const name = await nameOf(stage, group);
        await find(stage, '/Groups', byName(name), [group]);
        const imported = (await allPages(stage, '/Groups')).find((one) => at(one, 'id') === group);
        if (imported === undefined) throw new Unmet('the group is not among all groups');
        const values = listAt(imported, 'members').map((member) => at(member, 'value'));
        const problems = sameSet('members in the list of all groups', values, due);
        if (problems.length > 0) throw new Unmet(problems.join('; '));
      },
    },
    unlink,
  ];
}

const unlink: Step = {
  name: 'Unlink, delete the group: it is gone, its members are not',
  play: async (stage) => {
    const group = stage.recall('group');
    const [member = ''] = stage.recallAll('cast');
    const name = await nameOf(stage, group);
    expect(await stage.send('DELETE', pathOf('/Groups', group)), [204]);
    expect(await stage.send('GET', pathOf('/Groups', group)), [404], refusal(404));
    await find(stage, '/Groups', byName(name), []);
    await read(stage, '/Users', member);
  },
};

function byName(displayName: string): string {
  return `displayName eq "${displayName}"`;
}
