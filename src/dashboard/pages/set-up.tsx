// `…/t/{tenant}`: connecting a tenant's identity provider.

import { Hono } from 'hono';
import { originOf, type TenantEnv } from '../context.ts';
import { show } from '../layout.tsx';
import type { DashboardPorts } from '../ports.ts';

export function setUpRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();
  app.get('/', (context) =>
    show(
      context,
      { title: 'Set up', current: '' },
      <code>{`${originOf(ports, context)}/t/${context.var.tenant.slug}/scim/v2`}</code>,
    ),
  );
  return app;
}
