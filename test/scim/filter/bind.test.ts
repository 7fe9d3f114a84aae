import { describe, expect, it } from 'vitest';
import { bindFilter, bindTarget } from '../../../src/scim/filter/bind.ts';
import { parseFilter, parsePath } from '../../../src/scim/filter/parse.ts';
import { defaultLeniencies, type Leniencies, type LeniencyName } from '../../../src/scim/leniency.ts';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import { pathName } from '../../../src/scim/schema/path.ts';
import { groupType, type ResourceType, userType } from '../../../src/scim/schema/resource-type.ts';
import { enterpriseUrn } from './ann.ts';
import { refusal } from './refusal.ts';

const strict: Leniencies = new Set();
const without = (name: LeniencyName): Leniencies =>
  new Set([...defaultLeniencies].filter((other) => other !== name));

const badge = 'urn:example:badge:1.0:User';
/** A user with custom attributes of the types that the standard's schemas lack. */
const staff: ResourceType = {
  ...userType,
  schemaExtensions: [
    ...userType.schemaExtensions,
    {
      required: false,
      schema: {
        id: badge,
        name: 'Badge',
        description: 'Badges.',
        attributes: [
          attribute('floor', 'A floor.', { type: 'integer' }),
          attribute('height', 'A height.', { type: 'decimal' }),
          attribute('expires', 'A time.', { type: 'dateTime' }),
          attribute('picture', 'A picture.', { type: 'binary' }),
          attribute('doors', 'Doors.', { multiValued: true }),
          attribute('safe', 'A safe.', {
            subAttributes: [
              attribute('value', 'Its combination.', { returned: 'never' }),
              attribute('room', 'Its room.'),
            ],
          }),
        ],
      },
    },
  ],
};

const bindText = (text: string, type = staff, leniencies = defaultLeniencies) =>
  bindFilter(type, parseFilter(text, defaultLeniencies), leniencies);

describe('a comparison is bound to the attribute that its path names', () => {
  it.each([
    ['USERNAME eq "x"', 'userName'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x"', 'userName'],
    ['name.familyname eq "x"', 'name.familyName'],
    ['emails co "x"', 'emails.value'],
    ['emails.value co "x"', 'emails.value'],
    ['emails.type co "x"', 'emails.type'],
    ['groups eq "x"', 'groups.value'],
    ['manager eq "x"', `${enterpriseUrn}:manager.value`],
    ['department eq "x"', `${enterpriseUrn}:department`],
    [`${enterpriseUrn.toUpperCase()}:DEPARTMENT eq "x"`, `${enterpriseUrn}:department`],
    [`${enterpriseUrn}.manager eq "x"`, `${enterpriseUrn}:manager.value`],
    ['schemas eq "x"', 'schemas'],
    ['id eq "x"', 'id'],
    ['meta.version eq "x"', 'meta.version'],
  ])('%s', (text, name) => {
    const bound = bindText(text);
    expect(bound.kind === 'comparison' && pathName(bound.path)).toBe(name);
  });

  it('members eq "…" on groups means the id of a member', () => {
    const bound = bindText('members eq "X"', groupType);
    expect(bound.kind === 'comparison' && pathName(bound.path)).toBe('members.value');
    expect(bound).toMatchObject({ operand: { type: 'string', value: 'X', exact: true } });
  });
});

describe('an operand is prepared as its attribute is declared', () => {
  it.each([
    ['userName eq "Ann\u00a0ÖBERG"', { type: 'string', value: 'ann\u00a0öberg', exact: false }],
    ['userName eq "ＡＮＮ"', { type: 'string', value: 'ann', exact: false }],
    ['externalId eq "Ab"', { type: 'string', value: 'Ab', exact: true }],
    ['id eq "Ab"', { type: 'string', value: 'Ab', exact: true }],
    ['manager.value eq "Ab"', { type: 'string', value: 'Ab', exact: true }],
    ['profileUrl eq "Ab"', { type: 'string', value: 'Ab', exact: true }],
    ['photos eq "Ab"', { type: 'string', value: 'Ab', exact: true }],
    ['groups.$ref eq "Ab"', { type: 'string', value: 'Ab', exact: true }],
    ['picture co "Ab"', { type: 'string', value: 'Ab', exact: true }],
    ['schemas eq "urn:X"', { type: 'string', value: 'urn:X', exact: true }],
    ['meta.resourceType eq User', { type: 'string', value: 'User', exact: true }],
    ['active eq true', { type: 'boolean', value: true }],
    ['floor gt -3', { type: 'number', value: -3 }],
    ['height le 1.80', { type: 'number', value: 1.8 }],
    [
      'meta.created gt "2024-01-01T01:00:00+01:00"',
      { type: 'instant', value: '2024-01-01T00:00:00.0000000Z' },
    ],
    ['meta.created gt 2024-01-01T00:00:00Z', { type: 'instant', value: '2024-01-01T00:00:00.0000000Z' }],
    ['expires eq "2024-01-01T00:00:00.1234567"', { type: 'instant', value: '2024-01-01T00:00:00.1234567Z' }],
  ])('%s', (text, operand) => {
    expect(bindText(text)).toMatchObject({ kind: 'comparison', operand });
  });
});

describe('an operand of another type is read where a leniency says so, and refused without it', () => {
  it.each<[LeniencyName, string, unknown]>([
    ['stringBooleans', 'active eq "True"', { type: 'boolean', value: true }],
    ['stringBooleans', 'active ne "fALSE"', { type: 'boolean', value: false }],
    ['stringBooleans', 'active eq True', { type: 'boolean', value: true }],
    ['numbersAsText', 'employeeNumber eq 17', { type: 'string', value: '17' }],
    ['numbersAsText', 'employeeNumber eq 1.50E2', { type: 'string', value: '1.50e2' }],
    ['numbersAsText', 'id eq 1e999', { type: 'string', value: '1e999' }],
  ])('%s: %s', (name, text, operand) => {
    expect(bindText(text)).toMatchObject({ operand });
    expect(refusal(() => bindText(text, staff, without(name)))).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
    });
  });

  it('between brackets too: roles[primary eq "True"]', () => {
    expect(bindText('roles[primary eq "True"]')).toMatchObject({
      kind: 'some',
      filter: { kind: 'comparison', operand: { type: 'boolean', value: true } },
    });
  });
});

