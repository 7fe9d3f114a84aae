// Bulk requests over HTTP (RFC 7644 §3.7): references in any order, failures of single operations, limits.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { maxBulkOperations } from '../../src/scim/limits.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

const bulkRequest = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const post = (bulkId: string, path: string, data: object) => ({ method: 'POST', path, bulkId, data });
const newUser = (bulkId: string, userName = bulkId) => post(bulkId, '/Users', { userName });

const send = (tenant: TestTenant, operations: readonly unknown[], more: object = {}) =>
  tenant.scim('POST', '/Bulk', { schemas: [bulkRequest], Operations: operations, ...more });

const statuses = (body: { Operations: readonly { status: string }[] }) =>
  body.Operations.map(({ status }) => status);

const idOf = (operation: { location: string }) => operation.location.split('/').at(-1) ?? '';

async function membersOf(tenant: TestTenant, group: string): Promise<string[]> {
  const { body } = await tenant.scim('GET', `/Groups/${group}`);
  return (body.members ?? []).map(({ value }: { value: string }) => value).toSorted();
}

it('users and a group that refers to them, in any order, are created with their references filled in', async () => {
  const tenant = await newTenant();
  const crew = post('crew', '/Groups', {
    displayName: 'Crew',
    members: [{ value: 'bulkId:ann' }, { value: 'bulkId:bob' }],
  });
  const { status, body } = await send(tenant, [crew, newUser('ann'), newUser('bob')]);
  expect(status).toBe(200);
  expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  expect(statuses(body)).toEqual(['201', '201', '201']);
  const by = new Map(body.Operations.map((operation: { bulkId: string }) => [operation.bulkId, operation]));
  const id = (bulkId: string) => idOf(by.get(bulkId) as { location: string });
  expect(await membersOf(tenant, id('crew'))).toEqual([id('ann'), id('bob')].toSorted());
  expect(body.Operations[0]).toMatchObject({ method: 'POST', version: 'W/"1"' });
});

it('a manager, a path and the filter of a PATCH may refer to what the request creates', async () => {
  const tenant = await newTenant();
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const { body } = await send(tenant, [
    post('ann', '/Users', { userName: 'ann', [enterprise]: { manager: { value: 'bulkId:boss' } } }),
    newUser('boss'),
    post('crew', '/Groups', {
      displayName: 'Crew',
      members: [{ value: 'bulkId:ann' }, { value: 'bulkId:boss' }],
    }),
    {
      method: 'PATCH',
      path: '/Groups/bulkId:crew',
      data: { schemas: [patchOp], Operations: [{ op: 'remove', path: 'members[value eq "bulkId:boss"]' }] },
    },
    { method: 'PUT', path: '/Users/bulkId:boss', data: { userName: 'the boss' } },
  ]);
  expect(statuses(body)).toEqual(['201', '201', '201', '204', '200']);
  const [boss, ann, crew] = body.Operations.map(idOf);
  expect(await membersOf(tenant, crew)).toEqual([ann]);
  expect((await tenant.scim('GET', `/Users/${ann}`)).body[enterprise].manager.value).toBe(boss);
  expect((await tenant.scim('GET', `/Users/${boss}`)).body.userName).toBe('the boss');
});

it('groups that are members of one another are both created and both hold the other', async () => {
  const tenant = await newTenant();
  const { body } = await send(tenant, [
    post('a', '/Groups', { displayName: 'A', members: [{ type: 'Group', value: 'bulkId:b' }] }),
    post('b', '/Groups', { displayName: 'B', members: [{ type: 'Group', value: 'bulkId:a' }] }),
  ]);
  expect(statuses(body)).toEqual(['201', '201']);
  const by = new Map(body.Operations.map((operation: { bulkId: string }) => [operation.bulkId, operation]));
  const [a, b] = ['a', 'b'].map((bulkId) => idOf(by.get(bulkId) as { location: string }));
  expect(await membersOf(tenant, a ?? '')).toEqual([b]);
  expect(await membersOf(tenant, b ?? '')).toEqual([a]);
});

it('of a circle of groups in which one fails nothing is left that lacks a member', async () => {
  const tenant = await newTenant();
  await tenant.scim('POST', '/Groups', { displayName: 'B' });
  const { body } = await send(tenant, [
    post('a', '/Groups', { displayName: 'A', members: [{ value: 'bulkId:b' }] }),
    post('b', '/Groups', { displayName: 'B', members: [{ value: 'bulkId:a' }] }),
  ]);
  expect(statuses(body).toSorted()).toEqual(['409', '409']);
  const { body: list } = await tenant.scim('GET', '/Groups');
  expect(list.Resources.map(({ displayName }: { displayName: string }) => displayName)).toEqual(['B']);
});

