// Okta's catalog apps (OIN) and SCIM 2.0 test templates: changes are PATCHes, most of them without a path, with
// real booleans. Profile updates come as PATCH or as PUT, depending on the app.

import { patch } from '../change.ts';
import type { Client, Step } from '../client.ts';
import { expect, has } from '../expect.ts';
import { refusal } from '../message.ts';
import { becomes, person } from '../person.ts';
import { assign, lifecycle, SOMEBODY } from '../scenes/assign.ts';
import { refusals } from '../scenes/connect.ts';
import { linkAndUnlink, pushGroup, rename } from '../scenes/groups.ts';
import { importOf } from '../scenes/import.ts';
import { membership } from '../scenes/membership.ts';
import { replaceMembers, shapes } from './catalog-membership.ts';
import { okta } from './habits.ts';
import { renamePerson, testConnector, updateByPut } from './scenes.ts';

/** Okta, catalog app. */
export const oktaCatalog: Client = {
  ...okta,
  name: 'okta-catalog',
  title: 'Okta, catalog app',
  steps: [
    ...testConnector,
    ...assign,
    asPlainJson(),
    updateByPut,
    updateByPatch(),
    password(),
    renamePerson,
    ...lifecycle('by PATCH without a path', (stage, id, active) =>
      patch(stage, '/Users', id, [{ op: 'replace', value: { active } }], has(active, 'active')),
    ),
    ...importOf(256),
    ...pushGroup,
    ...membership(replaceMembers, shapes),
    rename('by PATCH without a path, id included', 'Crew', replaceMembers, (stage, group, displayName) =>
      patch(stage, '/Groups', group, [{ op: 'replace', value: { id: group, displayName } }]),
    ),
    ...linkAndUnlink(replaceMembers),
    ...refusals,
  ],
};

function asPlainJson(): Step {
  return {
    name: 'Assign again: refused as well when the body comes as application/json',
    play: async (stage) => {
      const body = stage.client.newUser(person(stage, SOMEBODY));
      stage.recall('user');
      const answer = await stage.send('POST', '/Users', body, { contentType: 'application/json' });
      expect(answer, [409], refusal(409, 'uniqueness'));
    },
  };
}

function updateByPatch(): Step {
  return {
    name: 'Profile: an update as PATCH without a path; what it does not name stays',
    play: (stage) => {
      const { familyName, userName } = person(stage, SOMEBODY);
      const value = { name: { givenName: 'Anja' }, displayName: 'Anja R.', nickName: '' };
      return patch(
        stage,
        '/Users',
        stage.recall('user'),
        [{ op: 'replace', value }],
        has(userName, 'userName'),
        becomes(stage, 'Anja', 'name', 'givenName'),
        has(familyName, 'name', 'familyName'),
        becomes(stage, 'Anja R.', 'displayName'),
        has(true, 'active'),
      );
    },
  };
}

function password(): Step {
  return {
    name: 'Profile: a new password as PATCH, never shown again',
    play: (stage) =>
      patch(stage, '/Users', stage.recall('user'), [
        { op: 'replace', value: { password: `${stage.password}-2` } },
      ]),
  };
}
