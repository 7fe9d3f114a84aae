// Text to tree: filters (RFC 7644 §3.4.2.2, Figure 1) and PATCH paths (§3.5.2, Figure 7). Knows no schema, so
// any name is read; `bind.ts` says which are known. Beyond the figure it reads a comparison behind a value
// path, `emails[type eq "work"].value eq "x"`, which Entra sends. Nesting is bounded, so recursion is.

import { invalidFilter, invalidPath } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { maxFilterComparisons, maxFilterDepth, maxFilterLength } from '../limits.ts';
import { type ComparisonOperator, comparisonOperators, type Filter, type PathExpression } from './ast.ts';
import {
  atEnd,
  type Cursor,
  cursorAt,
  peekWord,
  skipSpace,
  takeOperand,
  takeSign,
  takeWord,
  unreadable,
} from './tokens.ts';

/** Reads a filter, or throws 400 `invalidFilter`. */
export function parseFilter(text: string, leniencies: Leniencies): Filter {
  if (text.length > maxFilterLength) {
    throw invalidFilter(`The filter is ${text.length} characters long; ${maxFilterLength} are allowed.`);
  }
  const cursor = cursorAt(text, leniencies);
  skipSpace(cursor);
  if (atEnd(cursor))
    throw invalidFilter('The filter is empty. Leave it out, or write one as in userName eq "ann".');
  const filter = readOr({ cursor, depth: 0, comparisons: 0, inBracket: false });
  if (!atEnd(cursor)) {
    throw unreadable(cursor, 'and, or, or the end of the filter (text with spaces needs quotation marks)');
  }
  return filter;
}

/**
 * Reads the `path` of a PATCH operation, or throws: 400 `invalidPath` for the path, 400 `invalidFilter` for what
 * stands between its brackets, because RFC 7644 Table 9 lists the path filter of a PATCH under `invalidFilter`
 * and leaves `invalidPath` to what does not comply with Figure 7.
 */
export function parsePath(text: string, leniencies: Leniencies): PathExpression {
  if (text.length > maxFilterLength) {
    throw invalidPath(`The path is ${text.length} characters long; ${maxFilterLength} are allowed.`);
  }
  const cursor: Cursor = { ...cursorAt(text, leniencies), noun: 'path', refuse: invalidPath };
  skipSpace(cursor);
  const name = takeWord(cursor);
  if (name === '') throw unreadable(cursor, 'the name of an attribute, as in emails[type eq "work"].value');
  const path = readPath({ cursor, depth: 0, comparisons: 0, inBracket: false }, name);
  skipSpace(cursor);
  if (!atEnd(cursor)) throw unreadable(cursor, 'the end of the path');
  return path;
}

interface Reader {
  readonly cursor: Cursor;
  depth: number;
  comparisons: number;
  inBracket: boolean;
}

function readOr(reader: Reader): Filter {
  return readList(reader, 'or', () => readList(reader, 'and', () => readTerm(reader)));
}

/** Operands of `and` or `or`; a single one is itself, and those of the same kind become one list. */
function readList(reader: Reader, kind: 'and' | 'or', read: () => Filter): Filter {
  const first = read();
  const filters = first.kind === kind ? [...first.filters] : [first];
  let listed = false;
  for (skipSpace(reader.cursor); isWord(peekWord(reader.cursor), kind); skipSpace(reader.cursor)) {
    takeWord(reader.cursor);
    const next = read();
    if (next.kind === kind) filters.push(...next.filters);
    else filters.push(next);
    listed = true;
  }
  return listed ? { kind, filters } : first;
}

function readTerm(reader: Reader): Filter {
  const { cursor } = reader;
  skipSpace(cursor);
  const at = cursor.at;
  if (takeSign(cursor, '(')) return nested(reader, ')', at, () => readOr(reader));
  const name = takeWord(cursor);
  if (isWord(name, 'not')) {
    skipSpace(cursor);
    const bracket = cursor.at;
    if (!takeSign(cursor, '(')) throw unreadable(cursor, '"(" after not, as in not (title pr)');
    return { kind: 'not', filter: nested(reader, ')', bracket, () => readOr(reader)) };
  }
  if (name === '' || isWord(name, 'and') || isWord(name, 'or')) {
    throw unreadable(cursor, 'an attribute, not ( or (', at);
  }
  return readExpression(reader, name, at);
}

/** What begins with an attribute: a comparison, `pr`, or a value path standing alone. */
function readExpression(reader: Reader, name: string, nameAt: number): Filter {
  const { cursor } = reader;
  const path = readPath(reader, name, nameAt);
  if (path.filter && path.subAttribute === undefined) {
    return { kind: 'some', path: { name, filter: path.filter } };
  }
  countComparison(reader);
  skipSpace(cursor);
  const at = cursor.at;
  const operator = takeWord(cursor).toLowerCase();
  if (operator === 'pr') return { kind: 'present', path };
  if (!isComparisonOperator(operator)) {
    throw unreadable(cursor, `one of the operators ${comparisonOperators.join(', ')}, pr`, at);
  }
  skipSpace(cursor);
  return { kind: 'comparison', path, operator, operand: takeOperand(cursor, reader.inBracket) };
}

/** `name`, and what stands directly behind it: `[filter]`, `[filter].subAttribute`. */
function readPath(reader: Reader, name: string, nameAt = 0): PathExpression {
  const { cursor } = reader;
  const at = cursor.at;
  if (!takeSign(cursor, '[')) return { name };
  if (reader.inBracket) throw unreadable(cursor, 'no further brackets inside brackets', nameAt);
  const { noun, refuse } = cursor;
  if (noun === 'path') cursor.noun = 'filter in the path';
  cursor.refuse = invalidFilter;
  reader.inBracket = true;
  const filter = nested(reader, ']', at, () => readOr(reader));
  reader.inBracket = false;
  cursor.noun = noun;
  cursor.refuse = refuse;
  if (!takeSign(cursor, '.')) return { name, filter };
  const subAttribute = takeWord(cursor);
  if (subAttribute === '') throw unreadable(cursor, 'the name of a sub-attribute');
  return { name, filter, subAttribute };
}

function nested(reader: Reader, closing: ')' | ']', at: number, read: () => Filter): Filter {
  const { cursor } = reader;
  reader.depth += 1;
  if (reader.depth > maxFilterDepth) {
    throw unreadable(cursor, `no more than ${maxFilterDepth} brackets inside one another`, at);
  }
  const filter = read();
  if (!takeSign(cursor, closing)) throw unreadable(cursor, `and, or, or "${closing}"`);
  reader.depth -= 1;
  return filter;
}

function countComparison(reader: Reader): void {
  reader.comparisons += 1;
  if (reader.comparisons > maxFilterComparisons) {
    throw invalidFilter(
      `The filter makes more than ${maxFilterComparisons} comparisons. Send several filters.`,
    );
  }
}

function isWord(text: string, word: 'and' | 'or' | 'not'): boolean {
  return text.toLowerCase() === word;
}

function isComparisonOperator(text: string): text is ComparisonOperator {
  return comparisonOperators.some((operator) => operator === text);
}
