// What judging users anew costs, in rows: so much for each user of a step, however many the tenant has.

import { env } from 'cloudflare:workers';
import { afterAll, expect, it } from 'vitest';
import { beginRun } from '../../src/db/reevaluation/run.ts';
import { reevaluateSome } from '../../src/tenant-object/reevaluation.ts';
import { emptyTenant, fillUsers, openTenant } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';

const metered = meteredDatabase();
const tenants: string[] = [];
afterAll(async () => {
  for (const tenant of tenants) await emptyTenant(tenant);
});

const step = 500;
const now = () => new Date().toISOString();

/** A tenant whose settings have changed since his users came. */
async function tenantWith(users: number, settings: object): Promise<string> {
  const { tenant } = await openTenant();
  tenants.push(tenant);
  await fillUsers(tenant, users);
  await env.DB.prepare('UPDATE tenants SET settings = ?, user_count = ? WHERE id = ?')
    .bind(JSON.stringify(settings), users, tenant)
    .run();
  await beginRun(env.DB, { tenant, version: 1, request: 'request', now: now() }).run();
  return tenant;
}

/** Of one step in the middle of a run, for each user. */
async function costOfStep(tenant: string) {
  await reevaluateSome(env.DB, tenant, now(), step);
  metered.reset();
  expect(await reevaluateSome(metered.db, tenant, now(), step)).toBe('done');
  const { read, written, trips } = metered.seen;
  return { read: read / step, written: written / step, trips };
}

const sizes = [2_000, 20_000];

it('who stays as he is costs a page of users and accounts, and no more in a large tenant', async () => {
  const costs = [];
  for (const size of sizes) costs.push(await costOfStep(await tenantWith(size, { seats: { limit: 5 } })));
  expect(costs[0]).toEqual(costs[1]);
  expect(costs[0]?.read).toBeLessThanOrEqual(8.1);
  expect(costs[0]?.written).toBeLessThanOrEqual(0.1);
  expect(costs[0]?.trips).toBe(3);
});

it('who changes costs no more in a large tenant either', async () => {
  const costs = [];
  for (const size of sizes) costs.push(await costOfStep(await tenantWith(size, { accountSizeGb: 5 })));
  expect(costs[0]).toEqual(costs[1]);
  expect(costs[0]?.read).toBeLessThanOrEqual(19.1);
  expect(costs[0]?.written).toBeLessThanOrEqual(5.1);
});

it('who gets a default costs no more in a large tenant either', async () => {
  const namespace = 'urn:ietf:params:scim:schemas:core:2.0:User';
  const attributes = [{ name: 'plan', namespace, type: 'string', default: 'basic' }];
  const costs = [];
  for (const size of sizes) costs.push(await costOfStep(await tenantWith(size, { attributes })));
  expect(costs[0]).toEqual(costs[1]);
  expect(costs[0]?.read).toBeLessThanOrEqual(25.1);
  expect(costs[0]?.written).toBeLessThanOrEqual(7.1);
});
