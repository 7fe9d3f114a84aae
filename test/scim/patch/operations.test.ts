import { describe, expect, it } from 'vitest';
import { defaultLeniencies } from '../../../src/scim/leniency.ts';
import { maxMembersPerRequest, maxPatchComparisons } from '../../../src/scim/limits.ts';
import { isMembersOperation, type Operation, readPatch } from '../../../src/scim/patch/operations.ts';
import { pathName } from '../../../src/scim/schema/path.ts';
import { groupType, type ResourceType } from '../../../src/scim/schema/resource-type.ts';
import { refusal } from '../filter/refusal.ts';
import { badgeUrn, coreUrn, enterpriseUrn, groupUrn, staffType, without } from '../resource/staff.ts';
import { message } from './patched.ts';

const read = (operation: unknown, type: ResourceType = staffType, leniencies = defaultLeniencies) =>
  readPatch(type, message(operation), leniencies);

/** `replace name.givenName = "Ann"`, and a star where there is a filter. */
const said = ({ op, target, value, cleared }: Operation) => {
  const name =
    target.kind === 'extension' ? target.schema.id : `${pathName(target.path)}${target.filter ? '*' : ''}`;
  const gone = cleared && cleared.length > 0 ? ` -${cleared.join()}` : '';
  return `${op} ${name}${value === undefined ? '' : ` ${JSON.stringify(value)}`}${gone}`;
};

describe('an operation without path becomes one for each attribute of its value', () => {
  it.each<[unknown, readonly string[]]>([
    [{ active: 'False' }, ['replace active false']],
    [
      { TITLE: 'x', name: { givenName: 'A', familyName: null } },
      ['replace title "x"', 'replace name {"givenName":"A"} -familyName'],
    ],
    [{ 'name.givenName': 'A' }, ['replace name.givenName "A"']],
    [{ [`${coreUrn}:title`]: 'x' }, ['replace title "x"']],
    [{ [coreUrn]: { title: 'x' } }, ['replace title "x"']],
    [{ [`${enterpriseUrn}:employeeNumber`]: 17 }, [`replace ${enterpriseUrn}:employeeNumber "17"`]],
    [
      { [enterpriseUrn]: { department: 'x', 'manager.value': '7' } },
      [`replace ${enterpriseUrn}:department "x"`, `replace ${enterpriseUrn}:manager.value "7"`],
    ],
    [{ [enterpriseUrn]: null }, [`remove ${enterpriseUrn}`]],
    [{ [enterpriseUrn]: {} }, []],
    [{ 'emails[type eq "work"].value': 'x', title: 'y' }, ['replace title "y"', 'replace emails.value* "x"']],
    [{ title: null, emails: [], name: '' }, ['remove title', 'remove emails', 'remove name']],
    [
      {
        id: '1',
        meta: {},
        groups: [{ value: 'g' }],
        'meta.version': 'x',
        'groups[value eq "g"].display': 'x',
      },
      [],
    ],
    [{ schemas: [coreUrn], password: 'x' }, []],
  ])('%j', (value, expected) => {
    expect(read({ op: 'replace', value }).map(said)).toEqual(expected);
  });
  it('to add nothing to a list or an extension is left out', () => {
    expect(read({ op: 'add', value: { emails: [], roles: null, [enterpriseUrn]: null } })).toEqual([]);
  });
  it('what is not declared is told, also among sub-attributes', () => {
    const names: string[] = [];
    const value = {
      shoeSize: 1,
      'shoes[type eq "x"].size': 1,
      name: { nick: 'x' },
      [enterpriseUrn]: { shoe: 1 },
      'urn:example:other': { a: 1 },
    };
    const operations = readPatch(staffType, message({ op: 'add', value }), defaultLeniencies, (name) =>
      names.push(name),
    );
    expect(operations.map(said)).toEqual(['add name {}']);
    expect(names.toSorted()).toEqual(
      [
        'shoeSize',
        'name.nick',
        `${enterpriseUrn}:shoe`,
        'urn:example:other',
        'shoes[type eq "x"].size',
      ].toSorted(),
    );
  });
});

