// `/api/v1/api-keys`: keys to this API for the vendor's backends, of the whole deployment or of one tenant. Only
// ADMIN_KEY manages them. A key is shown once, when it is made.

import { Hono } from 'hono';
import { z } from 'zod';
import { maxNameLength } from '../administration/limits.ts';
import { type ApiKeyRecord, mintApiKey, scopes } from '../tenancy/api-key.ts';
import { slugSchema } from '../tenancy/tenant.ts';
import { hashToken, lastFour } from '../tenancy/token.ts';
import { instant, pageOf } from './answer.ts';
import { requireAdmin } from './authority.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { jsonBody, pageQuery, query } from './validate.ts';

const newKey = z.strictObject({
  name: z.string().trim().min(1).max(maxNameLength),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .refine((given) => new Set(given).size === given.length, 'must name each scope once'),
  tenant: slugSchema
    .nullish()
    .describe('The slug of the one tenant that the key is for; absent or null: the whole deployment.'),
});

const shownKey = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  tenant: z.string().nullable().describe('The slug; null: the whole deployment.'),
  lastFour: z.string(),
  createdAt: instant,
};

const createApiKey = operation({
  id: 'createApiKey',
  summary: 'Makes an API key, which is shown this once',
  answers: { 201: z.strictObject({ ...shownKey, key: z.string() }) },
});

const listApiKeys = operation({
  id: 'listApiKeys',
  summary: 'The living API keys',
  answers: {
    200: pageOf(
      'apiKeys',
      z.strictObject({ ...shownKey, lastUsedAt: instant.nullable() }).meta({ id: 'ApiKey' }),
    ),
  },
});

const revokeApiKey = operation({ id: 'revokeApiKey', summary: 'Revokes an API key', answers: { 204: null } });

export function apiKeyRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(requireAdmin);

  app.post('/', createApiKey, jsonBody(ports, newKey), async (context) => {
    const { name, scopes, tenant: slug } = context.req.valid('json');
    const author = authorOf(ports, context.var);
    const key = mintApiKey(ports.randomBytes(32));
    const record: ApiKeyRecord = {
      id: ports.newId(),
      name,
      scopes,
      tenant: slug ? await tenantOf(ports, slug) : null,
      lastFour: lastFour(key),
      createdAt: author.now,
      lastUsedAt: null,
    };
    await ports.apiKeys.insert({ ...record, hash: await hashToken(key) }, author);
    const { lastUsedAt: _never, ...shown } = view(record);
    return context.json({ ...shown, key }, 201);
  });

  app.get('/', listApiKeys, query(pageQuery), async (context) => {
    const { limit, cursor = '' } = context.req.valid('query');
    const keys = await ports.apiKeys.list(cursor, limit + 1);
    const page = keys.slice(0, limit);
    return context.json({
      apiKeys: page.map(view),
      nextCursor: keys.length > limit ? (page.at(-1)?.id ?? null) : null,
    });
  });

  app.delete('/:id', revokeApiKey, async (context) => {
    const revoked = await ports.apiKeys.revoke(context.req.param('id'), authorOf(ports, context.var));
    if (!revoked) throw new Problem(404, 'There is no living API key with that id.');
    return context.body(null, 204);
  });

  return app;
}

const view = (key: ApiKeyRecord) => ({ ...key, tenant: key.tenant?.slug ?? null });

async function tenantOf(ports: ApiPorts, slug: string) {
  const tenant = await ports.tenants.find(slug);
  if (tenant) return { id: tenant.id, slug };
  throw new Problem(422, 'Some values are not valid; nothing was changed.', {
    errors: [{ pointer: '/tenant', detail: `there is no tenant "${slug}"` }],
  });
}
