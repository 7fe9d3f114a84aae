// Discovery (RFC 7644 §4): what this server can do, for clients that ask before they act. A filter on schemas or
// resource types is refused, as the RFC wants it; other parameters are ignored.

import {
  resourceTypeDocument,
  resourceTypeDocuments,
  schemaDocument,
  schemaDocuments,
  serviceProviderConfig,
} from '../scim/discovery.ts';
import { forbidden, resourceNotFound } from '../scim/error.ts';
import { listResponse } from '../scim/message/list-response.ts';
import type { JsonObject } from '../scim/resource/value.ts';
import { entitlementType, roleType } from '../scim/schema/catalog.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { Exchange } from './exchange.ts';
import type { Handler } from './resource-routes.ts';
import { respond } from './respond.ts';

export const configuration: Handler = (exchange) =>
  answer(exchange, () => serviceProviderConfig(exchange.baseUrl));

export const allResourceTypes: Handler = (exchange) =>
  answer(exchange, () => unfiltered(exchange, resourceTypeDocuments(typesOf(exchange), exchange.baseUrl)));

export const oneResourceType: Handler = (exchange, id) =>
  answer(exchange, () => {
    const document = resourceTypeDocument(typesOf(exchange), id, exchange.baseUrl);
    if (!document) throw resourceNotFound('ResourceType', id);
    return document;
  });

export const allSchemas: Handler = (exchange) =>
  answer(exchange, () => unfiltered(exchange, schemaDocuments(typesOf(exchange), exchange.baseUrl)));

export const oneSchema: Handler = (exchange, id) =>
  answer(exchange, () => {
    const document = schemaDocument(typesOf(exchange), id, exchange.baseUrl);
    if (!document) throw resourceNotFound('Schema', id);
    return document;
  });

/** Roles and entitlements are told of where there are any. */
function typesOf({ access, types }: Exchange): readonly ResourceType[] {
  const { appRoles, entitlements } = access.settings;
  return [
    ...types,
    ...(appRoles.length > 0 ? [roleType] : []),
    ...(entitlements.length > 0 ? [entitlementType] : []),
  ];
}

async function answer({ directory }: Exchange, document: () => JsonObject): Promise<Response> {
  await directory.verify();
  return respond(200, document());
}

/** All of them on one page: paging is ignored here. */
function unfiltered({ query }: Exchange, documents: readonly JsonObject[]): JsonObject {
  if (query.has('filter')) {
    throw forbidden(
      'Schemas and resource types cannot be filtered. Leave the filter out and read all of them.',
    );
  }
  const totalResults = documents.length;
  return listResponse(documents, { totalResults, startIndex: 1, itemsPerPage: totalResults });
}
