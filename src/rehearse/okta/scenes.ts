// The steps that both of Okta's clients play alike; what differs is how they change things.

import { create, find, putBack } from '../change.ts';
import type { Step } from '../client.ts';
import { has } from '../expect.ts';
import { type JsonObject, objectAt } from '../json.ts';
import { lists } from '../message.ts';
import { becomes, person } from '../person.ts';
import { SOMEBODY } from '../scenes/assign.ts';
import { firstPage, wrongToken } from '../scenes/connect.ts';
import type { Stage } from '../stage.ts';

/** "Test connector configuration". */
export const testConnector: readonly Step[] = [
  firstPage('Test connector: first page of users', '/Users', 2),
  firstPage('Test connector: first page of groups', '/Groups', 100),
  wrongToken,
];

/** Okta's answer to any difference in a profile: what the server showed, with mapped attributes overwritten. */
export const updateByPut: Step = {
  name: 'Profile: an update as GET, then PUT of all that was shown',
  play: (stage) => {
    const { userName, familyName } = person(stage, SOMEBODY);
    return putBack(
      stage,
      '/Users',
      stage.recall('user'),
      (shown) => overwritten(shown, { name: { ...objectAt(shown, 'name'), givenName: 'Anna' } }),
      has(userName, 'userName'),
      becomes(stage, 'Anna', 'name', 'givenName'),
      has(familyName, 'name', 'familyName'),
      has(true, 'active'),
    );
  },
};

/** A new user name; the old one must not be found any more. */
export const renamePerson: Step = {
  name: 'Profile: a new user name; the person keeps the id, the old name finds nobody',
  play: async (stage) => {
    const before = person(stage, 'Rena');
    const { userName } = person(stage, 'Renata');
    await create(stage, 'renamed person', '/Users', stage.client.newUser(before));
    const id = stage.recall('renamed person');
    await putBack(
      stage,
      '/Users',
      id,
      (shown) => overwritten(shown, { userName }),
      has(userName, 'userName'),
    );
    await find(stage, '/Users', `userName eq "${userName}"`, [id], lists(userName, 'userName'));
    await find(stage, '/Users', `userName eq "${before.userName}"`, []);
  },
};

/** Activation by PUT. */
export async function putActive(stage: Stage, id: string, active: boolean): Promise<void> {
  await putBack(stage, '/Users', id, (shown) => overwritten(shown, { active }), has(active, 'active'));
}

/** The body of Okta's PUT: id, meta and groups go back as they came, `name.formatted` is stale by now. */
export function overwritten(shown: JsonObject, mapped: JsonObject): JsonObject {
  const groups = shown['groups'] ?? [];
  return { ...shown, groups, nickName: '', rehearsalOnly: 'no such attribute', ...mapped };
}
