// RFC 7644 §3.7: many operations in one request, by the examples of the RFC with data of our own.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, enterpriseUrn, groupUrn, patchBody, userUrn } from '../support/people.ts';
import { errorUrn, expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const bulk = (operations: readonly object[], more: object = {}, on = tenant) =>
  on.scim('POST', '/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: operations,
    ...more,
  });

const user = (bulkId: string, userName: string, values: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [userUrn], userName, ...values },
});
const group = (bulkId: string, displayName: string, ...members: readonly object[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: [groupUrn], displayName, members },
});

const idIn = (operation: { location: string }) => operation.location.split('/').at(-1) ?? '';
const failure = (status: string) => ({ schemas: [errorUrn], status, detail: expect.stringMatching(/\S/) });

describe('references', () => {
  it('RFC 7644 §3.7.1: two groups that are members of one another are both made', async () => {
    const own = await newTenant();
    const { status, body } = await bulk(
      [
        group('left', 'Group L', { type: 'Group', value: 'bulkId:right' }),
        group('right', 'Group R', { type: 'Group', value: 'bulkId:left' }),
      ],
      {},
      own,
    );
    expect(status).toBe(200);
    expect(body.Operations.map((one: Answer['body']) => one.status)).toEqual(['201', '201']);
    const filter = encodeURIComponent('displayName sw "Group"');
    const { Resources } = (await own.scim('GET', `/Groups?filter=${filter}`)).body;
    const byName = new Map<string, Answer['body']>(
      Resources.map((one: Answer['body']) => [one.displayName, one]),
    );
    const [left, right] = [byName.get('Group L'), byName.get('Group R')];
    const $ref = (id: string) => `${own.baseUrl}/Groups/${id}`;
    expect(left.members).toEqual([{ value: right.id, $ref: $ref(right.id), type: 'Group' }]);
    expect(right.members).toEqual([{ value: left.id, $ref: $ref(left.id), type: 'Group' }]);
  });

  it('RFC 7644 §3.7.2: a new user is a member of a new group by its bulkId', async () => {
    const { body } = await bulk([
      user('guide', 'guide@harbor.example'),
      group('guides', 'Harbor guides', { type: 'User', value: 'bulkId:guide' }),
    ]);
    const [made, guides] = body.Operations;
    expect(made).toEqual({
      location: `${tenant.baseUrl}/Users/${idIn(made)}`,
      method: 'POST',
      bulkId: 'guide',
      version: 'W/"1"',
      status: '201',
    });
    const { members } = (await tenant.scim('GET', `/Groups/${idIn(guides)}`)).body;
    expect(members).toEqual([{ value: idIn(made), $ref: made.location, type: 'User' }]);
  });

  it('RFC 7644 §3.7.2: the manager of the enterprise extension may be a bulkId', async () => {
    const extension = { employeeNumber: '207', manager: { value: 'bulkId:chief' } };
    const { body } = await bulk([
      user('chief', 'chief@harbor.example'),
      user('mate', 'mate@harbor.example', { schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: extension }),
    ]);
    const [chief, mate] = body.Operations.map(idIn);
    const shown = (await tenant.scim('GET', `/Users/${mate}`)).body[enterpriseUrn];
    expect(shown).toMatchObject({ employeeNumber: '207', manager: { value: chief } });
  });
});

