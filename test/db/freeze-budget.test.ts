// What freezing accounts and giving them back costs, in rows: so much for each account of a step, however many the
// tenant has.

import { env } from 'cloudflare:workers';
import { afterAll, expect, it } from 'vitest';
import { openFreezes } from '../../src/db/freeze/store.ts';
import { findTenant } from '../../src/db/tenants.ts';
import { adminActor } from '../../src/tenancy/author.ts';
import { freezeSome } from '../../src/tenant-object/freeze.ts';
import { emptyTenant, fillUsers, openTenant } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';

const metered = meteredDatabase();
const freezes = openFreezes(env.DB);
const tenants: string[] = [];
afterAll(async () => {
  for (const tenant of tenants) await emptyTenant(tenant);
});

const step = 500;
const now = () => new Date().toISOString();

/** Begins it for a tenant who is left as he is otherwise. */
async function begin(direction: 'freeze' | 'thaw', id: string): Promise<void> {
  const tenant = await findTenant(env.DB, `t-${id}`);
  const author = { actor: adminActor, requestId: crypto.randomUUID(), now: now() };
  if (tenant && direction === 'freeze') await freezes.freeze(tenant, tenant.settings, author);
  if (tenant && direction === 'thaw') await freezes.thaw(tenant, author);
}

/** Of a step in the middle of each, for each account. */
async function costsWith(accounts: number) {
  const { tenant } = await openTenant();
  tenants.push(tenant);
  await fillUsers(tenant, accounts);
  const costs = [];
  for (const direction of ['freeze', 'thaw'] as const) {
    await begin(direction, tenant);
    await freezeSome(env.DB, tenant, now(), step);
    metered.reset();
    expect(await freezeSome(metered.db, tenant, now(), step)).toBe('done');
    const { read, written, trips } = metered.seen;
    costs.push({ read: read / step, written: written / step, trips });
    while ((await freezeSome(env.DB, tenant, now(), 5_000)) !== 'idle');
  }
  return costs;
}

it('an account costs no more in a large tenant, neither to freeze nor to give back', async () => {
  const [small, large] = [await costsWith(1_500), await costsWith(8_000)];
  expect(large).toEqual(small);
  const [freeze, thaw] = large;
  expect(freeze?.read).toBeLessThanOrEqual(11.1);
  expect(freeze?.written).toBeLessThanOrEqual(6.1);
  expect(freeze?.trips).toBe(3);
  expect(thaw?.read).toBeLessThanOrEqual(18.1);
  expect(thaw?.written).toBeLessThanOrEqual(6.1);
  expect(thaw?.trips).toBe(3);
});
