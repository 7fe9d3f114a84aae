// What the server says about itself (RFC 7644 §4, RFC 7643 §5–§7): `/ServiceProviderConfig`, `/ResourceTypes` and
// `/Schemas`, as JSON made from the declared types. `baseUrl` is the tenant's SCIM URL without a slash at its end.
// `/Schemas` lists the schemas of resources only, not those of these three documents: clients read it to offer
// attributes for mapping (Okta, Entra, SailPoint), and nobody can map anything to a ServiceProviderConfig.

import {
  defaultPageSize,
  maxBodyBytes,
  maxBulkOperations,
  maxPageSize,
  walkTimeoutSeconds,
} from './limits.ts';
import type { JsonObject } from './resource/value.ts';
import type { Attribute, Schema } from './schema/attribute.ts';
import { type ResourceType, schemasOf } from './schema/resource-type.ts';

const urn = (name: string) => `urn:ietf:params:scim:schemas:core:2.0:${name}`;

/** The document of `/ServiceProviderConfig`, in the shape of RFC 7643 §5, with RFC 9865 §4's `pagination`. */
export function serviceProviderConfig(baseUrl: string): JsonObject {
  return {
    schemas: [urn('ServiceProviderConfig')],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: maxBulkOperations, maxPayloadSize: maxBodyBytes },
    filter: { supported: true, maxResults: maxPageSize },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize,
      maxPageSize,
      cursorTimeout: walkTimeoutSeconds,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'The token of the tenant, as a bearer token.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
      {
        type: 'httpbasic',
        name: 'HTTP Basic',
        description: 'The token of the tenant as the password, with any user name.',
        specUri: 'https://www.rfc-editor.org/info/rfc7617',
        primary: false,
      },
    ],
    meta: meta('ServiceProviderConfig', `${baseUrl}/ServiceProviderConfig`),
  };
}

/** The documents of `/ResourceTypes`, in the order of `types`. */
export function resourceTypeDocuments(
  types: readonly ResourceType[],
  baseUrl: string,
): readonly JsonObject[] {
  return types.map((type) => resourceTypeJson(type, baseUrl));
}

/** `/ResourceTypes/{id}`, its name in any case; undefined when there is none such. */
export function resourceTypeDocument(
  types: readonly ResourceType[],
  id: string,
  baseUrl: string,
): JsonObject | undefined {
  const found = types.find(({ name }) => name.toLowerCase() === id.toLowerCase());
  return found && resourceTypeJson(found, baseUrl);
}

/** The documents of `/Schemas`: every schema that resources of the types can carry, each once. */
export function schemaDocuments(types: readonly ResourceType[], baseUrl: string): readonly JsonObject[] {
  return schemasOfAll(types).map((schema) => schemaJson(schema, baseUrl));
}

/** `/Schemas/{urn}`, the URN in any case; undefined when there is none such. */
export function schemaDocument(
  types: readonly ResourceType[],
  id: string,
  baseUrl: string,
): JsonObject | undefined {
  const found = schemasOfAll(types).find((schema) => schema.id.toLowerCase() === id.toLowerCase());
  return found && schemaJson(found, baseUrl);
}

function schemasOfAll(types: readonly ResourceType[]): readonly Schema[] {
  return [...new Map(types.flatMap(schemasOf).map((schema) => [schema.id, schema])).values()];
}

function resourceTypeJson(type: ResourceType, baseUrl: string): JsonObject {
  const extensions = type.schemaExtensions.map(({ schema, required }) => ({ schema: schema.id, required }));
  return {
    schemas: [urn('ResourceType')],
    id: type.name,
    name: type.name,
    endpoint: type.endpoint,
    description: type.description,
    schema: type.schema.id,
    ...(extensions.length > 0 && { schemaExtensions: extensions }),
    meta: meta('ResourceType', `${baseUrl}/ResourceTypes/${type.name}`),
  };
}

function schemaJson({ id, name, description, attributes }: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [urn('Schema')],
    id,
    name,
    description,
    attributes: attributes.map(attributeJson),
    meta: meta('Schema', `${baseUrl}/Schemas/${id}`),
  };
}

/** The characteristics by name, so that what else a record may carry at run time does not get out. */
function attributeJson(attribute: Attribute): JsonObject {
  const { canonicalValues, referenceTypes, subAttributes } = attribute;
  return {
    name: attribute.name,
    type: attribute.type,
    multiValued: attribute.multiValued,
    description: attribute.description,
    required: attribute.required,
    ...(canonicalValues && { canonicalValues }),
    caseExact: attribute.caseExact,
    mutability: attribute.mutability,
    returned: attribute.returned,
    uniqueness: attribute.uniqueness,
    ...(referenceTypes && { referenceTypes }),
    ...(subAttributes && { subAttributes: subAttributes.map(attributeJson) }),
  };
}

function meta(resourceType: string, location: string): JsonObject {
  return { resourceType, location };
}
