// One complex value from JSON: its sub-attributes by their declared names. Says apart what is set and what is
// mentioned as unassigned, because PATCH leaves alone what is not mentioned (RFC 7644 §3.5.2.3).

import { invalidSyntax, invalidValue } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import type { Attribute } from '../schema/attribute.ts';
import { type AttributePath, pathName } from '../schema/path.ts';
import { describe, named } from './describe.ts';
import { readScalar } from './read-scalar.ts';
import { type Complex, isObject, type Scalar } from './value.ts';

/** What one complex value says. */
export interface Changes {
  readonly set: Complex;
  /** Declared names of sub-attributes that are mentioned as null, `[]` or (`emptyStringClears`) `""`. */
  readonly cleared: readonly string[];
}

/** Told the name of each sub-attribute that is not declared. */
export type Ignore = (name: string) => void;

/**
 * Reads one value of the path's complex attribute; undefined when it is unassigned as a whole. Read-only
 * sub-attributes are passed over (RFC 7644 §3.5.1), and `$ref` too once it is known to be a string: the server
 * makes references from ids and never compares or stores a client's. Throws 400 `invalidValue` or `invalidSyntax`.
 */
export function readComplex(
  path: AttributePath,
  json: unknown,
  leniencies: Leniencies,
  ignore: Ignore,
): Changes | undefined {
  if (json === null || (Array.isArray(json) && json.length === 0)) return undefined;
  if (json === '' && leniencies.has('emptyStringClears')) return undefined;
  const object = asObject(path, json, leniencies);
  const declared = declaredBy(path.attribute);
  const set: [string, Scalar][] = [];
  const cleared: string[] = [];
  const seen = new Set<string>();
  for (const [key, value] of Object.entries(object)) {
    const sub = declared.get(key.toLowerCase());
    if (!sub) {
      ignore(`${pathName(path)}.${named(key)}`);
      continue;
    }
    const name = pathName({ ...path, subAttribute: sub });
    if (seen.has(sub.name)) {
      throw invalidSyntax(`"${name}" is given twice; names are compared without regard to case.`);
    }
    seen.add(sub.name);
    if (sub.mutability === 'readOnly') continue;
    const read = readScalar(sub, name, value, leniencies);
    if (sub.name === '$ref') continue;
    if (read === undefined) cleared.push(sub.name);
    else set.push([sub.name, read]);
  }
  return { set: Object.fromEntries(set), cleared };
}

/**
 * Whether a value whose sub-attributes were taken away has come to nothing: `type` and `primary` say what a value
 * is for, and without a value they say nothing. So Entra's `emails[type eq "work"].value` = "" leaves no stump.
 */
export function isSpent(path: AttributePath, value: Complex): boolean {
  const isLabel = (name: string) => name === 'type' || name === 'primary';
  const holdsMore = path.attribute.subAttributes?.some((sub) => !isLabel(sub.name)) === true;
  return Object.keys(value).every((name) => holdsMore && isLabel(name));
}

/** By lower-case name, made once for each attribute: one request may hold tens of thousands of members. */
const declarations = new WeakMap<Attribute, ReadonlyMap<string, Attribute>>();

function declaredBy(attribute: Attribute): ReadonlyMap<string, Attribute> {
  const known = declarations.get(attribute);
  if (known) return known;
  const names = new Map(attribute.subAttributes?.map((sub) => [sub.name.toLowerCase(), sub]));
  declarations.set(attribute, names);
  return names;
}

function asObject(
  path: AttributePath,
  json: unknown,
  leniencies: Leniencies,
): Readonly<Record<string, unknown>> {
  if (isObject(json)) return json;
  const hasValue = path.attribute.subAttributes?.some((sub) => sub.name === 'value');
  if (!Array.isArray(json) && hasValue && leniencies.has('bareValues')) return { value: json };
  throw invalidValue(`"${pathName(path)}" must be an object; got ${describe(json)}.`);
}
