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
  const declared = declaredBy(path);
  // Only declared names become its keys.
  const set: Record<string, Scalar> = {};
  const cleared: string[] = [];
  const seen: Attribute[] = [];
  for (const key of Object.keys(object)) {
    const declaration = declared.get(key) ?? declared.get(key.toLowerCase());
    if (!declaration) {
      ignore(`${pathName(path)}.${named(key)}`);
      continue;
    }
    const { sub, name } = declaration;
    if (seen.includes(sub)) {
      throw invalidSyntax(`"${name}" is given twice; names are compared without regard to case.`);
    }
    seen.push(sub);
    if (sub.mutability === 'readOnly') continue;
    const read = readScalar(sub, name, object[key], leniencies);
    if (sub.name === '$ref') continue;
    if (read === undefined) cleared.push(sub.name);
    else set[sub.name] = read;
  }
  return { set, cleared };
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

/** A sub-attribute, and what messages call it. */
interface Declaration {
  readonly sub: Attribute;
  readonly name: string;
}

/** By name as declared and in lower case, made once for each attribute: one request may hold thousands of members. */
const declarations = new WeakMap<Attribute, ReadonlyMap<string, Declaration>>();

function declaredBy(path: AttributePath): ReadonlyMap<string, Declaration> {
  const known = declarations.get(path.attribute);
  if (known) return known;
  const names = new Map<string, Declaration>();
  for (const sub of path.attribute.subAttributes ?? []) {
    const declaration = { sub, name: pathName({ ...path, subAttribute: sub }) };
    names.set(sub.name, declaration).set(sub.name.toLowerCase(), declaration);
  }
  declarations.set(path.attribute, names);
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
  const rule = `"${pathName(path)}" must be an object`;
  throw invalidValue(`${rule}; got ${describe(json)}.`, `${rule}.`);
}
