import { describe, expect, it } from 'vitest';
import type { Literal } from '../../../src/scim/filter/ast.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { defaultLeniencies, type Leniencies, type LeniencyName } from '../../../src/scim/leniency.ts';
import { refusal } from './refusal.ts';

const strict: Leniencies = new Set();
const without = (name: LeniencyName): Leniencies =>
  new Set([...defaultLeniencies].filter((other) => other !== name));

function operand(written: string, leniencies: Leniencies): Literal | undefined {
  const filter = parseFilter(`title eq ${written}`, leniencies);
  return filter.kind === 'comparison' ? filter.operand : undefined;
}

describe('an operand is a JSON value', () => {
  it.each<[string, Literal]>([
    ['"ann"', { kind: 'string', value: 'ann' }],
    ['""', { kind: 'string', value: '' }],
    ['") and (not] [or"', { kind: 'string', value: ') and (not] [or' }],
    [String.raw`"a \"b\" \\ \/ \b\f\n\r\t"`, { kind: 'string', value: 'a "b" \\ / \b\f\n\r\t' }],
    [String.raw`"\\"`, { kind: 'string', value: '\\' }],
    [String.raw`"\u00e9\u00E9"`, { kind: 'string', value: 'éé' }],
    [String.raw`"\uD83D\uDE00"`, { kind: 'string', value: '😀' }],
    ['"😀 Öberg"', { kind: 'string', value: '😀 Öberg' }],
    ['true', { kind: 'boolean', value: true }],
    ['false', { kind: 'boolean', value: false }],
    ['null', { kind: 'null' }],
    ['0', { kind: 'number', value: 0, text: '0' }],
    ['-1.50e+2', { kind: 'number', value: -150, text: '-1.50e+2' }],
  ])('%s', (written, literal) => {
    expect(operand(written, strict)).toEqual(literal);
    expect(operand(written, defaultLeniencies)).toEqual(literal);
  });
});

describe('text without quotation marks is an operand up to a space or a closing bracket, where that is allowed', () => {
  it.each([
    ['User', 'User'],
    ['2011-05-13T04:42:34+02:00', '2011-05-13T04:42:34+02:00'],
    ["O'Malley", "O'Malley"],
    ['DOMAIN\\ann', 'DOMAIN\\ann'],
    ['007', '007'],
    ['1.', '1.'],
    ['+1', '+1'],
    ['True', 'True'],
    ['NULL', 'NULL'],
    ['team[1]', 'team[1]'],
  ])('%s', (written, value) => {
    expect(operand(written, defaultLeniencies)).toEqual({ kind: 'string', value, bare: true });
    expect(operand(`${written} `, defaultLeniencies)).toEqual({ kind: 'string', value, bare: true });
    expect(refusal(() => operand(written, without('unquotedOperands')))).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail: expect.stringContaining('quotation marks'),
    });
  });

  it('ends before the bracket that closes its group or value path', () => {
    expect(parseFilter('(a eq x) and (b eq y)', defaultLeniencies)).toEqual(
      parseFilter('a eq x and b eq y', defaultLeniencies),
    );
    expect(parseFilter('emails[type eq work].value eq a', defaultLeniencies)).toMatchObject({
      path: { filter: { operand: { value: 'work' } } },
    });
  });

  it.each([`'ann'`, '“ann”', 'ann"', 'W/"1"', 'Sales(EU)', '«ann»'])(
    'other marks than quotation marks around it, or half of one, are refused: %s',
    (written) => {
      expect(refusal(() => operand(written, defaultLeniencies)).scimType).toBe('invalidFilter');
    },
  );
});

describe('a backslash before a sign that needs no escape stands for itself, where that is allowed', () => {
  it.each([
    [String.raw`"DOMAIN\ann"`, String.raw`DOMAIN\ann`],
    [String.raw`"DOMAIN\ulf"`, String.raw`DOMAIN\ulf`],
    [String.raw`"\😀"`, String.raw`\😀`],
    [String.raw`"a\\\x"`, String.raw`a\\x`],
  ])('%s', (written, value) => {
    expect(operand(written, defaultLeniencies)).toEqual({ kind: 'string', value });
    const facts = refusal(() => operand(written, without('loneBackslash')));
    expect(facts).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(facts.detail).toContain('backslash');
  });
});

describe('a string that cannot be stored or does not end is refused', () => {
  it.each([
    ['"ann', 'ends with a quotation mark'],
    [String.raw`"ann\"`, 'ends with a quotation mark'],
    ['"a\nb"', 'character 12: expected a string with its line breaks'],
    [String.raw`"\ud83d"`, 'surrogate'],
    [String.raw`"\ude00\ud83d"`, 'surrogate'],
    ['"\ud83d"', 'surrogate'],
    [String.raw`"a\u0000b"`, 'U+0000'],
  ])('%j', (written, words) => {
    const facts = refusal(() => operand(written, defaultLeniencies));
    expect(facts).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(facts.detail).toContain(words);
  });
});
