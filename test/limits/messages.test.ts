// How much of what a client sent is repeated to people.

import { describe, expect, it } from 'vitest';
import { maxQuotedLength, quoted } from '../../src/scim/error.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { maxIgnoredNames } from '../../src/scim/resource/keys.ts';
import { readResource } from '../../src/scim/resource/read.ts';
import { userType } from '../../src/scim/schema/resource-type.ts';

it("a client's text of as many characters as help is quoted whole, a longer one is cut to as many", () => {
  const text = 'x'.repeat(maxQuotedLength);
  expect(quoted(text)).toBe(text);
  expect(quoted(`${text}y`)).toBe(`${'x'.repeat(maxQuotedLength - 3)}...`);
});

describe('as many names that no schema declares as help are listed, and no more:', () => {
  const names = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 1]));

  it.each<[where: string, body: (count: number) => unknown]>([
    ['keys', (count) => names(count)],
    ['keys of a complex attribute', (count) => ({ name: names(count) })],
    ['keys of both', (count) => ({ ...names(10), name: names(count - 10) })],
    [
      'keys of many values',
      (count) => ({ emails: Array.from({ length: count }, (_, index) => ({ [`x${index}`]: 1 })) }),
    ],
  ])('%s', (_where, body) => {
    const ignored = (count: number) => readResource(userType, body(count), defaultLeniencies).ignored;
    expect(ignored(maxIgnoredNames - 1)).toHaveLength(maxIgnoredNames - 1);
    expect(ignored(maxIgnoredNames)).toHaveLength(maxIgnoredNames);
    expect(ignored(maxIgnoredNames + 1)).toHaveLength(maxIgnoredNames);
  });
});
