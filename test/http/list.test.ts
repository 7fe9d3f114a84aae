// GET of a collection: pages, their numbers, their order, and what each resource shows.

import { beforeAll, describe, expect, it } from 'vitest';
import { fillUsers } from '../support/directory.ts';
import { addGroup, addUser } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const idsOf = (body: Answer['body']): string[] => body.Resources.map(({ id }: { id: string }) => id);

describe('a tenant without users or groups', () => {
  it.each(['/Users', '/Groups'])('answers an empty list below %s', async (endpoint) => {
    const tenant = await newTenant();
    const { status, body, headers } = await tenant.scim('GET', endpoint);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(body).toEqual({
      schemas: [listUrn],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  it('answers a search that finds nobody 200 with an empty list', async () => {
    const tenant = await newTenant();
    const { status, body } = await tenant.scim('GET', '/Users?filter=userName%20eq%20%22nobody%22');
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 0, itemsPerPage: 0, Resources: [] });
  });
});

describe('pages', () => {
  let tenant: TestTenant;
  const created: Record<string, string[]> = { '/Users': [], '/Groups': [] };
  beforeAll(async () => {
    tenant = await newTenant();
    for (let index = 0; index < 7; index++) {
      created['/Users']?.push((await addUser(tenant, { title: index % 2 ? 'odd' : 'even' })).id);
      created['/Groups']?.push((await addGroup(tenant)).id);
    }
  });

  it.each(['/Users', '/Groups'])('of %s show all in the order of their creation', async (endpoint) => {
    const { body } = await tenant.scim('GET', endpoint);
    expect(idsOf(body)).toEqual(created[endpoint]);
    expect(body).toMatchObject({ totalResults: 7, startIndex: 1, itemsPerPage: 7 });
  });

  it.each(['/Users', '/Groups'])(
    'of %s, read one after another, show each once and a steady total',
    async (endpoint) => {
      const seen: string[] = [];
      for (let startIndex = 1; startIndex <= 7; startIndex += 3) {
        const { body } = await tenant.scim('GET', `${endpoint}?startIndex=${startIndex}&count=3`);
        expect(body).toMatchObject({ totalResults: 7, startIndex, itemsPerPage: body.Resources.length });
        seen.push(...idsOf(body));
      }
      expect(seen).toEqual(created[endpoint]);
    },
  );

  it.each([
    // startIndex, count → numbers and where in the order the page begins and ends
    ['startIndex=0', { startIndex: 1, itemsPerPage: 7 }, 0, 7],
    ['startIndex=-5&count=2', { startIndex: 1, itemsPerPage: 2 }, 0, 2],
    ['startIndex=+2&count=2', { startIndex: 2, itemsPerPage: 2 }, 1, 3],
    ['startIndex=7', { startIndex: 7, itemsPerPage: 1 }, 6, 7],
    ['startIndex=8', { startIndex: 8, itemsPerPage: 0 }, 7, 7],
    ['startIndex=999999', { startIndex: 999_999, itemsPerPage: 0 }, 7, 7],
    ['startIndex=8&count=0', { startIndex: 8, itemsPerPage: 0 }, 7, 7],
    ['count=0', { startIndex: 1, itemsPerPage: 0 }, 0, 0],
    ['count=-1', { startIndex: 1, itemsPerPage: 0 }, 0, 0],
    ['count=7', { startIndex: 1, itemsPerPage: 7 }, 0, 7],
    ['count=100000000000000000000', { startIndex: 1, itemsPerPage: 7 }, 0, 7],
    ['startIndex=6&count=3', { startIndex: 6, itemsPerPage: 2 }, 5, 7],
  ])('?%s is answered 200 with the right numbers', async (query, numbers, from, to) => {
    const { status, body } = await tenant.scim('GET', `/Users?${query}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 7, ...numbers });
    expect(idsOf(body)).toEqual(created['/Users']?.slice(from, to));
  });

  it('beyond every number begin at a number and are empty', async () => {
    const { status, body } = await tenant.scim('GET', '/Users?startIndex=99999999999999999999');
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 7, itemsPerPage: 0, Resources: [] });
    expect(Number.isSafeInteger(body.startIndex)).toBe(true);
  });

  it.each([
    ['count=0', 0, 0],
    ['count=2', 2, 0],
    ['startIndex=3&count=2', 2, 2],
    ['startIndex=4&count=2', 1, 3],
    ['startIndex=9&count=2', 0, 4],
  ])('of a search know the total: ?%s', async (query, itemsPerPage, from) => {
    const { body } = await tenant.scim('GET', `/Users?filter=title%20eq%20%22even%22&${query}`);
    const even = created['/Users']?.filter((_id, index) => index % 2 === 0) ?? [];
    expect(body).toMatchObject({ totalResults: 4, itemsPerPage });
    expect(idsOf(body)).toEqual(even.slice(from, from + itemsPerPage));
  });

  it.each([
    'count=abc',
    'count=',
    'count=1.5',
    'count=1e2',
    'count=0x10',
    'count=NaN',
    'count=Infinity',
    'count=__proto__',
    'startIndex=one',
    'startIndex=',
    'startIndex=1.0',
    'startIndex=%E2%85%A0',
  ])('?%s is 400', async (query) => {
    for (const endpoint of ['/Users', '/Groups']) {
      expectScimError(await tenant.scim('GET', `${endpoint}?${query}`), 400, 'invalidValue');
    }
  });

  it('lose nobody when a user leaves and another comes', async () => {
    const other = await newTenant();
    const users = await Promise.all(Array.from({ length: 3 }, () => addUser(other)));
    await other.scim('DELETE', `/Users/${users[1].id}`);
    const newcomer = await addUser(other);
    const { body } = await other.scim('GET', '/Users');
    expect(body.totalResults).toBe(3);
    expect(idsOf(body).toSorted()).toEqual([users[0].id, users[2].id, newcomer.id].toSorted());
    expect(idsOf(body).at(-1)).toBe(newcomer.id);
  });
});

describe('how large a page may be', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await newTenant();
    await fillUsers(await tenantId(tenant.slug), 1005);
  });

  it.each([
    ['', 100],
    ['?count=100', 100],
    ['?count=1000', 1000],
    ['?count=1001', 1000],
    ['?count=5000', 1000],
    ['?startIndex=1001&count=5000', 5],
  ])('%s shows %i of 1,005', async (query, itemsPerPage) => {
    const { body } = await tenant.scim('GET', `/Users${query}`);
    expect(body.totalResults).toBe(1005);
    expect(body.itemsPerPage).toBe(itemsPerPage);
    expect(body.Resources).toHaveLength(itemsPerPage);
  });
});

describe('what a list shows of each resource', () => {
  let tenant: TestTenant;
  let user: Answer['body'];
  let group: Answer['body'];
  beforeAll(async () => {
    tenant = await newTenant();
    const { id } = await addUser(tenant, { emails: [{ value: 'a@example.com', type: 'work' }] });
    const { id: groupId } = await addGroup(tenant, [id]);
    await addGroup(tenant, [id, groupId]);
    user = (await tenant.scim('GET', `/Users/${id}`)).body;
    group = (await tenant.scim('GET', `/Groups/${groupId}`)).body;
  });

  it('is what a GET of the resource itself shows', async () => {
    const users = await tenant.scim('GET', '/Users');
    const groups = await tenant.scim('GET', '/Groups');
    expect(users.body.Resources).toEqual([user]);
    expect(groups.body.Resources[0]).toEqual(group);
    expect(groups.body.Resources[1].members).toHaveLength(2);
  });

  it('is what `attributes` asks for', async () => {
    const { body } = await tenant.scim('GET', '/Users?attributes=userName');
    expect(body.Resources).toEqual([{ schemas: user.schemas, id: user.id, userName: user.userName }]);
  });

  it('is without members where these are excluded', async () => {
    const { body } = await tenant.scim('GET', '/Groups?excludedAttributes=members');
    const { members: _members, ...rest } = group;
    expect(body.Resources[0]).toEqual(rest);
  });

  it('has no entity tag of its own', async () => {
    const { headers } = await tenant.scim('GET', '/Users');
    expect(headers.has('etag')).toBe(false);
  });

  it("is never another tenant's", async () => {
    const other = await newTenant();
    const { body: users } = await other.scim('GET', '/Users');
    const { body: groups } = await other.scim('GET', `/Groups?filter=members.value%20eq%20%22${user.id}%22`);
    expect([users.totalResults, groups.totalResults]).toEqual([0, 0]);
  });
});
