// Changes of accounts by hand, by the tenant's settings as they are at that moment and in the name of the session.

import type { Context } from 'hono';
import type { AccountActions } from '../directory/account-actions.ts';
import { renewed } from '../directory/present-settings.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import { authorOf, type TenantEnv } from './context.ts';
import type { DashboardPorts } from './ports.ts';
import { notFound } from './refusal.ts';

/** `contended`: others changed the settings each time, and nothing was done. */
export function byPresentSettings<T>(
  ports: DashboardPorts,
  context: Context<TenantEnv>,
  work: (actions: AccountActions, tenant: Tenant) => Promise<T>,
): Promise<T | 'contended'> {
  return renewed(async () => {
    const tenant = await ports.tenants.find(context.var.tenant.slug);
    if (!tenant) throw notFound();
    return work(ports.accountActions(tenant, authorOf(context.var)), tenant);
  });
}
