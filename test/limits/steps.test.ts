// What is done in steps of a bounded size: nothing is lost or done twice where one step ends and the next begins.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { eraseDeletedTenants } from '../../src/db/erase.ts';
import { fillUsers } from '../support/directory.ts';
import { eventsOf } from '../support/feed.ts';
import { addUser } from '../support/people.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { api, newTenant } from '../support/tenant.ts';

it('the new users of a bulk request are written 250 at a time; those on either side of the seam fail for themselves', async () => {
  const tenant = await newTenant();
  for (const userName of ['user-249', 'user-250']) await addUser(tenant, { userName });
  const { body } = await tenant.scim('POST', '/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    failOnErrors: 3,
    Operations: Array.from({ length: 251 }, (_, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `${index}`,
      data: { userName: `user-${index}` },
    })),
  });
  const statuses = body.Operations.map(({ status }: { status: string }) => status);
  expect(statuses).toEqual([...Array<string>(249).fill('201'), '409', '409']);
  const events = await eventsOf(tenant);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(events).toHaveLength(251);
});

it('a deleted tenant is erased 2,000 rows of a kind at a time', async () => {
  const tenant = await newTenant();
  await fillUsers(await tenantId(tenant.slug), 2001);
  const before = await rowsOf(tenant);
  await api('DELETE', `/tenants/${tenant.slug}`);
  const due = Date.now() + 8 * 24 * 3_600_000;
  await eraseDeletedTenants(env.DB, due);
  const after = await rowsOf(tenant);
  expect([before['users']?.length, after['users']?.length, after['accounts']?.length]).toEqual([2001, 1, 1]);
  await eraseDeletedTenants(env.DB, due);
  expect((await rowsOf(tenant))['users']).toEqual([]);
});