describe('what cannot be compared is refused with the name of the attribute', () => {
  it.each([
    ['foo eq "x"', '"foo" is not an attribute of User'],
    ['__proto__ eq "x"', '"__proto__" is not an attribute of User'],
    ['constructor pr', '"constructor" is not an attribute of User'],
    ['name.constructor pr', '"name" has no sub-attribute "constructor"; it has formatted'],
    ['emails[toString pr]', '"emails" has no sub-attribute "toString"; it has value'],
    ['emails[emails.value pr]', '"emails" has no sub-attribute "emails.value"'],
    ['emails[type pr].__proto__ eq "x"', '"emails" has no sub-attribute "__proto__"'],
    ['urn:example:other:1.0:User:foo eq "x"', 'is not an attribute of User'],
    ['members eq "x"', '"members" is not an attribute of User'],
    ['title.value eq "x"', '"title" has no sub-attributes'],
    ['emails.value.x eq "x"', '"emails.value" has no sub-attributes'],
    ['name eq "x"', 'compare one of name.formatted, name.familyName'],
    ['addresses co "x"', 'compare one of addresses.formatted'],
    ['meta gt "x"', 'compare one of meta.resourceType'],
    ['active gt true', '"active" is of type boolean and cannot be compared by gt; eq, ne and pr'],
    ['emails.primary le true', 'boolean'],
    ['x509Certificates ge "MII"', '"x509Certificates.value" is of type binary'],
    ['active co "tr"', 'cannot be compared by co'],
    ['floor sw 1', 'cannot be compared by sw'],
    ['height ew 1', 'cannot be compared by ew'],
    ['meta.created sw "2024"', 'cannot be compared by sw'],
    ['active eq "x"', '"active" is of type boolean and compares with true or false, not with "x"'],
    ['active eq 1', 'true or false, not with 1'],
    ['userName eq true', 'a string in quotation marks, not with true'],
    ['floor eq "1"', 'a number, not with "1"'],
    ['floor eq 1e999', 'a number'],
    ['meta.created gt 2011', 'a time such as'],
    ['meta.created gt "yesterday"', 'a time such as'],
    ['meta.created gt "2024-02-30T00:00:00Z"', 'a time such as'],
    ['emails[primary eq "x"]', '"emails.primary" is of type boolean'],
    ['userName gt null', 'null cannot be compared by gt'],
    ['userName co null', 'null cannot be compared by co'],
    ['emails[value sw null]', 'null cannot be compared by sw'],
    ['foo eq null', '"foo" is not an attribute'],
    ['password eq "x"', '"password" is never answered'],
    ['password pr', '"password" is never answered'],
    ['password eq null', '"password" is never answered'],
    ['title pr or not (password sw "a")', '"password" is never answered'],
    ['safe eq "1234"', 'never answered'],
    ['safe[value eq "1234"]', 'never answered'],
    ['userName[value eq "x"]', '"userName" has no sub-attributes, so no brackets'],
    ['doors[value eq "x"]', 'no brackets'],
    ['emails.value[type eq "work"]', '"emails.value" has no sub-attributes, so no brackets'],
    ['foo[type eq "work"]', '"foo" is not an attribute'],
  ])('%s', (text, words) => {
    const facts = refusal(() => bindText(text));
    expect(facts).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(facts.detail).toContain(words);
  });
});

