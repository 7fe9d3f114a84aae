import { describe, expect, it } from 'vitest';
import { bindFilter, bindTarget } from '../../../src/scim/filter/bind.ts';
import { evaluate } from '../../../src/scim/filter/evaluate.ts';
import { parseFilter, parsePath } from '../../../src/scim/filter/parse.ts';
import { defaultLeniencies } from '../../../src/scim/leniency.ts';
import type { Resource } from '../../../src/scim/resource/value.ts';
import { groupType, type ResourceType, userType } from '../../../src/scim/schema/resource-type.ts';
import { ann, enterpriseUrn, readers } from './ann.ts';

function matches(text: string, resource: Resource = ann, type: ResourceType = userType): boolean {
  return evaluate(bindFilter(type, parseFilter(text, defaultLeniencies), defaultLeniencies), resource);
}

describe('the kinds of filter that RFC 7644 §3.4.2.2 gives as examples', () => {
  it.each([
    ['userName eq "ann.öberg@example.com"', true],
    ['UserName Eq "ann.öberg@example.com"', true],
    ['userName eq "ann"', false],
    ['name.familyName co "o\'ö"', true],
    ['userName sw "ANN"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "b"', false],
    ['title pr', true],
    ['meta.lastModified gt "2025-03-01T11:59:59Z"', true],
    ['meta.lastModified gt "2025-03-01T12:00:00Z"', false],
    ['meta.lastModified ge "2025-03-01T12:00:00Z"', true],
    ['meta.lastModified lt "2025-03-01T12:00:00Z"', false],
    ['meta.lastModified le 2025-03-01T12:00:00Z', true],
    ['title pr and userType eq "employee"', true],
    ['title pr and userType eq "intern"', false],
    ['locale pr or userType eq "Employee"', true],
    [`schemas eq "${enterpriseUrn}"`, true],
    ['schemas eq "urn:example:other"', false],
    ['userType eq "Employee" and (emails co "nowhere.net" or emails.value co "home.example.org")', true],
    ['userType eq "Employee" and (emails co "nowhere.net" or emails.value co "nowhere.org")', false],
    ['userType ne "Intern" and not (emails co "nowhere.net" or emails.value co "nowhere.org")', true],
    ['userType eq "Employee" and (emails.type eq "work")', true],
    ['userType eq "Employee" and emails[type eq "work" and value co "@work.example.com"]', true],
    ['userType eq "Employee" and emails[type eq "home" and value co "@work.example.com"]', false],
    ['emails[type eq "other"] or ims[type eq "xmpp" and value co "@chat.example.com"]', true],
    ['(meta.resourceType eq User) or (meta.resourceType eq Group)', true],
  ])('%s: %s', (text, expected) => {
    expect(matches(text)).toBe(expected);
  });
});

describe('an absent attribute', () => {
  it.each([
    ['satisfies no comparison', 'locale eq "x"', false],
    ['satisfies no comparison', 'locale co ""', false],
    ['satisfies no comparison', 'locale lt "x"', false],
    ['satisfies no comparison', 'entitlements sw "x"', false],
    ['satisfies no comparison', 'emails[display ge "x"]', false],
    ['differs from every operand when it is singular', 'locale ne "x"', true],
    ['differs from every operand when it is singular', 'name.honorificPrefix ne "x"', true],
    ['differs from every operand when it is singular', 'phoneNumbers[type ne "work"]', true],
    ['differs from every operand when it is singular', 'phoneNumbers[type ne "work"].value sw "+46"', true],
    ['has no value that differs when it is multi-valued', 'entitlements ne "x"', false],
    ['has no value that differs when it is multi-valued', 'phoneNumbers.type ne "work"', false],
    ['satisfies what is negated', 'not (locale eq "x")', true],
    ['satisfies what is negated', 'not (entitlements ne "x")', true],
    ['satisfies what is negated', 'not (locale ne "x")', false],
    ['equals null', 'locale eq null', true],
    ['equals null', 'locale ne null', false],
    ['equals null', 'entitlements eq null', true],
    ['equals null', 'emails[type eq "other"].value eq null', true],
    ['equals null', 'emails[type eq "work"].value eq null', false],
    ['is not present', 'locale pr', false],
    ['is not present', 'not (locale pr)', true],
  ])('%s: %s', (_, text, expected) => {
    expect(matches(text)).toBe(expected);
  });
});

describe('a multi-valued attribute', () => {
  it.each([
    ['is unequal when some value differs', 'emails ne "ann@work.example.com"', true],
    ['is unequal when some value differs', 'roles ne "admin"', false],
    ['has none that equals by negation', 'not (emails eq "ann@work.example.com")', false],
    ['may satisfy two terms by two elements', 'emails.type eq "work" and emails.value ew ".org"', true],
    ['satisfies brackets by one element only', 'emails[type eq "work" and value ew ".org"]', false],
    ['satisfies brackets by one element only', 'emails[type eq "work"].value ew ".org"', false],
    ['satisfies brackets by one element only', 'emails[type eq "home"].value ew ".org"', true],
    ['satisfies negated brackets by the element that does not', 'emails[not (type eq "work")]', true],
    ['is not satisfied by negated brackets around all of it', 'not (emails[type eq "work"])', false],
    ['is selected by its booleans', 'emails[primary eq "True"].type eq "home"', false],
    ['is selected by its booleans', 'emails[primary eq false].type eq "home"', true],
  ])('%s: %s', (_, text, expected) => {
    expect(matches(text)).toBe(expected);
  });
});

