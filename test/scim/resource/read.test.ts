import { describe, expect, it } from 'vitest';
import { defaultLeniencies } from '../../../src/scim/leniency.ts';
import { maxElements, maxJsonDepth, maxMembersPerRequest } from '../../../src/scim/limits.ts';
import { readResource, requireAttributes } from '../../../src/scim/resource/read.ts';
import { groupType, userType } from '../../../src/scim/schema/resource-type.ts';
import { refusal } from '../filter/refusal.ts';
import { badgeUrn, coreUrn, enterpriseUrn, staffType, strict, without } from './staff.ts';

const read = (body: unknown, leniencies = defaultLeniencies, type = staffType) =>
  readResource(type, body, leniencies);
const resource = (body: unknown, leniencies = defaultLeniencies) => read(body, leniencies).resource;
const group = (body: unknown, leniencies = defaultLeniencies) => read(body, leniencies, groupType).resource;

describe('an attribute is found by its name in any case, and kept by its declared name', () => {
  it.each<[unknown, unknown]>([
    [{ USERNAME: 'ann' }, { userName: 'ann' }],
    [{ Name: { GIVENNAME: 'Ann' } }, { name: { givenName: 'Ann' } }],
    [{ eMails: [{ VALUE: 'a@x', Type: 'Work' }] }, { emails: [{ value: 'a@x', type: 'Work' }] }],
    [{ [enterpriseUrn]: { Department: 'R&D' } }, { [enterpriseUrn]: { department: 'R&D' } }],
    [{ [enterpriseUrn.toUpperCase()]: { department: 'R&D' } }, { [enterpriseUrn]: { department: 'R&D' } }],
    [{ [coreUrn]: { title: 'Dr' } }, { title: 'Dr' }],
    [
      { [coreUrn]: { countryCode: 'DE' }, userName: 'ann' },
      { countryCode: 'DE', userName: 'ann' },
    ],
    [{ [`${coreUrn}:title`]: 'Dr' }, { title: 'Dr' }],
    [{ [`${enterpriseUrn}:department`]: 'R&D' }, { [enterpriseUrn]: { department: 'R&D' } }],
    [{ [`${enterpriseUrn}:manager.value`]: '7' }, { [enterpriseUrn]: { manager: { value: '7' } } }],
    [{ 'name.givenName': 'Ann' }, { name: { givenName: 'Ann' } }],
    [
      { 'name.givenName': 'Ann', name: { familyName: 'Lee' } },
      { name: { familyName: 'Lee', givenName: 'Ann' } },
    ],
  ])('%j', (body, expected) => {
    expect(resource(body)).toEqual(expected);
  });
});

describe('what no schema declares is ignored and listed, not an error', () => {
  it.each<[unknown, readonly string[]]>([
    [{ shoeSize: 44 }, ['shoeSize']],
    [{ 'urn:example:unknown:2.0:User': { a: 1 } }, ['urn:example:unknown:2.0:User']],
    [{ [enterpriseUrn]: { shoeSize: 44 } }, [`${enterpriseUrn}:shoeSize`]],
    [{ name: { nick: 'A' } }, ['name.nick']],
    [
      {
        emails: [
          { value: 'a', colour: 1 },
          { value: 'b', colour: 2 },
        ],
      },
      ['emails.colour'],
    ],
    [{ department: 'R&D' }, ['department']],
    [{ 'emails.value': 'a@x' }, ['emails.value']],
    [{ __proto__x: 1, constructor: { x: 1 }, toString: 'x' }, ['__proto__x', 'constructor', 'toString']],
    [JSON.parse('{"__proto__": {"userName": "x"}}'), ['__proto__']],
    [{ 'a\u0000b\ud800': 1 }, ['a b\ufffd']],
  ])('%j', (body, names) => {
    const { ignored } = read(body);
    expect(ignored).toEqual(names);
  });

  it('and no more than fifty names are listed', () => {
    const body = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, 1]));
    expect(read(body).ignored).toHaveLength(50);
  });

  it('with pathKeys off, keys that are paths are such names', () => {
    const body = { 'name.givenName': 'Ann', [`${enterpriseUrn}:department`]: 'R&D' };
    expect(read(body, without('pathKeys'))).toMatchObject({ resource: {}, ignored: Object.keys(body) });
  });
});

