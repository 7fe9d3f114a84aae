// `…/accounts`: what the tenant's people have in the application. `sequence` is where the event feed goes on from
// what is shown here: whoever reads all pages and then follows the feed misses nothing.

import { Hono } from 'hono';
import { z } from 'zod';
import { maxNameLength } from '../administration/limits.ts';
import type { Browser, ExplainedAccount } from '../directory/browse.ts';
import { settingsOf } from '../policy/settings.ts';
import { accountSchema, explainedAccountSchema } from './account.ts';
import { readAccountFilter } from './account-filter.ts';
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
  /** SCIM syntax; what it may ask for is `account-filter`'s. */
  filter: z.string().optional(),
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
    const { limit, cursor: after = '', status, profile, filter: text } = context.req.valid('query');
    const filter = text === undefined ? undefined : readAccountFilter(text, settingsOf(tenant.settings));
    const { accounts, next, sequence } = await ports
      .browse(tenant)
      .accounts({ status, profile, filter, after, limit });
    return context.json({ accounts, nextCursor: next, sequence });
  });

  app.get('/:slug/accounts/:id', getAccount, async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    return context.json(await requireAccount(ports.browse(tenant), context.req.param('id')));
  });

  return app;
}

/** 404 when the tenant has none with that id. */
export async function requireAccount(browser: Browser, id: string): Promise<ExplainedAccount> {
  const account = await browser.account(id);
  if (!account) throw noAccount();
  return account;
}

export const noAccount = () => new Problem(404, 'The tenant has no account with that id.');
