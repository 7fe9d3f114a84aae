// `…/tokens`: the tokens by which a tenant's identity provider signs in. A token is shown once, when it is made.

import { Hono } from 'hono';
import { z } from 'zod';
import { makeToken, newToken } from '../administration/tokens.ts';
import { instant, pageOf } from './answer.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody, pageQuery, query } from './validate.ts';

const shownToken = {
  id: z.string(),
  name: z.string(),
  lastFour: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
};

const createToken = operation({
  id: 'createToken',
  summary: 'Makes a token for the identity provider, which is shown this once',
  answers: { 201: z.strictObject({ ...shownToken, token: z.string() }) },
});

const listTokens = operation({
  id: 'listTokens',
  summary: "A tenant's living tokens",
  answers: {
    200: pageOf(
      'tokens',
      z.strictObject({ ...shownToken, lastUsedAt: instant.nullable() }).meta({ id: 'Token' }),
    ),
  },
});

const revokeToken = operation({ id: 'revokeToken', summary: 'Revokes a token', answers: { 204: null } });

export function tokenRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.post('/:slug/tokens', createToken, jsonBody(ports, newToken), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const wish = context.req.valid('json');
    const made = await makeToken(ports, tenant.id, wish, authorOf(ports, context.var));
    const { lastUsedAt: _never, ...shown } = made;
    return context.json(shown, 201);
  });

  app.get('/:slug/tokens', listTokens, query(pageQuery), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const { limit, cursor = '' } = context.req.valid('query');
    const tokens = await ports.tenants.listTokens(tenant.id, cursor, limit + 1);
    const page = tokens.slice(0, limit);
    return context.json({
      tokens: page,
      nextCursor: tokens.length > limit ? (page.at(-1)?.id ?? null) : null,
    });
  });

  app.delete('/:slug/tokens/:id', revokeToken, async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const revoked = await ports.tenants.revokeToken(
      tenant.id,
      context.req.param('id'),
      authorOf(ports, context.var),
    );
    if (!revoked) throw new Problem(404, 'The tenant has no living token with that id.');
    return context.body(null, 204);
  });

  return app;
}