describe('a body that says two things about one attribute is refused', () => {
  it.each<[unknown]>([
    [{ userName: 'a', username: 'b' }],
    [{ title: 'a', [coreUrn]: { title: 'b' } }],
    [{ name: { givenName: 'a', GivenName: 'b' } }],
    [{ name: { givenName: 'a' }, 'name.givenName': 'b' }],
    [{ [enterpriseUrn]: { department: 'a' }, [`${enterpriseUrn}:department`]: 'b' }],
  ])('%j', (body) => {
    expect(refusal(() => read(body))).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });
});

describe('what the server sets itself is passed over, whatever it is', () => {
  it.each<[unknown]>([
    [{ id: 5, meta: 'x', groups: [{ value: 1 }] }],
    [{ [enterpriseUrn]: { manager: { displayName: 'Boss' } } }],
    [{ emails: [{ $ref: 'https://example.com' }] }],
    [{ password: 'secret' }],
    [{ schemas: [coreUrn, 'urn:example:foreign'] }],
    [{ schemas: [] }],
    [{ schemas: null }],
  ])('%j', (body) => {
    expect(resource(body)).toEqual({});
  });

  it('a client’s $ref is not kept: references are made from ids', () => {
    expect(resource({ [enterpriseUrn]: { manager: { value: '7', $ref: '../Users/7' } } })).toEqual({
      [enterpriseUrn]: { manager: { value: '7' } },
    });
  });
});

describe('a body that is no resource is 400 invalidSyntax', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
  it.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['text', 'userName'],
    ['schemas as text', { schemas: coreUrn }],
    ['schemas of numbers', { schemas: [1] }],
    ['too deep', { unknown: deep(maxJsonDepth) }],
  ])('%s', (_, body) => {
    expect(refusal(() => read(body))).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });

  it('but nesting up to the limit is not', () => {
    expect(read({ unknown: deep(maxJsonDepth - 1) }).ignored).toEqual(['unknown']);
  });
});

describe('null, [], {} and "" leave an attribute unassigned, and that is told', () => {
  it.each<[unknown, readonly string[]]>([
    [{ title: null }, ['title']],
    [{ title: [] }, ['title']],
    [{ title: '' }, ['title']],
    [{ active: null }, ['active']],
    [{ emails: [] }, ['emails']],
    [{ emails: '' }, ['emails']],
    [{ emails: [null, {}, ''] }, ['emails']],
    [{ emails: [{ value: '', type: 'work', primary: true }] }, ['emails']],
    [{ emails: [{ value: null }] }, ['emails']],
    [{ name: {} }, ['name']],
    [{ name: { givenName: null } }, ['name']],
    [{ [enterpriseUrn]: { manager: '' } }, [`${enterpriseUrn}:manager`.toLowerCase()]],
    [{ [enterpriseUrn]: { manager: { value: '' } } }, [`${enterpriseUrn}:manager`.toLowerCase()]],
    [{ [enterpriseUrn]: {} }, []],
    [{}, []],
  ])('%j', (body, names) => {
    const reading = read(body);
    expect(reading.resource).toEqual({});
    expect([...reading.unassigned]).toEqual(names);
  });

  it.each([[null], [[]], ['']])('an extension that is %j has all its attributes unassigned', (value) => {
    const { resource, unassigned } = read({ [enterpriseUrn]: value });
    expect(resource).toEqual({});
    expect(unassigned.has(`${enterpriseUrn}:department`.toLowerCase())).toBe(true);
    expect(unassigned.size).toBe(6);
  });

  it('an element that was sent without value and without clearing one stays', () => {
    expect(resource({ emails: [{ type: 'work', primary: true }] })).toEqual({
      emails: [{ type: 'work', primary: true }],
    });
  });

  it('with emptyStringClears off, an empty string is a string', () => {
    expect(resource({ title: '', name: { givenName: '' } }, strict)).toEqual({
      title: '',
      name: { givenName: '' },
    });
    expect(refusal(() => read({ [badgeUrn]: { expires: '' } }, strict)).scimType).toBe('invalidValue');
  });
});

