// PATCH of a group over HTTP: the shapes in which clients change members, the answer, versions, and that a refused
// message changes nobody.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScimType } from '../../src/scim/error.ts';
import { fillUsers } from '../support/directory.ts';
import { addGroup, addUser, memberIds, patchBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let group: Answer['body'];
/** `a` and `b` are members, `c` and `d` are not. */
let ids: { a: string; b: string; c: string; d: string };

beforeAll(async () => {
  tenant = await newTenant();
  const users = await Promise.all(Array.from({ length: 4 }, () => addUser(tenant)));
  const [a, b, c, d] = users.map(({ id }) => id);
  ids = { a, b, c, d };
});

beforeEach(async () => {
  group = await addGroup(tenant, [ids.a, ids.b]);
});

const patch = (...operations: Record<string, unknown>[]) =>
  tenant.scim('PATCH', `/Groups/${group.id}`, patchBody(...operations));
const names = async () => {
  const members = await memberIds(tenant, group.id);
  return Object.entries(ids)
    .filter(([, id]) => members.includes(id))
    .map(([name]) => name)
    .join('');
};
/** Operations with `$a` to `$d` for the ids. */
const withIds = (operations: readonly object[]): Record<string, unknown>[] =>
  JSON.parse(JSON.stringify(operations).replace(/\$([abcd])/g, (_all, name: keyof typeof ids) => ids[name]));

it('is answered 204 with Location and ETag, and the version moves on', async () => {
  const { status, headers, text } = await patch({ op: 'add', path: 'members', value: [{ value: ids.c }] });
  expect([status, text]).toEqual([204, '']);
  expect(headers.get('location')).toBe(group.meta.location);
  expect(headers.get('etag')).not.toBe(group.meta.version);
  const { body } = await tenant.scim('GET', `/Groups/${group.id}`);
  expect(body.meta.version).toBe(headers.get('etag'));
});

it.each([
  ['attributes=displayName', ['displayName', 'id', 'schemas']],
  ['attributes=members', ['id', 'members', 'schemas']],
  ['excludedAttributes=members', ['displayName', 'id', 'meta', 'schemas']],
])('is answered 200 with the group where it asks for ?%s', async (query, keys) => {
  const message = patchBody({ op: 'add', path: 'members', value: [{ value: ids.c }] });
  const { status, body, headers } = await tenant.scim('PATCH', `/Groups/${group.id}?${query}`, message);
  expect(status).toBe(200);
  expect(Object.keys(body).toSorted()).toEqual(keys);
  expect(headers.get('etag')).not.toBe(group.meta.version);
  if (body.members) expect(body.members).toHaveLength(3);
});

describe('members', () => {
  it.each<[client: string, operations: object[], after: string]>([
    ['Okta adds', [{ op: 'add', path: 'members', value: [{ value: '$c', display: 'c@x' }] }], 'abc'],
    ['Okta removes', [{ op: 'remove', path: 'members[value eq "$a"]' }], 'b'],
    ['Okta replaces', [{ op: 'replace', path: 'members', value: [{ value: '$b' }, { value: '$d' }] }], 'bd'],
    ['Okta empties', [{ op: 'replace', path: 'members', value: [] }], ''],
    ['Okta replaces without path', [{ op: 'replace', value: { id: 'x', members: [{ value: '$c' }] } }], 'c'],
    [
      'Okta adds, removes and names at once',
      [
        { op: 'remove', path: 'members[value eq "$b"]' },
        { op: 'add', path: 'members', value: [{ value: '$c' }, { value: '$d' }] },
        { op: 'replace', value: { id: 'x', displayName: 'Renamed' } },
      ],
      'acd',
    ],
    ['Entra adds', [{ op: 'Add', path: 'members', value: [{ $ref: null, value: '$c' }] }], 'abc'],
    [
      'Entra removes those listed',
      [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: '$a' }] }],
      'b',
    ],
    [
      'Entra removes several',
      [{ op: 'Remove', path: 'members', value: [{ value: '$a' }, { value: '$b' }] }],
      '',
    ],
    ['a list of none is removed', [{ op: 'remove', path: 'members', value: [] }], 'ab'],
    ['a stranger is removed', [{ op: 'remove', path: 'members[value eq "$c"]' }], 'ab'],
    ['all are removed', [{ op: 'remove', path: 'members' }], ''],
    ['bare strings are added', [{ op: 'add', path: 'members', value: ['$c', '$d'] }], 'abcd'],
    ['a single one is added', [{ op: 'add', path: 'members', value: { value: '$c' } }], 'abc'],
    [
      'added and removed again',
      [
        { op: 'add', path: 'members', value: [{ value: '$c' }] },
        { op: 'remove', path: 'members[value eq "$c"]' },
      ],
      'ab',
    ],
    [
      'removed and added again',
      [
        { op: 'remove', path: 'members' },
        { op: 'add', path: 'members', value: [{ value: '$a' }] },
      ],
      'a',
    ],
    ['two are selected at once', [{ op: 'remove', path: 'members[value eq "$a" or value eq "$b"]' }], ''],
  ])('as %s', async (_client, operations, after) => {
    const answer = await patch(...withIds(operations));
    expect(answer.status).toBe(204);
    expect(await names()).toBe(after);
  });

  it('are kept with the display that was sent', async () => {
    await patch({ op: 'add', path: 'members', value: [{ value: ids.c, displayName: 'Cy' }] });
    const { body } = await tenant.scim('GET', `/Groups/${group.id}`);
    expect(body.members).toContainEqual(expect.objectContaining({ value: ids.c, display: 'Cy' }));
  });

  it('can be many in one message', async () => {
    const many = await fillUsers(await tenantId(tenant.slug), 300, crypto.randomUUID());
    const added = await patch({ op: 'add', path: 'members', value: many.map((value) => ({ value })) });
    expect(added.status).toBe(204);
    expect(await memberIds(tenant, group.id)).toHaveLength(302);
    const removed = await patch(
      ...many.slice(0, 256).map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
    );
    expect(removed.status).toBe(204);
    expect(await memberIds(tenant, group.id)).toEqual([ids.a, ids.b, ...many.slice(256)].toSorted());
  });
});

