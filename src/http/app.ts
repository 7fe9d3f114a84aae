// The SCIM surface: the table of routes below `/t/{tenant}/scim/v2`, and the one place where errors become
// answers.

import { Hono } from 'hono';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { getPath } from 'hono/utils/url';
import { internal, methodNotAllowed, notImplemented, routeNotFound, ScimError } from '../scim/error.ts';
import { resourceTypes } from '../scim/schema/resource-type.ts';
import { drain } from './body.ts';
import { bulk } from './bulk-route.ts';
import { catalogHandlers, catalogTypes } from './catalog-routes.ts';
import {
  allResourceTypes,
  allSchemas,
  configuration,
  oneResourceType,
  oneSchema,
} from './discovery-routes.ts';
import { exchange, type Trace } from './exchange.ts';
import { type Come, note } from './note.ts';
import type { ScimPorts } from './ports.ts';
import { type Handler, resourceHandlers, searchAll } from './resource-routes.ts';
import { respondError } from './respond.ts';

/** By method. `*` answers every method. */
type Handlers = Readonly<Record<string, Handler>>;

interface Route {
  /** Below the tenant's base URL; `:id` stands for one segment. */
  readonly path: string;
  readonly handlers: Handlers;
}

const routes: readonly Route[] = [
  ...resourceTypes.flatMap((type) => {
    const { collection, one, search } = resourceHandlers(type);
    return [
      { path: `${type.endpoint}/.search`, handlers: search },
      { path: type.endpoint, handlers: collection },
      { path: `${type.endpoint}/:id`, handlers: one },
    ];
  }),
  ...catalogTypes.flatMap((type) => {
    const { list, one } = catalogHandlers(type);
    return [
      { path: type.endpoint, handlers: list },
      { path: `${type.endpoint}/:id`, handlers: one },
    ];
  }),
  { path: '/ServiceProviderConfig', handlers: { GET: configuration } },
  // The name that Microsoft's published collection asks for.
  { path: '/serviceConfiguration', handlers: { GET: configuration } },
  { path: '/ResourceTypes', handlers: { GET: allResourceTypes } },
  { path: '/ResourceTypes/:id', handlers: { GET: oneResourceType } },
  { path: '/Schemas', handlers: { GET: allSchemas } },
  { path: '/Schemas/:id', handlers: { GET: oneSchema } },
  { path: '/Me', handlers: { '*': () => unsupported('"/Me"') } },
  { path: '/Bulk', handlers: { POST: bulk } },
  { path: '/.search', handlers: { POST: searchAll } },
];

const literal = new Map<string, Handlers>();
const byId = new Map<string, Handlers>();
for (const { path, handlers } of routes) {
  if (path.endsWith('/:id')) byId.set(path.slice(0, -'/:id'.length), handlers);
  else literal.set(path, handlers);
}

/** A Hono app for everything below `/t/`. Every answer has a SCIM body, errors too. */
export function createScimApp(ports: ScimPorts): Hono {
  const app = new Hono({ router: new RegExpRouter(), getPath: (request) => tidyPath(getPath(request)) });
  app.all('/t/:tenant/*', async (context) => {
    const { path, raw, method } = context.req;
    const response = await answer(ports, raw, method, context.req.param('tenant'), path);
    // An unread body would break the connection for the client's next request.
    await drain(raw);
    return response;
  });
  app.notFound(async (context) => {
    await drain(context.req.raw);
    return respondError(routeNotFound(context.req.path).facts);
  });
  return app;
}

/** `.search` before `:id`, which the table of literal paths sees to. */
function routeOf(below: string): FoundRoute | undefined {
  const found = literal.get(below);
  if (found) return { handlers: found, id: '', name: below };
  const slash = below.indexOf('/', 1);
  const collection = below.slice(0, slash);
  const handlers = slash < 0 ? undefined : byId.get(collection);
  const id = below.slice(slash + 1);
  return handlers && !id.includes('/')
    ? { handlers, id: tryDecode(id), name: `${collection}/{id}` }
    : undefined;
}

interface FoundRoute {
  readonly handlers: Handlers;
  readonly id: string;
  /** As it is called in counts. */
  readonly name: string;
}

function answer(
  ports: ScimPorts,
  request: Request,
  method: string,
  slug: string,
  path: string,
): Promise<Response> {
  const [, below] = /^\/t\/[^/]+\/scim\/v2(\/.*)$/.exec(path) ?? [];
  const route = below === undefined ? undefined : routeOf(below);
  const come: Come = { request, slug, path: below ?? path, route: route?.name };
  if (!route) return handled(ports, come, () => Promise.reject(routeNotFound(path)));
  const { handlers, id } = route;
  const handler = handlers[method === 'HEAD' ? 'GET' : method] ?? handlers['*'];
  return handled(ports, come, (running) =>
    handler ? handler(running, id) : Promise.reject(methodNotAllowed(method, allowed(handlers))),
  );
}

/** Where GET is, HEAD is too. */
const allowed = (handlers: Handlers) =>
  Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

/** A segment that is no proper encoding names nothing, and is looked up as it stands. */
function tryDecode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function handled(
  ports: ScimPorts,
  come: Come,
  handler: Parameters<typeof exchange>[5],
): Promise<Response> {
  const requestId = ports.newId();
  const startedAt = ports.now();
  const trace: Trace = {};
  try {
    const response = await exchange(ports, come.request, come.slug, requestId, trace, handler);
    note(ports, { ...come, requestId, startedAt, trace, error: undefined }, response);
    return response;
  } catch (cause) {
    const error = cause instanceof ScimError ? cause : internal(requestId);
    if (error !== cause) {
      console.error(JSON.stringify({ event: 'request failed', requestId, cause: String(cause) }));
    }
    const response = respondError(error.facts);
    note(ports, { ...come, requestId, startedAt, trace, error: error.facts }, response);
    return response;
  }
}

/** Base URLs are typed by people: doubled and trailing slashes mean nothing. */
function tidyPath(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

function unsupported(what: string): Promise<never> {
  return Promise.reject(notImplemented(`${what} is not supported here. Use /Users and /Groups.`));
}
