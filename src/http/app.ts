// The SCIM surface: the table of routes below `/t/{tenant}/scim/v2`, and the one place where errors become
// answers.

import { Hono } from 'hono';
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
import { exchange } from './exchange.ts';
import type { ScimPorts } from './ports.ts';
import { type Handler, resourceHandlers, searchAll } from './resource-routes.ts';
import { respondError } from './respond.ts';

interface Route {
  readonly path: string;
  /** By method. `*` answers every method. */
  readonly handlers: Readonly<Record<string, Handler>>;
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

/** A Hono app for everything below `/t/`. Every answer has a SCIM body, errors too. */
export function createScimApp(ports: ScimPorts): Hono {
  const app = new Hono({ getPath: (request) => tidyPath(new URL(request.url).pathname) });

  app.use(async (context, next) => {
    await next();
    // An unread body would break the connection for the client's next request.
    await drain(context.req.raw);
  });

  const base = '/t/:tenant/scim/v2';
  for (const { path, handlers } of routes.toSorted(literalFirst)) {
    app.all(base + path, (context) => {
      const { method } = context.req;
      const handler = handlers[method === 'HEAD' ? 'GET' : method] ?? handlers['*'];
      return handled(ports, context.req.raw, context.req.param('tenant') ?? '', (running) =>
        handler
          ? handler(running, context.req.param('id') ?? '')
          : Promise.reject(methodNotAllowed(method, Object.keys(handlers))),
      );
    });
  }
  app.all('/t/:tenant/*', (context) =>
    handled(ports, context.req.raw, context.req.param('tenant'), () =>
      Promise.reject(routeNotFound(context.req.path)),
    ),
  );
  app.notFound((context) => respondError(routeNotFound(context.req.path).facts));
  return app;
}

async function handled(
  ports: ScimPorts,
  request: Request,
  slug: string,
  handler: Parameters<typeof exchange>[4],
): Promise<Response> {
  const requestId = ports.newId();
  try {
    return await exchange(ports, request, slug, requestId, handler);
  } catch (error) {
    if (error instanceof ScimError) return respondError(error.facts);
    console.error(JSON.stringify({ event: 'request failed', requestId, cause: String(error) }));
    return respondError(internal(requestId).facts);
  }
}

/** `.search` before `:id`. */
function literalFirst(a: Route, b: Route): number {
  return Number(a.path.includes(':')) - Number(b.path.includes(':'));
}

/** Base URLs are typed by people: doubled and trailing slashes mean nothing. */
function tidyPath(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

function unsupported(what: string): Promise<never> {
  return Promise.reject(notImplemented(`${what} is not supported here. Use /Users and /Groups.`));
}
