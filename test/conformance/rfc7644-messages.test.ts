// RFC 7644 §2, §3.1, §3.2, §3.8, §3.11–§3.14, §4, §5: what holds for every request: who may ask, media types, errors,
// versions, and what the server says of itself.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, enterpriseUrn, groupUrn, patchBody, userUrn } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, send, type TestTenant } from '../support/tenant.ts';

const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

describe('who asks', () => {
  it('RFC 7644 §2: a request without credentials is 401 and told which schemes there are', async () => {
    const answer = await send('GET', `${tenant.baseUrl}/Users`);
    expectScimError(answer, 401);
    const offered = answer.headers.get('www-authenticate') ?? '';
    const { authenticationSchemes } = (await tenant.scim('GET', '/ServiceProviderConfig')).body;
    const types = authenticationSchemes.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['oauthbearertoken', 'httpbasic']);
    expect(offered).toMatch(/Bearer .*Basic /);
  });

  it('RFC 7644 §2: a token opens its own directory and no other', async () => {
    const other = await newTenant();
    const { id } = await addUser(other);
    expectScimError(
      await send('GET', `${other.baseUrl}/Users/${id}`, undefined, {
        Authorization: `Bearer ${tenant.token}`,
      }),
      401,
    );
    expectScimError(await tenant.scim('GET', `/Users/${id}`), 404);
  });
});

describe('messages', () => {
  it.each(['ListResponse', 'SearchRequest', 'PatchOp', 'BulkRequest', 'Error'])(
    'RFC 7644 §3.1: the schema of the message %s is not discoverable',
    async (name) => {
      expectScimError(
        await tenant.scim('GET', `/Schemas/urn:ietf:params:scim:api:messages:2.0:${name}`),
        404,
      );
      const { Resources } = (await tenant.scim('GET', '/Schemas')).body;
      expect(Resources.map(({ id }: { id: string }) => id).join()).not.toContain(':api:');
    },
  );

  it.each(['application/scim+json', 'application/json', '*/*', ''])(
    'RFC 7644 §3.8: Accept %j is answered as application/scim+json',
    async (Accept) => {
      const { status, headers } = await tenant.scim('GET', '/Users', undefined, { Accept });
      expect([status, headers.get('content-type')]).toEqual([200, 'application/scim+json; charset=utf-8']);
    },
  );

  it('RFC 7644 §3.8: text is UTF-8, both ways, whatever the script', async () => {
    const name = { familyName: 'Þórðardóttir', givenName: '陽子 🌊' };
    const { body } = await tenant.scim('POST', '/Users', { userName: 'utf8', name });
    expect(body.name).toEqual(name);
  });

  it('RFC 7644 §3.8: a format by the suffix of the URI is not offered: 404', async () => {
    const { id } = await addUser(tenant);
    expectScimError(await tenant.scim('GET', `/Users/${id}.scim`), 404);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'POST'])('RFC 7644 §3.11: %s /Me is 501', async (method) => {
    expectScimError(await tenant.scim(method, '/Me', method === 'GET' ? undefined : {}), 501);
  });
});