describe('what changes nothing keeps version, lastModified and events as they are:', () => {
  it.each<[string, object[]]>([
    ['adding a member who is in', [{ op: 'add', path: 'members', value: [{ value: '$a', display: 'new' }] }]],
    ['removing a stranger', [{ op: 'remove', path: 'members[value eq "$c"]' }]],
    ['the same members', [{ op: 'replace', path: 'members', value: [{ value: '$b' }, { value: '$a' }] }]],
    ['the same name', [{ op: 'replace', value: { id: 'x', displayName: '$name' } }]],
    [
      'the same name and a member who is in',
      [
        { op: 'replace', value: { id: 'x', displayName: '$name' } },
        { op: 'add', path: 'members', value: [{ value: '$a' }] },
      ],
    ],
    ['adding nobody', [{ op: 'add', path: 'members', value: [] }]],
  ])('%s', async (_what, operations) => {
    const { body: before } = await tenant.scim('GET', `/Groups/${group.id}`);
    const rows = await rowsOf(tenant);
    const named = JSON.parse(JSON.stringify(operations).replace('$name', group.displayName));
    const answer = await patch(...withIds(named));
    expect(answer.status).toBe(204);
    expect(answer.headers.get('etag')).toBe(group.meta.version);
    expect((await tenant.scim('GET', `/Groups/${group.id}`)).body).toEqual(before);
    expect(await rowsOf(tenant)).toEqual(rows);
  });
});

