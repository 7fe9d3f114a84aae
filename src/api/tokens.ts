// `…/tokens`: the tokens by which a tenant's identity provider signs in. A token is shown once, when it is made.

import { Hono } from 'hono';
import { z } from 'zod';
import { passingOver } from '../tenancy/access.ts';
import { hashToken, lastFour, mintToken } from '../tenancy/token.ts';
import { instant, pageOf } from './answer.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { defaultLifetimeDays, maxLifetimeDays, maxNameLength } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody, pageQuery, query } from './validate.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

const newToken = z.strictObject({
  name: z.string().trim().min(1).max(maxNameLength),
  expiresInDays: z
    .number()
    .positive()
    .max(maxLifetimeDays)
    .nullable()
    .default(defaultLifetimeDays)
    .describe('Null: it never expires, by explicit choice.'),
});

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
    const { name, expiresInDays } = context.req.valid('json');
    const token = mintToken(ports.randomBytes(32));
    const hash = await hashToken(token);
    const now = ports.now();
    const record = {
      id: ports.newId(),
      name,
      lastFour: lastFour(token),
      createdAt: new Date(now).toISOString(),
      expiresAt:
        expiresInDays === null ? null : new Date(now + expiresInDays * dayMilliseconds).toISOString(),
      lastUsedAt: null,
    };
    await ports.tenants.insertToken(tenant.id, { ...record, hash }, authorOf(ports, context.var));
    await passingOver(ports.rememberToken(hash, { tenant: tenant.id, tokenId: record.id }));
    const { id, createdAt, expiresAt } = record;
    return context.json({ id, name, token, lastFour: record.lastFour, createdAt, expiresAt }, 201);
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
