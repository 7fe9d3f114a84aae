import { describe, expect, it } from 'vitest';
import { defaultLeniencies, type LeniencyName } from '../../../src/scim/leniency.ts';
import { maxKeyLength, maxStringLength } from '../../../src/scim/limits.ts';
import { readValue } from '../../../src/scim/resource/read-value.ts';
import { type AttributePath, resolvePath } from '../../../src/scim/schema/path.ts';
import { groupType } from '../../../src/scim/schema/resource-type.ts';
import { refusal } from '../filter/refusal.ts';
import { badgeUrn, enterpriseUrn, staffType, without } from './staff.ts';

function path(name: string, type = staffType): AttributePath {
  const found = resolvePath(type, name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}
const value = (name: string, json: unknown, leniencies = defaultLeniencies) =>
  readValue(path(name), json, leniencies);

describe('a value of the declared type is taken as it was sent', () => {
  it.each<[string, unknown]>([
    ['title', 'Dr '],
    ['title', '😀'],
    ['active', false],
    ['floor', -3],
    ['height', 1.85],
    ['expires', '2026-03-01T09:30:00.1234567+01:00'],
    ['expires', '2026-03-01T09:30:00'],
    ['picture', 'AQID+/=='],
    ['picture', 'AQID-_'],
    ['profileUrl', 'people/ann'],
    ['doors', ['a', 'b']],
    ['emails', [{ value: 'a@x', type: 'unheard-of' }]],
    ['addresses', [{ country: 'Germany', primary: true }]],
    ['name.givenName', 'Ann'],
    ['manager.value', '7'],
  ])('%s: %j', (name, json) => {
    expect(value(name, json)).toEqual(json);
  });
});

describe('a value of another type is 400 invalidValue that names attribute, value and expectation', () => {
  it.each<[string, unknown, string]>([
    ['title', true, 'a string; got true'],
    ['title', ['x'], 'a string; got a list'],
    ['title', { value: 'x' }, 'a string; got an object'],
    ['active', 1, 'true or false; got 1'],
    ['active', 'yes', 'true or false; got "yes"'],
    ['active', '', 'true or false; got ""'],
    ['floor', 1.5, 'a whole number; got 1.5'],
    ['floor', '3', 'a whole number; got "3"'],
    ['floor', 2 ** 53, 'a whole number; got'],
    ['height', Number.POSITIVE_INFINITY, 'a number; got'],
    ['expires', '2026-03-01', 'a date and time'],
    ['expires', '2026-13-01T00:00:00Z', 'a date and time'],
    ['picture', 'a b', 'base64; got "a b"'],
    ['profileUrl', 5, 'a URI as a string; got 5'],
    ['name', 'Ann', 'an object; got "Ann"'],
    ['name', ['Ann'], 'an object; got a list'],
    ['emails', [['a@x']], 'an object; got a list'],
    ['emails.value', {}, 'a string; got an object'],
    ['manager', true, 'a string; got true'],
  ])('%s: %j', (name, json, expected) => {
    const { status, scimType, detail } = refusal(() => value(name, json));
    expect({ status, scimType }).toEqual({ status: 400, scimType: 'invalidValue' });
    expect(detail).toContain(expected);
    expect(detail).toMatch(new RegExp(`^"[^"]*${name}(\\.value)?" must be`));
  });
});

describe('each leniency works when it is on, and off it is 400 invalidValue', () => {
  it.each<[LeniencyName, string, unknown, unknown]>([
    ['stringBooleans', 'active', 'False', false],
    ['stringBooleans', 'roles', [{ value: 'a', primary: 'TRUE' }], [{ value: 'a', primary: true }]],
    ['numbersAsText', 'employeeNumber', 17, '17'],
    ['bareValues', 'manager', '7', { value: '7' }],
    ['bareValues', 'emails', ['a@x'], [{ value: 'a@x' }]],
    ['singleForList', 'emails', { value: 'a@x' }, [{ value: 'a@x' }]],
    ['singleForList', 'doors', 'a', ['a']],
    ['emptyStringClears', 'manager', { value: '7' }, { value: '7' }],
  ])('%s: %s', (leniency, name, json, expected) => {
    expect(value(name, json)).toEqual(expected);
    if (leniency === 'emptyStringClears') return;
    expect(refusal(() => value(name, json, without(leniency))).scimType).toBe('invalidValue');
  });

  it.each([['title'], ['expires'], ['picture'], ['floor'], ['manager'], ['emails'], ['manager.value']])(
    'emptyStringClears: %s',
    (name) => {
      expect(value(name, '')).toBeUndefined();
    },
  );
});

describe('text that could not be stored is 400 invalidValue', () => {
  it.each<[string, string, unknown]>([
    ['half a surrogate pair', 'title', 'a\ud83d'],
    ['NUL', 'title', 'a\u0000b'],
    ['NUL in an element', 'emails', [{ value: '\u0000' }]],
    ['too long', 'title', 'x'.repeat(maxStringLength + 1)],
    ['a long userName', 'userName', 'x'.repeat(maxKeyLength + 1)],
    ['a long externalId', 'externalId', 'x'.repeat(maxKeyLength + 1)],
  ])('%s', (_, name, json) => {
    const { scimType, detail } = refusal(() => value(name, json));
    expect(scimType).toBe('invalidValue');
    expect(detail.length).toBeLessThan(300);
    expect(detail.isWellFormed()).toBe(true);
  });
  it('a group’s displayName is a key, a user’s is not', () => {
    const long = 'x'.repeat(maxKeyLength + 1);
    expect(value('displayName', long)).toBe(long);
    expect(
      refusal(() => readValue(path('displayName', groupType), long, defaultLeniencies)).detail,
    ).toContain(String(maxKeyLength));
  });
});

it('a password is never quoted', () => {
  expect(refusal(() => value('password', 12345.5, without('numbersAsText'))).detail).not.toContain('12345');
  expect(refusal(() => value('password', ['hunter2'])).detail).not.toContain('hunter2');
});

it('minus zero is zero', () => {
  expect(value('floor', -0)).toBe(0);
  expect(value('height', -0)).toBe(0);
});

it('names that every object has are names like any other', () => {
  const json: unknown = JSON.parse('{"__proto__": {"value": "x"}, "constructor": "y", "value": "7"}');
  const names: string[] = [];
  expect(readValue(path('manager'), json, defaultLeniencies, (name) => names.push(name))).toEqual({
    value: '7',
  });
  expect(names).toEqual([`${enterpriseUrn}:manager.__proto__`, `${enterpriseUrn}:manager.constructor`]);
});

it('no input is changed', () => {
  const json = Object.freeze([Object.freeze({ value: 'u1', displayName: 'Ann', type: 'user' })]);
  expect(readValue(path('members', groupType), json, defaultLeniencies)).toEqual([
    { value: 'u1', display: 'Ann', type: 'User' },
  ]);
  expect(badgeUrn).toBe('urn:example:badge:1.0:User');
});
