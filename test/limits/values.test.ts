// How long a value, how many values of an attribute and how large a resource may be.

import { beforeAll, describe, expect, it } from 'vitest';
import { maxDocumentBytes, maxElements, maxKeyLength, maxStringLength } from '../../src/scim/limits.ts';
import { expectOverLimit } from '../support/over-limit.ts';
import { addUser, enterpriseUrn, groupBody, patchBody, userBody } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

/** Text of that length that is nobody else's. */
const text = (length: number) => crypto.randomUUID().padEnd(length, 'x');

describe('a string of as many characters as are allowed is kept, one of a character more is refused by name:', () => {
  it.each<[name: string, path: string, value: (text: string) => object, of: (body: never) => unknown]>([
    ['title', 'title', (title) => ({ title }), ({ title }: { title: string }) => title],
    [
      'name.givenName',
      'name.givenName',
      (givenName) => ({ name: { givenName } }),
      ({ name }: { name: { givenName: string } }) => name.givenName,
    ],
    [
      'emails.value',
      'emails[type eq "work"].value',
      (value) => ({ emails: [{ type: 'work', value }] }),
      ({ emails }: { emails: { value: string }[] }) => emails[0]?.value,
    ],
    [
      'department',
      `${enterpriseUrn}:department`,
      (department) => ({ [enterpriseUrn]: { department } }),
      (body: Record<string, { department: string }>) => body[enterpriseUrn]?.department,
    ],
  ])('%s', async (name, path, values, of) => {
    const [within, over] = [text(maxStringLength), text(maxStringLength + 1)];
    const made = await tenant.scim('POST', '/Users', userBody(values(within)));
    expect(made.status).toBe(201);
    const { id, userName } = made.body;
    expect(of((await tenant.scim('GET', `/Users/${id}`)).body as never)).toBe(within);
    const refusal = { status: 400, scimType: 'invalidValue', naming: [name, maxStringLength] } as const;
    for (const [method, at, body] of [
      ['POST', '/Users', userBody(values(over))],
      ['PUT', `/Users/${id}`, { userName, ...values(over) }],
      ['PATCH', `/Users/${id}`, patchBody({ op: 'replace', path, value: over })],
    ] as const) {
      await expectOverLimit(tenant, refusal, () => tenant.scim(method, at, body));
    }
    const other = text(maxStringLength);
    const patched = patchBody({ op: 'replace', path, value: other });
    expect(of((await tenant.scim('PATCH', `/Users/${id}`, patched)).body as never)).toBe(other);
  });

  it('what a group says of a member', async () => {
    const { id } = await addUser(tenant);
    const members = (length: number) => ({ members: [{ value: id, display: 'x'.repeat(length) }] });
    const { body } = await tenant.scim('POST', '/Groups', groupBody([], members(maxStringLength)));
    expect(body.members[0].display).toHaveLength(maxStringLength);
    const refusal = { status: 400, scimType: 'invalidValue', naming: ['display', maxStringLength] } as const;
    await expectOverLimit(tenant, refusal, () =>
      tenant.scim('POST', '/Groups', groupBody([], members(maxStringLength + 1))),
    );
  });
});

describe('a value to look up by, of as many characters as are allowed, is kept and found; one of a character more is refused by name:', () => {
  it.each<[name: string, endpoint: string, body: (values: object) => object]>([
    ['userName', '/Users', userBody],
    ['externalId', '/Users', userBody],
    ['displayName', '/Groups', (values) => groupBody([], values)],
    ['externalId', '/Groups', (values) => groupBody([], values)],
  ])('%s in %s', async (name, endpoint, body) => {
    const [within, over] = [text(maxKeyLength), text(maxKeyLength + 1)];
    const sent = body({ [name]: within });
    const made = await tenant.scim('POST', endpoint, sent);
    expect(made.status).toBe(201);
    const path = `${endpoint}/${made.body.id}`;
    const found = await tenant.scim('GET', `${endpoint}?filter=${name} eq "${within}"`);
    expect(found.body.Resources).toMatchObject([{ id: made.body.id, [name]: within }]);
    const refusal = { status: 400, scimType: 'invalidValue', naming: [name, maxKeyLength] } as const;
    for (const [method, at, message] of [
      ['POST', endpoint, body({ [name]: over })],
      ['PUT', path, { ...sent, [name]: over }],
      ['PATCH', path, patchBody({ op: 'replace', path: name, value: over })],
      ['PATCH', path, patchBody({ op: 'replace', value: { [name]: over } })],
    ] as const) {
      await expectOverLimit(tenant, refusal, () => tenant.scim(method, at, message));
    }
    const other = text(maxKeyLength);
    const patched = patchBody({ op: 'replace', path: name, value: other });
    await tenant.scim('PATCH', path, patched);
    expect((await tenant.scim('GET', path)).body[name]).toBe(other);
  });

  it("a user's displayName is none of these", async () => {
    const { displayName } = await addUser(tenant, { displayName: 'x'.repeat(maxKeyLength + 1) });
    expect(displayName).toHaveLength(maxKeyLength + 1);
  });
});

