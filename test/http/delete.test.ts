// DELETE: the resource is gone for good, its name is free, and nobody keeps a reference to it.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, groupBody, memberIds, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

describe.each([
  { endpoint: '/Users', name: 'userName', add: () => addUser(tenant), body: userBody },
  { endpoint: '/Groups', name: 'displayName', add: () => addGroup(tenant), body: () => groupBody() },
])('below $endpoint', ({ endpoint, name, add, body }) => {
  it('what was deleted is answered 204 without a body, once', async () => {
    const { id } = await add();
    const { status, text, headers } = await tenant.scim('DELETE', `${endpoint}/${id}`);
    expect([status, text]).toEqual([204, '']);
    expect(headers.has('content-type')).toBe(false);
    expectScimError(await tenant.scim('DELETE', `${endpoint}/${id}`), 404);
  });

  it('its id stays 404 for every verb', async () => {
    const { id } = await add();
    await tenant.scim('DELETE', `${endpoint}/${id}`);
    const change = patchBody({ op: 'replace', value: { externalId: 'x' } });
    expectScimError(await tenant.scim('GET', `${endpoint}/${id}`), 404);
    expectScimError(await tenant.scim('PUT', `${endpoint}/${id}`, body()), 404);
    expectScimError(await tenant.scim('PATCH', `${endpoint}/${id}`, change), 404);
  });

  it('its name is free, and who takes it is somebody else', async () => {
    const old = await add();
    await tenant.scim('DELETE', `${endpoint}/${old.id}`);
    const next = await tenant.scim('POST', endpoint, { [name]: old[name] });
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(old.id);
    expectScimError(await tenant.scim('GET', `${endpoint}/${old.id}`), 404);
  });

  it('it is no longer listed, counted or found', async () => {
    const other = await newTenant();
    const made = await other.scim('POST', endpoint, body());
    const filter = encodeURIComponent(`${name} eq "${made.body[name]}"`);
    await other.scim('DELETE', `${endpoint}/${made.body.id}`);
    for (const query of ['', '?count=0', `?filter=${filter}`]) {
      const { body: list } = await other.scim('GET', endpoint + query);
      expect(list).toMatchObject({ totalResults: 0, Resources: [] });
    }
  });

  it('an id that nobody has is 404, and nothing is deleted', async () => {
    await add();
    const rows = await rowsOf(tenant);
    for (const id of [crypto.randomUUID(), '*', '%25', '__proto__']) {
      expectScimError(await tenant.scim('DELETE', `${endpoint}/${id}`), 404);
    }
    expect(await rowsOf(tenant)).toEqual(rows);
  });

  it('a body, which some clients send, is no hindrance', async () => {
    const { id } = await add();
    expect((await tenant.scim('DELETE', `${endpoint}/${id}`, {})).status).toBe(204);
  });
});

describe('a deleted user', () => {
  let user: Answer['body'];
  let stays: Answer['body'];
  let groups: readonly Answer['body'][];
  beforeAll(async () => {
    user = await addUser(tenant, { emails: [{ value: 'leaver@example.com', type: 'work' }] });
    stays = await addUser(tenant);
    groups = [await addGroup(tenant, [user.id, stays.id]), await addGroup(tenant, [user.id])];
    await addGroup(tenant, [stays.id]);
    await tenant.scim('DELETE', `/Users/${user.id}`);
  });

  it('has left all groups; the others stay', async () => {
    expect(await memberIds(tenant, groups[0].id)).toEqual([stays.id]);
    expect(await memberIds(tenant, groups[1].id)).toEqual([]);
    const { body } = await tenant.scim('GET', `/Groups?filter=members.value+eq+%22${user.id}%22`);
    expect(body.totalResults).toBe(0);
  });

  it('moves the version of each of these groups on', async () => {
    for (const { id, meta } of groups) {
      const { body } = await tenant.scim('GET', `/Groups/${id}`);
      expect(body.meta.version).not.toBe(meta.version);
      expect(body.meta.created).toBe(meta.created);
    }
  });

  it('is no longer found by his address', async () => {
    const { body } = await tenant.scim('GET', '/Users?filter=emails.value+eq+%22leaver@example.com%22');
    expect(body.totalResults).toBe(0);
  });
});

it('a deleted group has left the groups that it was in, and is gone from its members', async () => {
  const user = await addUser(tenant);
  const inner = await addGroup(tenant, [user.id]);
  const outer = await addGroup(tenant, [inner.id, user.id]);
  await tenant.scim('DELETE', `/Groups/${inner.id}`);
  expect(await memberIds(tenant, outer.id)).toEqual([user.id]);
  const { body } = await tenant.scim('GET', `/Users/${user.id}`);
  expect(body.groups.map(({ value }: { value: string }) => value)).toEqual([outer.id]);
});

it('of many who delete the same user at once one does, the others see 404', async () => {
  const { id } = await addUser(tenant);
  const answers = await Promise.all(Array.from({ length: 6 }, () => tenant.scim('DELETE', `/Users/${id}`)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404, 404, 404, 404]);
});