describe('a message with one wrong operation is refused whole:', () => {
  it.each<[string, object, ScimType]>([
    ['an unknown member', { op: 'add', path: 'members', value: [{ value: 'nobody' }] }, 'invalidValue'],
    [
      '`__proto__` as a member',
      { op: 'add', path: 'members', value: [{ value: '__proto__' }] },
      'invalidValue',
    ],
    ['a member without value', { op: 'add', path: 'members', value: [{ display: 'x' }] }, 'invalidValue'],
    ['a member that is a number', { op: 'add', path: 'members', value: [{ value: {} }] }, 'invalidValue'],
    ['the group itself', { op: 'add', path: 'members', value: [{ value: '$group' }] }, 'invalidValue'],
    ['an empty name', { op: 'replace', path: 'displayName', value: '' }, 'invalidValue'],
    ['removing the name', { op: 'remove', path: 'displayName' }, 'mutability'],
    [
      "changing a member's id",
      { op: 'replace', path: 'members[value eq "$a"].value', value: '$c' },
      'mutability',
    ],
    ['an unknown attribute', { op: 'add', path: 'colour', value: 'x' }, 'invalidPath'],
    ['an attribute of users', { op: 'add', path: 'userName', value: 'x' }, 'invalidPath'],
    ['an unreadable selection', { op: 'remove', path: 'members[value eq "$a"' }, 'invalidFilter'],
    ['a selection by something else', { op: 'remove', path: 'members[display eq "x"]' }, 'invalidFilter'],
  ])('%s', async (_what, operation, scimType) => {
    const rows = await rowsOf(tenant);
    const wrong = JSON.parse(JSON.stringify(operation).replace('$group', group.id));
    const good = { op: 'remove', path: 'members[value eq "$b"]' };
    expectScimError(await patch(...withIds([good, wrong])), 400, scimType);
    expect(await rowsOf(tenant)).toEqual(rows);
  });

  it('unknown members are named, and only these', async () => {
    const strangers = [crypto.randomUUID(), crypto.randomUUID()];
    const members = [ids.c, ...strangers].map((value) => ({ value }));
    const answer = await patch({ op: 'add', path: 'members', value: members });
    expectScimError(answer, 400, 'invalidValue');
    for (const id of strangers) expect(answer.body.detail).toContain(id);
    expect(answer.body.detail).not.toContain(ids.c);
  });

  it("another tenant's user is as unknown as one who does not exist", async () => {
    const foreign = await addUser(await newTenant());
    const answer = await patch({ op: 'add', path: 'members', value: [{ value: foreign.id }] });
    expectScimError(answer, 400, 'invalidValue');
    expect(await names()).toBe('ab');
  });

  it('a name that another group has in another case is 409', async () => {
    await addGroup(tenant, [], { displayName: `Taken ${group.id}` });
    const rows = await rowsOf(tenant);
    const message = [
      { op: 'remove', path: 'members' },
      { op: 'replace', path: 'displayName', value: `TAKEN ${group.id}` },
    ];
    expectScimError(await patch(...message), 409, 'uniqueness');
    expect(await rowsOf(tenant)).toEqual(rows);
  });
});

it('an id that nobody has is 404, whatever the message', async () => {
  const path = `/Groups/${crypto.randomUUID()}`;
  for (const operation of [
    { op: 'add', path: 'members', value: [{ value: ids.a }] },
    { op: 'add', path: 'members', value: [{ value: 'nobody' }] },
    { op: 'replace', value: { displayName: 'x' } },
    { op: 'remove', path: 'members' },
  ]) {
    expectScimError(await tenant.scim('PATCH', path, patchBody(operation)), 404);
  }
});

it('a renamed group is found by its new name only, and shown so on its members', async () => {
  await patch({ op: 'replace', path: 'displayName', value: `New ${group.id}` });
  const total = async (name: string) =>
    (await tenant.scim('GET', `/Groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}`)).body
      .totalResults;
  expect([await total(`new ${group.id}`), await total(group.displayName)]).toEqual([1, 0]);
  const { body } = await tenant.scim('GET', `/Users/${ids.a}`);
  expect(body.groups).toContainEqual(
    expect.objectContaining({ value: group.id, display: `New ${group.id}` }),
  );
});
