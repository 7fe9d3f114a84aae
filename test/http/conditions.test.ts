// If-Match, If-None-Match and ETag: tags are weak, of the stored state, and never match by accident.

import { beforeEach, describe, expect, it } from 'vitest';
import { addGroup, addUser, groupBody, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

const stale = 'W/"999"';
const opaque = (tag: string) => tag.replace(/^W\//, '');

describe.each([
  { endpoint: '/Users', add: addUser, body: () => userBody() },
  { endpoint: '/Groups', add: (tenant: TestTenant) => addGroup(tenant), body: () => groupBody() },
])('below $endpoint', ({ endpoint, add, body }) => {
  let tenant: TestTenant;
  let resource: Answer['body'];
  let path: string;
  let tag: string;
  beforeEach(async () => {
    tenant = await newTenant();
    resource = await add(tenant);
    path = `${endpoint}/${resource.id}`;
    tag = resource.meta.version;
  });

  const writes: readonly [method: string, body: () => unknown, success: number][] = [
    ['PUT', body, 200],
    [
      'PATCH',
      () => patchBody({ op: 'add', path: 'externalId', value: 'x' }),
      endpoint === '/Users' ? 200 : 204,
    ],
    ['DELETE', () => undefined, 204],
  ];

  it.each(writes)(
    '%s with If-Match of another version is 412 and changes nothing',
    async (method, message) => {
      const rows = await rowsOf(tenant);
      for (const condition of [
        stale,
        '"999"',
        'W/"x", "y"',
        '"',
        'nonsense',
        opaque(tag).replaceAll('"', ''),
        '"*"',
        'W/"*"',
      ]) {
        const answer = await tenant.scim(method, path, message(), { 'If-Match': condition });
        expectScimError(answer, 412);
      }
      expect(await rowsOf(tenant)).toEqual(rows);
    },
  );

  it.each(writes)('%s with the present version goes through', async (method, message, success) => {
    expect((await tenant.scim(method, path, message(), { 'If-Match': tag })).status).toBe(success);
  });

  it.each(writes)(
    '%s takes the tag without W/, in a list, and * for any',
    async (method, message, success) => {
      for (const condition of [opaque(tag), `${stale}, ${tag}`, `"x",${opaque(tag)}`, '*', ' * ']) {
        const again = await add(tenant);
        const answer = await tenant.scim(method, `${endpoint}/${again.id}`, message(), {
          'If-Match': condition.replace(opaque(tag), opaque(again.meta.version)),
        });
        expect(answer.status, condition).toBe(success);
      }
    },
  );

  it.each(writes)('%s of what is not there is 404, whatever the condition', async (method, message) => {
    for (const condition of ['*', tag]) {
      const gone = `${endpoint}/${crypto.randomUUID()}`;
      expectScimError(await tenant.scim(method, gone, message(), { 'If-Match': condition }), 404);
    }
  });

  it('an empty If-Match is none', async () => {
    const answer = await tenant.scim('DELETE', path, undefined, { 'If-Match': '' });
    expect(answer.status).toBe(204);
  });

  it('of two who change the same version with If-Match one wins, the other hears 412 at once', async () => {
    const answers = await Promise.all(
      ['one', 'two'].map((value) =>
        tenant.scim('PATCH', path, patchBody({ op: 'add', path: 'externalId', value }), { 'If-Match': tag }),
      ),
    );
    const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
    expect(won?.status).toBe(endpoint === '/Users' ? 200 : 204);
    expect(lost?.status).toBe(412);
  });

  it('a PATCH that changes nothing still needs the right version', async () => {
    const nothing = patchBody({ op: 'remove', path: 'externalId' });
    expectScimError(await tenant.scim('PATCH', path, nothing, { 'If-Match': stale }), 412);
    expect((await tenant.scim('PATCH', path, nothing, { 'If-Match': tag })).headers.get('etag')).toBe(tag);
  });

  it('GET with If-None-Match of the present version is 304 with the tag and nothing else', async () => {
    for (const condition of [tag, opaque(tag), `${stale}, ${tag}`, '*']) {
      const { status, text, headers } = await tenant.scim('GET', path, undefined, {
        'If-None-Match': condition,
      });
      expect([status, text, headers.get('etag')], condition).toEqual([304, '', tag]);
    }
  });

  it('GET with If-None-Match of another version is 200', async () => {
    for (const condition of [stale, 'nonsense', '"*"', '']) {
      const { status } = await tenant.scim('GET', path, undefined, { 'If-None-Match': condition });
      expect(status, condition).toBe(200);
    }
  });

  it('the tag is of the stored state: the same under every projection', async () => {
    for (const query of ['', '?attributes=id', '?excludedAttributes=meta,members,groups']) {
      expect((await tenant.scim('GET', path + query)).headers.get('etag')).toBe(tag);
    }
  });

  it('each change gives a tag that was never there before', async () => {
    const seen = [tag];
    for (const value of ['one', 'two', 'one']) {
      const message = patchBody({ op: 'replace', path: 'externalId', value });
      seen.push((await tenant.scim('PATCH', path, message)).headers.get('etag') ?? '');
    }
    expect(new Set(seen).size).toBe(4);
  });
});

it('a list is never 304', async () => {
  const tenant = await newTenant();
  const { status } = await tenant.scim('GET', '/Users', undefined, { 'If-None-Match': '*' });
  expect(status).toBe(200);
});

it("a change of members needs the group's version where the client names one", async () => {
  const tenant = await newTenant();
  const { id } = await addUser(tenant);
  const group = await addGroup(tenant);
  const add = patchBody({ op: 'add', path: 'members', value: [{ value: id }] });
  const path = `/Groups/${group.id}`;
  expect((await tenant.scim('PATCH', path, add, { 'If-Match': group.meta.version })).status).toBe(204);
  const remove = patchBody({ op: 'remove', path: `members[value eq "${id}"]` });
  expectScimError(await tenant.scim('PATCH', path, remove, { 'If-Match': group.meta.version }), 412);
  expect((await tenant.scim('GET', path)).body.members).toHaveLength(1);
});

it("a user's own tag does not move when a group takes him in", async () => {
  const tenant = await newTenant();
  const { id, meta } = await addUser(tenant);
  await addGroup(tenant, [id]);
  expect((await tenant.scim('GET', `/Users/${id}`)).headers.get('etag')).toBe(meta.version);
});
