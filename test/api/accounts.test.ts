// …/accounts: what the tenant's people have in the application.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let ann: Answer['body'];
let bob: Answer['body'];
let eve: Answer['body'];
const get = (query = '', of: TestTenant = tenant) => api('GET', `/tenants/${of.slug}/accounts${query}`);
const settings = (values: object) => api('PATCH', `/tenants/${tenant.slug}/settings`, values);
const namesOf = (accounts: readonly Answer['body'][]) => accounts.map(({ userName }) => userName).toSorted();

beforeAll(async () => {
  tenant = await newTenant();
  await settings({
    accountSizeGb: 10,
    profiles: [{ name: 'Big', quotaGb: 200, storage: 'eu-1' }],
    rules: [{ when: 'title eq "Editor"', profile: 'Big' }],
    roles: [
      { group: 'Admins', role: 'admin' },
      { group: 'Staff', role: 'member' },
    ],
  });
  ann = await addUser(tenant, { userName: 'ann', title: 'editor' });
  bob = await addUser(tenant, { userName: 'bob' });
  eve = await addUser(tenant, { userName: 'eve' });
  await addGroup(tenant, [ann.id], { displayName: 'ADMINS' });
  await addGroup(tenant, [ann.id, bob.id], { displayName: 'Staff' });
  await tenant.scim('PATCH', `/Users/${bob.id}`, patchBody({ op: 'replace', value: { active: false } }));
  await tenant.scim('DELETE', `/Users/${eve.id}`);
});

it('an account has what rules, settings and groups give it', async () => {
  const { body } = await get();
  const of = (userName: string) =>
    body.accounts.find((account: Answer['body']) => account.userName === userName);
  expect(of('ann')).toMatchObject({
    userId: ann.id,
    status: 'active',
    profile: 'Big',
    quotaGb: 200,
    storage: 'eu-1',
    roles: expect.arrayContaining(['admin', 'member']),
  });
  expect(of('bob')).toMatchObject({ status: 'inactive', profile: null, quotaGb: 10, roles: ['member'] });
  expect(of('eve')).toMatchObject({ status: 'preserved', roles: [] });
  const one = (await get(`/${of('ann').id}`)).body;
  expect(one).toEqual({
    ...of('ann'),
    frozenAt: null,
    decidedBy: {
      kind: 'rule',
      rule: 0,
      settingsVersion: 2,
      requestId: expect.any(String),
      tokenId: tenant.tokenId,
      at: one.createdAt,
    },
  });
  expect((await get(`/${of('eve').id}`)).body.decidedBy).toMatchObject({ kind: 'none' });
});

it('accounts come in pages, each once, and the feed goes on where they end', async () => {
  const pages: Answer['body'][] = [];
  for (let cursor = ''; cursor !== null; ) {
    const { body } = await get(`?limit=2${cursor && `&cursor=${cursor}`}`);
    pages.push(body);
    cursor = body.nextCursor;
  }
  expect(namesOf(pages.flatMap(({ accounts }) => accounts))).toEqual(['ann', 'bob', 'eve']);
  const { sequence } = pages[0];
  const { body } = await api('GET', `/tenants/${tenant.slug}/events?after=0&limit=1000`);
  expect(sequence).toBe(body.events.at(-1).sequence);
});

it.each([
  ['?status=active', ['ann']],
  ['?status=inactive', ['bob']],
  ['?status=preserved', ['eve']],
  ['?profile=Big', ['ann']],
  ['?profile=Small', []],
])('%s selects', async (query, names) => {
  expect(namesOf((await get(query)).body.accounts)).toEqual(names);
});

describe('nothing is shown', () => {
  it('of another tenant', async () => {
    const other = await newTenant();
    const [account] = (await get()).body.accounts;
    expect((await get('', other)).body).toEqual({ accounts: [], nextCursor: null, sequence: 0 });
    expectProblem(await get(`/${account.id}`, other), 404);
  });

  it('for a status that is none', async () => {
    expectProblem(await get('?status=gone'), 422, ['/status']);
  });
});

describe('seats', () => {
  it('are those of active accounts, and who finds none is told so and not let in', async () => {
    const small = await newTenant();
    await api('PATCH', `/tenants/${small.slug}/settings`, { seats: { limit: 2 } });
    const first = await addUser(small);
    await addUser(small);
    await addUser(small, { active: false });
    const refused = await small.scim('POST', '/Users', { userName: 'third' });
    expect([refused.status, refused.body.scimType]).toEqual([403, 'seatLimit']);
    expect(refused.body.detail).toContain('2 of 2 seats');
    expect((await small.scim('GET', '/Users?count=0')).body.totalResults).toBe(3);
    const active = (id: string, value: boolean) =>
      small.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { active: value } }));
    expect((await active(first.id, false)).status).toBe(200);
    expect((await small.scim('POST', '/Users', { userName: 'third' })).status).toBe(201);
    expect((await active(first.id, true)).status).toBe(403);
    await api('PATCH', `/tenants/${small.slug}/settings`, { seats: { limit: 3 } });
    expect((await active(first.id, true)).body.active).toBe(true);
  });

  it('of many who come at once so many are let in as there are seats', async () => {
    const small = await newTenant();
    await api('PATCH', `/tenants/${small.slug}/settings`, { seats: { limit: 3 } });
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const { status } = await small.scim('POST', '/Users', { userName: `u${index}` });
        return status;
      }),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 403)).toHaveLength(5);
  });

  it('in a bulk request too', async () => {
    const small = await newTenant();
    await api('PATCH', `/tenants/${small.slug}/settings`, { seats: { limit: 3 } });
    const { body } = await small.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: Array.from({ length: 5 }, (_, index) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `${index}`,
        data: { userName: `u${index}` },
      })),
    });
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual([
      ...Array(3).fill('201'),
      ...Array(2).fill('403'),
    ]);
  });
});
