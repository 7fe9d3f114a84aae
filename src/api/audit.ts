// `/audit` and `…/audit`: what administrators and API keys changed, newest first. A tenant's has what happened to
// the tenant; the deployment's has all of them, and what is of no tenant, such as its API keys.

import { Hono } from 'hono';
import type { ApiEnv } from './context.ts';
import type { ApiPorts } from './ports.ts';
import { requireTenant } from './tenants.ts';
import { newestFirst, placeQuery, query } from './validate.ts';

export function auditRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  const page = async (
    tenant: string | undefined,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ) => {
    const entries = await ports.audit.entries(tenant, newestFirst(cursor), limit + 1);
    const shown = entries.slice(0, limit);
    return { entries: shown, nextCursor: entries.length > limit ? (shown.at(-1)?.id ?? null) : null };
  };

  app.get('/audit', query(placeQuery), async (context) =>
    context.json(await page(undefined, context.req.valid('query'))),
  );

  app.get('/tenants/:slug/audit', query(placeQuery), async (context) => {
    const { id } = await requireTenant(ports, context.req.param('slug'));
    return context.json(await page(id, context.req.valid('query')));
  });

  return app;
}
