// A short part of each client, for a trial that somebody watches: about thirty requests that show whether the
// connection does what it is for. Its steps are those of the whole client, chosen by their names.

import { patch } from './change.ts';
import type { Client, Step } from './client.ts';
import { entra } from './entra/client.ts';
import { has } from './expect.ts';
import { oktaCatalog } from './okta/catalog.ts';
import { replaceMembers, shapes } from './okta/catalog-membership.ts';
import { oktaCustom } from './okta/custom.ts';
import { becomes } from './person.ts';
import { rfc } from './rfc/client.ts';
import { assign, lifecycle } from './scenes/assign.ts';
import { firstPage, wrongToken } from './scenes/connect.ts';
import { pushGroup } from './scenes/groups.ts';
import { membership } from './scenes/membership.ts';

const assignment = [
  'Connection: a wrong token is refused in words',
  'Assign: looking up somebody new finds nobody',
  'Assign: the person is created',
  'Assign: the person is found by user name',
  'Assign again: a second person of that user name is refused',
];
const groupPush = [
  'Group push: looking up a new group finds none',
  'Group push: the group is created without members',
  'Group push: four people are created to be its members',
];

/** What no product's own client plays: the protocol's plainest forms. */
const plain: Client = {
  ...rfc,
  title: 'Any SCIM 2.0 client',
  steps: [
    firstPage('Test connection: first page of users', '/Users', 1),
    wrongToken,
    ...assign,
    {
      name: 'Profile: an update as PATCH with a path for each value',
      play: (stage) =>
        patch(
          stage,
          '/Users',
          stage.recall('user'),
          [
            { op: 'replace', path: 'name.givenName', value: 'Anna' },
            { op: 'add', path: 'title', value: 'Lead' },
          ],
          becomes(stage, 'Anna', 'name', 'givenName'),
          becomes(stage, 'Lead', 'title'),
        ),
    },
    ...lifecycle('by PATCH', (stage, id, active) =>
      patch(stage, '/Users', id, [{ op: 'replace', path: 'active', value: active }], has(active, 'active')),
    ),
    ...pushGroup,
    ...membership(replaceMembers, shapes),
  ],
};

/** Each client with the part of its steps that is worth watching. */
export const excerpts = {
  oktaCustom: excerpt(oktaCustom, [
    'Test connector: first page of users',
    ...assignment,
    'Profile: an update as GET, then PUT of all that was shown',
    'Deactivate, by GET and PUT: the person is inactive',
    'Reactivate, by GET and PUT: the person is active again',
    ...groupPush,
    'Membership: PUT with the first two members',
    'Membership: PUT with one more and one less',
  ]),
  oktaCatalog: excerpt(oktaCatalog, [
    'Test connector: first page of users',
    ...assignment,
    'Profile: an update as PATCH without a path; what it does not name stays',
    'Deactivate, by PATCH without a path: the person is inactive',
    'Reactivate, by PATCH without a path: the person is active again',
    ...groupPush,
    'Membership: add two people',
    'Membership: add somebody new and somebody who is in already',
    'Membership: remove one by a filter; the others stay',
  ]),
  entra: excerpt(entra, [
    'Test connection: a random user name is answered by an empty list',
    'Test connection: the schemas of users and groups can be read',
    ...assignment,
    'Match: the person is found by work e-mail address',
    'Update: single values, operations in capitals, paths in any case',
    'Deactivate, by the string "False" or "True": the person is inactive',
    'Reactivate, by the string "False" or "True": the person is active again',
    ...groupPush,
    'Membership: "Add" two people, "$ref" null',
    'Membership: "Add" one person more',
    'Delete: the person is gone and is not found any more',
  ]),
  plain: excerpt(plain, [
    'Test connection: first page of users',
    ...assignment,
    'Profile: an update as PATCH with a path for each value',
    'Deactivate, by PATCH: the person is inactive',
    'Reactivate, by PATCH: the person is active again',
    ...groupPush,
    'Membership: add two people',
    'Membership: add somebody new and somebody who is in already',
    'Membership: remove one by a filter; the others stay',
  ]),
} as const satisfies Readonly<Record<string, Client>>;

/** The client with the steps of these names alone, in this order. A name that it does not have is a mistake. */
function excerpt(client: Client, names: readonly string[]): Client {
  const stepOf = (name: string): Step => {
    const step = client.steps.find((one) => one.name === name);
    if (!step) throw new Error(`${client.name} has no step "${name}"`);
    return step;
  };
  return { ...client, steps: names.map(stepOf) };
}
