import { describe, expect, it } from 'vitest';
import type { Filter } from '../../../src/scim/filter/ast.ts';
import { print, printPath } from '../../../src/scim/filter/ast.ts';
import { parseFilter, parsePath } from '../../../src/scim/filter/parse.ts';
import { defaultLeniencies, type Leniencies } from '../../../src/scim/leniency.ts';
import { maxFilterComparisons, maxFilterDepth, maxFilterLength } from '../../../src/scim/limits.ts';
import { refusal } from './refusal.ts';

const strict: Leniencies = new Set();
const parse = (text: string) => parseFilter(text, defaultLeniencies);
const present = (name: string): Filter => ({ kind: 'present', path: { name } });
const equal = (name: string, value: string): Filter => ({
  kind: 'comparison',
  path: { name },
  operator: 'eq',
  operand: { kind: 'string', value },
});

describe('a filter is read as RFC 7644 Figure 1 has it', () => {
  it.each<[string, Filter]>([
    ['userName eq "ann"', equal('userName', 'ann')],
    ['  userName\tEQ\r\n"ann"  ', equal('userName', 'ann')],
    ['title PR', present('title')],
    ['(((title pr)))', present('title')],
    [
      'a pr and b pr or c pr and d pr',
      {
        kind: 'or',
        filters: [
          { kind: 'and', filters: [present('a'), present('b')] },
          { kind: 'and', filters: [present('c'), present('d')] },
        ],
      },
    ],
    [
      '(a pr or b pr)and(c pr)',
      {
        kind: 'and',
        filters: [{ kind: 'or', filters: [present('a'), present('b')] }, present('c')],
      },
    ],
    [
      '(a pr And b pr) AND (c pr and d pr)',
      {
        kind: 'and',
        filters: [present('a'), present('b'), present('c'), present('d')],
      },
    ],
    [
      'not(a pr) and b pr',
      {
        kind: 'and',
        filters: [{ kind: 'not', filter: present('a') }, present('b')],
      },
    ],
    ['Not ( not (a pr) )', { kind: 'not', filter: { kind: 'not', filter: present('a') } }],
    ['emails[type eq "work"]', { kind: 'some', path: { name: 'emails', filter: equal('type', 'work') } }],
    [
      'emails[ not (type pr) or (value pr) ]',
      {
        kind: 'some',
        path: {
          name: 'emails',
          filter: { kind: 'or', filters: [{ kind: 'not', filter: present('type') }, present('value')] },
        },
      },
    ],
    [
      'emails[type eq "work"].value pr',
      {
        kind: 'present',
        path: { name: 'emails', filter: equal('type', 'work'), subAttribute: 'value' },
      },
    ],
    [
      'emails[type eq "work"].value sw "a"',
      {
        kind: 'comparison',
        path: { name: 'emails', filter: equal('type', 'work'), subAttribute: 'value' },
        operator: 'sw',
        operand: { kind: 'string', value: 'a' },
      },
    ],
    ['urn:x:2.0:User:manager.value eq "1"', equal('urn:x:2.0:User:manager.value', '1')],
    ['notes pr and order pr', { kind: 'and', filters: [present('notes'), present('order')] }],
  ])('%s', (text, tree) => {
    expect(parse(text)).toEqual(tree);
    expect(parseFilter(text, strict)).toEqual(tree);
  });
});

