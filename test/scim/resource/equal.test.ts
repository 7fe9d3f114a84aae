import { describe, expect, it } from 'vitest';
import { append } from '../../../src/scim/resource/append.ts';
import { elementKey, equalResources, equalValues } from '../../../src/scim/resource/equal.ts';
import {
  type Complex,
  own,
  type Resource,
  type Scalar,
  type Value,
} from '../../../src/scim/resource/value.ts';
import { type AttributePath, resolvePath } from '../../../src/scim/schema/path.ts';
import { groupType } from '../../../src/scim/schema/resource-type.ts';
import { enterpriseUrn, staffType } from './staff.ts';

function path(name: string, type = staffType): AttributePath {
  const found = resolvePath(type, name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

describe('what is stored is the same only when nothing would change', () => {
  it.each<[Value | undefined, Value | undefined, boolean]>([
    ['a', 'a', true],
    ['a', 'A', false],
    ['1', 1, false],
    [false, undefined, false],
    [undefined, undefined, true],
    [{ value: 'a', type: 'b' }, { type: 'b', value: 'a' }, true],
    [{ value: 'a' }, { value: 'a', type: 'b' }, false],
    [{ value: 'a', primary: false }, { value: 'a' }, false],
    [['a', 'b'], ['a', 'b'], true],
    [['a', 'b'], ['b', 'a'], false],
    [['a'], ['a', 'b'], false],
    [[{ value: 'a' }], { value: 'a' }, false],
    [JSON.parse('{"__proto__": "x"}'), { toString: 'x' }, false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(equalValues(a, b)).toBe(expected);
    expect(equalValues(b, a)).toBe(expected);
  });
  it('extensions count', () => {
    const resource = (department: string): Resource => ({ userName: 'a', [enterpriseUrn]: { department } });
    expect(equalResources(resource('x'), resource('x'))).toBe(true);
    expect(equalResources(resource('x'), resource('y'))).toBe(false);
  });
});

describe('two elements are the same one when filters cannot tell them apart', () => {
  it.each<[string, Scalar | Complex, Scalar | Complex, boolean]>([
    ['emails', { value: 'A@x', type: 'Work' }, { type: 'work', value: 'a@X' }, true],
    ['emails', { value: 'a', primary: true }, { value: 'a' }, true],
    ['emails', { value: 'a', primary: true }, { value: 'a', primary: false }, true],
    ['emails', { value: 'a', type: 'work' }, { value: 'a' }, false],
    ['emails', { value: 'a', display: 'x' }, { value: 'a' }, false],
    ['keys', { value: 'A' }, { value: 'a' }, false],
    ['doors', 'A', 'a', true],
    ['doors', 'a', 'b', false],
  ])('%s: %j and %j: %s', (name, a, b, expected) => {
    expect(elementKey(path(name), a) === elementKey(path(name), b)).toBe(expected);
  });
  it('a member is its id', () => {
    const members = path('members', groupType);
    expect(elementKey(members, { value: 'u1', display: 'A', type: 'User' })).toBe(
      elementKey(members, { value: 'u1' }),
    );
    expect(elementKey(members, { value: 'u1' })).not.toBe(elementKey(members, { value: 'U1' }));
  });
});

describe('adding to a list', () => {
  const emails = path('emails');
  const before = [{ value: 'a' }, { value: 'b', primary: true }];
  it('gives the very list when all is there', () => {
    expect(append(emails, before, [{ value: 'A' }, { value: 'b' }])).toBe(before);
  });
  it('takes over the mark of a primary element that is there', () => {
    const after = append(emails, before, [{ value: 'a', primary: true }]);
    expect(after).toEqual([
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ]);
    expect(own(before[0] as Complex, 'primary')).toBeUndefined();
  });
});
