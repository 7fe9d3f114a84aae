// `/audit` and `…/audit`: what administrators and API keys changed, newest first. A tenant's has what happened to
// the tenant; the deployment's has all of them, and what is of no tenant, such as its API keys.

import { Hono } from 'hono';
import { z } from 'zod';
import { actorSchema } from './actor.ts';
import { anyObject, instant, pageOf } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { requireTenant } from './tenants.ts';
import { newestFirst, placeQuery, query } from './validate.ts';

const entry = z
  .strictObject({
    id: z.string(),
    action: z.string().describe('Such as `settings.changed`.'),
    actor: actorSchema,
    tenant: z.string().nullable().describe('The slug; null for what is of no tenant.'),
    target: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }),
    before: anyObject.nullable(),
    after: anyObject.nullable(),
    requestId: z.string(),
    occurredAt: instant,
  })
  .meta({ id: 'AuditEntry' });

const listAudit = operation({
  id: 'listAudit',
  summary: 'What administrators and API keys changed in the whole deployment, newest first',
  answers: { 200: pageOf('entries', entry) },
});

const listTenantAudit = operation({
  id: 'listTenantAudit',
  summary: 'What administrators and API keys changed of a tenant, newest first',
  answers: { 200: pageOf('entries', entry) },
});

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

  app.get('/audit', listAudit, query(placeQuery), async (context) =>
    context.json(await page(undefined, context.req.valid('query'))),
  );

  app.get('/tenants/:slug/audit', listTenantAudit, query(placeQuery), async (context) => {
    const { id } = await requireTenant(ports, context.req.param('slug'));
    return context.json(await page(id, context.req.valid('query')));
  });

  return app;
}
