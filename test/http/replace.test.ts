// PUT: what the body leaves out is cleared, save what a shortened echo must not take away.

import { beforeAll, describe, expect, it } from 'vitest';
import {
  addGroup,
  addUser,
  enterpriseUrn,
  groupBody,
  memberIds,
  userBody,
  userUrn,
} from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const everything = {
  externalId: '00u1',
  displayName: 'Ann',
  title: 'Engineer',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
  [enterpriseUrn]: { department: 'R&D' },
};

it('the user is what the body says: what it leaves out is gone', async () => {
  const { id, userName } = await addUser(tenant, everything);
  const { status, body } = await tenant.scim('PUT', `/Users/${id}`, { userName, title: 'Director' });
  expect(status).toBe(200);
  expect(body).toEqual({
    schemas: [userUrn],
    id,
    userName,
    title: 'Director',
    active: true,
    meta: expect.any(Object),
  });
});

it('the answer is 200 with the resource, its Location and its new ETag', async () => {
  const user = await addUser(tenant);
  const { headers, body } = await tenant.scim('PUT', `/Users/${user.id}`, userBody());
  expect(body.meta.version).not.toBe(user.meta.version);
  expect(headers.get('etag')).toBe(body.meta.version);
  expect(headers.get('location')).toBe(user.meta.location);
  expect((await tenant.scim('GET', `/Users/${user.id}`)).body).toEqual(body);
});

