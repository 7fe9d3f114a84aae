// `/dashboard`: the vendor's customers.

import { Hono } from 'hono';
import type { EnteredEnv } from '../context.ts';
import { show } from '../layout.tsx';
import type { DashboardPorts } from '../ports.ts';

export function tenantListRoutes(_ports: DashboardPorts): Hono<EnteredEnv> {
  const app = new Hono<EnteredEnv>();
  app.get('/', (context) => show(context, { title: 'Tenants', current: '' }, <p>To come.</p>));
  return app;
}
