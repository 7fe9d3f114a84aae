// OneLogin: probes with a user name that nobody has, lists all groups before it changes a membership, creates groups
// without `members`, updates people by PUT, and sometimes sends `emails` as an object instead of a list. Its headers
// are not published; these are the protocol's.

import { find, patch, putBack } from '../change.ts';
import type { Client, Step } from '../client.ts';
import { element, expect, has, Unmet } from '../expect.ts';
import { at, type JsonObject, objectAt, textAt } from '../json.ts';
import { created, refusal } from '../message.ts';
import { person } from '../person.ts';
import { assign, lifecycle, SOMEBODY } from '../scenes/assign.ts';
import { refusals, wrongToken } from '../scenes/connect.ts';
import { linkAndUnlink, pushGroup, rename } from '../scenes/groups.ts';
import { allPages } from '../scenes/import.ts';
import { membership, pick, type SetMembers, type Shape } from '../scenes/membership.ts';
import type { Stage } from '../stage.ts';
import { GROUP, USER } from '../urns.ts';

/** OneLogin. */
export const oneLogin: Client = {
  headers: { Accept: 'application/scim+json' },
  contentType: 'application/scim+json',
  lookUp: (collection, filter) => `${collection}?filter=${encodeURIComponent(filter)}`,
  newUser: (person) => ({
    schemas: [USER],
    userName: person.userName,
    externalId: person.externalId,
    name: { givenName: person.givenName, familyName: person.familyName },
    displayName: person.displayName,
    emails: [{ value: person.email, type: 'work', primary: true }],
    active: true,
  }),
  newGroup: (displayName) => ({ schemas: [GROUP], displayName }),
  name: 'onelogin',
  title: 'OneLogin',
  steps: [
    probe(),
    wrongToken,
    ...assign,
    singleEmail(),
    updateByPut(),
    ...lifecycle('by PUT', putActive),
    ...pushGroup,
    ...membership(replaceMembers(), shapes()),
    rename('by PATCH', 'Crew', replaceMembers(), (stage, group, displayName) =>
      patch(stage, '/Groups', group, [{ op: 'replace', value: { displayName } }]),
    ),
    ...linkAndUnlink(replaceMembers()),
    ...refusals,
  ],
};

function probe(): Step {
  return {
    name: 'Connection: the probe for a user name that nobody has finds none',
    play: (stage) => find(stage, '/Users', `userName eq "nobody-${stage.run}@example.com"`, []),
  };
}

function singleEmail(): Step {
  return {
    name: 'Create: "emails" as a single object is understood, or refused in words',
    play: async (stage) => {
      const solo = person(stage, 'Solo');
      const emails = { value: solo.email, type: 'work', primary: true };
      const answer = await stage.send('POST', '/Users', { ...stage.client.newUser(solo), emails });
      if (answer.status === 400) {
        expect(answer, [400], refusal(400));
        stage.remark(`refused: ${textAt(answer.body, 'detail')}`);
      } else {
        const value = { value: solo.email };
        expect(answer, [201, 400], created('User'), element('emails', { type: 'work' }, value));
        stage.remark('understood as a list of one');
      }
    },
  };
}

function updateByPut(): Step {
  return {
    name: 'Profile: an update by PUT of all that was shown',
    play: (stage) =>
      putBack(
        stage,
        '/Users',
        stage.recall('user'),
        (shown) => ({ name: { ...objectAt(shown, 'name'), givenName: 'Anna' }, title: 'Lead' }),
        has(person(stage, SOMEBODY).userName, 'userName'),
        has('Anna', 'name', 'givenName'),
        has(person(stage, SOMEBODY).familyName, 'name', 'familyName'),
        has('Lead', 'title'),
        has(true, 'active'),
      ),
  };
}

async function putActive(stage: Stage, id: string, active: boolean): Promise<void> {
  await putBack(stage, '/Users', id, () => ({ active }), has(active, 'active'));
}

/** Gives a group a whole list of members. OneLogin itself never does so; it is how a step begins. */
function replaceMembers(): SetMembers {
  return (stage, group, ids) =>
    patch(stage, '/Groups', group, [{ op: 'replace', path: 'members', value: listing(ids) }]);
}

function shapes(): readonly Shape[] {
  return [
    shape('all groups are listed, then one person is added', [], [0], (ids) => add(pick(ids, [0]))),
    shape('all groups are listed, then two are added', [0], [0, 1, 2], (ids) => add(pick(ids, [1, 2]))),
    shape('all groups are listed, then one is removed; the others stay', [0, 1, 2], [0, 2], (ids) => [
      ...pick(ids, [1]).map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
    ]),
    shape('all groups are listed, then the last one is removed', [1], [], (ids) => [
      ...pick(ids, [1]).map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
    ]),
  ];
}

function shape(
  name: string,
  before: readonly number[],
  after: readonly number[],
  operations: (ids: readonly string[]) => readonly JsonObject[],
): Shape {
  const change: Shape['change'] = async (stage, group, ids) => {
    const known = await allPages(stage, '/Groups');
    if (!known.some((one) => at(one, 'id') === group)) throw new Unmet('the group is not among all groups');
    await patch(stage, '/Groups', group, operations(ids));
  };
  return { name, before, after, change };
}

function add(ids: readonly string[]): readonly JsonObject[] {
  return [{ op: 'add', path: 'members', value: listing(ids) }];
}

function listing(ids: readonly string[]): readonly JsonObject[] {
  return ids.map((value) => ({ value }));
}
