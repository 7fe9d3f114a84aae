import { describe, expect, it } from 'vitest';
import { defaultLeniencies } from '../../../src/scim/leniency.ts';
import { project } from '../../../src/scim/resource/project.ts';
import { readProjection, wants } from '../../../src/scim/resource/projection.ts';
import { schemasFor } from '../../../src/scim/resource/schemas.ts';
import type { Resource } from '../../../src/scim/resource/value.ts';
import { groupType } from '../../../src/scim/schema/resource-type.ts';
import { refusal } from '../filter/refusal.ts';
import { badgeUrn, coreUrn, enterpriseUrn, groupUrn, staffType, without } from './staff.ts';

const ann: Resource = {
  [enterpriseUrn]: { department: 'R&D', manager: { value: '7', displayName: 'Boss' } },
  userName: 'ann',
  id: '1',
  meta: { resourceType: 'User', version: 'W/"1"' },
  password: 'never',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [{ value: 'a@x', type: 'work' }, { value: 'b@x' }],
  [badgeUrn]: { number: '9', secret: 's', safe: { room: '1', code: '0000' } },
  undeclared: 'x',
};
const all = {
  schemas: [coreUrn, enterpriseUrn, badgeUrn],
  id: '1',
  meta: ann['meta'],
  userName: 'ann',
  name: ann['name'],
  emails: ann['emails'],
  [enterpriseUrn]: ann[enterpriseUrn],
  [badgeUrn]: { number: '9', safe: { room: '1' } },
};
const minimum = { schemas: all.schemas, id: '1' };

const projected = (query: { attributes?: string; excludedAttributes?: string }) =>
  project(staffType, ann, readProjection(query, staffType, defaultLeniencies));

it('by default all is shown but what is never returned or on request only, in the order of the schemas', () => {
  const shown = projected({});
  expect(shown).toEqual(all);
  expect(Object.keys(shown)).toEqual(Object.keys(all));
});

describe('`attributes` names what is shown beside `schemas` and `id`', () => {
  it.each<[string, object]>([
    ['userName', { userName: 'ann' }],
    ['USERNAME, name.GivenName', { userName: 'ann', name: { givenName: 'Ann' } }],
    ['emails', { emails: ann['emails'] }],
    ['emails.type', { emails: [{ type: 'work' }] }],
    ['emails.display', {}],
    ['emails[type eq "work"]', { emails: ann['emails'] }],
    [
      'emails[value eq "a],b"].value,userName',
      { emails: [{ value: 'a@x' }, { value: 'b@x' }], userName: 'ann' },
    ],
    ['emails[value eq "\\"]"],userName', { emails: ann['emails'], userName: 'ann' }],
    ['meta.version', { meta: { version: 'W/"1"' } }],
    [`${coreUrn}:userName`, { userName: 'ann' }],
    [`${enterpriseUrn}:department`, { [enterpriseUrn]: { department: 'R&D' } }],
    ['department', { [enterpriseUrn]: { department: 'R&D' } }],
    [`${enterpriseUrn}:manager.value`, { [enterpriseUrn]: { manager: { value: '7' } } }],
    [enterpriseUrn.toUpperCase(), { [enterpriseUrn]: ann[enterpriseUrn] }],
    [`${badgeUrn}:secret`, { [badgeUrn]: { secret: 's' } }],
    ['safe.code', {}],
    ['password', {}],
    ['unknown,also.unknown', {}],
    ['id', {}],
  ])('%s', (attributes, expected) => {
    expect(projected({ attributes })).toEqual({ ...minimum, ...expected });
  });
  it('which is all when nothing is named', () => {
    expect(projected({ attributes: ' , ', excludedAttributes: '' })).toEqual(all);
  });
});

describe('`excludedAttributes` names what is not shown', () => {
  it.each<[string, object]>([
    ['userName', { userName: undefined }],
    ['emails.type', { emails: [{ value: 'a@x' }, { value: 'b@x' }] }],
    ['name.givenName,name.familyName', { name: undefined }],
    ['id,schemas', {}],
    [enterpriseUrn, { [enterpriseUrn]: undefined }],
    ['manager', { [enterpriseUrn]: { department: 'R&D' } }],
    ['unknown', {}],
  ])('%s', (excludedAttributes, expected) => {
    expect(projected({ excludedAttributes })).toEqual({ ...all, ...expected });
  });
});

it('both at once are 400 invalidValue', () => {
  expect(refusal(() => projected({ attributes: 'userName', excludedAttributes: 'name' }))).toMatchObject({
    status: 400,
    scimType: 'invalidValue',
  });
});

it('with bracketsInAttributes off, brackets are 400 invalidValue', () => {
  const leniencies = without('bracketsInAttributes');
  const attributes = 'emails[type eq "work"]';
  expect(refusal(() => readProjection({ attributes }, staffType, leniencies)).scimType).toBe('invalidValue');
});

it('brackets without end are read in one pass', () => {
  const attributes = '[" '.repeat(200_000);
  expect(readProjection({ attributes }, staffType, defaultLeniencies)).toEqual({ kind: 'default' });
});

it('`schemas` has the extensions that have values, whatever the projection', () => {
  expect(schemasFor(staffType, { userName: 'a', [badgeUrn]: { number: '1' } })).toEqual([coreUrn, badgeUrn]);
  expect(schemasFor(groupType, { displayName: 'a' })).toEqual([groupUrn]);
  expect(projected({ excludedAttributes: enterpriseUrn })['schemas']).toContain(enterpriseUrn);
});

describe('what nobody wants need not be fetched', () => {
  it.each<[{ attributes?: string; excludedAttributes?: string }, boolean]>([
    [{}, true],
    [{ attributes: 'displayName' }, false],
    [{ attributes: 'MEMBERS' }, true],
    [{ attributes: 'members.value' }, true],
    [{ attributes: 'membersX' }, false],
    [{ attributes: groupUrn }, true],
    [{ excludedAttributes: 'members' }, false],
    [{ excludedAttributes: 'members.display' }, true],
  ])('members with %j: %s', (query, expected) => {
    expect(wants(readProjection(query, groupType, defaultLeniencies), 'members')).toBe(expected);
  });
});
