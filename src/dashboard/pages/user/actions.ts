// `POST …/users/{account}/reactivate|link|purge`: what administrators do to accounts by hand. What cannot be done is
// told beside the form, and nothing is changed then.

import { type Context, Hono } from 'hono';
import type { Linked, Purged } from '../../../directory/account-actions.ts';
import { type Reactivated, reactivate } from '../../../directory/reactivate.ts';
import { settingsOf } from '../../../policy/settings.ts';
import { userPolicyOf } from '../../../policy/user-policy.ts';
import { ScimError } from '../../../scim/error.ts';
import { fold } from '../../../scim/fold.ts';
import { type TenantEnv, tenantPath } from '../../context.ts';
import { byPresentSettings } from '../../hand.ts';
import { maxSearchLength } from '../../limits.ts';
import type { DashboardPorts } from '../../ports.ts';
import { notFound } from '../../refusal.ts';
import { enterAnew } from './action-forms.tsx';
import { showUser, type Told } from './page.tsx';

export function userActionRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.post('/users/:id/reactivate', async (context) => {
    const id = context.req.param('id');
    const refuse = (message: string) => refused(context, ports, id, { action: 'reactivate', message });
    try {
      const outcome = await byPresentSettings(ports, context, async (actions, tenant) => {
        const account = await ports.browse(tenant).account(id);
        if (!account) throw notFound();
        const policy = userPolicyOf(settingsOf(tenant.settings));
        const now = () => new Date(context.var.now).toISOString();
        return reactivate({ store: actions.store, policy, now, newId: ports.newId }, account.userId);
      });
      if (outcome !== 'reactivated') return refuse(reactivateWords(outcome));
    } catch (error) {
      const isAnswer = error instanceof ScimError && [400, 409].includes(error.facts.status);
      if (isAnswer) return refuse(error.facts.detail);
      throw error;
    }
    return context.redirect(tenantPath(context.var.tenant, `users/${id}?notice=reactivated`), 303);
  });

  app.post('/users/:id/link', async (context) => {
    const id = context.req.param('id');
    const typed = (context.var.form.get('newcomer') ?? '').trim().slice(0, maxSearchLength);
    const refuse = (message: string) => refused(context, ports, id, { action: 'link', message, typed });
    const userId = await newcomerNamed(ports, context, typed);
    if (userId === undefined) return refuse('Nobody in the directory has this user name at present.');
    const outcome = await byPresentSettings(ports, context, (actions) => actions.link(id, { userId }));
    if (outcome === 'unknown') throw notFound();
    if (outcome !== 'linked') return refuse(linkWords(outcome));
    return context.redirect(tenantPath(context.var.tenant, `users/${id}?notice=linked`), 303);
  });

  app.post('/users/:id/purge', async (context) => {
    const id = context.req.param('id');
    const { tenant, entry, form } = context.var;
    const typed = (form.get('typed') ?? '').trim().slice(0, maxSearchLength);
    const refuse = (message: string) => refused(context, ports, id, { action: 'purge', message, typed });
    const account = await ports.browse(tenant).account(id);
    if (!account) throw notFound();
    if (!entry.isRecent) return refuse(enterAnew);
    if (fold(typed) !== fold(account.userName).slice(0, maxSearchLength)) {
      return refuse('This is not the user name of the account. Nothing was erased.');
    }
    const outcome = await byPresentSettings(ports, context, (actions) => actions.purge(id));
    if (outcome === 'unknown') throw notFound();
    if (outcome !== 'purged') return refuse(purgeWords(outcome));
    return context.redirect(tenantPath(tenant, 'users?notice=purged'), 303);
  });

  return app;
}

const refused = (context: Context<TenantEnv>, ports: DashboardPorts, id: string, told: Told) =>
  showUser(context, ports, id, told);

/** The living user of that very name. */
async function newcomerNamed(
  ports: DashboardPorts,
  context: Context<TenantEnv>,
  name: string,
): Promise<string | undefined> {
  if (name === '') return undefined;
  const folded = fold(name);
  const { people } = await ports.look(context.var.tenant).search({ folded, exact: name }, {}, 200);
  return people.find((one) => one.leftAt === null && fold(one.userName) === folded)?.userId;
}

const contended = 'This is being changed by others at the moment. Nothing was changed; try again.';

function reactivateWords(outcome: Exclude<Reactivated, 'reactivated'>): string {
  switch (outcome) {
    case 'unknown':
      return 'The identity provider has deleted this person. Assign the person there again: who comes back gets this account.';
    case 'seat_limit':
      return 'All seats are taken. Raise the limit below Mappings → Seats, or deactivate somebody in the identity provider.';
    case 'contended':
      return contended;
    default:
      return outcome satisfies never;
  }
}

function linkWords(outcome: Exclude<Linked, 'linked' | 'unknown'>): string {
  switch (outcome) {
    case 'not_left':
      return 'This account has a user again. Only an account whose user was deleted can be given to somebody else.';
    case 'unknown_newcomer':
    case 'newcomer_left':
      return 'The newcomer has just been deleted by the identity provider. Nothing was changed.';
    case 'contended':
      return contended;
    default:
      return outcome satisfies never;
  }
}

function purgeWords(outcome: Exclude<Purged, 'purged' | 'unknown'>): string {
  switch (outcome) {
    case 'not_left':
      return 'This account has a user again. It can be erased once the identity provider has deleted the user.';
    case 'contended':
      return contended;
    default:
      return outcome satisfies never;
  }
}
