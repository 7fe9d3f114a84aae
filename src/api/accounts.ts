// `…/accounts`: what the tenant's people have in the application. `sequence` is where the event feed goes on from
// what is shown here: whoever reads all pages and then follows the feed misses nothing.

import { Hono } from 'hono';
import { z } from 'zod';
import { maxNameLength } from '../administration/limits.ts';
import { accountSchema, explainedAccountSchema } from './account.ts';
import { pageOf } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { requireTenant } from './tenants.ts';
import { pageQuery, query } from './validate.ts';

const accountsQuery = pageQuery.extend({
  status: z.enum(['active', 'inactive', 'preserved']).optional(),
  profile: z.string().max(maxNameLength).optional(),
});

const accountsPage = pageOf('accounts', accountSchema, {
  sequence: z.int().describe('Where the event feed goes on from: the `after` to ask it with.'),
});

const listAccounts = operation({
  id: 'listAccounts',
  summary: "A tenant's accounts",
  answers: { 200: accountsPage },
});

const getAccount = operation({
  id: 'getAccount',
  summary: 'One account, with what decided about its profile',
  answers: { 200: explainedAccountSchema },
});

export function accountRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/accounts', listAccounts, query(accountsQuery), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const { limit, cursor = '', status, profile } = context.req.valid('query');
    const { accounts, sequence } = await ports
      .browse(tenant)
      .accounts({ status, profile, after: cursor, limit: limit + 1 });
    const page = accounts.slice(0, limit);
    return context.json({
      accounts: page,
      nextCursor: accounts.length > limit ? (page.at(-1)?.id ?? null) : null,
      sequence,
    });
  });

  app.get('/:slug/accounts/:id', getAccount, async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const account = await ports.browse(tenant).account(context.req.param('id'));
    if (!account) throw new Problem(404, 'The tenant has no account with that id.');
    return context.json(account);
  });

  return app;
}
