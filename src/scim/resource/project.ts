// A resource as an answer shows it: `schemas` computed, attributes in the order of their schemas, by what each
// declares as `returned` (RFC 7643 §7) and by what the client asks for (RFC 7644 §3.9).

import type { Attribute } from '../schema/attribute.ts';
import { commonAttributes } from '../schema/common.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { extensionOf } from './assign.ts';
import type { Projection } from './projection.ts';
import { schemasFor } from './schemas.ts';
import {
  type Complex,
  type Extension,
  isObject,
  type JsonObject,
  own,
  type Resource,
  type Value,
} from './value.ts';

/**
 * The JSON of a resource. `id`, `meta`, `groups` and other values that are not stored are expected in `resource`,
 * put there by the caller. Always holds `schemas` and `id` where there is one; never an empty value.
 */
export function project(type: ResourceType, resource: Resource, projection: Projection): JsonObject {
  const core = [...commonAttributes, ...type.schema.attributes];
  const withSchemas: Resource = { ...resource, schemas: schemasFor(type, resource) };
  const extensions = type.schemaExtensions
    .map(({ schema }): [string, JsonObject] => [
      schema.id,
      shown(schema.attributes, extensionOf(resource, schema.id), projection, `${schema.id}:`.toLowerCase()),
    ])
    .filter(([, extension]) => Object.keys(extension).length > 0);
  return { ...shown(core, withSchemas, projection, ''), ...Object.fromEntries(extensions) };
}

function shown(
  attributes: readonly Attribute[],
  holder: Resource | Extension | Complex,
  projection: Projection,
  prefix: string,
): JsonObject {
  const entries: [string, JsonObject[string]][] = [];
  for (const attribute of attributes) {
    const value = own<Value | Extension>(holder, attribute.name);
    const name = prefix + attribute.name.toLowerCase();
    const part = value === undefined ? undefined : shownPart(attribute, value, projection, name);
    if (part !== undefined) entries.push([attribute.name, part]);
  }
  return Object.fromEntries(entries);
}

function shownPart(
  attribute: Attribute,
  value: Value | Extension,
  projection: Projection,
  name: string,
): JsonObject[string] | undefined {
  if (isShownWhole(attribute, projection, name))
    return withinValue(attribute, value, asChild(projection), name);
  // Not itself, but some of its sub-attributes may be named: `attributes=emails.value`.
  if (projection.kind !== 'only' || attribute.returned === 'never' || !attribute.subAttributes)
    return undefined;
  const isNamed = attribute.subAttributes.some((sub) =>
    projection.names.has(`${name}.${sub.name.toLowerCase()}`),
  );
  return isNamed ? withinValue(attribute, value, projection, name) : undefined;
}

function isShownWhole({ returned }: Attribute, projection: Projection, name: string): boolean {
  switch (returned) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'request':
      return projection.kind === 'only' && projection.names.has(name);
    case 'default':
      if (projection.kind === 'default') return true;
      return projection.names.has(name) === (projection.kind === 'only');
    default:
      return returned satisfies never;
  }
}

/** What a whole attribute shows of its sub-attributes: of those named by `attributes` all are shown by default. */
function asChild(projection: Projection): Projection {
  return projection.kind === 'only' ? { kind: 'default' } : projection;
}

function withinValue(
  attribute: Attribute,
  value: Value | Extension,
  projection: Projection,
  name: string,
): JsonObject[string] | undefined {
  if (Array.isArray(value)) {
    const parts = value.map((element) => withinValue(attribute, element, projection, name));
    const some = parts.filter((part) => part !== undefined);
    return some.length === 0 ? undefined : some;
  }
  if (!isObject(value)) return value;
  const part = shown(attribute.subAttributes ?? [], value, projection, `${name}.`);
  return Object.keys(part).length === 0 ? undefined : part;
}
