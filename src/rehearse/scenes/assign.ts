// Assigning somebody to the application: look up, create, and what a second attempt meets. Then the life of an
// account: switched off it is still found, switched on it is the same one.

import { create, find, read } from '../change.ts';
import type { Step } from '../client.ts';
import { expect, has } from '../expect.ts';
import { exactly, list, lists, refusal } from '../message.ts';
import { person, shows } from '../person.ts';
import type { Stage } from '../stage.ts';

/** The person that most steps are about; `user` in what the stage keeps. */
export const SOMEBODY = 'Ann';

/** Look-up, creation, look-up in other notations, and a duplicate. */
export const assign: readonly Step[] = [
  {
    name: 'Assign: looking up somebody new finds nobody',
    play: (stage) => find(stage, '/Users', byUserName(stage), []),
  },
  {
    name: 'Assign: the person is created',
    play: (stage) => {
      const ann = person(stage, SOMEBODY);
      return create(stage, 'user', '/Users', stage.client.newUser(ann), ...shows(ann));
    },
  },
  {
    name: 'Assign: the created person can be read',
    play: async (stage) => {
      await read(stage, '/Users', stage.recall('user'), ...shows(person(stage, SOMEBODY)));
    },
  },
  {
    name: 'Assign: the person is found by user name',
    play: (stage) => find(stage, '/Users', byUserName(stage), [stage.recall('user')]),
  },
  {
    name: 'Assign: the person is found by user name in capitals, and shown in their own case',
    play: (stage) => {
      const { userName } = person(stage, SOMEBODY);
      const filter = `userName eq "${userName.toUpperCase()}"`;
      return find(stage, '/Users', filter, [stage.recall('user')], lists(userName, 'userName'));
    },
  },
  {
    name: 'Assign: the person is found when spaces arrive as +',
    play: async (stage) => {
      const path = stage.client.lookUp('/Users', byUserName(stage)).replaceAll('%20', '+');
      expect(await stage.send('GET', path), [200], list, exactly([stage.recall('user')]));
    },
  },
  duplicate('Assign again: a second person of that user name is refused', (userName) => userName),
  duplicate('Assign again: also in capitals', (userName) => userName.toUpperCase()),
];

/** Off, found, and on again with the same id; `set` is how this client switches. */
export function lifecycle(
  how: string,
  set: (stage: Stage, id: string, active: boolean) => Promise<void>,
): readonly Step[] {
  const switchAndLook = async (stage: Stage, active: boolean) => {
    const id = stage.recall('user');
    await set(stage, id, active);
    await read(stage, '/Users', id, has(active, 'active'));
  };
  const lookAgain = (stage: Stage, active: boolean) =>
    find(stage, '/Users', byUserName(stage), [stage.recall('user')], lists(active, 'active'));
  return [
    { name: `Deactivate, ${how}: the person is inactive`, play: (stage) => switchAndLook(stage, false) },
    {
      name: `Deactivate, ${how}: the inactive person is still found, with the same id`,
      play: (stage) => lookAgain(stage, false),
    },
    { name: `Reactivate, ${how}: the person is active again`, play: (stage) => switchAndLook(stage, true) },
    {
      name: `Reactivate, ${how}: the person is found, with the same id as before`,
      play: (stage) => lookAgain(stage, true),
    },
  ];
}

function duplicate(name: string, inCase: (userName: string) => string): Step {
  return {
    name,
    play: async (stage) => {
      const id = stage.recall('user');
      const ann = person(stage, SOMEBODY);
      const again = { ...ann, userName: inCase(ann.userName), externalId: `${ann.externalId}-again` };
      const answer = await stage.send('POST', '/Users', stage.client.newUser(again));
      expect(answer, [409], refusal(409, 'uniqueness'));
      await find(stage, '/Users', byUserName(stage), [id]);
    },
  };
}

function byUserName(stage: Stage): string {
  return `userName eq "${person(stage, SOMEBODY).userName}"`;
}
