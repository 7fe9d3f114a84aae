// The management API, `/api/v1`: for the vendor's backend. JSON in camelCase; errors are problem details.

import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ScimError } from '../scim/error.ts';
import { requireAdminKey } from './admin.ts';
import { directoryRoutes } from './directory.ts';
import { eventRoutes } from './events.ts';
import type { ApiPorts } from './ports.ts';
import { Problem, respondProblem } from './problem.ts';
import { settingsRoutes } from './settings.ts';
import { tenantRoutes } from './tenants.ts';
import { tokenRoutes } from './tokens.ts';

export function createApi(ports: ApiPorts): Hono {
  const app = new Hono().basePath('/api/v1');
  app.use(async (context, next) => {
    await next();
    // An unread body would break the connection for the client's next request.
    await ports.drain(context.req.raw);
  });
  app.use(requireAdminKey(ports.adminKey));
  app.route('/tenants', tenantRoutes(ports));
  app.route('/tenants', settingsRoutes(ports));
  app.route('/tenants', tokenRoutes(ports));
  app.route('/tenants', eventRoutes(ports));
  app.route('/tenants', directoryRoutes(ports));
  app.notFound(() => respondProblem(new Problem(404, 'There is nothing at this address.')));
  app.onError((error) => {
    if (error instanceof Problem) return respondProblem(error);
    if (error instanceof ScimError)
      return respondProblem(new Problem(error.facts.status, error.facts.detail));
    if (error instanceof HTTPException) return respondProblem(new Problem(error.status, error.message));
    console.error(JSON.stringify({ event: 'request failed', cause: String(error) }));
    return respondProblem(new Problem(503, 'The request could not be carried out at the moment. Repeat it.'));
  });
  return app;
}