describe('filters that say the same are bound to the same tree', () => {
  it.each([
    ['title eq null', 'not (title pr)'],
    ['title ne null', 'title pr'],
    ['emails eq null', 'not (emails pr)'],
    ['name ne null', 'name pr'],
    ['emails[type eq null]', 'emails[not (type pr)]'],
    ['emails[type eq "work"].value eq "x"', 'emails[type eq "work" and value eq "x"]'],
    ['emails[type eq "work"].value pr', 'emails[type eq "work" and value pr]'],
    ['emails[type eq "work"].value ne null', 'emails[type eq "work" and value pr]'],
    ['emails[type eq "work"].value eq null', 'not (emails[type eq "work" and value pr])'],
    [
      'emails[type eq "work" and primary eq true].value eq "x"',
      'emails[type eq "work" and primary eq true and value eq "x"]',
    ],
    [
      'emails[type eq "work" or primary eq true].value eq "x"',
      'emails[(type eq "work" or primary eq true) and value eq "x"]',
    ],
    ['department eq "x"', `${enterpriseUrn}:department eq "x"`],
  ])('%s = %s', (text, other) => {
    expect(bindText(text)).toEqual(bindText(other));
  });
});

it('the paths between brackets are the sub-attributes themselves', () => {
  const bound = bindText('emails[type eq "work"]');
  const inner = bound.kind === 'some' ? bound.filter : bound;
  expect(inner.kind === 'comparison' && pathName(inner.path)).toBe('type');
});

it('brackets may stand behind a singular complex attribute', () => {
  expect(bindText('name[givenName eq "x"]')).toMatchObject({
    kind: 'some',
    path: { attribute: { name: 'name' } },
  });
});

describe('where several types are asked, an attribute of another type has no value', () => {
  const bindAcross = (text: string, type: ResourceType, others: readonly ResourceType[]) =>
    bindFilter(type, parseFilter(text, defaultLeniencies), defaultLeniencies, others);
  const never = { kind: 'or', filters: [] };
  const always = { kind: 'and', filters: [] };

  it.each([
    ['userName eq "x"', never],
    ['userName pr', never],
    ['userName ne "x"', always],
    ['userName eq null', { kind: 'not', filter: never }],
    ['emails ne "x"', never],
    ['emails[type eq "work"]', never],
    ['emails[type eq "work"].value eq "x"', never],
    ['department eq "x"', never],
    ['not (active eq true)', { kind: 'not', filter: never }],
  ])('%s on groups', (text, bound) => {
    expect(bindAcross(text, groupType, [userType])).toEqual(bound);
  });

  it('an attribute that the type has is its own', () => {
    expect(bindAcross('displayName eq "x"', groupType, [userType])).toEqual(
      bindText('displayName eq "x"', groupType),
    );
  });

  it.each([
    'foo eq "x"',
    'userName gt null',
    'name eq "x"',
    'password pr',
    'active eq "x"',
    'emails[foo pr]',
  ])('refused all the same: %s', (text) => {
    expect(refusal(() => bindAcross(text, groupType, [userType])).scimType).toBe('invalidFilter');
  });
});