describe('required attributes', () => {
  it.each([[defaultLeniencies], [strict]])('an empty userName is 400 invalidValue', (leniencies) => {
    expect(refusal(() => read({ userName: '' }, leniencies))).toMatchObject({
      scimType: 'invalidValue',
      detail: expect.stringContaining('userName'),
    });
  });
  it.each([
    [userType, {}, 'userName'],
    [userType, { userName: '' }, 'userName'],
    [groupType, { members: [] as never }, 'displayName'],
    [staffType, { userName: 'a', [badgeUrn]: { floor: 1 } }, `${badgeUrn}:number`],
  ])('a missing one is named', (type, body, name) => {
    expect(refusal(() => requireAttributes(type, body))).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining(`"${name}"`),
    });
  });
  it('those of an optional extension are not asked for when the extension is not used', () => {
    expect(() => requireAttributes(staffType, { userName: 'a' })).not.toThrow();
  });
  it('those of a required extension always are', () => {
    const type = {
      ...staffType,
      schemaExtensions: staffType.schemaExtensions.map((extension) => ({ ...extension, required: true })),
    };
    expect(refusal(() => requireAttributes(type, { userName: 'a' })).scimType).toBe('invalidValue');
  });
});

describe('lists', () => {
  it('of elements that are the same one is kept, the mark of the primary one with it', () => {
    const emails = [
      { value: 'A@x', type: 'work' },
      { value: 'a@X', type: 'work', primary: true },
      { value: 'a@x', type: 'home' },
    ];
    expect(resource({ emails })).toEqual({
      emails: [
        { value: 'A@x', type: 'work', primary: true },
        { value: 'a@x', type: 'home' },
      ],
    });
  });
  it('two primary values are 400 invalidValue', () => {
    const emails = [
      { value: 'a', primary: true },
      { value: 'b', primary: 'True' },
    ];
    expect(refusal(() => read({ emails })).scimType).toBe('invalidValue');
  });
  it('a list beyond the limit is refused with the limit', () => {
    const emails = Array.from({ length: maxElements + 1 }, (_, index) => `${index}@x`);
    expect(refusal(() => read({ emails })).detail).toContain(String(maxElements));
    const members = Array.from({ length: maxMembersPerRequest + 1 }, (_, index) => `${index}`);
    expect(refusal(() => group({ members })).detail).toContain(String(maxMembersPerRequest));
  });
  it('a group with as many members as one request may name is read', () => {
    const members = Array.from({ length: maxMembersPerRequest }, (_, index) => ({ value: `m${index}` }));
    expect(group({ members })['members']).toHaveLength(maxMembersPerRequest);
  });
});

describe('members', () => {
  it.each<[unknown, unknown]>([
    [
      { value: 'u1', display: 'Ann', type: 'user' },
      { value: 'u1', display: 'Ann', type: 'User' },
    ],
    [
      { value: 'u1', type: 'GROUP' },
      { value: 'u1', type: 'Group' },
    ],
    [{ value: 'u1', display: null, $ref: null }, { value: 'u1' }],
    [
      { value: 'u1', displayName: 'Ann' },
      { value: 'u1', display: 'Ann' },
    ],
    [
      { value: 'u1', display: null, DisplayName: 'Ann' },
      { value: 'u1', display: 'Ann' },
    ],
    [
      { value: 'u1', display: 'A', displayName: 'B' },
      { value: 'u1', display: 'A' },
    ],
    ['u1', { value: 'u1' }],
    [17, { value: '17' }],
  ])('%j', (member, expected) => {
    expect(group({ members: [member] })).toEqual({ members: [expected] });
  });
  it('one id is one member', () => {
    expect(group({ members: [{ value: 'u1', display: 'A' }, 'u1', { value: 'U1' }] })).toEqual({
      members: [{ value: 'u1', display: 'A' }, { value: 'U1' }],
    });
  });
  it.each<[unknown]>([[{}], [{ display: 'A' }], [{ value: '' }], [{ value: null }], ['']])(
    '%j without an id is 400 invalidValue',
    (member) => {
      expect(refusal(() => group({ members: [member] })).scimType).toBe('invalidValue');
    },
  );
  it('with bareValues off, a bare id is 400 invalidValue', () => {
    expect(refusal(() => group({ members: ['u1'] }, without('bareValues'))).scimType).toBe('invalidValue');
  });
});
