// The shape of a stored resource and how to read an attribute out of it. A resource is JSON whose keys are
// spelled as the schema declares them; it holds declared attributes only, never null, `{}` or `[]`.
// Names are looked up as own properties, so that "constructor" is a name like any other.

import type { AttributePath } from '../schema/path.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export type Scalar = string | number | boolean;
/** One complex value: sub-attributes by their declared names. */
export interface Complex {
  readonly [name: string]: Scalar;
}
export type Value = Scalar | Complex | readonly Scalar[] | readonly Complex[];
/** The values of one extension, by declared names. */
export interface Extension {
  readonly [name: string]: Value;
}
/** A whole resource. Extension objects stand under their URN, spelled as declared. */
export interface Resource {
  readonly [nameOrUrn: string]: Value | Extension;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property of that name, else undefined. */
export function own<T>(object: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The value of a path's attribute (its sub-attribute is left to the caller); undefined when unassigned. */
export function attributeValue(resource: Resource, path: AttributePath): Value | undefined {
  const holder = path.extension ? own(resource, path.extension) : resource;
  return isObject(holder) ? (own(holder, path.attribute.name) as Value | undefined) : undefined;
}

/** The elements of a path's attribute as a list: a singular value is a list of one, an unassigned one is empty. */
export function elements(resource: Resource, path: AttributePath): readonly (Scalar | Complex)[] {
  const value = attributeValue(resource, path);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Scalar | Complex];
}

/** A core attribute that is a string; undefined when it is unassigned. */
export function textOf(resource: Resource, name: string): string | undefined {
  const value = own(resource, name);
  return typeof value === 'string' ? value : undefined;
}