describe('a path names the target, however it is written', () => {
  it.each<[string, unknown, string]>([
    ['USERNAME', 'x', 'replace userName "x"'],
    ['name.GIVENNAME', 'x', 'replace name.givenName "x"'],
    [`${coreUrn}:name.givenName`, 'x', 'replace name.givenName "x"'],
    [`${enterpriseUrn}:department`, 'x', `replace ${enterpriseUrn}:department "x"`],
    ['department', 'x', `replace ${enterpriseUrn}:department "x"`],
    [`${enterpriseUrn}:manager`, 'x', `replace ${enterpriseUrn}:manager {"value":"x"}`],
    [`${enterpriseUrn}.manager`, 'x', `replace ${enterpriseUrn}:manager {"value":"x"}`],
    [`${enterpriseUrn}:manager.value`, 'x', `replace ${enterpriseUrn}:manager.value "x"`],
    [`${enterpriseUrn}:manager`, '', `remove ${enterpriseUrn}:manager`],
    [enterpriseUrn, { department: 'x' }, `replace ${enterpriseUrn}:department "x"`],
    [enterpriseUrn.toUpperCase(), null, `remove ${enterpriseUrn}`],
    [coreUrn, { title: 'x' }, 'replace title "x"'],
    [`${badgeUrn}:doors`, 'x', `replace ${badgeUrn}:doors ["x"]`],
    ['emails', { value: 'x' }, 'replace emails [{"value":"x"}]'],
    ['emails[type eq "work"].VALUE', 'x', 'replace emails.value* "x"'],
    ['emails[type eq "work"]', 'x', 'replace emails* {"value":"x"}'],
    ['emails[type eq "work"]', { display: null }, 'replace emails* {} -display'],
    ['emails[type eq "work"].value', '', 'remove emails.value*'],
    ['emails[type eq "work"]', null, 'remove emails*'],
  ])('%s = %j', (path, value, expected) => {
    expect(read({ op: 'replace', path, value }).map(said)).toEqual([expected]);
  });
});

