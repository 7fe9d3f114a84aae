// JumpCloud: creates and deletes a person and a group when the connection is activated, sends what is empty as empty
// arrays, phone numbers as `tel:` URIs, and removes members by a list of those who go. Its headers are not
// published; these are the protocol's.

import { create, find, patch, pathOf, putBack, read } from '../change.ts';
import type { Client, Collection, Step } from '../client.ts';
import { element, expect, has, lacks } from '../expect.ts';
import type { JsonObject } from '../json.ts';
import { refusal } from '../message.ts';
import { groupName, person, shows } from '../person.ts';
import { assign, lifecycle, SOMEBODY } from '../scenes/assign.ts';
import { firstPage, refusals, wrongToken } from '../scenes/connect.ts';
import { linkAndUnlink, pushGroup, rename } from '../scenes/groups.ts';
import { membership, pick, type SetMembers, type Shape } from '../scenes/membership.ts';
import type { Stage } from '../stage.ts';
import { GROUP, USER } from '../urns.ts';

/** JumpCloud. */
export const jumpCloud: Client = {
  headers: { Accept: 'application/scim+json' },
  contentType: 'application/scim+json',
  lookUp: (collection, filter) => `${collection}?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`,
  newUser: (person) => ({
    schemas: [USER],
    userName: person.userName,
    externalId: person.externalId,
    name: { givenName: person.givenName, familyName: person.familyName },
    displayName: person.displayName,
    emails: [{ value: person.email, type: 'work', primary: true }],
    active: true,
    addresses: [],
    phoneNumbers: [],
    groups: [],
    roles: [],
  }),
  newGroup: (displayName) => ({ schemas: [GROUP], displayName, externalId: displayName, members: [] }),
  name: 'jumpcloud',
  title: 'JumpCloud',
  steps: [
    firstPage('Activation: first page of users', '/Users', 1),
    wrongToken,
    madeAndDeleted('Activation: a test user is created, read and deleted', '/Users', (stage) =>
      stage.client.newUser(person(stage, 'Test')),
    ),
    madeAndDeleted('Activation: a test group is created, read and deleted', '/Groups', (stage) =>
      stage.client.newGroup(groupName(stage, 'Test')),
    ),
    activationLeavesNothing(),
    ...assign,
    phones(),
    emptied(),
    ...lifecycle('by GET and PUT', (stage, id, active) =>
      putBack(stage, '/Users', id, () => ({ active }), has(active, 'active')),
    ),
    ...lifecycle('by PATCH', (stage, id, active) =>
      patch(stage, '/Users', id, [{ op: 'replace', path: 'active', value: active }], has(active, 'active')),
    ),
    ...pushGroup,
    ...membership(putMembers(), shapes()),
    rename('by PATCH', 'Crew', putMembers(), (stage, group, displayName) =>
      patch(stage, '/Groups', group, [{ op: 'replace', path: 'displayName', value: displayName }]),
    ),
    ...linkAndUnlink(putMembers()),
    ...refusals,
  ],
};

function madeAndDeleted(name: string, collection: Collection, body: (stage: Stage) => JsonObject): Step {
  return {
    name,
    play: async (stage) => {
      const what = `test of ${collection}`;
      await create(stage, what, collection, body(stage));
      await read(stage, collection, stage.recall(what));
      const path = pathOf(collection, stage.recall(what));
      expect(await stage.send('DELETE', path), [204]);
      expect(await stage.send('GET', path), [404], refusal(404));
    },
  };
}

function activationLeavesNothing(): Step {
  return {
    name: 'Activation: neither is found any more',
    play: async (stage) => {
      await find(stage, '/Users', `userName eq "${person(stage, 'Test').userName}"`, []);
      await find(stage, '/Groups', `displayName eq "${groupName(stage, 'Test')}"`, []);
    },
  };
}

function phones(): Step {
  const number = 'tel:+1-201-555-0123';
  return {
    name: 'Profile: a phone number as "tel:" URI inside a PUT comes back as it was sent',
    play: (stage) =>
      putBack(
        stage,
        '/Users',
        stage.recall('user'),
        () => ({ phoneNumbers: [{ type: 'mobile', value: number }], addresses: [], roles: [] }),
        element('phoneNumbers', { type: 'mobile' }, { value: number }),
        ...shows(person(stage, SOMEBODY)),
      ),
  };
}

function emptied(): Step {
  return {
    name: 'Profile: an empty array inside a PUT takes the values away',
    play: async (stage) => {
      const id = stage.recall('user');
      const phoneNumbers = [{ type: 'work', value: 'tel:+1-201-555-0124' }];
      const set = element('phoneNumbers', { type: 'work' }, {});
      await putBack(stage, '/Users', id, () => ({ phoneNumbers }), set);
      await putBack(stage, '/Users', id, () => ({ phoneNumbers: [] }), lacks('phoneNumbers'));
    },
  };
}

function putMembers(): SetMembers {
  return (stage, group, ids) =>
    putBack(stage, '/Groups', group, () => ({ members: ids.map((value) => ({ value })) }));
}

function shapes(): readonly Shape[] {
  return [
    shape('add one person', [], [0], 'add', [0]),
    shape('add two more, one of whom is in already', [0], [0, 1], 'add', [0, 1]),
    shape('remove with a list takes only those listed', [0, 1, 2, 3], [0, 3], 'remove', [1, 2]),
    shape('remove with a list of somebody who is not in changes nothing', [0, 1], [0, 1], 'remove', [3]),
    shape('remove with a list takes the last one', [3], [], 'remove', [3]),
  ];
}

function shape(
  name: string,
  before: readonly number[],
  after: readonly number[],
  op: 'add' | 'remove',
  whom: readonly number[],
): Shape {
  const change: Shape['change'] = (stage, group, ids) => {
    const value = pick(ids, whom).map((id) => ({ value: id }));
    return patch(stage, '/Groups', group, [{ op, path: 'members', value }]);
  };
  return { name, before, after, change };
}