describe('an attribute of as many values as are allowed is kept, one of a value more is refused by name:', () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `v${index}@x` }));
  const refusal = (name: string) =>
    ({ status: 400, scimType: 'invalidValue', naming: [name, maxElements] }) as const;

  it.each(['emails', 'roles'])('%s, by POST and PUT', async (name) => {
    const { id, userName, [name]: kept } = await addUser(tenant, { [name]: values(maxElements) });
    expect(kept).toHaveLength(maxElements);
    const put = (count: number) =>
      tenant.scim('PUT', `/Users/${id}`, { userName, title: 'new', [name]: values(count) });
    await expectOverLimit(tenant, refusal(name), () => put(maxElements + 1));
    expect((await put(maxElements)).body[name]).toHaveLength(maxElements);
    await expectOverLimit(tenant, refusal(name), () =>
      tenant.scim('POST', '/Users', userBody({ [name]: values(maxElements + 1) })),
    );
  });

  it.each<[what: string, operation: object]>([
    ['a list', { path: 'emails', value: [{ value: 'last@x', type: 'other' }] }],
    ['a path that describes it', { path: 'emails[type eq "other"].value', value: 'last@x' }],
    ['an object', { value: { emails: [{ value: 'last@x', type: 'other' }] } }],
  ])('emails, by a PATCH that adds the last by %s', async (_what, operation) => {
    const { id } = await addUser(tenant, { emails: values(maxElements - 1) });
    const patch = (op: object) => tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'add', ...op }));
    const { body } = await patch(operation);
    expect(body.emails).toHaveLength(maxElements);
    expect(body.emails.at(-1)).toMatchObject({ value: 'last@x' });
    const oneMore = JSON.parse(JSON.stringify(operation).replaceAll('other', 'home').replace('last', 'more'));
    await expectOverLimit(tenant, refusal('emails'), () => patch(oneMore));
    await expectOverLimit(tenant, refusal('emails'), () =>
      patch({ op: 'replace', path: 'emails', value: values(maxElements + 1) }),
    );
  });
});

describe('a resource of as many bytes as are allowed is stored, one of a byte more is refused with both figures:', () => {
  /** What makes a user of `userName` a document of so many bytes, `active` apart. */
  function filling(userName: string, bytes: number) {
    const photos = Array.from({ length: 9 }, (_, index) => ({ value: `${index}`, display: 'x' }));
    let left = bytes - JSON.stringify({ userName, photos }).length;
    for (const photo of photos) {
      const more = Math.min(left, maxStringLength - 1);
      photo.display += 'x'.repeat(more);
      left -= more;
    }
    return { photos };
  }
  const refusal = {
    status: 400,
    scimType: 'invalidValue',
    naming: [maxDocumentBytes, maxDocumentBytes + 1],
  } as const;

  it('by POST', async () => {
    const body = userBody();
    const post = (bytes: number) =>
      tenant.scim('POST', '/Users', { ...body, ...filling(String(body['userName']), bytes) });
    await expectOverLimit(tenant, refusal, () => post(maxDocumentBytes + 1));
    expect((await post(maxDocumentBytes)).status).toBe(201);
    const { users } = await rowsOf(tenant);
    const active = ',"active":true'.length;
    expect(users?.map((row) => (row as { document: string }).document.length)).toContain(
      maxDocumentBytes + active,
    );
  });

  it('by PUT', async () => {
    const { id, userName } = await addUser(tenant);
    const put = (bytes: number) =>
      tenant.scim('PUT', `/Users/${id}`, { userName, active: true, ...filling(userName, bytes) });
    await expectOverLimit(tenant, refusal, () => put(maxDocumentBytes + 1));
    expect((await put(maxDocumentBytes)).status).toBe(200);
  });

  it('and can still be deactivated', async () => {
    const body = userBody();
    const { id } = await addUser(tenant, {
      ...body,
      ...filling(String(body['userName']), maxDocumentBytes),
    });
    const patch = patchBody({ op: 'replace', value: { active: false } });
    expect((await tenant.scim('PATCH', `/Users/${id}`, patch)).body.active).toBe(false);
  });

  it('by PATCH, of which only the result counts', async () => {
    const { id, userName } = await addUser(tenant);
    const add = (value: object) =>
      tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'add', path: 'photos', value }));
    const half = filling(userName, maxDocumentBytes);
    expect((await add(half.photos.slice(0, 4))).status).toBe(200);
    const { photos } = filling(userName, maxDocumentBytes + 1);
    await expectOverLimit(tenant, refusal, () => add(photos.slice(4)));
    expect((await add(half.photos.slice(4))).status).toBe(200);
  });

  it('in a bulk request, where the others are not held up', async () => {
    const operation = (bulkId: string, bytes: number) => {
      const body = userBody();
      const data = { ...body, ...filling(String(body['userName']), bytes) };
      return { method: 'POST', path: '/Users', bulkId, data };
    };
    const { body } = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [operation('over', maxDocumentBytes + 1), operation('within', maxDocumentBytes)],
    });
    expect(body.Operations).toMatchObject([
      { status: '400', response: { detail: expect.stringContaining(String(maxDocumentBytes)) } },
      { status: '201' },
    ]);
  });
});
