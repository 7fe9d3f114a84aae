// The verbs on users and groups over HTTP (RFC 7644 §3): from request to verb, from result to answer. What an
// identity provider expects differs by type in one point: PATCH answers users with the resource and groups
// with 204, unless the client asks for attributes.

import { readCondition, versionTag } from '../directory/condition.ts';
import { locationOf, represent, representPieces } from '../directory/representation.ts';
import type { Found, TypeName, Wants } from '../directory/stored.ts';
import type { Changed } from '../directory/update.ts';
import { readQuery, readSearchRequest } from '../scim/message/search-request.ts';
import { type Projection, readProjection, wants } from '../scim/resource/projection.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { Exchange } from './exchange.ts';
import { answerQuery } from './list-request.ts';
import { type Identity, respond, respondEmpty, respondInPieces } from './respond.ts';

export type Handler = (exchange: Exchange, id: string) => Promise<Response>;

/** A handler for one type of resource. */
type TypeHandler = (exchange: Exchange, type: StoredType, id: string) => Promise<Response>;

/** The handlers of a type's collection, of one resource and of searching, by method. */
export function resourceHandlers({ name }: StoredType): {
  readonly collection: Readonly<Record<string, Handler>>;
  readonly one: Readonly<Record<string, Handler>>;
  readonly search: Readonly<Record<string, Handler>>;
} {
  /** The type as the tenant declares it. */
  const typed =
    (handle: TypeHandler): Handler =>
    (exchange, id) => {
      const type = exchange.types.find((candidate) => candidate.name === name);
      if (!type) throw new Error(`No tenant declares "${name}".`);
      return handle(exchange, type, id);
    };
  return {
    collection: { GET: typed(list), POST: typed(create) },
    one: {
      GET: typed(find),
      PUT: typed((exchange, type, id) => change(exchange, type, id, 'replace')),
      PATCH: typed((exchange, type, id) => change(exchange, type, id, 'patch')),
      DELETE: typed(remove),
    },
    search: { POST: typed((exchange, type) => search(exchange, [type])) },
  };
}

/** Users and groups in one list: `POST /.search` at the root. */
export const searchAll: Handler = (exchange) => search(exchange, exchange.types);

async function list({ query, leniencies, directory, baseUrl }: Exchange, type: StoredType) {
  const parameters = readQuery((name) => query.get(name));
  return answerQuery(directory, [type], parameters, leniencies, baseUrl);
}

/** RFC 7644 §3.4.3: what does not fit into a URL, or should not stand in one. */
async function search({ leniencies, directory, baseUrl, body }: Exchange, types: readonly StoredType[]) {
  const parameters = readSearchRequest(await body());
  return answerQuery(directory, types, parameters, leniencies, baseUrl);
}

async function create(exchange: Exchange, type: StoredType) {
  const { query, leniencies, directory, baseUrl } = exchange;
  const projection = projectionOf(query, type, leniencies);
  const body = await exchange.body();
  if (type.name === 'User') exchange.attempts({ body });
  const found = await directory.create(type, body, wantsOf(projection, type.name));
  const location = locationOf(baseUrl, type, found.id);
  return answer(201, baseUrl, type, found, projection, { location, version: found.version });
}

async function find(exchange: Exchange, type: StoredType, id: string) {
  const { request, query, leniencies, directory, baseUrl } = exchange;
  const projection = projectionOf(query, type, leniencies);
  const found = await directory.find(type, id, wantsOf(projection, type.name));
  const identity = { location: locationOf(baseUrl, type, id), version: found.version };
  const known = readCondition(request.headers.get('if-none-match'));
  if (known?.some((tag) => tag === '*' || tag === versionTag(found.version))) {
    return respondEmpty(304, identity);
  }
  return answer(200, baseUrl, type, found, projection, identity);
}

async function change(exchange: Exchange, type: StoredType, id: string, verb: 'replace' | 'patch') {
  const { request, query, leniencies, directory, baseUrl } = exchange;
  const projection = projectionOf(query, type, leniencies);
  const answersBody = verb === 'replace' || type.name === 'User' || projection.kind !== 'default';
  const condition = readCondition(request.headers.get('if-match'));
  const wanted = answersBody ? wantsOf(projection, type.name) : undefined;
  const body = await exchange.body();
  if (type.name === 'User') exchange.attempts({ id, body });
  const changed: Changed = await directory[verb](type, id, body, condition, wanted);
  const identity = { location: locationOf(baseUrl, type, id), version: changed.version };
  return answersBody && changed.found
    ? answer(200, baseUrl, type, changed.found, projection, identity)
    : respondEmpty(204, identity);
}

async function remove({ request, directory }: Exchange, type: StoredType, id: string) {
  await directory.remove(type, id, readCondition(request.headers.get('if-match')));
  return respondEmpty(204);
}

function answer(
  status: number,
  baseUrl: string,
  type: StoredType,
  found: Found,
  projection: Projection,
  identity: Identity,
): Response {
  return found.moreMembers
    ? respondInPieces(status, representPieces(baseUrl, type, found, projection), identity)
    : respond(status, represent(baseUrl, type, found, projection), identity);
}

function projectionOf(query: URLSearchParams, type: StoredType, leniencies: Exchange['leniencies']) {
  return readProjection(
    {
      attributes: query.get('attributes') ?? undefined,
      excludedAttributes: query.get('excludedAttributes') ?? undefined,
    },
    type,
    leniencies,
  );
}

/** Memberships are read only where the answer shows them. */
function wantsOf(projection: Projection, type: TypeName): Wants {
  return type === 'User'
    ? { groups: wants(projection, 'groups') }
    : { members: wants(projection, 'members') };
}