describe('pr', () => {
  it.each([
    ['"" is no value', 'nickName pr', false],
    ['"" is no value', 'name.middleName pr', false],
    ['"" equals null', 'nickName eq null', true],
    ['"" is still text', 'nickName eq ""', true],
    ['false is a value', 'active pr', true],
    ['a complex attribute with a sub-attribute', 'name pr', true],
    ['a list with an element', 'emails pr', true],
    ['an extension object', 'manager pr', true],
    ['an empty list', 'entitlements pr', false],
  ])('%s: %s', (_, text, expected) => {
    expect(matches(text)).toBe(expected);
  });

  it.each<[string, Resource, boolean]>([
    ['name', { name: {} }, false],
    ['name', { name: { givenName: '' } }, false],
    ['emails', { emails: [] }, false],
    ['emails', { emails: [{}] }, false],
    ['emails', { emails: [{ value: '' }, { primary: false }] }, true],
    ['emails.value', { emails: [{ value: '' }, { primary: false }] }, false],
    ['schemas', { schemas: [''] }, false],
  ])('%s of %j', (name, resource, expected) => {
    expect(matches(`${name} pr`, resource)).toBe(expected);
  });
});

describe('strings', () => {
  it.each([
    ['compare without case by default', 'title eq "HEAD OF r&d"', true],
    ['compare without case by default', 'emails eq "ANN@work.example.com"', true],
    ['compare without case by default', 'userName ew "EXAMPLE.COM"', true],
    ['compare however they are composed', 'name.familyName co "o\u0308"', true],
    ['compare whatever their width', 'userName sw "Ａｎｎ"', true],
    ['compare exactly where they are ids', 'id eq "b1f0c3d2-Ab"', true],
    ['compare exactly where they are ids', 'id eq "b1f0c3d2-ab"', false],
    ['compare exactly where they are ids', 'externalId sw "00U"', false],
    ['compare exactly where they are ids', 'groups.value eq "G-1"', false],
    ['compare exactly where they are ids', 'groups.value eq "g-1"', true],
    ['compare exactly where they are ids', 'manager eq "Boss-1"', false],
    ['compare exactly where they are ids', 'manager eq "boss-1"', true],
    ['compare exactly where they are references', 'profileUrl ew "/ann"', false],
    ['compare exactly where they are references', 'profileUrl ew "/Ann"', true],
    ['compare exactly where they are binary', 'x509Certificates eq "MIIDQz"', true],
    ['compare exactly where they are binary', 'x509Certificates eq "miidqz"', false],
    ['compare exactly in meta', 'meta.version eq "w/\\"V1\\""', false],
    ['are ordered folded', 'title gt "HEAD OF A"', true],
    ['are ordered folded', 'title lt "zebra"', true],
    ['are ordered exactly where they are exact', 'externalId lt "00ua"', true],
  ])('%s: %s', (_, text, expected) => {
    expect(matches(text)).toBe(expected);
  });
});

describe('times', () => {
  it.each([
    ['are equal whatever the notation', 'meta.created eq "2024-03-01T00:30:00.12345670+01:00"', true],
    ['are equal whatever the notation', 'meta.created eq "2024-02-29T23:30:00.1234567"', true],
    ['differ in the seventh digit', 'meta.created eq "2024-02-29T23:30:00.1234568Z"', false],
    ['differ in the seventh digit', 'meta.created lt "2024-02-29T23:30:00.1234568Z"', true],
    ['are ordered in time, not in text', 'meta.created lt "2024-03-01T00:00:00+01:00"', false],
    ['are ordered in time, not in text', 'meta.created ge "2024-03-01T00:00:00+01:00"', true],
    ['are unequal to another instant', 'meta.created ne "2024-02-29T23:30:00Z"', true],
  ])('%s: %s', (_, text, expected) => {
    expect(matches(text)).toBe(expected);
  });
});

it.each([
  ['members eq "b1f0c3d2-Ab"', true],
  ['id eq "g-1" and members eq "nobody"', false],
  ['members[value eq "b1f0c3d2-Ab" and type eq "user"]', true],
  ['displayName eq "READERS"', true],
])('groups are asked by their members and names: %s', (text, expected) => {
  expect(matches(text, readers, groupType)).toBe(expected);
});

it('the filter of a PATCH path is asked of one element', () => {
  const target = bindTarget(
    userType,
    parsePath('emails[type eq "work"].value', defaultLeniencies),
    defaultLeniencies,
  );
  const filter = target.kind === 'attribute' ? target.filter : undefined;
  expect(filter && evaluate(filter, { type: 'Work' })).toBe(true);
  expect(filter && evaluate(filter, { type: 'home' })).toBe(false);
  expect(filter && evaluate(filter, {})).toBe(false);
});

it('a name on the prototype of a stored object is no value', () => {
  const polluted = Object.create({ title: 'Boss', name: { givenName: 'x' } }) as Resource;
  expect(matches('title pr', polluted)).toBe(false);
  expect(matches('name.givenName eq "x"', polluted)).toBe(false);
  expect(matches('title ne "x"', polluted)).toBe(true);
});
