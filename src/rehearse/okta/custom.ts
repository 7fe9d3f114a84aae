// Okta's "SCIM 2.0 custom app" (App Integration Wizard): every change is a GET followed by a PUT of the whole
// resource, for people and groups alike.

import { putBack, read } from '../change.ts';
import type { Client, Step } from '../client.ts';
import { has } from '../expect.ts';
import { members } from '../message.ts';
import { person } from '../person.ts';
import { assign, lifecycle, SOMEBODY } from '../scenes/assign.ts';
import { refusals } from '../scenes/connect.ts';
import { linkAndUnlink, pushGroup, rename } from '../scenes/groups.ts';
import { importOf } from '../scenes/import.ts';
import { arrange, membership, numbers, pick, type Shape } from '../scenes/membership.ts';
import type { Stage } from '../stage.ts';
import { okta } from './habits.ts';
import { overwritten, putActive, renamePerson, testConnector, updateByPut } from './scenes.ts';

/** Okta, custom app. */
export const oktaCustom: Client = {
  ...okta,
  name: 'okta-custom',
  title: 'Okta, custom app',
  steps: [
    ...testConnector,
    ...assign,
    updateByPut,
    password(),
    renamePerson,
    ...lifecycle('by GET and PUT', putActive),
    ...importOf(250),
    ...pushGroup,
    ...membership(putMembers, shapes()),
    profileOfMember(),
    rename('by GET and PUT', 'Crew', putMembers, (stage, group, displayName) =>
      putBack(stage, '/Groups', group, () => ({ displayName })),
    ),
    ...linkAndUnlink(putMembers),
    ...refusals,
  ],
};

function password(): Step {
  return {
    name: 'Profile: a new password inside a PUT, never shown again',
    play: (stage) =>
      putBack(
        stage,
        '/Users',
        stage.recall('user'),
        (shown) => overwritten(shown, { password: `${stage.password}-2` }),
        has(person(stage, SOMEBODY).userName, 'userName'),
      ),
  };
}

/** Okta writes `display: null` beside each id. */
function putMembers(stage: Stage, group: string, ids: readonly string[]): Promise<void> {
  const members = ids.map((value) => ({ value, display: null }));
  return putBack(stage, '/Groups', group, () => ({ members }));
}

function shapes(): readonly Shape[] {
  const all = numbers(0, 250);
  return [
    put('PUT with the first two members', [], [0, 1]),
    put('PUT with one more and one less', [0, 1], [1, 2]),
    put('PUT of the same members again', [1, 2], [1, 2]),
    put('PUT with the last member gone', [3], []),
    { ...put('PUT with 250 members', [0], all), of: 'crowd' },
    { ...put('PUT with 1 of 250 members gone', all, numbers(1, 250)), of: 'crowd' },
  ];
}

function put(name: string, before: readonly number[], after: readonly number[]): Shape {
  return { name, before, after, change: (stage, group, ids) => putMembers(stage, group, pick(ids, after)) };
}

function profileOfMember(): Step {
  return {
    name: "Membership: an update of a member's profile leaves the group as it is",
    play: async (stage) => {
      const group = stage.recall('group');
      const pair = stage.recallAll('cast').slice(0, 2);
      const [first = ''] = pair;
      await arrange(stage, putMembers, pair);
      const titled = has('Member', 'title');
      await putBack(stage, '/Users', first, (shown) => overwritten(shown, { title: 'Member' }), titled);
      await read(stage, '/Groups', group, members(pair));
    },
  };
}