describe('a PATCH path is bound to what it targets', () => {
  const target = (text: string, type = staff) =>
    bindTarget(type, parsePath(text, defaultLeniencies), defaultLeniencies);

  it.each([
    ['members', groupType, 'members'],
    ['NAME.GIVENNAME', userType, 'name.givenName'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:active', userType, 'active'],
    [`${enterpriseUrn}:manager`, userType, `${enterpriseUrn}:manager`],
    [`${enterpriseUrn}.manager`, userType, `${enterpriseUrn}:manager`],
    ['manager.value', userType, `${enterpriseUrn}:manager.value`],
    ['password', userType, 'password'],
    ['meta.created', userType, 'meta.created'],
  ])('%s', (text, type, name) => {
    const bound = target(text, type);
    expect(bound.kind === 'attribute' && pathName(bound.path)).toBe(name);
    expect(bound).not.toHaveProperty('filter');
  });

  it.each([
    ['emails[type eq "work"]', 'emails', 'type eq "work"'],
    ['emails[type eq "work"].value', 'emails.value', 'type eq "work"'],
    ['roles[primary eq "True"].value', 'roles.value', 'primary eq "True"'],
    ['addresses[type eq work].streetaddress', 'addresses.streetAddress', 'type eq "work"'],
  ])('%s selects elements', (text, name, filter) => {
    const bound = target(text);
    expect(bound.kind === 'attribute' && pathName(bound.path)).toBe(name);
    const attributeName = name.split('.')[0];
    expect(bindText(`${attributeName}[${filter}]`)).toMatchObject({
      kind: 'some',
      filter: bound.kind === 'attribute' ? bound.filter : undefined,
    });
  });

  it.each([enterpriseUrn, enterpriseUrn.toLowerCase()])('a URN alone is the whole extension: %s', (text) => {
    expect(target(text)).toMatchObject({ kind: 'extension', schema: { id: enterpriseUrn } });
  });

  it.each([
    ['foo', 'invalidPath', '"foo" is not an attribute of User'],
    ['__proto__', 'invalidPath', '"__proto__" is not an attribute'],
    ['constructor.prototype', 'invalidPath', 'is not an attribute'],
    ['urn:example:other:1.0:User:foo', 'invalidPath', 'setting "attributes"'],
    ['urn:example:other:1.0:User', 'invalidPath', 'setting "attributes"'],
    ['urn:ietf:params:scim:schemas:core:2.0:User', 'invalidPath', 'Leave the path out'],
    [`${enterpriseUrn}[type eq "x"]`, 'invalidPath', 'is not an attribute'],
    [`${enterpriseUrn}:`, 'invalidPath', 'is not an attribute'],
    ['emails.foo', 'invalidPath', '"emails" has no sub-attribute "foo"'],
    ['emails[type eq "work"].foo', 'invalidPath', '"emails" has no sub-attribute "foo"'],
    ['emails[type eq "work"].value.x', 'invalidPath', 'has no sub-attribute "value.x"'],
    ['emails.value[type eq "work"]', 'invalidPath', 'no brackets'],
    ['userName[value eq "x"]', 'invalidPath', 'no brackets'],
    ['doors[value eq "x"]', 'invalidPath', 'no brackets'],
    ['emails[foo eq "work"]', 'invalidFilter', '"emails" has no sub-attribute "foo"'],
    ['emails[primary gt true]', 'invalidFilter', 'boolean'],
    ['emails[value co null]', 'invalidFilter', 'null'],
  ])('refused: %s', (text, scimType, words) => {
    const facts = refusal(() => target(text));
    expect(facts).toMatchObject({ status: 400, scimType });
    expect(facts.detail).toContain(words);
  });

  it('a sub-attribute without brackets is never dropped', () => {
    const bound = bindTarget(userType, { name: 'emails', subAttribute: 'value' }, strict);
    expect(bound.kind === 'attribute' && pathName(bound.path)).toBe('emails.value');
    expect(
      refusal(() => bindTarget(userType, { name: 'emails.value', subAttribute: 'type' }, strict)).scimType,
    ).toBe('invalidPath');
  });
});
