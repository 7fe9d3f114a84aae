// Expectations about single attributes, and the words in which they fail.

import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/rehearse/answer.ts';
import { element, expect as expectAnswer, has, lacks } from '../../src/rehearse/expect.ts';
import type { JsonObject } from '../../src/rehearse/json.ts';
import { members } from '../../src/rehearse/message.ts';

const twoAddresses = { addresses: [{ type: 'work' }, { type: 'work' }] };
const roles = { roles: [{ primary: true, value: 'y' }] };

describe('what is wrong is named', () => {
  test.each([
    [members(['a', 'b']), { members: [{ value: 'a' }] }, 'members: 1 missing ("b")'],
    [members([]), { members: [{ value: 'a' }] }, 'members: 1 too many ("a")'],
    [members(['a']), { members: [{ value: 'a' }, { value: 'a' }] }, 'members: 1 more than once ("a")'],
    [element('addresses', { type: 'work' }, {}), twoAddresses, '2 elements, expected one'],
    [element('addresses', { type: 'home' }, {}), twoAddresses, '0 elements, expected one'],
    [element('roles', { primary: true }, { value: 'x' }), roles, 'expected {"value":"x"}'],
    [has('Lead', 'title'), { title: 'Boss' }, 'title is "Boss", expected "Lead"'],
    [has(false, 'active'), { active: 'False' }, 'active is "False", expected false'],
    [has('x', 'name', 'givenName'), {}, 'name.givenName is missing, expected "x"'],
    [has('x', '__proto__', 'y'), {}, '__proto__.y is missing'],
    [lacks('title'), { title: 'Lead' }, 'title is "Lead", expected none'],
  ])('%#: %o', (expectation, body, problem) => {
    expect(expectation(answer(200, body)).join()).toContain(problem);
  });
});

describe('what is right has no problem', () => {
  test.each([
    [members([]), { id: 'g' }],
    [members(['b', 'a']), { members: [{ value: 'a', display: 'A' }, { value: 'b' }] }],
    [element('roles', { primary: true }, { value: 'y' }), roles],
    [has('Sales', 'urn:x:2.0:User', 'department'), { 'urn:x:2.0:User': { department: 'Sales' } }],
    [lacks('title'), { title: null }],
    [lacks('title'), { title: '' }],
    [lacks('manager'), {}],
  ])('%#: %o', (expectation, body) => {
    expect(expectation(answer(200, body))).toEqual([]);
  });
});

describe('expect', () => {
  test('looks at nothing else when the status is wrong', () => {
    const check = () => expectAnswer(answer(409, {}), [200, 204], has('x', 'title'));
    expect(check).toThrow(/^GET \/Users\/7 → 409, expected 200 or 204\. The body: \{\}$/);
  });

  test('names all problems of one answer', () => {
    const check = () => expectAnswer(answer(200, {}), [200], has('x', 'title'), has('y', 'nickName'));
    expect(check).toThrow('but title is missing, expected "x"; nickName is missing, expected "y"');
  });

  test('accepts an answer that has one of the statuses and meets all', () => {
    expect(() => expectAnswer(answer(204, { title: 'x' }), [200, 204], has('x', 'title'))).not.toThrow();
  });
});

function answer(status: number, body: JsonObject): Answer {
  const text = JSON.stringify(body);
  return { method: 'GET', path: '/Users/7', status, header: () => null, text, body };
}
