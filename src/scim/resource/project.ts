// A resource as an answer shows it: `schemas` computed, attributes in the order of their schemas, by what each
// declares as `returned` (RFC 7643 §7) and by what the client asks for (RFC 7644 §3.9).

import type { Attribute } from '../schema/attribute.ts';
import { commonAttributes } from '../schema/common.ts';
import { type ResourceType, schemasOf } from '../schema/resource-type.ts';
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
  const plan = projection.kind === 'default' ? planOf(type) : undefined;
  return plan ? projectPlanned(type, resource, plan) : projectNamed(type, resource, projection);
}

/** Without a projection: what is returned by default, found out once for each type. Lists live by it. */
function projectPlanned(type: ResourceType, resource: Resource, { core, extensions }: Plan): JsonObject {
  const shownOnes: Record<string, JsonObject[string]> = { schemas: schemasFor(type, resource) };
  copy(core, resource, shownOnes);
  for (const { urn, names } of extensions) {
    const holder = extensionOf(resource, urn);
    const part: Record<string, JsonObject[string]> = {};
    copy(names, holder, part);
    if (Object.keys(part).length > 0) shownOnes[urn] = part;
  }
  return shownOnes;
}

interface Plan {
  readonly core: readonly string[];
  readonly extensions: readonly { readonly urn: string; readonly names: readonly string[] }[];
}

const plans = new WeakMap<ResourceType, Plan | undefined>();

/** None for a type with sub-attributes that are not shown by default: their values have to be taken apart. */
function planOf(type: ResourceType): Plan | undefined {
  if (!plans.has(type)) plans.set(type, makePlan(type));
  return plans.get(type);
}

function makePlan(type: ResourceType): Plan | undefined {
  const all = schemasOf(type).flatMap(({ attributes }) => attributes);
  const isShown = ({ returned }: Attribute) => returned === 'always' || returned === 'default';
  if (all.some(({ subAttributes }) => subAttributes?.some((sub) => !isShown(sub)))) return undefined;
  const namesOf = (attributes: readonly Attribute[]) =>
    attributes
      .filter((attribute) => attribute.name !== 'schemas' && isShown(attribute))
      .map(({ name }) => name);
  return {
    core: namesOf([...commonAttributes, ...type.schema.attributes]),
    extensions: type.schemaExtensions.map(({ schema }) => ({
      urn: schema.id,
      names: namesOf(schema.attributes),
    })),
  };
}

function copy(
  names: readonly string[],
  from: Resource | Extension,
  to: Record<string, JsonObject[string]>,
): void {
  for (const name of names) {
    const value = own<Value | Extension>(from, name);
    if (value !== undefined && !isEmpty(value)) to[name] = value as JsonObject[string];
  }
}

const isEmpty = (value: Value | Extension): boolean =>
  typeof value === 'object' && (Array.isArray(value) ? value : Object.keys(value)).length === 0;

function projectNamed(type: ResourceType, resource: Resource, projection: Projection): JsonObject {
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
