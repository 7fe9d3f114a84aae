// PATCH of a user over HTTP: the answer, versions, and that a refused message changes nothing. What each operation
// does to a resource is shown in test/scim/patch.

import { beforeAll, describe, expect, it } from 'vitest';
import type { ScimType } from '../../src/scim/error.ts';
import { addUser, enterpriseUrn, patchBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

it('is answered 200 with the user as he is now, his Location and his new ETag', async () => {
  const user = await addUser(tenant, { title: 'Engineer' });
  const answer = await tenant.scim(
    'PATCH',
    `/Users/${user.id}`,
    patchBody({ op: 'replace', path: 'title', value: 'Director' }),
  );
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ ...user, title: 'Director', meta: expect.any(Object) });
  expect(answer.body.meta.version).not.toBe(user.meta.version);
  expect(answer.body.meta.created).toBe(user.meta.created);
  expect(answer.headers.get('etag')).toBe(answer.body.meta.version);
  expect(answer.headers.get('location')).toBe(user.meta.location);
  expect((await tenant.scim('GET', `/Users/${user.id}`)).body).toEqual(answer.body);
});

it('shows what `attributes` asks for', async () => {
  const { id } = await addUser(tenant);
  const message = patchBody({ op: 'add', path: 'title', value: 'x' });
  const { status, body } = await tenant.scim('PATCH', `/Users/${id}?attributes=title`, message);
  expect(status).toBe(200);
  expect(Object.keys(body).toSorted()).toEqual(['id', 'schemas', 'title']);
});

describe('access is taken away', () => {
  it.each<[client: string, operation: Record<string, unknown>]>([
    ['Okta, without path', { op: 'replace', value: { active: false } }],
    ['Okta, with its read-only id', { op: 'replace', value: { id: 'x', active: false } }],
    ['Entra, without its flag', { op: 'Replace', path: 'active', value: 'False' }],
    [
      'Entra, with its flag',
      { op: 'replace', value: { 'urn:ietf:params:scim:schemas:core:2.0:User:active': false } },
    ],
    ['RFC 7644', { op: 'replace', path: 'active', value: false }],
    ['in another case', { op: 'REPLACE', path: 'ACTIVE', value: 'FALSE' }],
  ])('as %s asks, and given back', async (_client, operation) => {
    const { id } = await addUser(tenant);
    const off = await tenant.scim('PATCH', `/Users/${id}`, patchBody(operation));
    expect([off.status, off.body.active]).toEqual([200, false]);
    const on = await tenant.scim(
      'PATCH',
      `/Users/${id}`,
      patchBody({ op: 'replace', value: { active: true } }),
    );
    expect(on.body.active).toBe(true);
  });
});

it('several operations are one change: one version, in their order', async () => {
  const { id, meta } = await addUser(tenant, { title: 'One' });
  const { body } = await tenant.scim(
    'PATCH',
    `/Users/${id}`,
    patchBody(
      { op: 'replace', path: 'title', value: 'Two' },
      { op: 'add', path: 'emails[type eq "work"].value', value: 'a@example.com' },
      { op: 'add', path: 'name', value: { givenName: 'Ann' } },
      { op: 'replace', value: { [`${enterpriseUrn}:department`]: 'R&D' } },
      { op: 'remove', path: 'title' },
    ),
  );
  expect(body).toMatchObject({
    emails: [{ type: 'work', value: 'a@example.com' }],
    name: { givenName: 'Ann' },
    [enterpriseUrn]: { department: 'R&D' },
  });
  expect(body).not.toHaveProperty('title');
  const number = (version: string) => Number(/\d+/.exec(version)?.[0]);
  expect(number(body.meta.version)).toBe(number(meta.version) + 1);
});

describe('what changes nothing keeps version, lastModified, account and events as they are:', () => {
  it.each<[string, Record<string, unknown>]>([
    ['the present value', { op: 'replace', path: 'title', value: 'Engineer' }],
    [
      'an e-mail that is there',
      { op: 'add', path: 'emails', value: [{ value: 'A@example.com', type: 'work' }] },
    ],
    ['removing what is not there', { op: 'remove', path: 'nickName' }],
    ['removing an e-mail that is not there', { op: 'remove', path: 'emails[type eq "home"]' }],
    ['clearing what is not there', { op: 'replace', path: 'displayName', value: '' }],
    ['a password', { op: 'replace', value: { password: 'correct horse' } }],
    ['a password by path', { op: 'replace', path: 'password', value: 'correct horse' }],
    ['read-only attributes without path', { op: 'replace', value: { id: 'x', groups: [], meta: {} } }],
    ['an unknown attribute without path', { op: 'add', value: { favouriteColour: 'green' } }],
    [
      '`__proto__` without path',
      { op: 'add', value: JSON.parse('{"__proto__": {"active": false}, "constructor": 1}') },
    ],
  ])('%s', async (_what, operation) => {
    const { id } = await addUser(tenant, {
      title: 'Engineer',
      emails: [{ value: 'a@example.com', type: 'work' }],
    });
    const { body: before } = await tenant.scim('GET', `/Users/${id}`);
    const rows = await rowsOf(tenant);
    const answer = await tenant.scim('PATCH', `/Users/${id}`, patchBody(operation));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(before);
    expect(await rowsOf(tenant)).toEqual(rows);
  });

  it('a change that is taken back in the same message', async () => {
    const { id } = await addUser(tenant, { title: 'Engineer' });
    const rows = await rowsOf(tenant);
    const there = { op: 'replace', path: 'title', value: 'Director' };
    const back = { op: 'replace', path: 'title', value: 'Engineer' };
    expect((await tenant.scim('PATCH', `/Users/${id}`, patchBody(there, back))).status).toBe(200);
    expect(await rowsOf(tenant)).toEqual(rows);
  });
});