describe('results', () => {
  async function fourOperations(own: TestTenant) {
    const bob = await addUser(own, { userName: 'bob' });
    const dave = await addUser(own, { userName: 'dav', nickName: 'D' });
    const gone = await addUser(own, { userName: 'gone' });
    const changes = patchBody(
      { op: 'remove', path: 'nickName' },
      { op: 'add', path: 'userName', value: 'dave' },
    );
    return { bob, dave, gone, changes };
  }

  it('RFC 7644 §3.7.3: a user added, replaced, changed and removed are four results with location, version and status', async () => {
    const own = await newTenant();
    const { bob, dave, gone, changes } = await fourOperations(own);
    const { status, body } = await bulk(
      [
        user('new', 'alma'),
        { method: 'PUT', path: `/Users/${bob.id}`, version: bob.meta.version, data: { userName: 'bobby' } },
        { method: 'PATCH', path: `/Users/${dave.id}`, version: dave.meta.version, data: changes },
        { method: 'DELETE', path: `/Users/${gone.id}`, version: gone.meta.version },
      ],
      { failOnErrors: 1 },
      own,
    );
    expect(status).toBe(200);
    const at = (id: string) => `${own.baseUrl}/Users/${id}`;
    expect(body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
      Operations: [
        {
          method: 'POST',
          bulkId: 'new',
          location: at(idIn(body.Operations[0])),
          version: 'W/"1"',
          status: '201',
        },
        { method: 'PUT', location: at(bob.id), version: 'W/"2"', status: '200' },
        { method: 'PATCH', location: at(dave.id), version: 'W/"2"', status: '200' },
        { method: 'DELETE', location: at(gone.id), status: '204' },
      ],
    });
    const shown = (await own.scim('GET', `/Users/${dave.id}`)).body;
    expect(shown.userName).toBe('dave');
    expect(shown).not.toHaveProperty('nickName');
  });

  it('RFC 7644 §3.7.3: with failOnErrors 1 the first failure ends the job and is answered alone', async () => {
    const own = await newTenant();
    const { bob } = await fourOperations(own);
    const operations = [user('new', ''), { method: 'DELETE', path: `/Users/${bob.id}` }];
    const { status, body } = await bulk(operations, { failOnErrors: 1 }, own);
    expect(status).toBe(200);
    expect(body.Operations).toEqual([
      {
        method: 'POST',
        bulkId: 'new',
        status: '400',
        response: { ...failure('400'), scimType: 'invalidValue' },
      },
    ]);
    expect((await own.scim('GET', `/Users/${bob.id}`)).status).toBe(200);
  });

  it('RFC 7644 §3.7.3: without failOnErrors every operation is tried, and each failure has its own status and place', async () => {
    const own = await newTenant();
    const { bob, dave, changes } = await fourOperations(own);
    const nobody = '/Users/nobody';
    const { status, body } = await bulk(
      [
        user('new', ''),
        { method: 'PUT', path: `/Users/${bob.id}`, version: 'W/"77"', data: { userName: 'bobby' } },
        { method: 'PATCH', path: `/Users/${dave.id}`, version: 'W/"77"', data: changes },
        { method: 'DELETE', path: nobody },
      ],
      {},
      own,
    );
    expect(status).toBe(200);
    const at = (id: string) => `${own.baseUrl}/Users/${id}`;
    expect(body.Operations).toEqual([
      {
        method: 'POST',
        bulkId: 'new',
        status: '400',
        response: { ...failure('400'), scimType: 'invalidValue' },
      },
      { method: 'PUT', location: at(bob.id), status: '412', response: failure('412') },
      { method: 'PATCH', location: at(dave.id), status: '412', response: failure('412') },
      { method: 'DELETE', location: `${own.baseUrl}${nobody}`, status: '404', response: failure('404') },
    ]);
  });

  it('RFC 7644 §3.7.3: the status of each operation on users is that of a single request', async () => {
    const { id, userName } = await addUser(tenant);
    const path = `/Users/${id}`;
    const title = patchBody({ op: 'replace', path: 'title', value: 'T' });
    for (const [method, data] of [
      ['PUT', { userName }],
      ['PATCH', title],
      ['DELETE', undefined],
    ] as const) {
      const single = method === 'DELETE' ? path : `${path}?attributes=title`;
      const expected = method === 'DELETE' ? 204 : (await tenant.scim(method, single, data)).status;
      const { body } = await bulk([{ method, path, ...(data && { data }) }]);
      expect(body.Operations[0].status).toBe(String(expected));
    }
  });

  it('RFC 7644 §3.7.3: a bulk PATCH of a group is 204, as a single one, with its new version', async () => {
    const { id } = await addGroup(tenant);
    const data = patchBody({ op: 'replace', path: 'externalId', value: 'g-9' });
    const { body } = await bulk([{ method: 'PATCH', path: `/Groups/${id}`, data }]);
    expect(body.Operations).toEqual([
      { method: 'PATCH', location: `${tenant.baseUrl}/Groups/${id}`, version: 'W/"2"', status: '204' },
    ]);
  });

  it.each<[what: string, operation: object]>([
    ['a POST without bulkId', { method: 'POST', path: '/Users', data: { userName: 'x' } }],
    ['no method', { path: '/Users', bulkId: 'a', data: { userName: 'x' } }],
    ['no path', { method: 'POST', bulkId: 'a', data: { userName: 'x' } }],
    ['a POST to a resource', { method: 'POST', path: '/Users/x', bulkId: 'a', data: { userName: 'x' } }],
    ['a PUT to a type', { method: 'PUT', path: '/Users', data: { userName: 'x' } }],
    ['a PUT without data', { method: 'PUT', path: '/Users/x' }],
  ])('RFC 7644 §3.7: %s is 400, and the operations beside it are carried out', async (_what, operation) => {
    const own = await newTenant();
    const { status, body } = await bulk([operation, user('beside', 'beside')], {}, own);
    expect(status).toBe(200);
    expect(body.Operations.map((one: Answer['body']) => one.status)).toEqual(['400', '201']);
    expect(body.Operations[0].response).toMatchObject({ schemas: [errorUrn], status: '400' });
  });
});

describe('limits', () => {
  it('RFC 7644 §3.7.4: more operations than the configuration allows are 413 that names the number', async () => {
    const { maxOperations } = (await tenant.scim('GET', '/ServiceProviderConfig')).body.bulk;
    const operations = Array.from({ length: maxOperations + 1 }, () => ({
      method: 'DELETE',
      path: '/Users/x',
    }));
    const answer = await bulk(operations);
    expectScimError(answer, 413);
    expect(answer.body.detail).toContain(String(maxOperations));
  });

  it('RFC 7644 §3.7.4: a larger body than the configuration allows is 413 that names the size', async () => {
    const { maxPayloadSize } = (await tenant.scim('GET', '/ServiceProviderConfig')).body.bulk;
    const answer = await bulk([user('large', 'large', { title: 'x'.repeat(maxPayloadSize) })]);
    expectScimError(answer, 413);
    expect(answer.body.detail).toContain(String(maxPayloadSize));
  });
});
