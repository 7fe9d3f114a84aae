// What a tenant's event feed says, and the accounts behind it.

import { env } from 'cloudflare:workers';
import { tenantId } from './stored.ts';
import { type Answer, api, type TestTenant } from './tenant.ts';

/** All events after that number. */
export async function eventsOf({ slug }: TestTenant, after = 0): Promise<readonly Answer['body'][]> {
  const { body } = await api('GET', `/tenants/${slug}/events?after=${after}&limit=1000`);
  return body.events;
}

/** What `work` makes happen. */
export async function eventsDuring(
  tenant: TestTenant,
  work: () => Promise<unknown>,
): Promise<readonly Answer['body'][]> {
  const before = await eventsOf(tenant);
  await work();
  return eventsOf(tenant, before.at(-1)?.sequence ?? 0);
}

/** The row of a user's account, as it is stored. */
export async function accountOf({ slug }: TestTenant, userId: string): Promise<Answer['body']> {
  return env.DB.prepare('SELECT * FROM accounts WHERE tenant = ? AND user_id = ?')
    .bind(await tenantId(slug), userId)
    .first();
}
