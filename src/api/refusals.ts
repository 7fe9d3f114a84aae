// `…/refusals`: whom the identity provider wanted to have here and why they were not let in, until they are.

import { Hono } from 'hono';
import type { ApiEnv } from './context.ts';
import type { ApiPorts } from './ports.ts';
import { requireTenant } from './tenants.ts';
import { newestFirst, placeQuery, query } from './validate.ts';

export function refusalRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/refusals', query(placeQuery), async (context) => {
    const { id: tenant } = await requireTenant(ports, context.req.param('slug'));
    const { limit, cursor } = context.req.valid('query');
    const { refusals, next } = await ports.refusals.page(tenant, newestFirst(cursor), limit);
    return context.json({
      refusals: refusals.map(({ number, ...refusal }) => ({ id: String(number), ...refusal })),
      nextCursor: next === null ? null : String(next),
    });
  });

  return app;
}
