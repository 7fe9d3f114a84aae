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
  readonly name: 'User' | 'Group';
  /** Relative to the base URL, with its slash: `/Users`. */
  readonly endpoint: string;
  readonly description: string;
  readonly schema: Schema;
  readonly schemaExtensions: readonly SchemaExtension[];
}

export const userType: ResourceType = {
  name: 'User',
  endpoint: '/Users',
  description: 'A person who uses the application.',
  schema: userSchema,
  schemaExtensions: [{ schema: enterpriseUserSchema, required: false }],
};

export const groupType: ResourceType = {
  name: 'Group',
  endpoint: '/Groups',
  description: 'A group of people.',
  schema: groupSchema,
  schemaExtensions: [],
};

/** In the order of the answer of `/ResourceTypes`. */
export const resourceTypes: readonly ResourceType[] = [userType, groupType];

/** All schemas of one type: the core schema first, then its extensions. */
export function schemasOf(type: ResourceType): readonly Schema[] {
  return [type.schema, ...type.schemaExtensions.map((extension) => extension.schema)];
}