describe('the echo of our own answer', () => {
  it.each([
    ['a user', '/Users', () => addUser(tenant, everything)],
    ['an inactive user', '/Users', () => addUser(tenant, { ...everything, active: false })],
    ['a group', '/Groups', async () => addGroup(tenant, [(await addUser(tenant)).id])],
  ])('of %s changes nothing, neither version nor lastModified', async (_what, endpoint, add) => {
    const { id } = await add();
    const { body: read } = await tenant.scim('GET', `${endpoint}/${id}`);
    const before = await rowsOf(tenant);
    const answer = await tenant.scim('PUT', `${endpoint}/${id}`, read);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(read);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('of a user who is in groups leaves him there', async () => {
    const { id } = await addUser(tenant, everything);
    const group = await addGroup(tenant, [id]);
    const { body: read } = await tenant.scim('GET', `/Users/${id}`);
    const answer = await tenant.scim('PUT', `/Users/${id}`, { ...read, groups: [{ value: 'another' }] });
    expect(answer.body).toEqual(read);
    expect(await memberIds(tenant, group.id)).toEqual([id]);
  });

  it('with mapped attributes overwritten changes these and keeps the rest', async () => {
    const { id } = await addUser(tenant, everything);
    const { body: read } = await tenant.scim('GET', `/Users/${id}`);
    const { body } = await tenant.scim('PUT', `/Users/${id}`, { ...read, title: 'Director' });
    expect(body).toEqual({ ...read, title: 'Director', meta: expect.any(Object) });
    expect(body.meta.version).not.toBe(read.meta.version);
  });

  it('of a group read without its members keeps them', async () => {
    const user = await addUser(tenant);
    const { id } = await addGroup(tenant, [user.id]);
    const { body: read } = await tenant.scim('GET', `/Groups/${id}?excludedAttributes=members`);
    const { status } = await tenant.scim('PUT', `/Groups/${id}`, { ...read, displayName: 'Renamed' });
    expect(status).toBe(200);
    expect(await memberIds(tenant, id)).toEqual([user.id]);
  });
});

describe('`active`', () => {
  it.each([
    ['left out keeps', {}, false],
    ['true gives access', { active: true }, true],
    ['"True" gives access', { active: 'True' }, true],
    ['null clears', { active: null }, undefined],
    ['an empty list clears', { active: [] }, undefined],
  ])('%s an inactive user', async (_what, values, active) => {
    const { id, userName } = await addUser(tenant, { active: false });
    const { body } = await tenant.scim('PUT', `/Users/${id}`, { userName, ...values });
    expect(body.active).toBe(active);
  });

  it('false takes access away', async () => {
    const { id, userName } = await addUser(tenant);
    await tenant.scim('PUT', `/Users/${id}`, { userName, active: false });
    expect((await tenant.scim('GET', `/Users/${id}`)).body.active).toBe(false);
  });
});

describe("a group's members", () => {
  let people: readonly string[];
  beforeAll(async () => {
    const users = await Promise.all(Array.from({ length: 3 }, () => addUser(tenant)));
    people = users.map(({ id }) => id).toSorted();
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['left out stay', {}, 2],
    ['null clears', { members: null }, 0],
    ['an empty list clears', { members: [] }, 0],
    ['an empty string clears', { members: '' }, 0],
  ])('%s', async (_what, values, left) => {
    const { id, displayName } = await addGroup(tenant, people.slice(0, 2));
    const { status, body } = await tenant.scim('PUT', `/Groups/${id}`, { displayName, ...values });
    expect(status).toBe(200);
    expect(body.members ?? []).toHaveLength(left);
    expect(await memberIds(tenant, id)).toEqual(people.slice(0, left));
  });

  it('are exactly those listed', async () => {
    const { id, displayName } = await addGroup(tenant, people.slice(0, 2));
    const { body } = await tenant.scim('PUT', `/Groups/${id}`, groupBody(people.slice(1), { displayName }));
    expect(body.members.map(({ value }: { value: string }) => value).toSorted()).toEqual(people.slice(1));
    expect(await memberIds(tenant, id)).toEqual(people.slice(1));
  });

  it('may carry `display: null`, as Okta sends it', async () => {
    const { id, displayName } = await addGroup(tenant);
    const members = people.map((value) => ({ value, display: null }));
    const { status } = await tenant.scim('PUT', `/Groups/${id}`, { displayName, members });
    expect(status).toBe(200);
    expect(await memberIds(tenant, id)).toEqual(people);
  });
});

describe('what PUT refuses, it refuses whole', () => {
  it.each<
    [
      string,
      '/Users' | '/Groups',
      (id: string) => Record<string, unknown>,
      number,
      'invalidValue' | 'uniqueness',
    ]
  >([
    ['a user without userName', '/Users', () => ({ title: 'x' }), 400, 'invalidValue'],
    ['a user with an empty userName', '/Users', () => ({ userName: '' }), 400, 'invalidValue'],
    ['a value of the wrong type', '/Users', () => ({ userName: 'a', name: 'Ann' }), 400, 'invalidValue'],
    ['a group without displayName', '/Groups', () => ({ members: [] }), 400, 'invalidValue'],
    ['a group in itself', '/Groups', (id) => groupBody([id]), 400, 'invalidValue'],
    ['an unknown member', '/Groups', () => groupBody([crypto.randomUUID()]), 400, 'invalidValue'],
    ['a userName that is taken', '/Users', () => ({ userName: 'TAKEN' }), 409, 'uniqueness'],
    ['a displayName that is taken', '/Groups', () => ({ displayName: 'TAKEN' }), 409, 'uniqueness'],
  ])('%s', async (_what, endpoint, body, status, scimType) => {
    const other = await newTenant();
    await addUser(other, { userName: 'taken' });
    await addGroup(other, [], { displayName: 'Taken' });
    const { id }: Answer['body'] =
      endpoint === '/Users' ? await addUser(other) : await addGroup(other, [(await addUser(other)).id]);
    const before = await rowsOf(other);
    expectScimError(await other.scim('PUT', `${endpoint}/${id}`, body(id)), status, scimType);
    expect(await rowsOf(other)).toEqual(before);
  });

  it.each([
    ['/Users', userBody],
    ['/Groups', groupBody],
  ])('an id below %s that nobody has: 404, and nothing is made', async (endpoint, body) => {
    const before = await rowsOf(tenant);
    expectScimError(await tenant.scim('PUT', `${endpoint}/${crypto.randomUUID()}`, body()), 404);
    expect(await rowsOf(tenant)).toEqual(before);
  });
});

it('the id of the path wins over the one in the body', async () => {
  const [one, other] = [await addUser(tenant), await addUser(tenant)];
  const { body } = await tenant.scim('PUT', `/Users/${one.id}`, {
    ...other,
    userName: one.userName,
    title: 'x',
  });
  expect([body.id, body.title]).toEqual([one.id, 'x']);
  expect((await tenant.scim('GET', `/Users/${other.id}`)).body).toEqual(other);
});

it('a user may be renamed, to his own name in another case too; the old name is free, the new one found', async () => {
  const { id } = await addUser(tenant, { userName: 'old.name' });
  await tenant.scim('PUT', `/Users/${id}`, { userName: 'New.Name' });
  const { body } = await tenant.scim('PUT', `/Users/${id}`, { userName: 'NEW.name' });
  expect(body.userName).toBe('NEW.name');
  const search = async (name: string) => {
    const answer = await tenant.scim('GET', `/Users?filter=userName+eq+%22${name}%22`);
    return answer.body.Resources.map((user: { id: string }) => user.id);
  };
  expect(await search('new.name')).toEqual([id]);
  expect(await search('old.name')).toEqual([]);
  expect((await tenant.scim('POST', '/Users', { userName: 'old.name' })).status).toBe(201);
});

it('an address that was taken away is no longer found', async () => {
  const { id, userName } = await addUser(tenant, { emails: [{ value: 'first@example.com', type: 'work' }] });
  await tenant.scim('PUT', `/Users/${id}`, {
    userName,
    emails: [{ value: 'second@example.com', type: 'work' }],
  });
  const total = async (value: string) =>
    (await tenant.scim('GET', `/Users?filter=emails.value+eq+%22${value}%22`)).body.totalResults;
  expect([await total('first@example.com'), await total('second@example.com')]).toEqual([0, 1]);
});
