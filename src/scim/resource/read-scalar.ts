// One simple value from JSON to its declared type (RFC 7643 §2.3), with the leniencies that concern one value.
// Canonical values are suggestions (§7) and `country` or `tel:` formats are not enforced: clients send names.

import { invalidValue } from '../error.ts';
import { parseInstant } from '../instant.ts';
import type { Leniencies } from '../leniency.ts';
import { maxStringLength } from '../limits.ts';
import type { Attribute, AttributeType } from '../schema/attribute.ts';
import { describe } from './describe.ts';
import type { Scalar } from './value.ts';

/**
 * Reads one value of the simple attribute `attribute`, called `name` in messages; undefined when it is unassigned
 * (null, `[]`, and `""` by `emptyStringClears`: RFC 7643 §2.5). Throws 400 `invalidValue` otherwise.
 */
export function readScalar(
  attribute: Attribute,
  name: string,
  json: unknown,
  leniencies: Leniencies,
  maxLength = maxStringLength,
): Scalar | undefined {
  if (json === null || (Array.isArray(json) && json.length === 0)) return undefined;
  if (json === '') {
    if (attribute.required) throw invalidValue(`"${name}" is required and must not be empty.`);
    // Not for booleans: `"active": ""` would take an access decision away by a guess.
    if (attribute.type !== 'boolean' && leniencies.has('emptyStringClears')) return undefined;
  }
  const { expected, read } = kinds[attribute.type];
  const value = read(json, leniencies);
  if (value === undefined) {
    const rule = `"${name}" must be ${expected}`;
    throw invalidValue(`${rule}${got(attribute, json)}.`, `${rule}.`);
  }
  if (typeof value === 'string') checkText(value, name, maxLength);
  return value;
}

interface Kind {
  readonly expected: string;
  /** Undefined: not of the type. */
  readonly read: (json: unknown, leniencies: Leniencies) => Scalar | undefined;
}

const text = (json: unknown) => (typeof json === 'string' ? json : undefined);
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

const kinds: Readonly<Record<AttributeType, Kind>> = {
  string: {
    expected: 'a string',
    read: (json, leniencies) =>
      Number.isFinite(json) && leniencies.has('numbersAsText') ? String(json) : text(json),
  },
  boolean: {
    expected: 'true or false',
    read: (json, leniencies) => {
      if (typeof json === 'boolean') return json;
      const word = leniencies.has('stringBooleans') ? text(json)?.toLowerCase() : undefined;
      return word === 'true' ? true : word === 'false' ? false : undefined;
    },
  },
  // Adding 0 makes -0 the 0 that it is stored and compared as.
  decimal: {
    expected: 'a number',
    read: (json) => (typeof json === 'number' && Number.isFinite(json) ? json + 0 : undefined),
  },
  integer: {
    expected: 'a whole number',
    // Beyond 2^53 JSON.parse has already rounded: what would be stored is not what was sent.
    read: (json) => (typeof json === 'number' && Number.isSafeInteger(json) ? json + 0 : undefined),
  },
  dateTime: {
    expected: 'a date and time such as "2026-03-01T09:30:00Z"',
    read: (json) => (parseInstant(text(json) ?? '') === undefined ? undefined : text(json)),
  },
  binary: {
    expected: 'base64',
    read: (json) => (base64.test(text(json) ?? '-.') ? text(json) : undefined),
  },
  reference: { expected: 'a URI as a string', read: text },
  complex: { expected: 'a single value', read: () => undefined },
};

/** The value itself, unless it is a secret: error messages are logged and shown. */
function got(attribute: Attribute, json: unknown): string {
  return attribute.returned === 'never' ? '' : `; got ${describe(json)}`;
}

/** D1 stores UTF-8: half a surrogate pair would come back as another sign, and a NUL ends a text in SQLite. */
function checkText(value: string, name: string, maxLength: number): void {
  if (value.length > maxLength) {
    throw invalidValue(`"${name}" has ${value.length} characters; ${maxLength} are allowed.`);
  }
  if (value.includes('\u0000') || !value.isWellFormed()) {
    throw invalidValue(`"${name}" contains a character that is no text (NUL or half of a surrogate pair).`);
  }
}
