import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/scim/fold.ts';

describe('strings that differ in case, composition or width only have one key', () => {
  it.each([
    ['Ann@Example.COM', 'ann@example.com'],
    ['ÖBERG', 'öberg'],
    ['O\u0308berg', 'öberg'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδοσ', 'ΟΔΟΣ'],
    ['ΟΔΟΣ ΟΔΟΣ', 'οδοσ οδοσ'],
    ['İ', 'i\u0307'],
    ['\u212a', 'k'],
    ['\u2126', 'ω'],
    ['J\u030c', 'ǰ'],
    ['ＡＮＮ＠１', 'ann@1'],
    ['ﾊﾟｽﾜｰﾄﾞ', 'パスワード'],
    ['a\u3000b', 'a b'],
    ['ÐΔДԴᎠ', 'ðδдդꭰ'],
  ])('%j and %j', (a, b) => {
    expect(fold(a)).toBe(fold(b));
  });
});

describe('strings that differ in more keep keys of their own', () => {
  it.each([
    ['ann', 'ann '],
    ['o', 'ö'],
    ['ß', 'ss'],
    ['ı', 'i'],
    ['ﬁ', 'fi'],
    ['²', '2'],
    ['', '\u200b'],
  ])('%j and %j', (a, b) => {
    expect(fold(a)).not.toBe(fold(b));
  });
});

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      'Σ',
      'ς',
      'σ',
      'İ',
      'I',
      'ı',
      '\u0307',
      '\u030c',
      'J',
      'ﾊ',
      'ﾟ',
      'Ａ',
      ' ',
      'ẞ',
      '\u0345',
      'ﾡ',
      'ￂ',
    ),
  }),
);

it('a key is its own key', () => {
  fc.assert(
    fc.property(text, (any) => {
      expect(fold(fold(any))).toBe(fold(any));
    }),
    { numRuns: 2000 },
  );
});

it('the key does not depend on how the text is composed or cased', () => {
  fc.assert(
    fc.property(text, (any) => {
      expect(fold(any.normalize('NFD'))).toBe(fold(any));
      expect(fold(any.normalize('NFC'))).toBe(fold(any));
      expect(fold(any.toLowerCase())).toBe(fold(any));
    }),
    { numRuns: 2000 },
  );
});

it('every single sign up to the ideographs has a stable key', () => {
  for (let point = 0; point <= 0x2ffff; point += 1) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const key = fold(String.fromCodePoint(point));
    if (fold(key) !== key) throw new Error(`U+${point.toString(16)} has another key when it is folded again`);
  }
});