describe('an unreadable filter is refused at the character where reading stopped', () => {
  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['userName', 'character 9: expected one of the operators eq, ne'],
    ['userName regex "x"', 'character 10: expected one of the operators'],
    ['userName eq', 'character 12: expected a string'],
    ['userName eq )', 'character 13: expected a string'],
    ['"userName" eq "x"', 'character 1: expected an attribute'],
    ['eq "x"', 'character 4: expected one of the operators'],
    ['title pr and', 'character 13: expected an attribute'],
    ['title pr and and title pr', 'character 14: expected an attribute'],
    ['or title pr', 'character 1: expected an attribute'],
    ['title pr title pr', 'character 10: expected and, or, or the end'],
    ['title eq "😀" x', 'character 14: expected and, or, or the end'],
    ['displayName eq Sales Team', 'quotation marks'],
    ['(title pr', 'character 10: expected and, or, or ")"'],
    ['title pr)', 'character 9: expected and, or, or the end'],
    ['()', 'character 2: expected an attribute'],
    ['emails[]', 'character 8: expected an attribute'],
    ['emails[type eq "work"', 'expected and, or, or "]"'],
    ['emails[type eq "work")', 'expected and, or, or "]"'],
    ['emails[type eq "work"]]', 'expected and, or, or the end'],
    ['emails[type eq "work"].', 'the name of a sub-attribute'],
    ['emails[type eq "work"].value', 'one of the operators'],
    ['emails[type eq "work"] eq "x"', 'expected and, or, or the end'],
    ['emails [type eq "work"]', 'one of the operators'],
    ['not title pr', 'character 5: expected "(" after not'],
    ['not emails[type eq "work"]', 'expected "(" after not'],
    ['not[type eq "work"]', 'expected "(" after not'],
    ['not pr', 'expected "(" after not'],
    ['emails[roles[value pr]]', 'character 8: expected no further brackets'],
    ['emails[(not (roles[value pr]))]', 'no further brackets'],
    ['title eq "\u0007<\u0000"', 'escaped'],
  ])('%j', (text, words) => {
    const facts = refusal(() => parse(text));
    expect(facts).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(facts.detail).toContain(words);
    expect(facts.detail).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe('a filter over a limit is refused with the figure', () => {
  const nest = (depth: number, open: string) => `${open.repeat(depth)}title pr${')'.repeat(depth)}`;
  const comparisons = (count: number) => Array.from({ length: count }, () => 'title pr').join(' or ');
  const long = (length: number) => `title eq "${'x'.repeat(length - 11)}"`;

  it.each([
    ['length', long(maxFilterLength), long(maxFilterLength + 1), maxFilterLength],
    ['depth of brackets', nest(maxFilterDepth, '('), nest(maxFilterDepth + 1, '('), maxFilterDepth],
    ['depth of nots', nest(maxFilterDepth, 'not ('), nest(maxFilterDepth + 1, 'not ('), maxFilterDepth],
    [
      'depth with a value path',
      `emails[${nest(maxFilterDepth - 1, '(')}]`,
      `emails[${nest(maxFilterDepth, '(')}]`,
      maxFilterDepth,
    ],
    [
      'comparisons',
      comparisons(maxFilterComparisons),
      comparisons(maxFilterComparisons + 1),
      maxFilterComparisons,
    ],
  ])('%s', (_, within, over, figure) => {
    expect(() => parse(within)).not.toThrow();
    const facts = refusal(() => parse(over));
    expect(facts).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(facts.detail).toContain(String(figure));
  });

  it('brackets beside one another do not add up', () => {
    const beside = Array.from({ length: maxFilterDepth * 2 }, () => '(title pr)').join(' and ');
    expect(() => parse(beside)).not.toThrow();
  });

  it('many open brackets are refused without exhausting the stack', () => {
    expect(refusal(() => parse('('.repeat(maxFilterLength))).scimType).toBe('invalidFilter');
  });
});

describe('a PATCH path is read as RFC 7644 Figure 7 has it', () => {
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  it.each([
    ['members', { name: 'members' }],
    [' members ', { name: 'members' }],
    ['name.givenName', { name: 'name.givenName' }],
    [`${enterprise}:manager.value`, { name: `${enterprise}:manager.value` }],
    [enterprise, { name: enterprise }],
    ['members[value eq "x"]', { name: 'members', filter: equal('value', 'x') }],
    [
      'emails[type eq "work"].value',
      {
        name: 'emails',
        filter: equal('type', 'work'),
        subAttribute: 'value',
      },
    ],
    [
      `${enterprise}:foo[bar eq "1"].baz`,
      {
        name: `${enterprise}:foo`,
        filter: equal('bar', '1'),
        subAttribute: 'baz',
      },
    ],
  ])('%s', (text, path) => {
    const read = parsePath(text, defaultLeniencies);
    expect(read).toEqual(path);
    expect(parsePath(printPath(read), defaultLeniencies)).toEqual(path);
  });
});

describe('an unreadable PATCH path is refused, and no bracket is ever dropped', () => {
  it.each([
    ['', 'invalidPath', 'character 1: expected the name'],
    ['[value eq "x"]', 'invalidPath', 'the name of an attribute'],
    ['name familyName', 'invalidPath', 'character 6: expected the end of the path'],
    ['emails[type eq "work"]value', 'invalidPath', 'the end of the path'],
    ['emails[type eq "work"].', 'invalidPath', 'the name of a sub-attribute'],
    ['emails[type eq "work"][value pr]', 'invalidPath', 'the end of the path'],
    ['members]', 'invalidPath', 'the end of the path'],
    ['members eq "x"', 'invalidPath', 'the end of the path'],
    ['x'.repeat(maxFilterLength + 1), 'invalidPath', String(maxFilterLength)],
    ['members[]', 'invalidFilter', 'filter in the path cannot be read at character 9'],
    ['members[value eq "x"', 'invalidFilter', '"]"'],
    ['members[value eq "x]', 'invalidFilter', 'ends with a quotation mark'],
    ['members[value]', 'invalidFilter', 'one of the operators'],
    ['members[value eq "x" or]', 'invalidFilter', 'an attribute'],
    ['members[0]', 'invalidFilter', 'one of the operators'],
    ['emails[type[value pr]]', 'invalidFilter', 'no further brackets'],
    [`emails[${'('.repeat(40)}`, 'invalidFilter', String(maxFilterDepth)],
  ])('%j', (text, scimType, words) => {
    const facts = refusal(() => parsePath(text, defaultLeniencies));
    expect(facts).toMatchObject({ status: 400, scimType });
    expect(facts.detail).toContain(words);
  });
});

it('a printed filter needs no more brackets than the one that was read', () => {
  expect(print(parse('((a pr) and ((b pr or c pr)))  or not((d pr))'))).toBe(
    'a pr and (b pr or c pr) or not (d pr)',
  );
});
