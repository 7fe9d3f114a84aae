// Roles and entitlements that an application offers, as Okta's entitlement apps discover them: resource types of
// Okta's own schemas, read-only here. (Okta: "Build a SCIM 2.0 server with entitlements".)

import { attribute, type Schema } from './attribute.ts';
import type { ResourceType } from './resource-type.ts';

const readOnly = { mutability: 'readOnly' } as const;

const roleSchema: Schema = {
  id: 'urn:okta:scim:schemas:core:1.0:Role',
  name: 'Role',
  description: 'A role that the application offers.',
  attributes: [
    attribute('displayName', 'The name of the role.', { ...readOnly, required: true }),
    attribute('description', 'What the role is for.', readOnly),
  ],
};

const entitlementSchema: Schema = {
  id: 'urn:okta:scim:schemas:core:1.0:Entitlement',
  name: 'Entitlement',
  description: 'Something that the application lets a person have or do.',
  attributes: [
    attribute('displayName', 'The name of the entitlement.', { ...readOnly, required: true }),
    attribute('type', 'The kind of entitlement.', readOnly),
    attribute('description', 'What the entitlement gives.', readOnly),
  ],
};

export const roleType: ResourceType = {
  name: 'Role',
  endpoint: '/Roles',
  description: 'The roles that the application offers.',
  schema: roleSchema,
  schemaExtensions: [],
};

export const entitlementType: ResourceType = {
  name: 'Entitlement',
  endpoint: '/Entitlements',
  description: 'The entitlements that the application offers.',
  schema: entitlementSchema,
  schemaExtensions: [],
};
