// Discovery over HTTP: each document under its own address, and what the parameters of lists do there.

import { beforeAll, describe, expect, it } from 'vitest';
import { enterpriseUrn, groupUrn, userUrn } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

it.each(['/ServiceProviderConfig', '/serviceConfiguration'])('%s says what is supported', async (path) => {
  const { status, body, headers } = await tenant.scim('GET', path);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  expect(body).toMatchObject({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    filter: { supported: true, maxResults: 1000 },
    changePassword: { supported: false },
    etag: { supported: true },
    meta: { location: `${tenant.baseUrl}/ServiceProviderConfig` },
  });
  expect(body.authenticationSchemes.length).toBeGreaterThan(0);
});

describe.each([
  { path: '/ResourceTypes', ids: ['User', 'Group'] },
  { path: '/Schemas', ids: [userUrn, enterpriseUrn, groupUrn] },
])('$path', ({ path, ids }) => {
  it('lists all on one page, whatever paging is asked for', async () => {
    for (const query of ['', '?startIndex=2&count=1', '?sortBy=id', '?attributes=id', '?count=abc']) {
      const { status, body } = await tenant.scim('GET', path + query);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: ids.length,
        startIndex: 1,
        itemsPerPage: ids.length,
      });
      expect(body.Resources.map(({ id }: Answer['body']) => id)).toEqual(ids);
    }
  });

  it('answers each also under its own location', async () => {
    const { body } = await tenant.scim('GET', path);
    for (const resource of body.Resources) {
      expect(resource.meta.location).toBe(`${tenant.baseUrl}${path}/${resource.id}`);
      const one = await tenant.scim('GET', `${path}/${resource.id}`);
      expect([one.status, one.body]).toEqual([200, resource]);
    }
  });

  it('finds an id in any case', async () => {
    for (const id of ids) {
      expect((await tenant.scim('GET', `${path}/${id.toLowerCase()}`)).body.id).toBe(id);
    }
  });

  it.each(['nothing', '__proto__', 'constructor', 'urn:x', '%00'])('%s is 404', async (id) => {
    expectScimError(await tenant.scim('GET', `${path}/${id}`), 404);
  });

  it('refuses a filter with 403', async () => {
    expectScimError(await tenant.scim('GET', `${path}?filter=id%20pr`), 403);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('is read-only: %s is 405', async (method) => {
    const answer = await tenant.scim(method, path, method === 'DELETE' ? undefined : {});
    expectScimError(answer, 405);
    expect(answer.headers.get('allow')).toContain('GET');
  });
});

it('a filter on ServiceProviderConfig is ignored', async () => {
  expect((await tenant.scim('GET', '/ServiceProviderConfig?filter=nonsense')).status).toBe(200);
});

it('the resource types name endpoints that answer and schemas that are there', async () => {
  const { body } = await tenant.scim('GET', '/ResourceTypes');
  for (const { endpoint, schema, schemaExtensions = [] } of body.Resources) {
    expect((await tenant.scim('GET', `${endpoint}?count=0`)).status).toBe(200);
    for (const urn of [schema, ...schemaExtensions.map((extension: Answer['body']) => extension.schema)]) {
      expect((await tenant.scim('GET', `/Schemas/${urn}`)).status).toBe(200);
    }
  }
});
