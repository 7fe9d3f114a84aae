// How Entra ID changes a person: without the `aadOptscim062020` flag operations in capitals, one path for each
// value, booleans as strings; with it one operation without a path whose keys are paths themselves. In both, a path
// with a filter creates the element that it does not find. Managers are in `managers.ts`.

import type { Answer } from '../answer.ts';
import { patch } from '../change.ts';
import type { Step } from '../client.ts';
import { type Expectation, element, has, lacks, unless } from '../expect.ts';
import { at, type Json, type JsonObject } from '../json.ts';
import { becomes } from '../person.ts';
import type { Stage } from '../stage.ts';
import { ENTERPRISE_USER } from '../urns.ts';

const address = {
  streetAddress: '1 Stage Door',
  locality: 'Vienna',
  region: 'W',
  postalCode: '1010',
  country: 'AT',
};
const appRole = '{"id":"18d14569","value":"editor","displayName":"Editor"}';

/** Without the flag. */
export const updates: readonly Step[] = [
  {
    name: 'Update: single values, operations in capitals, paths in any case',
    play: (stage) =>
      patch(
        stage,
        '/Users',
        stage.recall('user'),
        [replace('name.givenName', 'Anna'), replace('Name.FamilyName', 'Neu'), add('title', 'Lead')],
        becomes(stage, 'Anna', 'name', 'givenName'),
        becomes(stage, 'Neu', 'name', 'familyName'),
        becomes(stage, 'Lead', 'title'),
      ),
  },
  update(
    'Update: "Add" on a filtered path creates the mobile number',
    [add('phoneNumbers[type eq "mobile"].value', '+43 1 100')],
    element('phoneNumbers', { type: 'mobile' }, { value: '+43 1 100' }),
  ),
  update(
    'Update: "Replace" on a filtered path creates the work number, then changes it',
    [
      replace('phoneNumbers[type eq "work"].value', '+43 1 200'),
      replace('phoneNumbers[type eq "work"].Value', '+43 1 201'),
    ],
    element('phoneNumbers', { type: 'work' }, { value: '+43 1 201' }),
  ),
  update(
    'Update: five additions to the work address land in one address',
    Object.entries(address).map(([name, value]) => add(`addresses[type eq "work"].${name}`, value)),
    element('addresses', { type: 'work' }, address),
  ),
  update(
    'Update: "Remove" takes a value away',
    [add('title', 'Lead'), add('nickName', 'Annie'), { op: 'Remove', path: 'nickName' }],
    lacks('nickName'),
    has('Lead', 'title'),
  ),
  update(
    'Update: the role where primary eq "True" is created, then changed',
    [add('roles[primary eq "True"].value', 'viewer'), replace('roles[primary eq "True"].value', 'editor')],
    element('roles', { primary: true }, { value: 'editor' }),
  ),
  update(
    'Update: a role whose value is JSON in a string, and whose primary is "True"',
    [replace('roles', [{ primary: 'True', type: 'WindowsAzureActiveDirectoryRole', value: appRole }])],
    element('roles', { primary: true }, { value: appRole }),
  ),
];

/** With the flag. */
export const flaggedUpdates: readonly Step[] = [
  update(
    'Update (new flag): one operation without a path, its keys dotted or full URNs',
    [
      {
        op: 'replace',
        value: {
          displayName: 'Anja R.',
          'name.givenName': 'Anja',
          [`${ENTERPRISE_USER}:employeeNumber`]: '4711',
          [`${ENTERPRISE_USER}:department`]: 'Stage',
        },
      },
    ],
    has('Anja R.', 'displayName'),
    has('Anja', 'name', 'givenName'),
    has('4711', ENTERPRISE_USER, 'employeeNumber'),
    has('Stage', ENTERPRISE_USER, 'department'),
    keepsFamilyName,
  ),
  update(
    'Update (new flag): a filtered path creates the fax number',
    [{ op: 'add', path: 'phoneNumbers[type eq "fax"].value', value: '+43 1 300' }],
    element('phoneNumbers', { type: 'fax' }, { value: '+43 1 300' }),
  ),
];

/** Dotted keys are merged into the name, they do not replace it. */
function keepsFamilyName({ body }: Answer): readonly string[] {
  return unless(typeof at(body, 'name', 'familyName') === 'string', 'name.familyName is gone');
}

/** Activation without the flag: a boolean as a string. */
export async function setActiveByString(stage: Stage, id: string, active: boolean): Promise<void> {
  await patch(stage, '/Users', id, [replace('active', active ? 'True' : 'False')], has(active, 'active'));
}

/** Activation with the flag. */
export async function setActive(stage: Stage, id: string, active: boolean): Promise<void> {
  await patch(stage, '/Users', id, [{ op: 'replace', path: 'active', value: active }], has(active, 'active'));
}

/** An operation as Entra writes it without the flag. */
export function replace(path: string, value: Json): JsonObject {
  return { op: 'Replace', path, value };
}

function add(path: string, value: Json): JsonObject {
  return { op: 'Add', path, value };
}

function update(name: string, operations: readonly JsonObject[], ...expected: readonly Expectation[]): Step {
  return {
    name,
    play: (stage) => patch(stage, '/Users', stage.recall('user'), operations, ...expected),
  };
}
