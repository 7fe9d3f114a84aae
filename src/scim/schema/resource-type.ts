// The resource types that a client meets (RFC 7643 §6): a core schema, its extensions, an endpoint.
// A tenant's custom attributes become one more extension of a type made at run time.

import type { Schema } from './attribute.ts';
import { enterpriseUserSchema } from './enterprise-user.ts';
import { groupSchema } from './group.ts';
import { userSchema } from './user.ts';

export interface SchemaExtension {
  readonly schema: Schema;
  readonly required: boolean;
}

export interface ResourceType {
  readonly name: string;
  /** Relative to the base URL, with its slash: `/Users`. */
  readonly endpoint: string;
  readonly description: string;
  readonly schema: Schema;
  readonly schemaExtensions: readonly SchemaExtension[];
  /** For messages about unknown names: what names there are, where `/Schemas` does not say. */
  readonly hint?: string;
}

/** A type whose resources a directory holds. */
export interface StoredType extends ResourceType {
  readonly name: 'User' | 'Group';
}

export const userType: StoredType = {
  name: 'User',
  endpoint: '/Users',
  description: 'A person who uses the application.',
  schema: userSchema,
  schemaExtensions: [{ schema: enterpriseUserSchema, required: false }],
};

export const groupType: StoredType = {
  name: 'Group',
  endpoint: '/Groups',
  description: 'A group of people.',
  schema: groupSchema,
  schemaExtensions: [],
};

/** In the order of the answer of `/ResourceTypes`. */
export const resourceTypes: readonly StoredType[] = [userType, groupType];

/** All schemas of one type: the core schema first, then its extensions. */
export function schemasOf(type: ResourceType): readonly Schema[] {
  return [type.schema, ...type.schemaExtensions.map((extension) => extension.schema)];
}
