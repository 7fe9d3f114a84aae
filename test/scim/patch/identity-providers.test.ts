// The PATCH requests of identity providers, as they send them.

import { describe, expect, it } from 'vitest';
import { defaultLeniencies } from '../../../src/scim/leniency.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { isMembersOperation, readPatch } from '../../../src/scim/patch/operations.ts';
import { pathName } from '../../../src/scim/schema/path.ts';
import { groupType } from '../../../src/scim/schema/resource-type.ts';
import { enterpriseUrn } from '../resource/staff.ts';
import { ann, message, patched } from './patched.ts';

const [work, home] = ann['emails'] as readonly object[];
const enterprise = ann[enterpriseUrn] as object;

describe('users', () => {
  it.each<[string, readonly unknown[], object]>([
    ['Okta deactivates', [{ op: 'replace', value: { active: false } }], { active: false }],
    ['Okta syncs a password', [{ op: 'replace', value: { password: 'x' } }], {}],
    [
      'Okta updates',
      [{ op: 'replace', value: { id: '1', schemas: [], title: 'x', name: { givenName: 'A' } } }],
      { title: 'x', name: { givenName: 'A', familyName: 'Lee' } },
    ],
    [
      'Entra deactivates without its flag',
      [{ op: 'Replace', path: 'active', value: 'False' }],
      { active: false },
    ],
    ['Entra deactivates with its flag', [{ op: 'replace', path: 'active', value: false }], { active: false }],
    [
      'Entra updates with its flag: keys are paths',
      [
        {
          op: 'replace',
          value: {
            displayName: 'Bjfe',
            'name.givenName': 'Kkom',
            'name.familyName': 'Unua',
            [`${enterpriseUrn}:employeeNumber`]: 'Bjhq',
          },
        },
      ],
      {
        displayName: 'Bjfe',
        name: { givenName: 'Kkom', familyName: 'Unua' },
        [enterpriseUrn]: { ...enterprise, employeeNumber: 'Bjhq' },
      },
    ],
    [
      'Entra replaces a work e-mail',
      [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'x' }],
      { emails: [{ ...work, value: 'x' }, home] },
    ],
    [
      'Entra adds a phone that is not there',
      [{ op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' }],
      { phoneNumbers: [{ type: 'mobile', value: '+1' }] },
    ],
    [
      'Entra replaces a phone that is not there',
      [{ op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' }],
      { phoneNumbers: [{ type: 'mobile', value: '+1' }] },
    ],
    [
      'Entra adds an address in five parts: one element',
      ['streetAddress', 'locality', 'region', 'postalCode', 'country'].map((part) => ({
        op: 'Add',
        path: `addresses[type eq "work"].${part}`,
        value: part.toUpperCase(),
      })),
      {
        addresses: [
          { type: 'home', locality: 'Umeå' },
          {
            type: 'work',
            streetAddress: 'STREETADDRESS',
            locality: 'LOCALITY',
            region: 'REGION',
            postalCode: 'POSTALCODE',
            country: 'COUNTRY',
          },
        ],
      },
    ],
    [
      'Entra names a department',
      [{ op: 'Add', path: `${enterpriseUrn}:department`, value: 'Sales' }],
      { [enterpriseUrn]: { ...enterprise, department: 'Sales' } },
    ],
    [
      'Entra sets a manager by a bare id',
      [{ op: 'Add', path: `${enterpriseUrn}:manager`, value: '26118915' }],
      { [enterpriseUrn]: { ...enterprise, manager: { value: '26118915' } } },
    ],
    [
      'Entra sets a manager behind a dot',
      [{ op: 'Replace', path: `${enterpriseUrn}.manager`, value: '26118915' }],
      { [enterpriseUrn]: { ...enterprise, manager: { value: '26118915' } } },
    ],
    [
      'Entra sets a manager as an object',
      [{ op: 'replace', path: `${enterpriseUrn}:manager`, value: { value: '8', $ref: '../Users/8' } }],
      { [enterpriseUrn]: { ...enterprise, manager: { value: '8' } } },
    ],
    ...[
      [{ op: 'Replace', value: '' }],
      [{ op: 'replace', value: null }],
      [{ op: 'Remove' }],
      [{ op: 'Add', value: '' }],
    ].map(([part]): [string, readonly unknown[], object] => [
      `Entra clears a manager: ${JSON.stringify(part)}`,
      [{ ...part, path: `${enterpriseUrn}:manager` }],
      { [enterpriseUrn]: { department: 'R&D' } },
    ]),
    [
      'Entra replaces the primary role',
      [{ op: 'Replace', path: 'roles[primary eq "True"].value', value: '{"id":"1"}' }],
      { roles: [{ primary: true, value: '{"id":"1"}' }] },
    ],
    [
      'Entra adds roles',
      [
        {
          op: 'Add',
          path: 'roles',
          value: [{ primary: 'True', value: '{"id":"1"}', type: 'WindowsAzureActiveDirectoryRole' }],
        },
      ],
      { roles: [{ primary: true, value: '{"id":"1"}', type: 'WindowsAzureActiveDirectoryRole' }] },
    ],
    [
      'Entra writes sub-attributes in any case',
      [{ op: 'Add', path: 'name.GivenName', value: 'A' }],
      { name: { givenName: 'A', familyName: 'Lee' } },
    ],
    ['Entra clears by an empty string', [{ op: 'Replace', path: 'title', value: '' }], { title: undefined }],
    [
      'OneLogin sends one e-mail for a list',
      [{ op: 'replace', path: 'emails', value: { value: 'x', type: 'work' } }],
      { emails: [{ value: 'x', type: 'work' }] },
    ],
    [
      'JumpCloud sends empty lists',
      [{ op: 'replace', value: { emails: [], phoneNumbers: [], addresses: [] } }],
      { emails: undefined, addresses: undefined },
    ],
    [
      'authentik replaces a whole user',
      [
        {
          op: 'replace',
          path: null,
          value: {
            userName: 'ann',
            name: { formatted: 'Ann Lee' },
            emails: [{ value: 'x', type: 'other', primary: true }],
            groups: [],
          },
        },
      ],
      {
        name: { givenName: 'Ann', familyName: 'Lee', formatted: 'Ann Lee' },
        emails: [{ value: 'x', type: 'other', primary: true }],
      },
    ],
  ])('%s', (_, operations, expected) => {
    const wanted = Object.entries({ ...ann, ...expected }).filter(([, value]) => value !== undefined);
    expect(patched(ann, operations)).toEqual(Object.fromEntries(wanted));
  });
});

describe('groups', () => {
  const before = { displayName: 'Old' };
  it.each<[string, readonly unknown[], string, readonly unknown[]]>([
    ['Okta renames', [{ op: 'replace', value: { id: 'g', displayName: 'New' } }], 'New', []],
    [
      'Okta adds',
      [{ op: 'add', path: 'members', value: [{ value: 'u1', display: 'a@x' }] }],
      'Old',
      [['add', [{ value: 'u1', display: 'a@x' }]]],
    ],
    ['Okta removes', [{ op: 'remove', path: 'members[value eq "u1"]' }], 'Old', [['remove*', undefined]]],
    [
      'Okta replaces',
      [{ op: 'replace', path: 'members', value: [{ value: 'u1', display: null }] }],
      'Old',
      [['replace', [{ value: 'u1' }]]],
    ],
    ['Okta empties', [{ op: 'replace', path: 'members', value: [] }], 'Old', [['remove', undefined]]],
    [
      'Okta replaces all without path',
      [{ op: 'replace', value: { members: [{ value: 'u1' }], id: 'g', displayName: 'New' } }],
      'New',
      [['replace', [{ value: 'u1' }]]],
    ],
    [
      'Okta mixes',
      [
        { op: 'remove', path: 'members[value eq "u1"]' },
        { op: 'add', path: 'members', value: [{ value: 'u2' }] },
        { op: 'replace', value: { id: 'g', displayName: 'New' } },
      ],
      'New',
      [
        ['remove*', undefined],
        ['add', [{ value: 'u2' }]],
      ],
    ],
    [
      'Entra removes without its flag',
      [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'u1' }] }],
      'Old',
      [['remove', [{ value: 'u1' }]]],
    ],
    [
      'Entra adds',
      [{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'u1' }] }],
      'Old',
      [['add', [{ value: 'u1' }]]],
    ],
    ['JumpCloud removes nobody', [{ op: 'remove', path: 'members', value: [] }], 'Old', [['remove', []]]],
    [
      'authentik replaces',
      [{ op: 'replace', value: { displayName: 'New', externalId: 'e', members: ['u1'] } }],
      'New',
      [['replace', [{ value: 'u1' }]]],
    ],
    [
      'Microsoft’s collection names a member by displayName',
      [{ op: 'add', path: 'members', value: [{ value: 'u1', displayName: 'Ann' }] }],
      'Old',
      [['add', [{ value: 'u1', display: 'Ann' }]]],
    ],
  ])('%s', (_, sent, displayName, onMembers) => {
    const operations = readPatch(groupType, message(...sent), defaultLeniencies);
    const document = operations.filter((operation) => !isMembersOperation(operation));
    expect(applyPatch(before, document, defaultLeniencies)['displayName']).toBe(displayName);
    expect(
      operations.filter(isMembersOperation).map(({ op, target, value }) => {
        if (target.kind !== 'attribute' || pathName(target.path) !== 'members') return undefined;
        return [target.filter ? `${op}*` : op, value];
      }),
    ).toEqual(onMembers);
  });

  it('Okta names 256 members at once', () => {
    const value = Array.from({ length: 256 }, (_, index) => ({ value: `u${index}`, display: `${index}@x` }));
    const [operation] = readPatch(
      groupType,
      message({ op: 'add', path: 'members', value }),
      defaultLeniencies,
    );
    expect(operation?.value).toEqual(value);
  });

  it('Okta leaves out `schemas`', () => {
    const body = { Operations: [{ op: 'replace', value: { displayName: 'New' } }] };
    expect(readPatch(groupType, body, defaultLeniencies)).toHaveLength(1);
  });
});
