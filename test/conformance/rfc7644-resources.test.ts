// RFC 7644 §3.3, §3.4.1, §3.5.1, §3.6: one resource created, read, replaced and deleted, by the examples of the RFC
// with data of our own.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, patchBody, userUrn } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

describe('creating', () => {
  it('RFC 7644 §3.3: a user is answered 201 with Location, ETag and what the server made of it', async () => {
    const name = { formatted: 'Odile Brandt', familyName: 'Brandt', givenName: 'Odile' };
    const sent = { schemas: [userUrn], userName: 'odile', externalId: 'o-17', name };
    const { status, headers, body } = await tenant.scim('POST', '/Users', sent);
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(headers.get('location')).toBe(`${tenant.baseUrl}/Users/${body.id}`);
    expect(headers.get('etag')).toBe(body.meta.version);
    expect(body).toMatchObject({
      ...sent,
      meta: { resourceType: 'User', location: headers.get('location') },
    });
    expect(body.meta.created).toBe(body.meta.lastModified);
  });

  it('RFC 7644 §3.3: read-only attributes of the body are ignored', async () => {
    const body = await addUser(tenant, {
      id: 'mine',
      groups: [{ value: 'x' }],
      meta: { resourceType: 'Group', location: 'https://elsewhere.example' },
    });
    expect(body.id).not.toBe('mine');
    expect(body).not.toHaveProperty('groups');
    expect(body.meta).toMatchObject({ resourceType: 'User', location: `${tenant.baseUrl}/Users/${body.id}` });
  });

  it('RFC 7644 §3.3: a name that is taken is 409 with uniqueness, and nothing is made', async () => {
    const own = await newTenant();
    const { userName } = await addUser(own);
    expectScimError(await own.scim('POST', '/Users', { userName }), 409, 'uniqueness');
    expect((await own.scim('GET', '/Users')).body.totalResults).toBe(1);
  });

  it.each([
    ['/Users', 'User', { userName: 'typed' }],
    ['/Groups', 'Group', { displayName: 'Typed' }],
  ])('RFC 7644 §3.3.1: what is created below %s is a %s', async (endpoint, resourceType, sent) => {
    const { body } = await tenant.scim('POST', endpoint, { ...sent, meta: { resourceType: 'Thing' } });
    expect(body.meta.resourceType).toBe(resourceType);
  });
});

describe('reading', () => {
  it('RFC 7644 §3.4.1: a known resource is answered 200 with its Content-Location, ETag and schemas', async () => {
    const { id } = await addUser(tenant, {
      name: { familyName: 'Brandt' },
      phoneNumbers: [{ value: '555-0110' }],
    });
    const { status, headers, body } = await tenant.scim('GET', `/Users/${id}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(headers.get('content-location')).toBe(`${tenant.baseUrl}/Users/${id}`);
    expect(headers.get('etag')).toBe('W/"1"');
    expect(body).toMatchObject({
      schemas: [userUrn],
      id,
      name: { familyName: 'Brandt' },
      phoneNumbers: [{ value: '555-0110' }],
      meta: { resourceType: 'User', location: headers.get('content-location'), version: 'W/"1"' },
    });
  });

  it.each(['/Users', '/Groups', '/ResourceTypes', '/Schemas'])(
    'RFC 7644 §3.4.1: an unknown id below %s is 404',
    async (endpoint) => {
      expectScimError(await tenant.scim('GET', `${endpoint}/6f0b1f5e-0000-4000-8000-000000000000`), 404);
    },
  );
});

describe('replacing', () => {
  it('RFC 7644 §3.5.1: PUT answers 200 with the whole resource as it is now', async () => {
    const user = await addUser(tenant, {
      name: { familyName: 'Old' },
      roles: [],
      emails: [{ value: 'old@harbor.example' }],
    });
    const sent = {
      schemas: [userUrn],
      id: user.id,
      userName: user.userName,
      externalId: 'x-3',
      name: { familyName: 'New', givenName: 'Middle' },
      emails: [{ value: 'new@harbor.example' }, { value: 'home@harbor.example', type: 'home' }],
    };
    const { status, headers, body } = await tenant.scim('PUT', `/Users/${user.id}`, sent);
    expect(status).toBe(200);
    expect(headers.get('location')).toBe(`${tenant.baseUrl}/Users/${user.id}`);
    expect(headers.get('etag')).toBe(body.meta.version);
    expect(body).toEqual({ ...sent, active: true, meta: expect.objectContaining({ version: 'W/"2"' }) });
    expect((await tenant.scim('GET', `/Users/${user.id}`)).body).toEqual(body);
  });

  it.each([[null], [[]]])('RFC 7644 §3.5.1: an attribute that is %j in a PUT is cleared', async (nothing) => {
    const { id, userName } = await addUser(tenant, { emails: [{ value: 'a@harbor.example' }] });
    const { body } = await tenant.scim('PUT', `/Users/${id}`, { userName, emails: nothing });
    expect(body).not.toHaveProperty('emails');
  });

  it('RFC 7644 §3.5.1: read-only values in a PUT are ignored', async () => {
    const { id, userName, meta } = await addUser(tenant);
    const sent = { userName, id: 'another', meta: { created: '1999-01-01T00:00:00Z', version: 'W/"99"' } };
    const { status, body } = await tenant.scim('PUT', `/Users/${id}`, sent);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, meta });
  });

  it('RFC 7644 §3.5.1: a required attribute that a PUT leaves out is refused', async () => {
    const { id } = await addUser(tenant);
    expectScimError(await tenant.scim('PUT', `/Users/${id}`, { title: 'None' }), 400, 'invalidValue');
  });

  it('RFC 7644 §3.5.1: PUT under an id that nobody has is 404 and creates nothing', async () => {
    const own = await newTenant();
    expectScimError(await own.scim('PUT', '/Users/chosen-by-me', { userName: 'chosen' }), 404);
    expect((await own.scim('GET', '/Users')).body.totalResults).toBe(0);
  });
});

describe('deleting', () => {
  it('RFC 7644 §3.6: DELETE is 204 without a body, and the resource is 404 from then on', async () => {
    const { id, userName } = await addUser(tenant);
    const answer = await tenant.scim('DELETE', `/Users/${id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    const requests: readonly [method: string, body?: object][] = [
      ['GET'],
      ['PUT', { userName }],
      ['PATCH', patchBody({ op: 'replace', path: 'title', value: 'x' })],
      ['DELETE'],
    ];
    for (const [method, body] of requests) {
      expectScimError(await tenant.scim(method, `/Users/${id}`, body), 404);
    }
  });

  it('RFC 7644 §3.6: what was deleted is in no list, and its name conflicts with nobody', async () => {
    const own = await newTenant();
    const { id, userName } = await addUser(own);
    const { id: group } = await addGroup(own, [id], { displayName: 'Leavers' });
    await own.scim('DELETE', `/Users/${id}`);
    await own.scim('DELETE', `/Groups/${group}`);
    const totals = [];
    for (const path of ['/Users', '/Groups']) totals.push((await own.scim('GET', path)).body.totalResults);
    expect(totals).toEqual([0, 0]);
    const again: Answer = await own.scim('POST', '/Users', { userName });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(id);
    expect((await own.scim('POST', '/Groups', { displayName: 'Leavers' })).status).toBe(201);
  });
});
