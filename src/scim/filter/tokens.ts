// Reads the signs and words of a filter or a PATCH path, one at a time and only forward: spaces, brackets,
// names, operands. Which of them may follow which is `parse.ts`'s business.

import { invalidFilter, quoted, type ScimError } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import type { Literal } from './ast.ts';

/** Where reading stands. `refuse` makes the error that fits what is being read: a filter or a path. */
export interface Cursor {
  readonly text: string;
  readonly leniencies: Leniencies;
  at: number;
  noun: 'filter' | 'path' | 'filter in the path';
  refuse: (detail: string) => ScimError;
}

/** A cursor at the beginning of a filter. */
export function cursorAt(text: string, leniencies: Leniencies): Cursor {
  return { text, leniencies, at: 0, noun: 'filter', refuse: invalidFilter };
}

/** The error of what stands at `at` (by default: where reading stands), saying what belongs there. */
export function unreadable(cursor: Cursor, expected: string, at = cursor.at): ScimError {
  const rest = cursor.text.slice(at, at + 40);
  const found = rest === '' ? 'it ends there' : `found "${quoted(rest)}"`;
  const character = Array.from(cursor.text.slice(0, at)).length + 1;
  return cursor.refuse(
    `The ${cursor.noun} cannot be read at character ${character}: expected ${expected}, ${found}.`,
  );
}

/** Passes over spaces and line breaks. */
export function skipSpace(cursor: Cursor): void {
  take(cursor, spaces);
}

/** Takes the sign if it stands here. */
export function takeSign(cursor: Cursor, sign: '(' | ')' | '[' | ']' | '.'): boolean {
  const stands = cursor.text.startsWith(sign, cursor.at);
  if (stands) cursor.at += 1;
  return stands;
}

/** Takes the word that stands here: a path, an operator, `and`, `or`, `not`. Empty when none does. */
export function takeWord(cursor: Cursor): string {
  return take(cursor, word) ?? '';
}

/** The word that stands here, left where it is. */
export function peekWord(cursor: Cursor): string {
  const { at } = cursor;
  const found = takeWord(cursor);
  cursor.at = at;
  return found;
}

/** Whether nothing is left. */
export function atEnd(cursor: Cursor): boolean {
  return cursor.at >= cursor.text.length;
}

/** Takes an operand: a JSON string, number, boolean or null, or text without quotation marks where that is allowed. */
export function takeOperand(cursor: Cursor, inBracket: boolean): Literal {
  if (cursor.text.startsWith('"', cursor.at)) return takeString(cursor);
  const at = cursor.at;
  const text = take(cursor, inBracket ? bareInBracket : bare) ?? '';
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true' };
  if (text === 'null') return { kind: 'null' };
  if (number.test(text)) return { kind: 'number', value: Number(text), text };
  if (text === '' || !cursor.leniencies.has('unquotedOperands') || !meantAsText(text)) {
    throw unreadable(cursor, 'a string in quotation marks ("…"), a number, true, false or null', at);
  }
  return { kind: 'string', value: text, bare: true };
}

const spaces = /[ \t\r\n]*/y;
const word = /[^ \t\r\n()[\]"]*/y;
const bare = /[^ \t\r\n)]*/y;
const bareInBracket = /[^ \t\r\n)\]]*/y;
const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;
const string = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const escapeSequence = /\\(?:u([0-9a-fA-F]{4})|(.))/gs;
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

/** Text with other marks around it, or half of a quotation, was not meant as it stands. */
function meantAsText(text: string): boolean {
  return !/["(\0]|^['‘’“”„«`]/.test(text) && text.isWellFormed();
}

function takeString(cursor: Cursor): Literal {
  const at = cursor.at;
  const written = take(cursor, string);
  if (written === undefined) {
    throw unreadable(cursor, 'a string that ends with a quotation mark (one inside it is written \\")', at);
  }
  const inner = written.slice(1, -1);
  const control = inner.search(/[\u0000-\u001f]/);
  if (control >= 0) {
    throw unreadable(cursor, 'a string with its line breaks and tabs escaped (\\n, \\t)', at + 1 + control);
  }
  const value = inner.replace(
    escapeSequence,
    (all, hex: string | undefined, sign: string | undefined, offset: number) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      const meant = escapes.get(sign ?? '');
      if (meant !== undefined) return meant;
      if (cursor.leniencies.has('loneBackslash')) return all;
      throw unreadable(cursor, 'a backslash written twice (\\\\) or an escape of JSON', at + 1 + offset);
    },
  );
  // The database compares neither as it is written: it stops at the one and replaces the other.
  if (!value.isWellFormed() || value.includes('\0')) {
    throw unreadable(cursor, 'a string without U+0000 and without half a surrogate pair', at);
  }
  return { kind: 'string', value };
}
