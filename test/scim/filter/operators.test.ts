import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codePointOrder, holds } from '../../../src/scim/filter/operators.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', 'b', '\uffff', '\ue000', '😀', '𝒳'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

function byCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, sign] of left.entries()) {
    const difference = (sign.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(left.length - right.length);
}

it('strings are ordered by code point', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(codePointOrder(a, b))).toBe(byCodePoints(a, b));
    }),
    { numRuns: 1000 },
  );
});

it('a sign above U+FFFF comes after all below it, unlike in UTF-16', () => {
  const [smile, narrow] = ['😀', '\uffee'];
  expect(smile < narrow).toBe(true);
  expect(holds.gt('😀', '\uffee')).toBe(true);
  expect(holds.lt('a\uffee', 'a😀b')).toBe(true);
});

it.each([
  ['eq', 'ann', 'ann', true],
  ['eq', 'ann', 'anna', false],
  ['eq', true, true, true],
  ['ne', 1, 2, true],
  ['ne', 2, 2, false],
  ['co', 'joanna', 'ann', true],
  ['co', 'ann', 'joanna', false],
  ['sw', 'anna', 'ann', true],
  ['sw', 'joann', 'ann', false],
  ['ew', 'joann', 'ann', true],
  ['ew', 'anna', 'ann', false],
  ['gt', 10, 9, true],
  ['gt', '10', '9', false],
  ['gt', 9, 9, false],
  ['ge', 9, 9, true],
  ['ge', 'a', 'b', false],
  ['lt', -1, 0, true],
  ['lt', 'a', 'a', false],
  ['le', 'a', 'a', true],
  ['le', 1.5, 1.25, false],
] as const)('%s holds of %j and %j: %j', (operator, value, operand, expected) => {
  expect(holds[operator](value, operand)).toBe(expected);
});
