// userName and a group's displayName are unique in a tenant, without regard to case.

import { beforeAll, expect, it } from 'vitest';
import { addGroup, addUser } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

it.each([
  ['userName', '/Users', 'Anna@Example.com', 'ANNA@example.COM'],
  ['userName', '/Users', 'Österreich', 'ÖSTERREICH'],
  ['userName', '/Users', 'Ångström', 'ångström'],
  ['displayName', '/Groups', 'Engineering', 'ENGINEERING'],
  ['displayName', '/Groups', 'Führung', 'FÜHRUNG'],
])(
  'a second %s below %s that differs from "%s" in case only is 409',
  async (name, endpoint, first, second) => {
    const made = await tenant.scim('POST', endpoint, { [name]: first });
    const before = await rowsOf(tenant);
    const refused = await tenant.scim('POST', endpoint, { [name]: second });
    expect(made.body[name]).toBe(first);
    expectScimError(refused, 409, 'uniqueness');
    expect(refused.body.detail).toContain(second);
    expect(await rowsOf(tenant)).toEqual(before);
  },
);

it.each([
  ['userName', '/Users'],
  ['displayName', '/Groups'],
])('of many who ask for one %s at once one gets it', async (name, endpoint) => {
  const value = `wanted ${crypto.randomUUID()}`;
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => tenant.scim('POST', endpoint, { [name]: value })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)]);
  const { body } = await tenant.scim(
    'GET',
    `${endpoint}?filter=${encodeURIComponent(`${name} eq "${value}"`)}`,
  );
  expect(body.totalResults).toBe(1);
});

it('names are unique within a tenant: another may have the same', async () => {
  const other = await newTenant();
  const [userName, displayName] = ['same@example.com', 'Same'];
  await addUser(tenant, { userName });
  await addGroup(tenant, [], { displayName });
  expect((await addUser(other, { userName })).userName).toBe(userName);
  expect((await addGroup(other, [], { displayName })).displayName).toBe(displayName);
});

it('e-mail addresses are not unique', async () => {
  const emails = [{ value: 'family@example.com', type: 'home' }];
  await addUser(tenant, { emails });
  expect((await addUser(tenant, { emails })).emails).toEqual(emails);
});

it('two groups may share a name where the tenant lets them, and no longer when it stops', async () => {
  const other = await newTenant();
  const settings = (duplicateNames: boolean) =>
    api('PATCH', `/tenants/${other.slug}/settings`, { groups: { duplicateNames } });
  await addGroup(other, [], { displayName: 'Twins' });
  expect((await settings(true)).body.groups).toEqual({ duplicateNames: true });
  const second = await addGroup(other, [], { displayName: 'TWINS' });
  const third = await addGroup(other, [], { displayName: 'Other' });
  const rename = (displayName: string) => other.scim('PUT', `/Groups/${third.id}`, { displayName });
  expect((await rename('twins')).status).toBe(200);
  await settings(false);
  expectScimError(await other.scim('POST', '/Groups', { displayName: 'twins' }), 409, 'uniqueness');
  // Who has the name keeps it, and may be changed otherwise.
  expect((await rename('twins')).status).toBe(200);
  expect(
    (await other.scim('PUT', `/Groups/${second.id}`, { displayName: 'TWINS', externalId: 'x' })).status,
  ).toBe(200);
});
