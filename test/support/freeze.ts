// Freezing a tenant and giving back what was frozen, each until it is over.

import { eventually } from './reevaluation.ts';
import { type Answer, api, type TestTenant } from './tenant.ts';

/** How far it has come, once it is over. */
export async function settled({ slug }: TestTenant): Promise<Answer['body']> {
  return eventually(async () => {
    const { body } = await api('GET', `/tenants/${slug}/freeze`);
    return body.freeze?.finishedAt ? body.freeze : undefined;
  });
}

/** Freezes, and answers how it went. */
export async function frozen(tenant: TestTenant): Promise<Answer['body']> {
  await api('POST', `/tenants/${tenant.slug}/freeze`);
  return settled(tenant);
}

/** Turns provisioning on, and answers how giving back went. */
export async function thawed(tenant: TestTenant): Promise<Answer['body']> {
  await api('POST', `/tenants/${tenant.slug}/thaw`);
  return settled(tenant);
}
