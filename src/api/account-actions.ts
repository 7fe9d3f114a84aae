// `POST …/accounts/{id}/reactivate|link|purge`: what administrators do to accounts by hand. What cannot be done in the
// state that the account is in is 409 and says what can be done instead.

import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { AccountActions, Linked, Purged } from '../directory/account-actions.ts';
import { renewed } from '../directory/present-settings.ts';
import { type Reactivated, reactivate } from '../directory/reactivate.ts';
import { settingsOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import { explainedAccountSchema } from './account.ts';
import { noAccount, requireAccount } from './accounts.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { maxIdLength } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody } from './validate.ts';

const id = z.string().min(1).max(maxIdLength).optional();
/** Whose account it is to be: a user's, or his who has that account. */
const newcomer = z
  .strictObject({ userId: id, accountId: id })
  .refine(({ userId, accountId }) => (userId === undefined) !== (accountId === undefined), {
    message: 'must have either a userId or an accountId',
  });

const reactivateAccount = operation({
  id: 'reactivateAccount',
  summary: 'Gives an account its access back by hand, and makes its user active',
  answers: { 200: explainedAccountSchema },
  refusals: {
    409: 'The user was deleted by the identity provider, no seat is free, or all accounts are frozen.',
  },
});

const linkAccount = operation({
  id: 'linkAccount',
  summary: "Gives a leaver's account to a newcomer who is the same person; the newcomer's own goes away",
  answers: { 200: explainedAccountSchema },
  refusals: { 409: 'The account has a living user, or the newcomer has none.' },
});

const purgeAccount = operation({
  id: 'purgeAccount',
  summary: "Erases a leaver's account and what is kept of it",
  answers: { 204: null },
  refusals: { 409: 'The account has a living user.' },
});

export function accountActionRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.post('/:slug/accounts/:id/reactivate', reactivateAccount, async (context) => {
    const kept = await act(ports, context, async (actions, tenant) => {
      const policy = userPolicyOf(settingsOf(tenant.settings));
      const now = () => new Date(ports.now()).toISOString();
      const { userId } = await requireAccount(ports.browse(tenant), context.req.param('id'));
      const outcome = await reactivate({ store: actions.store, policy, now, newId: ports.newId }, userId);
      if (outcome !== 'reactivated') throw refusal(outcome, policy.seatLimit);
      return ports.browse(tenant);
    });
    return context.json(await requireAccount(kept, context.req.param('id')));
  });

  app.post('/:slug/accounts/:id/link', linkAccount, jsonBody(ports, newcomer), async (context) => {
    const { userId, accountId = '' } = context.req.valid('json');
    const asked = userId === undefined ? { accountId } : { userId };
    const browser = await act(ports, context, async (actions, tenant) => {
      const outcome = await actions.link(context.req.param('id'), asked);
      if (outcome !== 'linked') throw linkRefusal(outcome, userId === undefined ? '/accountId' : '/userId');
      return ports.browse(tenant);
    });
    return context.json(await requireAccount(browser, context.req.param('id')));
  });

  app.post('/:slug/accounts/:id/purge', purgeAccount, async (context) => {
    await act(ports, context, async (actions) => {
      const outcome = await actions.purge(context.req.param('id'));
      if (outcome !== 'purged') throw purgeRefusal(outcome);
    });
    return context.body(null, 204);
  });

  return app;
}

/** Begins anew when the tenant's settings, by which it is decided, changed meanwhile. */
export async function act<T>(
  ports: ApiPorts,
  context: Context<ApiEnv>,
  work: (actions: AccountActions, tenant: Tenant) => Promise<T>,
): Promise<T> {
  const author = authorOf(ports, context.var);
  // In a box, because what the work answers may be any word.
  const done = await renewed(async () => {
    const tenant = await requireTenant(ports, context.req.param('slug') ?? '');
    return { result: await work(ports.accountActions(tenant, author), tenant) };
  });
  if (done === 'contended') throw contended();
  return done.result;
}

const contended = () =>
  new Problem(503, 'This is being changed by others. Nothing was changed; repeat the request.');

function refusal(outcome: Exclude<Reactivated, 'reactivated'>, seatLimit: number | null): Problem {
  switch (outcome) {
    case 'unknown':
      return new Problem(
        409,
        'The user of this account was deleted by the identity provider. Assign the person there again: who comes back gets this account. If somebody new turns out to be the same person, link the account to that user.',
      );
    case 'seat_limit':
      return new Problem(
        409,
        `${seatLimit} of ${seatLimit} seats are taken. Raise seats.limit in the settings, or deactivate somebody.`,
      );
    case 'contended':
      return contended();
    default:
      return outcome satisfies never;
  }
}

function linkRefusal(outcome: Exclude<Linked, 'linked'>, pointer: string): Problem {
  switch (outcome) {
    case 'unknown':
      return noAccount();
    case 'not_left':
      return new Problem(
        409,
        'This account has a living user. Only an account whose user was deleted can be given to somebody else; name that one in the path, and the newcomer in the body.',
      );
    case 'unknown_newcomer':
      return new Problem(422, 'Some values are not valid; nothing was changed.', {
        errors: [{ pointer, detail: 'the tenant has nobody with that id' }],
      });
    case 'newcomer_left':
      return new Problem(
        409,
        'The newcomer in the body has no living user either. Link to somebody whom the identity provider has assigned.',
      );
    case 'contended':
      return contended();
    default:
      return outcome satisfies never;
  }
}

function purgeRefusal(outcome: Exclude<Purged, 'purged'>): Problem {
  switch (outcome) {
    case 'unknown':
      return noAccount();
    case 'not_left':
      return new Problem(
        409,
        'This account has a living user. It can be purged once the identity provider has deleted the user.',
      );
    case 'contended':
      return contended();
    default:
      return outcome satisfies never;
  }
}
