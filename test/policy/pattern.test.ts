import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPatternRepetitions } from '../../src/policy/limits.ts';
import { compilePattern } from '../../src/policy/pattern.ts';

describe('a pattern is asked of the whole name', () => {
  it.each<[pattern: string, names: string[], others: string[]]>([
    ['[a-z0-9._-]+', ['ann', 'a.b-c_9'], ['', 'Ann', 'ann@x', ' ann', 'ann\n']],
    ['^[a-z]+$', ['ann'], ['ann1']],
    ['[^@]{3,5}', ['ann', 'annie'], ['an', 'anniek', 'a@n']],
    ['\\p{L}[\\p{L}\\d]*', ['Öberg2', '名前'], ['2Öberg', '']],
    ['(?:svc-)?\\w+|root', ['svc-x', 'x', 'root'], ['svc-', 'ro ot']],
    ['a.c', ['abc', 'a😀c'], ['ac', 'a\nc']],
    ['(a|b){2}(-[0-9]{2,})?', ['ab', 'ba-12', 'bb-1234'], ['a', 'ab-1', 'ab-']],
    ['DOMAIN\\\\\\w{1,8}', ['DOMAIN\\ann'], ['DOMAINann']],
    ['[\\]a-]+', [']', 'a-'], ['b']],
    ['(a?)*', ['', 'aaa'], ['b']],
    ['|x', ['', 'x'], ['xx']],
    ['a\\.b\\-c', ['a.b-c'], ['axb-c']],
  ])('%s', (pattern, names, others) => {
    const { matches } = compilePattern(pattern);
    expect(names.filter((name) => !matches(name))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });
});

describe('what is no pattern is refused with its place', () => {
  it.each([
    ['(a', 'character 3: the end'],
    ['a)', 'character 2'],
    ['[a', 'character 1'],
    ['[z-a]', 'character 1: "[z-a]" is no class'],
    ['*a', 'character 1'],
    ['a**', 'character 3'],
    ['a{3,2}', 'repeats nothing'],
    ['a{0}', 'repeats nothing'],
    [`a{${maxPatternRepetitions + 1}}`, `further than ${maxPatternRepetitions}`],
    ['(?=a)b', 'character 2'],
    ['(a)\\1', 'character 4'],
    ['\\bann', 'character 1'],
    ['a$b', 'character 2'],
    ['a^', 'character 2'],
    ['\\p{Nonsense}', 'is no class'],
    ['a\\', 'character 2'],
    ['((a{100}){100}){100}', 'states'],
    ['((()){1000}){1000}', 'states'],
  ])('%s: %s', (pattern, problem) => {
    expect(() => compilePattern(pattern)).toThrow(SyntaxError);
    expect(() => compilePattern(pattern)).toThrow(problem);
  });
});

it.each(['(a+)+b', '(a*)*(a*)*b', '(a|a)*b', '([a-z]?){300}b', '(a{1,20}){1,20}b'])(
  'a name that JavaScript would try for ages is answered at once: %s',
  (pattern) => {
    const { matches } = compilePattern(pattern);
    const before = performance.now();
    expect(matches('a'.repeat(512))).toBe(false);
    expect(performance.now() - before).toBeLessThan(2000);
  },
);

const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '\\.', '[ab]', '[^a]', '\\d', '\\w', '[a-c1.-]', '😀', '\\p{L}'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
  pattern: fc
    .array(
      fc.oneof(
        fc
          .tuple(tie('part'), fc.constantFrom('', '', '?', '*', '+', '{2}', '{1,}', '{0,2}'))
          .map(([part, sign]) => part + sign),
        fc.constant('|'),
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join('')),
}));

it('means what it means in JavaScript', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '-', '😀', '\n'), maxLength: 6 });
  fc.assert(
    fc.property(pattern, fc.array(name, { minLength: 1, maxLength: 8 }), (source, names) => {
      const mine = compilePattern(source);
      const theirs = new RegExp(`^(?:${source})$`, 'u');
      expect(names.map(mine.matches)).toEqual(names.map((one) => theirs.test(one)));
    }),
    { numRuns: 500 },
  );
});