describe('a message with one wrong operation is refused whole:', () => {
  it.each<[string, Record<string, unknown>, ScimType]>([
    ['an unknown attribute', { op: 'add', path: 'favouriteColour', value: 'x' }, 'invalidPath'],
    ['an unknown URN', { op: 'add', path: 'urn:example:2.0:User:colour', value: 'x' }, 'invalidPath'],
    ['`__proto__`', { op: 'add', path: '__proto__', value: { active: false } }, 'invalidPath'],
    ['`__proto__` below an attribute', { op: 'add', path: 'name.__proto__', value: 'x' }, 'invalidPath'],
    ['`constructor.prototype`', { op: 'add', path: 'constructor.prototype', value: 'x' }, 'invalidPath'],
    ['an empty path', { op: 'replace', path: '', value: 'x' }, 'invalidPath'],
    ['an unreadable path', { op: 'replace', path: 'emails[type eq', value: 'x' }, 'invalidFilter'],
    ['a path that is no text', { op: 'replace', path: 5, value: 'x' }, 'invalidPath'],
    ['removing nothing in particular', { op: 'remove' }, 'noTarget'],
    [
      'a selection that finds nothing',
      { op: 'replace', path: 'emails[value eq "nobody@x"].type', value: 'work' },
      'noTarget',
    ],
    ['a read-only attribute', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    ['the groups of a user', { op: 'add', path: 'groups', value: [{ value: 'x' }] }, 'mutability'],
    ['a part of `meta`', { op: 'replace', path: 'meta.version', value: 'x' }, 'mutability'],
    ['removing userName', { op: 'remove', path: 'userName' }, 'mutability'],
    ['the wrong type', { op: 'replace', path: 'active', value: 'perhaps' }, 'invalidValue'],
    ['a name that is no object', { op: 'replace', path: 'name', value: 'Ann' }, 'invalidValue'],
    ['no value to add', { op: 'add', path: 'title' }, 'invalidValue'],
    ['an unknown op', { op: 'upsert', path: 'title', value: 'x' }, 'invalidSyntax'],
    ['no op', { path: 'title', value: 'x' }, 'invalidSyntax'],
  ])('%s', async (_what, operation, scimType) => {
    const { id } = await addUser(tenant, { emails: [{ value: 'a@example.com', type: 'work' }] });
    const rows = await rowsOf(tenant);
    const good = { op: 'replace', path: 'title', value: 'Changed' };
    const answer = await tenant.scim('PATCH', `/Users/${id}`, patchBody(good, operation));
    expectScimError(answer, 400, scimType);
    expect(await rowsOf(tenant)).toEqual(rows);
  });
});

it.each<[string, unknown, ScimType]>([
  ['no object', [], 'invalidSyntax'],
  ['null', null, 'invalidSyntax'],
  ['without Operations', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] }, 'invalidSyntax'],
  ['with Operations that are none', { Operations: [] }, 'invalidSyntax'],
  ['with Operations that are no list', { Operations: { op: 'remove', path: 'title' } }, 'invalidSyntax'],
  [
    'of a foreign kind',
    { schemas: ['urn:x'], Operations: [{ op: 'remove', path: 'title' }] },
    'invalidSyntax',
  ],
  [
    'with more than 1,000 operations',
    { Operations: Array(1001).fill({ op: 'remove', path: 'title' }) },
    'invalidValue',
  ],
])('a message %s is 400', async (_what, body, scimType) => {
  const { id } = await addUser(tenant);
  expectScimError(await tenant.scim('PATCH', `/Users/${id}`, body), 400, scimType);
});

it('a userName that another has in another case is 409 and keeps the old one', async () => {
  const taken = await addUser(tenant, { userName: 'Taken@example.com' });
  const { id, userName } = await addUser(tenant);
  const rows = await rowsOf(tenant);
  const message = patchBody(
    { op: 'replace', path: 'title', value: 'Changed' },
    { op: 'replace', path: 'userName', value: taken.userName.toUpperCase() },
  );
  const answer = await tenant.scim('PATCH', `/Users/${id}`, message);
  expectScimError(answer, 409, 'uniqueness');
  expect(answer.body.detail).toContain('TAKEN@EXAMPLE.COM');
  expect(await rowsOf(tenant)).toEqual(rows);
  expect((await tenant.scim('GET', `/Users/${id}`)).body.userName).toBe(userName);
});

it('an id that nobody has is 404, whatever the message', async () => {
  const path = `/Users/${crypto.randomUUID()}`;
  expectScimError(
    await tenant.scim('PATCH', path, patchBody({ op: 'replace', value: { active: false } })),
    404,
  );
  expectScimError(await tenant.scim('PATCH', path, patchBody({ op: 'remove', path: 'emails' })), 404);
});
