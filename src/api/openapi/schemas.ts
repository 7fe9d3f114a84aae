// From zod to JSON Schema, in the dialect that OpenAPI 3.1 has. A schema with an id (`.meta({ id })`) becomes a
// component that others refer to.

import { z } from 'zod';
import type { MergePatch } from '../operation.ts';
import { mergePatchOf } from './merge-patch.ts';

export type Json = Readonly<Record<string, unknown>>;
type ByName = Readonly<Record<string, Json>>;

export type Schemas = Readonly<Record<string, z.ZodType | MergePatch>>;

/** Each schema by its name, and the components that they refer to by theirs. */
export function jsonSchemas(
  schemas: Schemas,
  io: 'input' | 'output',
): { readonly schemas: ByName; readonly components: ByName } {
  const all = Object.entries(schemas);
  const patches = all.flatMap(([name, schema]) => (isMergePatch(schema) ? [{ name, id: schema.id }] : []));
  const { properties, $defs } = converted(all, io);
  const patchOf = ({ name, id }: (typeof patches)[number]) => [id, mergePatchOf(properties[name] ?? {})];
  const reference = ({ name, id }: (typeof patches)[number]) => [name, { $ref: componentsPath + id }];
  return {
    schemas: { ...properties, ...Object.fromEntries(patches.map(reference)) },
    components: { ...$defs, ...Object.fromEntries(patches.map(patchOf)) },
  };
}

const componentsPath = '#/components/schemas/';

/** As members of one object, so that what several of them name is one definition. */
function converted(
  schemas: readonly (readonly [string, z.ZodType | MergePatch])[],
  io: 'input' | 'output',
): { readonly properties: ByName; readonly $defs: ByName } {
  const members = schemas.map(([name, schema]) => [
    name,
    isMergePatch(schema) ? schema.mergePatchOf : schema,
  ]);
  const json = z.toJSONSchema(z.object(Object.fromEntries(members)), { io, override: refuseFlags });
  const { properties = {}, $defs = {} } = JSON.parse(
    JSON.stringify(json).replaceAll('"#/$defs/', `"${componentsPath}`),
  ) as { readonly properties?: ByName; readonly $defs?: ByName };
  return { properties, $defs };
}

const isMergePatch = (schema: z.ZodType | MergePatch): schema is MergePatch => 'mergePatchOf' in schema;

/** A pattern in JSON Schema has no flags, and would say something else. */
function refuseFlags({ zodSchema }: { readonly zodSchema: z.core.$ZodTypes }): void {
  for (const check of zodSchema._zod.def.checks ?? []) {
    const { pattern } = check._zod.def as { readonly pattern?: RegExp };
    if (pattern?.flags) throw new Error(`JSON Schema has no flags, which ${pattern} needs.`);
  }
}
