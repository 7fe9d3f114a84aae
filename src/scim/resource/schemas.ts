// The `schemas` of a resource (RFC 7643 §3): what a client writes is checked for its form only, because each answer
// computes them from the values that the resource holds.

import { invalidSyntax } from '../error.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { extensionOf } from './assign.ts';
import { describe } from './describe.ts';
import type { Resource } from './value.ts';

/** The URNs that the resource has values of, the core schema's first. A projection does not change them. */
export function schemasFor(type: ResourceType, resource: Resource): readonly string[] {
  const used = type.schemaExtensions
    .map(({ schema }) => schema.id)
    .filter((urn) => Object.keys(extensionOf(resource, urn)).length > 0);
  return [type.schema.id, ...used];
}

/**
 * Throws 400 `invalidSyntax` unless it is a list of strings. Which ones does not matter: some clients leave out an
 * extension that they use (Okta), others name foreign ones (Entra, JumpCloud).
 */
export function checkSchemas(value: unknown): void {
  if (value === null || (Array.isArray(value) && value.every((urn) => typeof urn === 'string'))) return;
  throw invalidSyntax(`"schemas" must be a list of URNs as strings; got ${describe(value)}.`);
}