describe('what a path cannot ask for is refused', () => {
  it.each<[string, string, unknown, string]>([
    ['replace', 'id', 'x', 'mutability'],
    ['replace', 'groups', [], 'mutability'],
    ['remove', 'groups[value eq "g"]', undefined, 'mutability'],
    ['replace', 'meta.version', 'x', 'mutability'],
    ['replace', `${enterpriseUrn}:manager.displayName`, 'x', 'mutability'],
    ['remove', 'schemas', undefined, 'mutability'],
    ['replace', 'schemas', 'x', 'invalidSyntax'],
    ['remove', coreUrn, undefined, 'mutability'],
    ['replace', 'shoeSize', 1, 'invalidPath'],
    ['remove', 'shoeSize', undefined, 'invalidPath'],
    ['replace', 'name.nick', 'x', 'invalidPath'],
    ['replace', 'urn:example:unknown:2.0:User:badge', 'x', 'invalidPath'],
    ['replace', 'emails[', 'x', 'invalidFilter'],
    ['replace', 'emails[type foo "x"]', 'x', 'invalidFilter'],
    ['replace', 'title[value eq "x"]', 'x', 'invalidPath'],
    ['replace', 'userName', '', 'invalidValue'],
    ['replace', 'active', 'maybe', 'invalidValue'],
    ['replace', 'title', ['x'], 'invalidValue'],
    ['replace', enterpriseUrn, 'x', 'invalidValue'],
    [
      'add',
      'emails',
      [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
      'invalidValue',
    ],
    ['add', 'password', 5.5, 'none'],
    ['add', 'password', [1], 'invalidValue'],
  ])('%s %s %j: %s', (op, path, value, scimType) => {
    if (scimType === 'none') expect(read({ op, path, value })).toEqual([]);
    else expect(refusal(() => read({ op, path, value }))).toMatchObject({ status: 400, scimType });
  });
  it('no path and no object: 400 invalidValue', () => {
    expect(refusal(() => read({ op: 'add', value: [{ title: 'x' }] })).scimType).toBe('invalidValue');
  });
  it('an unknown attribute or URN: the message says where it could be declared', () => {
    for (const path of ['countryCodes', 'urn:example:unknown:2.0:User:badge']) {
      expect(refusal(() => read({ op: 'add', path, value: 'x' })).detail).toContain('setting "attributes"');
    }
  });
});

describe('what is dropped leaves no operation', () => {
  it.each<[string, string, unknown]>([
    ['replace', 'password', 'secret'],
    ['remove', 'password', undefined],
    ['replace', 'manager.$ref', '../Users/7'],
    ['add', 'schemas', [coreUrn, 'urn:foreign']],
  ])('%s %s', (op, path, value) => {
    expect(read({ op, path, value })).toEqual([]);
  });
});

describe('each leniency off is the strict error', () => {
  it.each([
    ['readOnlyInValue', { op: 'replace', value: { id: '1', title: 'x' } }, 'mutability'],
    ['removeListedValues', { op: 'remove', path: 'emails', value: [{ value: 'x' }] }, 'invalidValue'],
    ['removeListedValues', { op: 'remove', path: 'title', value: 'x' }, 'invalidValue'],
    ['bareValues', { op: 'replace', path: 'manager', value: '7' }, 'invalidValue'],
    ['singleForList', { op: 'replace', path: 'emails', value: { value: 'x' } }, 'invalidValue'],
    ['stringBooleans', { op: 'replace', path: 'active', value: 'False' }, 'invalidValue'],
    ['stringBooleans', { op: 'add', path: 'roles[primary eq "True"].value', value: 'x' }, 'invalidFilter'],
    ['numbersAsText', { op: 'replace', path: 'employeeNumber', value: 17 }, 'invalidValue'],
  ] as const)('%s', (leniency, operation, scimType) => {
    expect(read(operation).length).toBe(1);
    expect(refusal(() => read(operation, staffType, without(leniency))).scimType).toBe(scimType);
  });
  it('pathKeys off: keys that are paths are not known', () => {
    const names: string[] = [];
    const value = { 'name.givenName': 'A', 'emails[type eq "work"].value': 'x', title: 'y' };
    const body = message({ op: 'replace', value });
    const operations = readPatch(staffType, body, without('pathKeys'), (name) => names.push(name));
    expect(operations.map(said)).toEqual(['replace title "y"']);
    expect(names).toEqual(['name.givenName', 'emails[type eq "work"].value']);
  });
});

describe('operations on members come out typed and can be told apart', () => {
  it.each<[unknown, readonly string[]]>([
    [
      { op: 'add', path: 'members', value: [{ value: 'u1', display: 'a@x' }] },
      ['add members [{"value":"u1","display":"a@x"}]'],
    ],
    [{ op: 'Add', path: `${groupUrn}:members`, value: 'u1' }, ['add members [{"value":"u1"}]']],
    [{ op: 'add', path: 'members', value: [] }, []],
    [{ op: 'replace', path: 'members', value: [] }, ['remove members']],
    [{ op: 'replace', path: 'members', value: ['u1', 'u1'] }, ['replace members [{"value":"u1"}]']],
    [{ op: 'remove', path: 'members' }, ['remove members']],
    [{ op: 'remove', path: 'members', value: null }, ['remove members']],
    [{ op: 'remove', path: 'members', value: [] }, ['remove members []']],
    [
      { op: 'Remove', path: 'members', value: [{ value: 'u1', $ref: null }] },
      ['remove members [{"value":"u1"}]'],
    ],
    [{ op: 'remove', path: 'members[value eq "u1"]' }, ['remove members*']],
    [{ op: 'replace', value: { members: ['u1'], id: 'g' } }, ['replace members [{"value":"u1"}]']],
    [{ op: 'replace', path: 'members[value eq "u1"].$ref', value: '../Users/u1' }, []],
  ])('%j', (operation, expected) => {
    const operations = read(operation, groupType);
    expect(operations.map(said)).toEqual(expected);
    expect(operations.every(isMembersOperation)).toBe(true);
  });
  it('and others are none of them', () => {
    expect(read({ op: 'replace', path: 'displayName', value: 'x' }, groupType).some(isMembersOperation)).toBe(
      false,
    );
    expect(read({ op: 'remove', path: enterpriseUrn }).some(isMembersOperation)).toBe(false);
  });
  it('a listed member without an id is 400 invalidValue', () => {
    const operation = { op: 'remove', path: 'members', value: [{ display: 'a' }] };
    expect(refusal(() => read(operation, groupType)).scimType).toBe('invalidValue');
  });
  it('the comparisons of all operations together are limited', () => {
    const filter = Array.from({ length: 100 }, (_, index) => `value eq "${index}"`).join(' or ');
    const byFilter = Array.from({ length: 51 }, () => ({ op: 'remove', path: `roles[${filter}]` }));
    const value = Array.from({ length: 500 }, (_, index) => `${index}`);
    const byList = Array.from({ length: 11 }, () => ({ op: 'remove', path: 'roles', value }));
    for (const operations of [byFilter, byList]) {
      const all = () => readPatch(staffType, message(...operations), defaultLeniencies);
      expect(refusal(all)).toMatchObject({
        scimType: 'invalidValue',
        detail: expect.stringContaining(String(maxPatchComparisons)),
      });
    }
  });
  it('the members of all operations together are limited', () => {
    const value = (prefix: string) =>
      Array.from({ length: maxMembersPerRequest / 2 + 1 }, (_, index) => `${prefix}${index}`);
    const body = message(
      { op: 'add', path: 'members', value: value('a') },
      { op: 'remove', path: 'members', value: value('b') },
    );
    expect(refusal(() => readPatch(groupType, body, defaultLeniencies)).detail).toContain(
      String(maxMembersPerRequest),
    );
  });
});
