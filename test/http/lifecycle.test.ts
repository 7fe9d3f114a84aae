// A user from assignment to deletion, as identity providers drive it.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountOf } from '../support/feed.ts';
import { addGroup, addUser, memberIds, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { everythingStored } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let user: Answer['body'];
beforeAll(async () => {
  tenant = await newTenant();
});
beforeEach(async () => {
  user = await addUser(tenant, { externalId: `00u-${crypto.randomUUID()}` });
});

const off = patchBody({ op: 'replace', value: { active: false } });
const on = patchBody({ op: 'replace', value: { active: true } });
const status = async (id: string) => (await accountOf(tenant, id)).status;

describe('an inactive user', () => {
  beforeEach(async () => {
    await addGroup(tenant, [user.id]);
    await tenant.scim('PATCH', `/Users/${user.id}`, off);
  });

  it('is still found by every look-up, with the same id', async () => {
    for (const filter of [
      `userName eq "${user.userName.toUpperCase()}"`,
      `externalId eq "${user.externalId}"`,
      `id eq "${user.id}"`,
      `active eq false and userName eq "${user.userName}"`,
    ]) {
      const { body } = await tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect(body.Resources).toHaveLength(1);
      expect(body.Resources[0]).toMatchObject({ id: user.id, active: false });
    }
  });

  it('stays in his groups', async () => {
    const { body } = await tenant.scim('GET', `/Users/${user.id}`);
    expect(body.active).toBe(false);
    expect(body.groups).toHaveLength(1);
  });

  it('keeps his name: another cannot take it', async () => {
    expectScimError(
      await tenant.scim('POST', '/Users', userBody({ userName: user.userName })),
      409,
      'uniqueness',
    );
  });

  it.each<[string, string, () => unknown]>([
    ['PATCH', 'PATCH', () => on],
    ['PUT', 'PUT', () => ({ userName: user.userName, active: true })],
  ])('comes back by %s as the same person with the same account', async (_what, method, body) => {
    const before = await accountOf(tenant, user.id);
    const answer = await tenant.scim(method, `/Users/${user.id}`, body());
    expect(answer.body).toMatchObject({ id: user.id, active: true });
    const after = await accountOf(tenant, user.id);
    expect([before.status, after.status]).toEqual(['inactive', 'active']);
    expect([after.id, after.created_at]).toEqual([before.id, before.created_at]);
  });

  it.each<[string, string, () => unknown]>([
    ['a PUT that does not mention `active`', 'PUT', () => ({ userName: user.userName, title: 'x' })],
    ['a PATCH of something else', 'PATCH', () => patchBody({ op: 'add', path: 'title', value: 'x' })],
  ])('is not revived by %s', async (_what, method, body) => {
    expect((await tenant.scim(method, `/Users/${user.id}`, body())).body.active).toBe(false);
    expect(await status(user.id)).toBe('inactive');
  });
});

it('access is taken away by PATCH without path and by PUT alike', async () => {
  const other = await addUser(tenant);
  await tenant.scim('PATCH', `/Users/${user.id}`, off);
  await tenant.scim('PUT', `/Users/${other.id}`, { ...other, active: false });
  expect([await status(user.id), await status(other.id)]).toEqual(['inactive', 'inactive']);
});

it("Okta's way: look up, create, look up again, update, deactivate, find again, reactivate", async () => {
  const userName = `okta-${crypto.randomUUID()}@example.com`;
  const search = () =>
    tenant.scim('GET', `/Users?filter=userName+eq+%22${userName}%22&startIndex=1&count=100`);
  expect((await search()).body.totalResults).toBe(0);
  const { id } = await addUser(tenant, { userName, groups: [], password: 'random' });
  expect((await search()).body.Resources[0].id).toBe(id);
  const { body: read } = await tenant.scim('GET', `/Users/${id}`);
  const updated = await tenant.scim('PUT', `/Users/${id}`, { ...read, displayName: 'Ann' });
  expect(updated.body).toMatchObject({ id, displayName: 'Ann', active: true });
  expect((await tenant.scim('PUT', `/Users/${id}`, { ...updated.body, active: false })).body.active).toBe(
    false,
  );
  expect((await search()).body.Resources[0]).toMatchObject({ id, active: false });
  expect((await tenant.scim('PATCH', `/Users/${id}`, on)).body.active).toBe(true);
});

describe('a deleted user', () => {
  it('is gone, and his memberships with him, when he comes back', async () => {
    const group = await addGroup(tenant, [user.id]);
    expect((await tenant.scim('DELETE', `/Users/${user.id}`)).status).toBe(204);
    const rehired = await addUser(tenant, { userName: user.userName, externalId: user.externalId });
    expect(rehired.id).not.toBe(user.id);
    expectScimError(await tenant.scim('GET', `/Users/${user.id}`), 404);
    expect(await memberIds(tenant, group.id)).toEqual([]);
    expect(rehired.groups).toBeUndefined();
  });

  it('leaves his account behind, preserved', async () => {
    const before = await accountOf(tenant, user.id);
    await tenant.scim('DELETE', `/Users/${user.id}`);
    expect(await accountOf(tenant, user.id)).toEqual({
      ...before,
      status: 'preserved',
      left_at: expect.any(String),
      left_name_key: before.user_name.toLowerCase(),
      updated_at: expect.any(String),
    });
  });

  it('cannot be taken into a group', async () => {
    const group = await addGroup(tenant);
    await tenant.scim('DELETE', `/Users/${user.id}`);
    const add = patchBody({ op: 'add', path: 'members', value: [{ value: user.id }] });
    expectScimError(await tenant.scim('PATCH', `/Groups/${group.id}`, add), 400, 'invalidValue');
  });
});

describe('a password', () => {
  const password = `correct-horse-${crypto.randomUUID()}`;

  it('is accepted by every verb, and neither answered nor stored anywhere', async () => {
    const answers = [
      await tenant.scim('POST', '/Users', userBody({ password })),
      await tenant.scim('PUT', `/Users/${user.id}`, { ...user, password, title: 'x' }),
      await tenant.scim(
        'PATCH',
        `/Users/${user.id}`,
        patchBody({ op: 'replace', value: { password, title: 'y' } }),
      ),
      await tenant.scim(
        'PATCH',
        `/Users/${user.id}`,
        patchBody({ op: 'add', path: 'password', value: password }),
      ),
      await tenant.scim('GET', `/Users/${user.id}?attributes=password`),
      await tenant.scim('GET', '/Users?attributes=password,userName'),
    ];
    expect(answers.map(({ status: code }) => code)).toEqual([201, 200, 200, 200, 200, 200]);
    for (const { text } of answers) expect(text).not.toContain(password);
    expect(await everythingStored()).not.toContain(password);
  });
});
