// Addresses: what people type, what is there, and what is not.

import { beforeAll, describe, expect, it } from 'vitest';
import { addUser, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, origin, send, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let user: Answer['body'];
beforeAll(async () => {
  tenant = await newTenant();
  user = await addUser(tenant);
});

const authorized = () => ({ Authorization: `Bearer ${tenant.token}` });

describe('doubled and trailing slashes mean nothing:', () => {
  it.each([
    ['/t/$/scim/v2/Users/'],
    ['/t/$/scim/v2//Users'],
    ['/t/$/scim/v2///Users///'],
    ['//t//$//scim//v2//Users//'],
    ['/t/$/scim/v2//Users/?count=1'],
    ['/t/$/scim/v2/Users//@/'],
    ['/t/$//scim/v2/Users/@//'],
    ['/t/$/scim/v2//ServiceProviderConfig/'],
    ['/t/$/scim/v2//Schemas//urn:ietf:params:scim:schemas:core:2.0:User/'],
  ])('%s', async (path) => {
    const address = path.replace('$', tenant.slug).replace('@', user.id);
    const tidy = address.replace(/\/{2,}/g, '/').replace(/\/(\?|$)/, '$1');
    const answer = await send('GET', origin + address, undefined, authorized());
    const expected = await send('GET', origin + tidy, undefined, authorized());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(expected.body);
  });

  it('also for what is created there, whose location is tidy', async () => {
    const answer = await tenant.scim('POST', '//Users//', userBody());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`${tenant.baseUrl}/Users/${answer.body.id}`);
  });
});

it.each(['foo=bar', 'count=1&_=1700000000', '__proto__=1&constructor=2', 'a[b]=c&&='])(
  'unknown query parameters are ignored: ?%s',
  async (query) => {
    for (const path of ['/Users', `/Users/${user.id}`, '/Groups', '/Schemas']) {
      expect((await tenant.scim('GET', `${path}?${query}`)).status).toBe(200);
    }
  },
);

describe('HEAD', () => {
  it.each([
    ['/Users', 200],
    ['/Users/@', 200],
    ['/ServiceProviderConfig', 200],
    ['/Users/nobody', 404],
    ['/nothing', 404],
    ['/Users?count=x', 400],
  ])('%s is answered like GET, without a body', async (path, status) => {
    const address = path.replace('@', user.id);
    const get = await tenant.scim('GET', address);
    const head = await tenant.scim('HEAD', address);
    expect([head.status, head.text]).toEqual([status, '']);
    expect(get.status).toBe(status);
    for (const name of ['content-type', 'etag', 'location']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });
});

describe('an address where there is nothing is 404 with a SCIM error', () => {
  it.each([
    '/t/$/scim/v2',
    '/t/$/scim/v2/',
    '/t/$/scim/v2/Nothing',
    '/t/$/scim/v2/users',
    '/t/$/scim/v2/Users/1/2',
    '/t/$/scim/v2/Users/1/__proto__',
    '/t/$/scim/v2/__proto__',
    '/t/$/scim/v2/constructor',
    '/t/$/scim/v2/Users%2F1',
    '/t/$/scim/v1/Users',
    '/t/$/scim',
    '/t/$',
    '/t/$/%E0%A4%A',
  ])('%s', async (path) => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await send(method, origin + path.replace('$', tenant.slug), undefined, authorized());
      expectScimError(answer, 404);
    }
  });

  it.each(['/t', '/t/', '/nothing', '/scim/v2/Users', '/favicon.ico', '/api', '/__proto__', '/%00'])(
    '%s, where no tenant is named',
    async (path) => {
      expectScimError(await send('GET', origin + path), 404);
      expectScimError(await send('POST', origin + path, {}), 404);
    },
  );

  it('quotes no more of a long address than helps', async () => {
    const answer = await tenant.scim('GET', `/${'x'.repeat(5000)}`);
    expectScimError(answer, 404);
    expect(answer.text.length).toBeLessThan(600);
  });
});

describe('a method that an address does not have is 405 with those that it has', () => {
  it.each([
    ['PUT', '/Users', ['GET', 'HEAD', 'POST']],
    ['PATCH', '/Users', ['GET', 'HEAD', 'POST']],
    ['DELETE', '/Groups', ['GET', 'HEAD', 'POST']],
    ['OPTIONS', '/Users', ['GET', 'HEAD', 'POST']],
    ['POST', '/Users/@', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']],
    ['POST', '/Groups/nobody', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']],
    ['POST', '/ServiceProviderConfig', ['GET', 'HEAD']],
    ['DELETE', '/Schemas/urn:x', ['GET', 'HEAD']],
    ['PUT', '/ResourceTypes/User', ['GET', 'HEAD']],
  ])('%s %s', async (method, path, allowed) => {
    const body = method === 'DELETE' || method === 'OPTIONS' ? undefined : {};
    const answer = await tenant.scim(method, path.replace('@', user.id), body);
    expectScimError(answer, 405);
    const allow = answer.headers.get('allow')?.split(', ') ?? [];
    expect(allow).toEqual(expect.arrayContaining(allowed));
    expect(allow).not.toContain(method);
  });
});

it.each(['GET', 'PATCH'])('%s /Me is part of the protocol and not supported: 501', async (method) => {
  expectScimError(await tenant.scim(method, '/Me', method === 'GET' ? undefined : {}), 501);
});
