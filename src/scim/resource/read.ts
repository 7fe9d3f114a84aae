// A body of POST or PUT to a resource: declared attributes by their declared names, typed, nothing empty. What the
// server decides (read-only attributes, `schemas`) and what it never keeps (`password`) is checked and dropped.
// Defaults, uniqueness and what PUT keeps are the verbs' business.

import { invalidSyntax, invalidValue } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { type AttributePath, pathName } from '../schema/path.ts';
import { type ResourceType, schemasOf } from '../schema/resource-type.ts';
import { assign } from './assign.ts';
import { checkDepth } from './depth.ts';
import { describe } from './describe.ts';
import { maxIgnoredNames, readKeys } from './keys.ts';
import { readValue } from './read-value.ts';
import { checkSchemas } from './schemas.ts';
import { attributeValue, type Complex, isObject, own, type Resource, type Value } from './value.ts';

export interface Reading {
  readonly resource: Resource;
  /** Lower-case `pathName`s of the attributes that the body mentions without a value: PUT clears them. */
  readonly unassigned: ReadonlySet<string>;
  /** What the body holds and no schema of the type declares, for the activity log. */
  readonly ignored: readonly string[];
}

/**
 * Reads a body. Throws 400 `invalidSyntax` when it is no object, names an attribute twice or has odd `schemas`,
 * 400 `invalidValue` when a value is not of its attribute's type. Whether required attributes are there is asked
 * by `requireAttributes`, because a tenant's defaults come in between.
 */
export function readResource(type: ResourceType, body: unknown, leniencies: Leniencies): Reading {
  checkDepth(body);
  if (!isObject(body)) {
    throw invalidSyntax(`The body must be the JSON object of a ${type.name}; it is ${describe(body)}.`);
  }
  const keys = readKeys(type, body, leniencies);
  const ignored = new Set(keys.ignored);
  const ignore = (name: string) => {
    if (ignored.size < maxIgnoredNames) ignored.add(name);
  };
  const unassigned = new Set(
    keys.emptied.flatMap((schema) =>
      schema.attributes.map((attribute) => lowerName({ extension: schema.id, attribute })),
    ),
  );
  let resource: Resource = {};
  // Attributes before dotted keys, which are then merged into them.
  for (const { path, value } of keys.entries.toSorted((a, b) => depth(a.path) - depth(b.path))) {
    if (path.attribute.name === 'schemas' && path.extension === undefined) {
      checkSchemas(value);
    } else if (path.attribute.mutability !== 'readOnly' && path.subAttribute?.mutability !== 'readOnly') {
      if (path.subAttribute && path.attribute.multiValued) {
        // `"emails.value": …` does not say which e-mail.
        ignore(pathName(path));
        continue;
      }
      const read = readValue(path, value, leniencies, ignore);
      if (path.attribute.mutability === 'writeOnly') continue;
      if (read === undefined && !path.subAttribute) unassigned.add(lowerName(path));
      else if (read !== undefined) resource = assign(resource, path, merged(resource, path, read));
    }
  }
  return { resource, unassigned, ignored: [...ignored] };
}

/**
 * Throws 400 `invalidValue` when a required attribute of the type has no value. An extension's are asked for where
 * the extension is required or used (RFC 7643 §6).
 */
export function requireAttributes(type: ResourceType, resource: Resource): void {
  const optional = new Set(
    type.schemaExtensions.filter(({ required }) => !required).map(({ schema }) => schema.id),
  );
  for (const schema of schemasOf(type)) {
    if (optional.has(schema.id) && own(resource, schema.id) === undefined) continue;
    const extension = schema === type.schema ? {} : { extension: schema.id };
    for (const attribute of schema.attributes) {
      if (!attribute.required || attribute.mutability === 'readOnly') continue;
      const path: AttributePath = { ...extension, attribute };
      const value = attributeValue(resource, path);
      if (value === undefined || (typeof value === 'string' && value.trim() === '')) {
        throw invalidValue(`"${pathName(path)}" is required. Map it in the identity provider.`);
      }
    }
  }
}

function merged(resource: Resource, path: AttributePath, read: Value): Value {
  const { subAttribute } = path;
  if (!subAttribute) return read;
  const before = attributeValue(resource, path);
  const complex: Readonly<Record<string, unknown>> = isObject(before) ? before : {};
  if (Object.hasOwn(complex, subAttribute.name)) {
    throw invalidSyntax(`"${pathName(path)}" is given twice, within its attribute and as a key of its own.`);
  }
  return { ...complex, [subAttribute.name]: read } as Complex;
}

function lowerName(path: AttributePath): string {
  return pathName(path).toLowerCase();
}

function depth(path: AttributePath): number {
  return path.subAttribute ? 1 : 0;
}
