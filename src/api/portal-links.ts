// `…/portal-links`: links by which the vendor lets a tenant's administrators into the dashboard.

import { Hono } from 'hono';
import { z } from 'zod';
import { makePortalLink, newPortalLink } from '../administration/portal-links.ts';
import { instant } from './answer.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody } from './validate.ts';

const createPortalLink = operation({
  id: 'createPortalLink',
  summary: 'Makes a link that lets an administrator of the tenant into the dashboard, once',
  description:
    'Opening the link shows a button; pressing the button uses the link up. Neither the link nor the session that it begins can be used for another tenant.',
  answers: { 201: z.strictObject({ url: z.url(), expiresAt: instant }) },
});

export function portalLinkRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/:slug/portal-links', createPortalLink, jsonBody(ports, newPortalLink), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const origin = ports.publicOrigin ?? new URL(context.req.url).origin;
    const wish = context.req.valid('json');
    return context.json(
      await makePortalLink(ports, tenant.id, wish, origin, authorOf(ports, context.var)),
      201,
    );
  });
  return app;
}
