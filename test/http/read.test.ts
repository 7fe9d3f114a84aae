// GET of one resource, and which of its attributes are shown.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, enterpriseUrn } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { scimOver } from '../support/surfaces.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let user: Answer['body'];
let group: Answer['body'];
beforeAll(async () => {
  tenant = await newTenant();
  user = await addUser(tenant, {
    name: { givenName: 'Ann', familyName: 'Lee' },
    emails: [
      { value: 'ann@example.com', type: 'work', primary: true },
      { value: 'ann@home.example', type: 'home' },
    ],
    password: 'correct horse',
    [enterpriseUrn]: { department: 'R&D', costCenter: '7' },
  });
  group = await addGroup(tenant, [user.id], { displayName: 'Readers' });
});

it.each(['Users', 'Groups'])(
  'one of /%s is answered with its Location, ETag and media type',
  async (endpoint) => {
    const { id, meta } = endpoint === 'Users' ? user : group;
    const { status, headers, body } = await tenant.scim('GET', `/${endpoint}/${id}`);
    expect(status).toBe(200);
    expect(body.meta.location).toBe(`${tenant.baseUrl}/${endpoint}/${id}`);
    expect(headers.get('location')).toBe(body.meta.location);
    expect(headers.get('content-location')).toBe(body.meta.location);
    expect(headers.get('etag')).toBe(meta.version);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  },
);

it.each(['text/html', 'application/json', 'application/xml;q=0.9', 'nonsense'])(
  'what a client says that it accepts changes nothing: %s',
  async (accept) => {
    const { status, headers, body } = await tenant.scim('GET', `/Users/${user.id}`, undefined, {
      Accept: accept,
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(body.id).toBe(user.id);
  },
);

it('a user shows the groups that it is in', async () => {
  const { body } = await tenant.scim('GET', `/Users/${user.id}`);
  expect(body.groups).toEqual([
    {
      value: group.id,
      $ref: `${tenant.baseUrl}/Groups/${group.id}`,
      display: 'Readers',
      type: 'direct',
    },
  ]);
});

it('URLs are made of the public origin where the deployment has one', async () => {
  const scim = scimOver(env.DB, tenant, { publicOrigin: 'https://scim.example.com' });
  const base = `https://scim.example.com/t/${tenant.slug}/scim/v2`;
  const { headers, body } = await scim('GET', `/Groups/${group.id}`);
  expect(headers.get('location')).toBe(`${base}/Groups/${group.id}`);
  expect(body.meta.location).toBe(`${base}/Groups/${group.id}`);
  expect(body.members[0].$ref).toBe(`${base}/Users/${user.id}`);
});

describe('a resource that is not there', () => {
  it.each([
    ['an id that nobody has', () => crypto.randomUUID()],
    ['an id that is no UUID', () => 'not-a-uuid'],
    ['a number', () => '1'],
    ['an id with signs of SQL', () => encodeURIComponent("' OR 1=1 --")],
    ['an id with an encoded slash', () => 'a%2Fb'],
    ['an id that is no valid encoding', () => '%E0%A4%A'],
    ['the id of a group', () => group.id],
    ['the name of a user', () => encodeURIComponent(user.userName)],
    ['the id of a user in capitals', () => user.id.toUpperCase()],
    ['`__proto__`', () => '__proto__'],
    ['`constructor`', () => 'constructor'],
  ])('%s below /Users is 404', async (_what, id) => {
    expectScimError(await tenant.scim('GET', `/Users/${id()}`), 404);
  });

  it("another tenant's resource is told in the words of a missing one", async () => {
    const other = await newTenant();
    const foreign = await addUser(other);
    const missing = crypto.randomUUID();
    const a = await tenant.scim('GET', `/Users/${foreign.id}`);
    const b = await tenant.scim('GET', `/Users/${missing}`);
    expectScimError(a, 404);
    expect(a.text.replace(foreign.id, missing)).toBe(b.text);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])(
    "another tenant's user and group are 404 for %s too",
    async (method) => {
      const other = await newTenant();
      const foreign = await addUser(other);
      const foreignGroup = await addGroup(other, [foreign.id]);
      const userChange = {
        PUT: { userName: 'taken.over' },
        PATCH: { Operations: [{ op: 'replace', path: 'title', value: 'x' }] },
      };
      const groupChange = {
        PUT: { displayName: 'Taken over', members: [] },
        PATCH: { Operations: [{ op: 'remove', path: 'members' }] },
      };
      const body = (changes: Record<string, object>) => (method in changes ? changes[method] : undefined);
      expectScimError(await tenant.scim(method, `/Users/${foreign.id}`, body(userChange)), 404);
      expectScimError(await tenant.scim(method, `/Groups/${foreignGroup.id}`, body(groupChange)), 404);
      expect((await other.scim('GET', `/Users/${foreign.id}`)).body.meta).toEqual(foreign.meta);
      expect((await other.scim('GET', `/Groups/${foreignGroup.id}`)).body).toEqual(foreignGroup);
    },
  );
});

describe('which attributes are shown', () => {
  const keys = (body: Answer['body']) => Object.keys(body).toSorted();

  it.each([
    ['attributes=userName', ['id', 'schemas', 'userName']],
    ['attributes=USERNAME,%20title', ['id', 'schemas', 'userName']],
    ['attributes=name.givenName', ['id', 'name', 'schemas']],
    ['attributes=nothing.that.exists', ['id', 'schemas']],
    ['attributes=__proto__,constructor,toString', ['id', 'schemas']],
    ['attributes=password', ['id', 'schemas']],
    ['attributes=meta', ['id', 'meta', 'schemas']],
    ['attributes=groups', ['groups', 'id', 'schemas']],
    [`attributes=${enterpriseUrn}`, ['id', 'schemas', enterpriseUrn]],
    ['attributes=department', ['id', 'schemas', enterpriseUrn]],
    ['attributes=emails%5Btype%20eq%20%22work%22%5D', ['emails', 'id', 'schemas']],
  ])('%s', async (query, shown) => {
    const { status, body } = await tenant.scim('GET', `/Users/${user.id}?${query}`);
    expect(status).toBe(200);
    expect(keys(body)).toEqual(shown);
  });

  it('a sub-attribute can be asked for alone', async () => {
    const { body } = await tenant.scim('GET', `/Users/${user.id}?attributes=emails.value`);
    expect(body.emails).toEqual([{ value: 'ann@example.com' }, { value: 'ann@home.example' }]);
  });

  it('`excludedAttributes` takes away what it names, and never `id` and `schemas`', async () => {
    const query = 'excludedAttributes=id,schemas,emails.type,groups,meta';
    const { body } = await tenant.scim('GET', `/Users/${user.id}?${query}`);
    expect(body).toMatchObject({ id: user.id, schemas: user.schemas, userName: user.userName });
    expect(body.emails).toEqual([{ value: 'ann@example.com', primary: true }, { value: 'ann@home.example' }]);
    expect(body).not.toHaveProperty('groups');
    expect(body).not.toHaveProperty('meta');
  });

  it('a group can be read without its members', async () => {
    const { body, headers } = await tenant.scim('GET', `/Groups/${group.id}?excludedAttributes=members`);
    expect(keys(body)).toEqual(['displayName', 'id', 'meta', 'schemas']);
    expect(headers.get('etag')).toBe(group.meta.version);
  });

  it('`attributes` together with `excludedAttributes` is 400', async () => {
    const query = 'attributes=userName&excludedAttributes=emails';
    expectScimError(await tenant.scim('GET', `/Users/${user.id}?${query}`), 400, 'invalidValue');
  });
});
