// `…/refusals`: whom the identity provider wanted to have here and why they were not let in, until they are.

import { Hono } from 'hono';
import { z } from 'zod';
import { instant, pageOf } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { requireTenant } from './tenants.ts';
import { newestFirst, placeQuery, query } from './validate.ts';

const refusal = z
  .strictObject({
    id: z.string(),
    attempt: z.enum(['create', 'update', 'reactivate']),
    userName: z.string().nullable().describe('As sent.'),
    externalId: z.string().nullable().describe('As sent.'),
    userId: z.string().nullable().describe('Null for somebody who was to be created.'),
    status: z.int(),
    scimType: z.string().nullable(),
    detail: z.string().describe('The error, without values of what is not kept.'),
    firstAt: instant,
    lastAt: instant,
    count: z.int().describe('How often it was tried.'),
    requestId: z.string().describe('Of the last try.'),
    tokenId: z.string(),
  })
  .meta({ id: 'Refusal' });

const listRefusals = operation({
  id: 'listRefusals',
  summary: 'Users who were wanted and refused, until they are taken in; a page may be short and not the last',
  answers: { 200: pageOf('refusals', refusal) },
});

export function refusalRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/refusals', listRefusals, query(placeQuery), async (context) => {
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
