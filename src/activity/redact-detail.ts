// An error's `detail` as it is recorded. It may quote what the client sent: quotations of values that are not
// recorded are taken out of it, and so is the piece of a filter or path that could not be read.

import { describe, named } from '../scim/resource/describe.ts';
import { isObject, type Json } from '../scim/resource/value.ts';
import { maxDetailLength, maxWithheldValues } from './limits.ts';
import { type Declarations, meaningOf } from './names.ts';
import { withoutTokens } from './redact.ts';
import type { Withheld } from './withheld.ts';

const masked = '…';

/** Said where too much was sent to search the detail for all of it. */
export const notKept = 'The reason quotes values that are not kept here.';

/**
 * The detail without the values that were withheld. What is recorded of the request all the same, and what is the
 * name of an attribute, stays.
 */
export function redactDetail(
  detail: string,
  withheld: Withheld,
  recorded: { readonly path: string; readonly body: Json | undefined },
  { users, groups }: { readonly users: Declarations; readonly groups: Declarations },
): string {
  const types = [users, groups];
  const known = new Set<unknown>();
  collect(recorded.body, known, Number.POSITIVE_INFINITY);
  const values = new Set<unknown>();
  collect(withheld.values, values, maxWithheldValues + 1);
  if (values.size > maxWithheldValues) return notKept;
  let kept = withoutTokens(detail).replace(/(, found )".*$/s, `$1"${masked}".`);
  for (const value of values) {
    const isHarmless =
      known.has(value) ||
      (typeof value === 'string' && (stands(recorded.path, value) || isName(types, value)));
    if (!isHarmless) kept = without(kept, value);
  }
  return kept.length > maxDetailLength ? `${kept.slice(0, maxDetailLength - 1)}…` : kept;
}

/** Shorter ones stand in words by chance, and are looked for as quotations only. */
const minSearchedLength = 5;

const stands = (path: string, value: string) => value.length >= minSearchedLength && path.includes(value);

const isName = (types: readonly Declarations[], value: string) =>
  types.some((type) => meaningOf(type, value) !== undefined);

function without(detail: string, value: unknown): string {
  const text = typeof value === 'string' ? value : String(value);
  const plain = named(text).replace(/\.\.\.$/, '');
  const quotations = detail
    .replaceAll(describe(text), `"${masked}"`)
    .replaceAll(JSON.stringify(text), `"${masked}"`);
  if (typeof value !== 'string') {
    return quotations.replaceAll(
      new RegExp(`\\b(got|is|with) ${escaped(text)}(?=[.;,]|$)`, 'g'),
      `$1 ${masked}`,
    );
  }
  return plain.length < minSearchedLength ? quotations : quotations.replaceAll(plain, masked);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Every scalar of the JSON, until there are so many. */
function collect(json: unknown, into: Set<unknown>, atMost: number): void {
  if (into.size >= atMost) return;
  if (Array.isArray(json)) for (const one of json) collect(one, into, atMost);
  else if (isObject(json)) for (const one of Object.values(json)) collect(one, into, atMost);
  else if (json !== undefined && json !== null && json !== '') into.add(json);
}
