// Roles and entitlements as Okta's entitlement apps discover them: resource types, then their endpoints, paged.

import { expect, it } from 'vitest';
import { api, newTenant } from '../support/tenant.ts';

async function catalogTenant() {
  const tenant = await newTenant();
  const { status } = await api('PATCH', `/tenants/${tenant.slug}/settings`, {
    appRoles: [
      { id: 'editor', displayName: 'Editor' },
      { id: 'viewer', displayName: 'Viewer', description: 'Sees everything' },
    ],
    entitlements: [{ id: 'export', displayName: 'Export', type: 'Permission' }],
  });
  expect(status).toBe(200);
  return tenant;
}

it('resource types and schemas tell of roles and entitlements by the URNs of Okta, where there are any', async () => {
  const plain = await newTenant();
  const names = async (tenant: typeof plain) =>
    (await tenant.scim('GET', '/ResourceTypes')).body.Resources.map(({ id }: { id: string }) => id);
  expect(await names(plain)).toEqual(['User', 'Group']);
  const tenant = await catalogTenant();
  expect(await names(tenant)).toEqual(['User', 'Group', 'Role', 'Entitlement']);
  const role = await tenant.scim('GET', '/ResourceTypes/Role');
  expect(role.body).toMatchObject({ endpoint: '/Roles', schema: 'urn:okta:scim:schemas:core:1.0:Role' });
  const schema = await tenant.scim('GET', '/Schemas/urn:okta:scim:schemas:core:1.0:Entitlement');
  expect(schema.body.attributes.map(({ name }: { name: string }) => name)).toEqual([
    'displayName',
    'type',
    'description',
  ]);
});

it('the settings are listed as resources, page by page, one by id, and by filter', async () => {
  const tenant = await catalogTenant();
  const first = await tenant.scim('GET', '/Roles?startIndex=1&count=1');
  expect(first.body).toMatchObject({ totalResults: 2, itemsPerPage: 1, startIndex: 1 });
  expect(first.body.Resources[0]).toEqual({
    schemas: ['urn:okta:scim:schemas:core:1.0:Role'],
    id: 'editor',
    displayName: 'Editor',
    meta: { resourceType: 'Role', location: `${tenant.baseUrl}/Roles/editor` },
  });
  const second = await tenant.scim('GET', '/Roles?startIndex=2&count=1');
  expect(second.body.Resources[0]).toMatchObject({ id: 'viewer', description: 'Sees everything' });
  const found = await tenant.scim('GET', '/Entitlements?filter=displayName eq "EXPORT"');
  expect(found.body.Resources).toMatchObject([{ id: 'export', type: 'Permission' }]);
  expect((await tenant.scim('GET', '/Entitlements/export')).body).toMatchObject({ displayName: 'Export' });
  expect((await tenant.scim('GET', '/Entitlements/nothing')).status).toBe(404);
});

it('they cannot be changed over SCIM, and users carry them as they carry other values', async () => {
  const tenant = await catalogTenant();
  const refused = await tenant.scim('POST', '/Roles', { displayName: 'Root' });
  expect(refused.status).toBe(405);
  expect(refused.headers.get('allow')).toBe('GET, HEAD');
  const { body: ann } = await tenant.scim('POST', '/Users', {
    userName: 'ann',
    roles: [{ value: 'editor', display: 'Editor', primary: true }],
    entitlements: [{ value: 'export', type: 'Permission' }],
  });
  expect((await tenant.scim('GET', `/Users/${ann.id}`)).body).toMatchObject({
    roles: [{ value: 'editor', display: 'Editor', primary: true }],
    entitlements: [{ value: 'export', type: 'Permission' }],
  });
});

it('two entries of the same id are refused with a pointer', async () => {
  const tenant = await newTenant();
  const twice = [
    { id: 'a', displayName: 'A' },
    { id: 'a', displayName: 'B' },
  ];
  const { status, body } = await api('PATCH', `/tenants/${tenant.slug}/settings`, { appRoles: twice });
  expect(status).toBe(422);
  expect(body.errors).toEqual([{ pointer: '/appRoles', detail: expect.stringContaining('id') }]);
});
