// What a JSON merge patch (RFC 7396) may hold, from the schema of what it is merged into: of each object any part,
// and null to remove it. What is left out stays as it was, whatever its default; lists are replaced whole.

import type { Json } from './schemas.ts';

export function mergePatchOf(schema: Json): Json {
  const { default: _default, required: _required, ...rest } = schema;
  if (Array.isArray(rest['anyOf'])) return { ...rest, anyOf: rest['anyOf'].map(mergePatchOf) };
  if (!isJson(rest['properties'])) return rest;
  const properties = Object.entries(rest['properties']).map(
    ([name, property]) => [name, orNull(mergePatchOf(property as Json))] as const,
  );
  return { ...rest, properties: Object.fromEntries(properties) };
}

function orNull({ description, ...schema }: Json): Json {
  const choices = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [schema];
  const hasNull = choices.some((choice) => isJson(choice) && choice['type'] === 'null');
  return {
    ...(description !== undefined && { description }),
    anyOf: hasNull ? choices : [...choices, { type: 'null' }],
  };
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
