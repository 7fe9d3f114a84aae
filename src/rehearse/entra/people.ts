// What Entra ID does with people beside changing them: connection test, matching by other attributes, creation with
// keys in any case, and the deletion a month after somebody left.

import { create, find, pathOf } from '../change.ts';
import type { Step } from '../client.ts';
import { element, expect, has } from '../expect.ts';
import { list, refusal } from '../message.ts';
import { person } from '../person.ts';
import { SOMEBODY } from '../scenes/assign.ts';
import type { Stage } from '../stage.ts';
import { GROUP, USER } from '../urns.ts';

/** "Test connection", and the schemas that Entra reads. */
export const testConnection: readonly Step[] = [
  {
    name: 'Test connection: a random user name is answered by an empty list',
    play: (stage) => find(stage, '/Users', `userName eq "nobody-${stage.run}"`, []),
  },
  {
    name: 'Test connection: the schemas of users and groups can be read',
    play: async (stage) => {
      const answer = await stage.send('GET', '/Schemas');
      expect(answer, [200], list, ...[USER, GROUP].map((id) => element('Resources', { id }, {})));
    },
  },
];

/** Matching by other attributes than the user name. */
export const matching: readonly Step[] = [
  {
    name: 'Match: the person is found by external id',
    play: (stage) =>
      find(stage, '/Users', `externalId eq "${ann(stage).externalId}"`, [stage.recall('user')]),
  },
  {
    name: 'Match: the person is found by work e-mail address',
    play: (stage) => {
      const filter = `emails[type eq "work"].value eq "${ann(stage).email}"`;
      return find(stage, '/Users', filter, [stage.recall('user')]);
    },
  },
];

/** Creations that look odd. */
export const oddCreations: readonly Step[] = [
  {
    name: 'Create: attribute names in any case are understood',
    play: (stage) => {
      const odd = person(stage, 'Odd');
      const body = {
        schemas: [USER],
        UserName: odd.userName,
        ExternalID: odd.externalId,
        Active: true,
        DISPLAYNAME: odd.displayName,
        Name: { GivenName: odd.givenName, familyname: odd.familyName },
      };
      return create(
        stage,
        'odd person',
        '/Users',
        body,
        has(odd.userName, 'userName'),
        has(odd.externalId, 'externalId'),
        has(odd.displayName, 'displayName'),
        has(odd.givenName, 'name', 'givenName'),
        has(odd.familyName, 'name', 'familyName'),
      );
    },
  },
  {
    name: 'Create: somebody without a user name is refused',
    play: async (stage) => {
      const answer = await stage.send('POST', '/Users', { schemas: [USER], displayName: 'No Name' });
      expect(answer, [400], refusal(400));
    },
  },
];

/** A month after somebody left. */
export const deletion: Step = {
  name: 'Delete: the person is gone and is not found any more',
  play: async (stage) => {
    const path = pathOf('/Users', stage.recall('user'));
    expect(await stage.send('DELETE', path), [204]);
    expect(await stage.send('GET', path), [404], refusal(404));
    await find(stage, '/Users', `userName eq "${ann(stage).userName}"`, []);
  },
};

function ann(stage: Stage) {
  return person(stage, SOMEBODY);
}
