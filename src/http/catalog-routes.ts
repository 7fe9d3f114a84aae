// `/Roles` and `/Entitlements`: what the application offers, from the tenant's settings, read-only. Okta's
// entitlement apps page through them.

import { resourceNotFound } from '../scim/error.ts';
import { bindFilter } from '../scim/filter/bind.ts';
import { evaluate } from '../scim/filter/evaluate.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import { listResponse, readPaging } from '../scim/message/list-response.ts';
import { readQuery } from '../scim/message/search-request.ts';
import { project } from '../scim/resource/project.ts';
import { readProjection } from '../scim/resource/projection.ts';
import type { Resource } from '../scim/resource/value.ts';
import { entitlementType, roleType } from '../scim/schema/catalog.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { Exchange } from './exchange.ts';
import type { Handler } from './resource-routes.ts';
import { respond } from './respond.ts';

export const catalogTypes: readonly ResourceType[] = [roleType, entitlementType];

/** The handlers of a type's list and of one entry, by method. */
export function catalogHandlers(type: ResourceType): {
  readonly list: Readonly<Record<string, Handler>>;
  readonly one: Readonly<Record<string, Handler>>;
} {
  return {
    list: { GET: (exchange) => list(exchange, type) },
    one: { GET: (exchange, id) => find(exchange, type, id) },
  };
}

async function list(exchange: Exchange, type: ResourceType): Promise<Response> {
  const { directory, query, leniencies } = exchange;
  await directory.verify();
  const parameters = readQuery((name) => query.get(name));
  const { startIndex, count } = readPaging(parameters);
  const projection = readProjection(parameters, type, leniencies);
  const { filter: text } = parameters;
  const filter = text === undefined ? undefined : bindFilter(type, parseFilter(text, leniencies), leniencies);
  const matching = entriesOf(exchange, type).filter((entry) => !filter || evaluate(filter, entry));
  const page = matching.slice(startIndex - 1, startIndex - 1 + count);
  return respond(
    200,
    listResponse(
      page.map((entry) => project(type, entry, projection)),
      { totalResults: matching.length, startIndex, itemsPerPage: page.length },
    ),
  );
}

async function find(exchange: Exchange, type: ResourceType, id: string): Promise<Response> {
  const { directory, query, leniencies } = exchange;
  await directory.verify();
  const projection = readProjection(
    readQuery((name) => query.get(name)),
    type,
    leniencies,
  );
  const entry = entriesOf(exchange, type).find((candidate) => candidate['id'] === id);
  if (!entry) throw resourceNotFound(type.name, id);
  return respond(200, project(type, entry, projection));
}

function entriesOf({ access, baseUrl }: Exchange, type: ResourceType): readonly Resource[] {
  const { appRoles, entitlements } = access.settings;
  const entries = type === roleType ? appRoles : entitlements;
  return entries.map((entry) => ({
    ...(Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as Resource),
    meta: {
      resourceType: type.name,
      location: `${baseUrl}${type.endpoint}/${encodeURIComponent(entry.id)}`,
    },
  }));
}
