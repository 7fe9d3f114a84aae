// A SCIM resource as answers show it, from the record that is its entry in `/Schemas`. A tenant may declare more, so
// that resources, and what they carry of an extension, may have more than is named here.

import { z } from 'zod';
import type { Attribute } from '../scim/schema/attribute.ts';
import { commonAttributes } from '../scim/schema/common.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';

/** `instead`: what stands in the place of attributes; undefined: nothing. */
export function resourceSchema(
  { name, description, schema, schemaExtensions }: StoredType,
  instead: Readonly<Record<string, z.ZodType | undefined>> = {},
): z.ZodType {
  const shape = {
    ...shapeOf([...commonAttributes, ...schema.attributes]),
    ...Object.fromEntries(
      schemaExtensions.map(({ schema: { id, attributes } }) => [
        id,
        z.looseObject(shapeOf(attributes)).optional(),
      ]),
    ),
    ...instead,
  };
  const shown = Object.entries(shape).flatMap(([key, value]) => (value ? [[key, value] as const] : []));
  return z.looseObject(Object.fromEntries(shown)).meta({ id: name, description });
}

function shapeOf(attributes: readonly Attribute[]): Readonly<Record<string, z.ZodType>> {
  const returned = attributes.filter((attribute) => attribute.returned !== 'never');
  return Object.fromEntries(
    returned.map((attribute) => [
      attribute.name,
      isAlwaysThere(attribute) ? schemaOf(attribute) : schemaOf(attribute).optional(),
    ]),
  );
}

const isAlwaysThere = ({ name, required, returned }: Attribute) =>
  required || returned === 'always' || name === 'meta';

function schemaOf(attribute: Attribute): z.ZodType {
  const one = singleOf(attribute).describe(attribute.description);
  return attribute.multiValued ? z.array(one) : one;
}

function singleOf({ type, subAttributes = [] }: Attribute): z.ZodType {
  switch (type) {
    case 'boolean':
      return z.boolean();
    case 'integer':
      return z.int();
    case 'decimal':
      return z.number();
    case 'complex':
      return z.strictObject(shapeOf(subAttributes));
    case 'string':
    case 'dateTime':
    case 'reference':
    case 'binary':
      return z.string();
    default:
      return type satisfies never;
  }
}
