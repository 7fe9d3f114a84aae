// What is stored beside a resource so that filters compare like with like (RFC 7644 §3.4.2.2): the same structure,
// strings folded unless case-exact, dates as instants in UTC, numbers and booleans as they are.

import { parseInstant } from '../instant.ts';
import type { Attribute } from '../schema/attribute.ts';
import { commonAttributes } from '../schema/common.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { extensionOf } from './assign.ts';
import { comparable } from './equal.ts';
import {
  type Complex,
  type Extension,
  isObject,
  own,
  type Resource,
  type Scalar,
  type Value,
} from './value.ts';

/** The search document of a resource. What the type does not declare is left out: no filter can ask for it. */
export function searchDocument(type: ResourceType, resource: Resource): Resource {
  const extensions = type.schemaExtensions
    .map(({ schema }): [string, Extension] => [
      schema.id,
      prepared(schema.attributes, extensionOf(resource, schema.id)),
    ])
    .filter(([, extension]) => Object.keys(extension).length > 0);
  return {
    ...prepared([...commonAttributes, ...type.schema.attributes], resource),
    ...Object.fromEntries(extensions),
  };
}

function prepared(attributes: readonly Attribute[], holder: Resource | Extension | Complex): Extension {
  const entries: [string, Value][] = [];
  for (const attribute of attributes) {
    const value = own<Value | Extension>(holder, attribute.name);
    const searchable = value === undefined ? undefined : preparedValue(attribute, value);
    if (searchable !== undefined) entries.push([attribute.name, searchable]);
  }
  return Object.fromEntries(entries);
}

function preparedValue(attribute: Attribute, value: Value | Extension): Value | undefined {
  if (Array.isArray(value)) {
    const elements = value.map((element) => preparedValue(attribute, element));
    return elements.filter((element) => element !== undefined) as Value;
  }
  if (isObject(value)) return prepared(attribute.subAttributes ?? [], value) as Complex;
  const scalar = value as Scalar;
  if (attribute.type === 'dateTime') return parseInstant(String(scalar));
  return comparable(attribute, scalar);
}