describe('errors', () => {
  it('RFC 7644 §3.12: an unknown resource is 404 with an error that says which', async () => {
    const answer = await tenant.scim('GET', '/Users/6f0b1f5e-0000-4000-8000-000000000001');
    expectScimError(answer, 404);
    expect(answer.body.detail).toContain('6f0b1f5e-0000-4000-8000-000000000001');
  });

  it('RFC 7644 §3.12: a change of a read-only attribute is 400 with mutability and a detail that names it', async () => {
    const { id } = await addUser(tenant);
    const message = patchBody({ op: 'replace', path: 'id', value: 'other' });
    const answer = await tenant.scim('PATCH', `/Users/${id}`, message);
    expectScimError(answer, 400, 'mutability');
    expect(answer.body.detail).toContain('id');
  });

  it.each<[status: number, scimType: string | undefined, ask: () => Promise<Answer>]>([
    [400, 'invalidFilter', () => tenant.scim('GET', '/Users?filter=x')],
    [400, 'invalidSyntax', () => tenant.scim('POST', '/Users', '{"userName":')],
    [400, 'invalidValue', () => tenant.scim('POST', '/Users', { userName: 17, active: 'perhaps' })],
    [
      400,
      'invalidPath',
      () => tenant.scim('PATCH', `/Users/${ann}`, patchBody({ op: 'add', path: 'colour', value: 'x' })),
    ],
    [400, 'noTarget', () => tenant.scim('PATCH', `/Users/${ann}`, patchBody({ op: 'remove' }))],
    [
      400,
      'mutability',
      () => tenant.scim('PATCH', `/Users/${ann}`, patchBody({ op: 'remove', path: 'userName' })),
    ],
    [401, undefined, () => send('GET', `${tenant.baseUrl}/Users/${ann}`)],
    [403, undefined, () => tenant.scim('GET', '/Schemas?filter=id eq "x"')],
    [404, undefined, () => tenant.scim('GET', '/Nothing')],
    [409, 'uniqueness', () => tenant.scim('POST', '/Users', { userName: 'ann-of-errors' })],
    [412, undefined, () => tenant.scim('DELETE', `/Users/${ann}`, undefined, { 'If-Match': 'W/"99"' })],
    [413, undefined, () => tenant.scim('POST', '/Users', { userName: 'x'.repeat(3_000_000) })],
    [501, undefined, () => tenant.scim('GET', '/Me')],
  ])('RFC 7644 §3.12: status %i with scimType %s', async (status, scimType, ask) => {
    const answer = await ask();
    expect(answer.body).toMatchObject({ status: String(status), detail: expect.stringMatching(/\S/) });
    expect([answer.status, answer.body.scimType]).toEqual([status, scimType]);
    expect(answer.body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:Error']);
  });

  let ann = '';
  beforeAll(async () => {
    ann = (await addUser(tenant, { userName: 'ann-of-errors' })).id;
  });

  it('RFC 7644 §3.13: a version of the protocol that is not v2 is rejected', async () => {
    const url = `${tenant.baseUrl.replace('/scim/v2', '/scim/v1')}/Users`;
    expectScimError(await send('GET', url, undefined, { Authorization: `Bearer ${tenant.token}` }), 404);
  });
});

describe('versions', () => {
  it('RFC 7644 §3.14: a new resource has its version as ETag and in meta', async () => {
    const { status, headers, body } = await tenant.scim('POST', '/Users', { userName: 'versioned' });
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('W/"1"');
    expect(body.meta.version).toBe('W/"1"');
  });

  it('RFC 7644 §3.14: a resource that has not changed is 304 to If-None-Match, whatever attributes are asked for', async () => {
    const { id, meta } = await addUser(tenant, { displayName: 'Same' });
    const path = `/Users/${id}?attributes=displayName`;
    const same = await tenant.scim('GET', path, undefined, { 'If-None-Match': meta.version });
    expect([same.status, same.text]).toEqual([304, '']);
    await tenant.scim(
      'PATCH',
      `/Users/${id}`,
      patchBody({ op: 'replace', path: 'displayName', value: 'Other' }),
    );
    const changed = await tenant.scim('GET', path, undefined, { 'If-None-Match': meta.version });
    expect([changed.status, changed.body.displayName]).toEqual([200, 'Other']);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])(
    'RFC 7644 §3.14: %s with If-Match of an old version is 412 and changes nothing',
    async (method) => {
      const { id, userName } = await addUser(tenant);
      await tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'add', path: 'title', value: 'Newer' }));
      const body = {
        PUT: { userName },
        PATCH: patchBody({ op: 'remove', path: 'title' }),
        DELETE: undefined,
      }[method];
      expectScimError(await tenant.scim(method, `/Users/${id}`, body, { 'If-Match': 'W/"1"' }), 412);
      expect((await tenant.scim('GET', `/Users/${id}`)).body.title).toBe('Newer');
    },
  );

  it('RFC 7644 §3.14: If-None-Match on a user does not see that his groups changed', async () => {
    const { id, meta } = await addUser(tenant);
    await addGroup(tenant, [id]);
    const { status } = await tenant.scim('GET', `/Users/${id}`, undefined, { 'If-None-Match': meta.version });
    expect(status).toBe(304);
  });
});

describe('discovery', () => {
  it.each([
    ['/ResourceTypes', ['User', 'Group']],
    ['/Schemas', [userUrn, enterpriseUrn, groupUrn]],
  ])(
    'RFC 7644 §4: %s is a list, and each entry is answered alone under its own address',
    async (path, ids) => {
      const { body } = await tenant.scim('GET', path);
      expect(body).toMatchObject({ schemas: [listUrn], totalResults: ids.length });
      expect(body.Resources.map(({ id }: { id: string }) => id)).toEqual(ids);
      for (const one of body.Resources) {
        expect((await tenant.scim('GET', one.meta.location.slice(tenant.baseUrl.length))).body).toEqual(one);
      }
    },
  );

  it('RFC 7644 §4: the resource types name what a client needs to find them', async () => {
    const { body } = await tenant.scim('GET', '/ResourceTypes/User');
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'User',
      endpoint: '/Users',
      schema: userUrn,
      schemaExtensions: [{ schema: enterpriseUrn, required: false }],
    });
  });

  it('RFC 7644 §4: the configuration is one document under its schema', async () => {
    const { status, body } = await tenant.scim('GET', '/ServiceProviderConfig');
    expect(status).toBe(200);
    expect(body.schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig']);
    expect(body).not.toHaveProperty('Resources');
  });

  it.each(['/ResourceTypes', '/Schemas', '/ServiceProviderConfig'])(
    'RFC 7644 §4: paging, sorting and attributes mean nothing below %s',
    async (path) => {
      const plain = await tenant.scim('GET', path);
      const asked = await tenant.scim(
        'GET',
        `${path}?startIndex=2&count=1&sortBy=id&sortOrder=descending&attributes=id`,
      );
      expect(asked.body).toEqual(plain.body);
    },
  );

  it.each(['/ResourceTypes', '/Schemas'])('RFC 7644 §4: a filter below %s is 403', async (path) => {
    expectScimError(await tenant.scim('GET', `${path}?filter=${encodeURIComponent('id eq "User"')}`), 403);
  });
});

it.each([
  ['composed and decomposed', 'zo\u00eb@harbor.example', 'zoe\u0308@harbor.example'],
  ['full and half width', '\uff41bc@harbor.example', 'abc@harbor.example'],
  ['upper and lower case', '\u00c5SA@harbor.example', '\u00e5sa@harbor.example'],
])('RFC 7644 §5: user names that differ in %s are one name', async (_what, first, second) => {
  const own = await newTenant();
  await addUser(own, { userName: first });
  expectScimError(await own.scim('POST', '/Users', { userName: second }), 409, 'uniqueness');
  const filter = encodeURIComponent(`userName eq "${second}"`);
  expect((await own.scim('GET', `/Users?filter=${filter}`)).body.Resources[0].userName).toBe(first);
});
