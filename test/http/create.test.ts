// POST to a collection: what is made, what is answered, and what is refused with nothing written.

import { beforeAll, describe, expect, it } from 'vitest';
import {
  addGroup,
  addUser,
  enterpriseUrn,
  groupBody,
  groupUrn,
  userBody,
  userUrn,
} from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe.each([
  { type: 'User', endpoint: '/Users', body: () => userBody() },
  { type: 'Group', endpoint: '/Groups', body: () => groupBody() },
])('a new $type', ({ type, endpoint, body }) => {
  it('is answered 201 with a random id, its meta, Location and ETag', async () => {
    const answer = await tenant.scim('POST', endpoint, body());
    const { id, meta } = answer.body;
    const location = `${tenant.baseUrl}${endpoint}/${id}`;
    expect(answer.status).toBe(201);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(meta).toEqual({
      resourceType: type,
      created: expect.stringMatching(moment),
      lastModified: meta.created,
      location,
      version: expect.stringMatching(/^W\/"[^"]+"$/),
    });
    expect(answer.headers.get('location')).toBe(location);
    expect(answer.headers.get('etag')).toBe(meta.version);
    expect(answer.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  });

  it('is read under its Location just as it was answered', async () => {
    const { body: answered } = await tenant.scim('POST', endpoint, body());
    const { body: read } = await tenant.scim('GET', `${endpoint}/${answered.id}`);
    expect(read).toEqual(answered);
  });

  it('never takes its id, meta or groups from the client', async () => {
    const { body: answered } = await tenant.scim('POST', endpoint, {
      ...body(),
      id: 'mine',
      meta: { version: 'W/"mine"', location: 'https://elsewhere.example' },
      groups: [{ value: 'mine' }],
    });
    expect(answered.id).not.toBe('mine');
    expect(answered.groups).toBeUndefined();
    expect(JSON.stringify(answered)).not.toMatch(/mine|elsewhere/);
  });

  it('holds nothing of what no schema declares', async () => {
    const answer = await tenant.scim('POST', endpoint, {
      ...body(),
      favouriteColour: 'green',
      'urn:example:unknown:2.0:Thing': { size: 1 },
      schemas: [type === 'User' ? userUrn : groupUrn, 'urn:example:unknown:2.0:Thing'],
    });
    expect(answer.status).toBe(201);
    expect(answer.text).not.toMatch(/green|unknown/);
  });

  it('shows of itself only what `attributes` asks for, and its Location all the same', async () => {
    const answer = await tenant.scim('POST', `${endpoint}?attributes=externalId`, {
      ...body(),
      externalId: '00u1',
    });
    expect(Object.keys(answer.body).toSorted()).toEqual(['externalId', 'id', 'schemas']);
    expect(answer.headers.get('location')).toBe(`${tenant.baseUrl}${endpoint}/${answer.body.id}`);
  });

  it('may share its externalId with others', async () => {
    const first = await tenant.scim('POST', endpoint, { ...body(), externalId: 'shared' });
    const second = await tenant.scim('POST', endpoint, { ...body(), externalId: 'shared' });
    expect([first.status, second.status]).toEqual([201, 201]);
  });
});

it('a user as Okta sends it is stored whole', async () => {
  const { password, groups, ...kept } = {
    schemas: [userUrn],
    userName: 'Ann.Öberg@Example.com',
    name: { givenName: 'Ann', familyName: 'Öberg' },
    emails: [{ primary: true, value: 'ann@example.com', type: 'work' }],
    displayName: 'Ann Öberg',
    locale: 'sv-SE',
    externalId: '00u1abc',
    groups: [],
    password: 'correct horse',
    active: true,
  };
  const answer = await tenant.scim('POST', '/Users', { ...kept, password, groups });
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({ ...kept, id: expect.any(String), meta: expect.any(Object) });
});

it('a user that says nothing of `active` is active', async () => {
  const { active } = await addUser(tenant);
  expect(active).toBe(true);
});

it('a user may be inactive from the beginning', async () => {
  const { active, id } = await addUser(tenant, { active: false });
  const { body } = await tenant.scim('GET', `/Users/${id}`);
  expect([active, body.active]).toEqual([false, false]);
});

it('values of an extension count although `schemas` does not name it, and are named in the answer', async () => {
  const { schemas, [enterpriseUrn]: enterprise } = await addUser(tenant, {
    [enterpriseUrn]: { department: 'R&D', manager: '26118915-6090-4610-87e4-49d8ca9f808d' },
  });
  expect(schemas).toEqual([userUrn, enterpriseUrn]);
  expect(enterprise).toEqual({
    department: 'R&D',
    manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d' },
  });
});

it('an extension without values is neither kept nor named', async () => {
  const body = await addUser(tenant, { schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: {} });
  expect(body.schemas).toEqual([userUrn]);
  expect(body).not.toHaveProperty([enterpriseUrn]);
});

it('keys mean the same in any case', async () => {
  const { body } = await tenant.scim('POST', '/Users', {
    SCHEMAS: [userUrn],
    USERNAME: 'shouting@example.com',
    Emails: [{ VALUE: 'shouting@example.com', Type: 'work' }],
  });
  expect(body).toMatchObject({
    userName: 'shouting@example.com',
    emails: [{ value: 'shouting@example.com', type: 'work' }],
  });
});

it('null, an empty list and an empty string mean "no value"', async () => {
  const body = await addUser(tenant, {
    title: null,
    phoneNumbers: [],
    nickName: '',
    name: { givenName: '' },
  });
  for (const name of ['title', 'phoneNumbers', 'nickName', 'name']) expect(body).not.toHaveProperty(name);
});

it('a group is answered with its members, each with its reference and type', async () => {
  const user = await addUser(tenant);
  const inner = await addGroup(tenant);
  const { members } = await addGroup(tenant, [], {
    members: [{ value: user.id, display: 'a@x' }, { value: inner.id }],
  });
  expect(members).toHaveLength(2);
  expect(members).toContainEqual({
    value: user.id,
    $ref: `${tenant.baseUrl}/Users/${user.id}`,
    type: 'User',
    display: 'a@x',
  });
  expect(members).toContainEqual({
    value: inner.id,
    $ref: `${tenant.baseUrl}/Groups/${inner.id}`,
    type: 'Group',
  });
});

it('a member that is named twice is a member once', async () => {
  const user = await addUser(tenant);
  const { members } = await addGroup(tenant, [user.id, user.id]);
  expect(members).toHaveLength(1);
});

it('a member is what it really is, whatever type the client gives it', async () => {
  const user = await addUser(tenant);
  const { members } = await addGroup(tenant, [], { members: [{ value: user.id, type: 'Group' }] });
  expect(members[0]).toMatchObject({ type: 'User', $ref: `${tenant.baseUrl}/Users/${user.id}` });
});

it('a group may be made without members', async () => {
  const { body, status } = await tenant.scim('POST', '/Groups', { displayName: 'Nobody yet' });
  expect(status).toBe(201);
  expect(body).not.toHaveProperty('members');
});

it('a group with a member that nobody knows is refused by the id, and its name stays free', async () => {
  const user = await addUser(tenant);
  const stranger = crypto.randomUUID();
  const before = await rowsOf(tenant);
  const body = groupBody([user.id, stranger]);
  const refused = await tenant.scim('POST', '/Groups', body);
  expectScimError(refused, 400, 'invalidValue');
  expect(refused.body.detail).toContain(stranger);
  expect(refused.body.detail).not.toContain(user.id);
  expect(await rowsOf(tenant)).toEqual(before);
  expect((await tenant.scim('POST', '/Groups', { ...body, members: [] })).status).toBe(201);
});

it("another tenant's user is as unknown as one who does not exist", async () => {
  const other = await newTenant();
  const foreign = await addUser(other);
  const refused = await tenant.scim('POST', '/Groups', groupBody([foreign.id]));
  expectScimError(refused, 400, 'invalidValue');
  expect(refused.body.detail).toContain(foreign.id);
});
