// `/api/v1/tenants`: the vendor's customers.

import { Hono } from 'hono';
import { z } from 'zod';
import { makeTenant, newTenant } from '../administration/tenants.ts';
import { settingsOf } from '../policy/settings.ts';
import { slugSchema, type Tenant } from '../tenancy/tenant.ts';
import { instant, pageOf } from './answer.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { shownSettings } from './settings-schema.ts';
import { jsonBody, pageQuery, query } from './validate.ts';

const shownTenant = z
  .strictObject({
    id: z.string(),
    slug: slugSchema,
    name: z.string(),
    scimUrl: z.url().describe("What the tenant's administrator enters in the identity provider."),
    settings: shownSettings,
    createdAt: instant,
    users: z.int(),
    groups: z.int(),
  })
  .meta({ id: 'Tenant' });

const createTenant = operation({
  id: 'createTenant',
  summary: 'Makes a tenant',
  answers: { 201: shownTenant },
  refusals: { 409: 'The slug is taken, or reserved for seven days after a tenant was deleted.' },
});

const listTenants = operation({
  id: 'listTenants',
  summary: 'The tenants, by their slugs',
  answers: { 200: pageOf('tenants', shownTenant) },
});

const getTenant = operation({ id: 'getTenant', summary: 'One tenant', answers: { 200: shownTenant } });

const deleteTenant = operation({
  id: 'deleteTenant',
  summary: 'Deletes a tenant: SCIM is off at once, its data are erased after seven days',
  answers: { 204: null },
});

export function tenantRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.post('/', createTenant, jsonBody(ports, newTenant), async (context) => {
    const wish = context.req.valid('json');
    const { slug } = wish;
    if (!(await makeTenant(ports, wish, authorOf(ports, context.var)))) {
      throw new Problem(
        409,
        `The slug "${slug}" is taken, or reserved for seven days after a tenant was deleted.`,
      );
    }
    return context.json(view(ports, context.req.url, await requireTenant(ports, slug)), 201);
  });

  app.get('/', listTenants, query(pageQuery), async (context) => {
    const { limit, cursor = '' } = context.req.valid('query');
    const tenants = await ports.tenants.list(cursor, limit + 1);
    const page = tenants.slice(0, limit);
    return context.json({
      tenants: page.map((tenant) => view(ports, context.req.url, tenant)),
      nextCursor: tenants.length > limit ? (page.at(-1)?.slug ?? null) : null,
    });
  });

  app.get('/:slug', getTenant, async (context) =>
    context.json(view(ports, context.req.url, await requireTenant(ports, context.req.param('slug')))),
  );

  app.delete('/:slug', deleteTenant, async (context) => {
    const slug = context.req.param('slug');
    const removed = await ports.tenants.remove(slug, authorOf(ports, context.var));
    if (!removed) throw noTenant(slug);
    return context.body(null, 204);
  });

  return app;
}

/** 404 when there is none of that slug. */
export async function requireTenant(ports: ApiPorts, slug: string): Promise<Tenant> {
  const tenant = await ports.tenants.find(slug);
  if (!tenant) throw noTenant(slug);
  return tenant;
}

export function noTenant(slug: string): Problem {
  return new Problem(404, `There is no tenant "${slug.slice(0, 60)}".`);
}

function view(ports: ApiPorts, requestUrl: string, tenant: Tenant) {
  const origin = ports.publicOrigin ?? new URL(requestUrl).origin;
  const { id, slug, name, createdAt, users, groups } = tenant;
  return {
    id,
    slug,
    name,
    scimUrl: `${origin}/t/${slug}/scim/v2`,
    settings: settingsOf(tenant.settings),
    createdAt,
    users,
    groups,
  };
}
