// The management API, `/api/v1`: for the vendor's backend. JSON in camelCase; errors are problem details. Each route
// describes itself (`operation`), and all of them together are the document of the API (`openapi/`).

import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ScimError } from '../scim/error.ts';
import { DeadKey } from '../tenancy/api-key.ts';
import { accountActionRoutes } from './account-actions.ts';
import { accountRoutes } from './accounts.ts';
import { activityRoutes } from './activity.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { auditRoutes } from './audit.ts';
import { notAuthenticated, requireCaller } from './authority.ts';
import { connectionRoutes } from './connection.ts';
import type { ApiEnv } from './context.ts';
import { directoryRoutes } from './directory.ts';
import { eventRoutes } from './events.ts';
import { freezeRoutes } from './freeze.ts';
import { importRoutes } from './imports.ts';
import { openApiRoutes } from './openapi/route.ts';
import { portalLinkRoutes } from './portal-links.ts';
import type { ApiPorts } from './ports.ts';
import { Problem, respondProblem } from './problem.ts';
import { refusalRoutes } from './refusals.ts';
import { settingsRoutes } from './settings.ts';
import { settingsHistoryRoutes } from './settings-history.ts';
import { settingsPreviewRoutes } from './settings-preview.ts';
import { suggestionRoutes } from './suggestions.ts';
import { tenantRoutes } from './tenants.ts';
import { tokenRoutes } from './tokens.ts';

/** When a request may be repeated that something inside stood against. */
const retryAfterSeconds = 1;

export function createApi(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>().basePath('/api/v1');
  app.use(async (context, next) => {
    context.set('requestId', ports.newId());
    await next();
    context.header('X-Request-Id', context.var.requestId);
    // An unread body would break the connection for the client's next request.
    await ports.drain(context.req.raw);
  });
  app.use(requireCaller(ports));
  app.route('/tenants', tenantRoutes(ports));
  app.route('/tenants', settingsRoutes(ports));
  app.route('/tenants', settingsHistoryRoutes(ports));
  app.route('/tenants', settingsPreviewRoutes(ports));
  app.route('/tenants', freezeRoutes(ports));
  app.route('/tenants', tokenRoutes(ports));
  app.route('/tenants', portalLinkRoutes(ports));
  app.route('/tenants', eventRoutes(ports));
  app.route('/tenants', directoryRoutes(ports));
  app.route('/tenants', accountRoutes(ports));
  app.route('/tenants', importRoutes(ports));
  app.route('/tenants', accountActionRoutes(ports));
  app.route('/tenants', suggestionRoutes(ports));
  app.route('/tenants', refusalRoutes(ports));
  app.route('/tenants', activityRoutes(ports));
  app.route('/tenants', connectionRoutes(ports));
  app.route('/', auditRoutes(ports));
  app.route('/api-keys', apiKeyRoutes(ports));
  app.route(
    '/',
    openApiRoutes(() => app.routes),
  );
  app.notFound(() => respondProblem(new Problem(404, 'There is nothing at this address.')));
  app.onError((error, { var: { requestId } }) => {
    if (error instanceof Problem) return respondProblem(error);
    if (error instanceof DeadKey) return respondProblem(notAuthenticated());
    if (error instanceof ScimError) {
      const { status, detail, headers } = error.facts;
      return respondProblem(new Problem(status, detail, headers && { headers }));
    }
    if (error instanceof HTTPException) return respondProblem(new Problem(error.status, error.message));
    console.error(JSON.stringify({ event: 'request failed', requestId, cause: String(error) }));
    return respondProblem(
      new Problem(503, 'The request could not be carried out at the moment. Repeat it.', {
        headers: { 'Retry-After': String(retryAfterSeconds) },
      }),
    );
  });
  return app;
}
