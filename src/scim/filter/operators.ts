// The operators of RFC 7644 Table 3: what each says of two prepared values, and which types of attribute it may
// be asked of. Strings are ordered by code point, as the database orders them; no locale.

import type { AttributeType } from '../schema/attribute.ts';
import type { ComparisonOperator } from './ast.ts';

type Prepared = string | number | boolean;

/** What an operator says of an attribute's value (left) and the operand (right), both prepared and of one type. */
export const holds: Readonly<Record<ComparisonOperator, (value: Prepared, operand: Prepared) => boolean>> = {
  eq: (value, operand) => value === operand,
  ne: (value, operand) => value !== operand,
  co: (value, operand) => String(value).includes(String(operand)),
  sw: (value, operand) => String(value).startsWith(String(operand)),
  ew: (value, operand) => String(value).endsWith(String(operand)),
  gt: (value, operand) => order(value, operand) > 0,
  ge: (value, operand) => order(value, operand) >= 0,
  lt: (value, operand) => order(value, operand) < 0,
  le: (value, operand) => order(value, operand) <= 0,
};

const equality = ['eq', 'ne'] as const;
const ordering = ['gt', 'ge', 'lt', 'le'] as const;
const substring = ['co', 'sw', 'ew'] as const;

/** RFC 7644 Table 3 forbids the order of booleans and binaries; what is no text has no substrings. */
export const operatorsOf: Readonly<Record<AttributeType, readonly ComparisonOperator[]>> = {
  string: [...equality, ...substring, ...ordering],
  reference: [...equality, ...substring, ...ordering],
  binary: [...equality, ...substring],
  boolean: equality,
  integer: [...equality, ...ordering],
  decimal: [...equality, ...ordering],
  dateTime: [...equality, ...ordering],
  complex: [],
};

/** Negative, zero or positive: strings by code point (= by UTF-8 bytes, as SQLite orders), not by UTF-16 unit. */
export function codePointOrder(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for the code points above U+FFFF: they rank behind the units U+E000–U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function order(value: Prepared, operand: Prepared): number {
  return typeof value === 'string' ? codePointOrder(value, String(operand)) : Number(value) - Number(operand);
}