it('what fails says why and does not fail the others; each has the outcome of a single request', async () => {
  const tenant = await newTenant();
  await tenant.scim('POST', '/Users', { userName: 'taken' });
  const { status, body } = await send(tenant, [
    newUser('ok'),
    newUser('x1', 'TAKEN'),
    post('x2', '/Users', {}),
    newUser('x3', 'OK'),
    { method: 'DELETE', path: '/Users/nobody' },
    { method: 'PATCH', path: '/Users/nobody', data: { schemas: [patchOp], Operations: [] } },
    post('x4', '/Groups', { displayName: 'G', members: [{ value: 'bulkId:nowhere' }] }),
    post('x5', '/Groups', { displayName: 'G', members: [{ value: 'bulkId:x1' }] }),
    { method: 'POST', path: '/Users', data: { userName: 'no bulkId' } },
    newUser('ok', 'bulkId given twice'),
    { method: 'GET', path: '/Users/x' },
    post('x6', '/Planets', {}),
    post('x7', '/Users/some-id', { userName: 'y' }),
    'no operation',
    newUser('fine'),
  ]);
  expect(status).toBe(200);
  expect(statuses(body)).toEqual([
    '201',
    '409',
    '400',
    '409',
    '404',
    '400',
    '400',
    '409',
    '400',
    '400',
    '400',
    '400',
    '400',
    '400',
    '201',
  ]);
  for (const operation of body.Operations) {
    if (operation.status.startsWith('2')) continue;
    expect(operation.response).toMatchObject({
      status: operation.status,
      detail: expect.stringMatching(/\w/),
    });
    if (operation.method === 'POST') expect(operation).not.toHaveProperty('location');
  }
  const { body: list } = await tenant.scim('GET', '/Users');
  expect(list.Resources.map(({ userName }: { userName: string }) => userName)).toEqual([
    'taken',
    'ok',
    'fine',
  ]);
});

it('stops at failOnErrors: what comes after is neither tried nor answered', async () => {
  const tenant = await newTenant();
  await tenant.scim('POST', '/Users', { userName: 'taken' });
  const operations = [newUser('a'), newUser('b', 'taken'), newUser('c'), newUser('d', 'taken'), newUser('e')];
  const { body } = await send(tenant, operations, { failOnErrors: 2 });
  expect(statuses(body)).toEqual(['201', '409', '201', '409']);
  const { body: first } = await send(tenant, [newUser('f', 'taken'), newUser('g')], { failOnErrors: 1 });
  expect(statuses(first)).toEqual(['409']);
  expect(
    (await tenant.scim('GET', '/Users?filter=userName eq "e" or userName eq "g"')).body.totalResults,
  ).toBe(0);
});

it('a version in an operation is compared as If-Match is', async () => {
  const tenant = await newTenant();
  const { body: ann } = await tenant.scim('POST', '/Users', { userName: 'ann' });
  const put = (version: string) => ({
    method: 'PUT',
    path: `/Users/${ann.id}`,
    version,
    data: { userName: 'ann2' },
  });
  const { body } = await send(tenant, [put('W/"7"'), put('W/"1"')]);
  expect(statuses(body)).toEqual(['412', '200']);
});

it('too many operations and too large a body are 413 with the number; no such message is 400', async () => {
  const tenant = await newTenant();
  const many = Array.from({ length: maxBulkOperations + 1 }, (_, index) => newUser(`u${index}`));
  const tooMany = await send(tenant, many);
  expect(tooMany.status).toBe(413);
  expect(tooMany.body.detail).toContain(String(maxBulkOperations));
  expect((await tenant.scim('GET', '/Users')).body.totalResults).toBe(0);
  for (const body of [{}, { schemas: [bulkRequest] }, { schemas: [bulkRequest], Operations: [] }, [], 'x']) {
    expect((await tenant.scim('POST', '/Bulk', body)).status, JSON.stringify(body)).toBe(400);
  }
  expect((await send(tenant, [newUser('a')], { failOnErrors: 0 })).status).toBe(400);
  expect((await tenant.scim('GET', '/Bulk')).status).toBe(405);
});

it('a thousand creates leave a thousand users with their accounts and events, numbered without gaps', async () => {
  const tenant = await newTenant();
  const operations = Array.from({ length: 1000 }, (_, index) =>
    post(`u${index}`, '/Users', {
      userName: `user${index}@example.com`,
      emails: [{ value: `user${index}@example.com`, type: 'work' }],
      externalId: `x${index}`,
    }),
  );
  const { body } = await send(tenant, operations);
  expect(new Set(statuses(body))).toEqual(new Set(['201']));
  const { body: found } = await tenant.scim('GET', '/Users?filter=emails.value eq "user7@example.com"');
  expect(found.Resources[0]).toMatchObject({ userName: 'user7@example.com', externalId: 'x7', active: true });
  const counts = await env.DB.prepare(
    `SELECT (SELECT count(*) FROM users u WHERE u.tenant = t.id) AS users, t.user_count AS counted,
       (SELECT count(*) FROM accounts a WHERE a.tenant = t.id) AS accounts,
       (SELECT count(*) FROM outbox o WHERE o.tenant = t.id) AS events,
       (SELECT max(sequence) FROM outbox o WHERE o.tenant = t.id) AS newest FROM tenants t WHERE t.slug = ?`,
  )
    .bind(tenant.slug)
    .first();
  expect(counts).toEqual({ users: 1000, counted: 1000, accounts: 1000, events: 1000, newest: 1000 });
});

it('settings that change while a bulk request is on its way do not make it begin again', async () => {
  const tenant = await newTenant();
  const operations = Array.from({ length: 40 }, (_, index) =>
    post(`g${index}`, '/Groups', { displayName: `Group ${index}` }),
  );
  const running = send(tenant, operations);
  await env.DB.prepare('UPDATE tenants SET settings_version = settings_version + 1 WHERE slug = ?')
    .bind(tenant.slug)
    .run();
  const { body } = await running;
  expect(new Set(statuses(body))).toEqual(new Set(['201']));
  expect((await tenant.scim('GET', '/Groups')).body.totalResults).toBe(40);
});
