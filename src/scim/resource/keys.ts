// The keys of a body, and of the value of a PATCH without path, turned into attributes: in any case (RFC 7643
// §2.1), under an extension's URN, under the core URN where a client nests there too, and as whole paths
// (`pathKeys`). A body is structured by schema, so an extension's attribute counts only under its URN: beside
// the core attributes its name may mean something else. What it cannot place is listed, never an error.

import { invalidSyntax, invalidValue } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import type { Schema } from '../schema/attribute.ts';
import { type AttributePath, pathName, resolvePath, resolveSchema } from '../schema/path.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { describe, named } from './describe.ts';
import { isObject } from './value.ts';

export interface Entry {
  readonly path: AttributePath;
  readonly value: unknown;
}

export interface Keys {
  /** In the order of the body; each attribute or sub-attribute once. */
  readonly entries: readonly Entry[];
  /** Extensions that the body mentions as a whole without a value: `"urn:…": null`. */
  readonly emptied: readonly Schema[];
  /** Keys that no schema of the type declares, as they were written. */
  readonly ignored: readonly string[];
}

/**
 * Resolves the keys of `object`. Throws 400 `invalidSyntax` when two keys mean one attribute (RFC 7643 §2.1: names
 * are case-insensitive, so such a body says two things), 400 `invalidValue` when a URN holds anything but an object.
 */
export function readKeys(
  type: ResourceType,
  object: Readonly<Record<string, unknown>>,
  leniencies: Leniencies,
): Keys {
  const entries = new Map<string, Entry>();
  const emptied: Schema[] = [];
  const ignored: string[] = [];

  const take = (key: string, value: unknown, holder?: Schema) => {
    const path = resolveKey(type, key, leniencies, holder);
    if (!path) {
      if (ignored.length < maxIgnoredNames) ignored.push(named(holder ? `${holder.id}:${key}` : key));
      return;
    }
    const name = pathName(path);
    if (entries.has(name)) {
      throw invalidSyntax(`"${name}" stands in the body twice; names are compared without regard to case.`);
    }
    entries.set(name, { path, value });
  };

  for (const [key, value] of Object.entries(object)) {
    const schema = resolveSchema(type, key);
    if (!schema) take(key, value);
    else if (isObject(value)) for (const inner of Object.entries(value)) take(...inner, schema);
    else if (!isEmpty(value, leniencies)) {
      const rule = `"${schema.id}" must be an object`;
      throw invalidValue(`${rule}; got ${describe(value)}.`, `${rule}.`);
    } else if (schema !== type.schema) emptied.push(schema);
  }
  return { entries: [...entries.values()], emptied, ignored };
}

/** So many names help an administrator; a body of a hundred thousand keys is not for the log. */
export const maxIgnoredNames = 50;

/** The attribute that a key of a body means; undefined where it means none. `holder`: the extension that it stands in. */
export function resolveKey(
  type: ResourceType,
  key: string,
  leniencies: Leniencies,
  holder: Schema | undefined,
): AttributePath | undefined {
  const path = resolvePath(type, holder ? `${holder.id}:${key}` : key);
  if (!path) return undefined;
  const isPlain = key.toLowerCase() === path.attribute.name.toLowerCase();
  if (isPlain) return holder || !path.extension ? path : undefined;
  if (!leniencies.has('pathKeys')) return undefined;
  const isQualified = holder !== undefined || key.includes(':');
  return isQualified || !path.extension ? path : undefined;
}

function isEmpty(value: unknown, leniencies: Leniencies): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || (value === '' && leniencies.has('emptyStringClears'));
}
