// RFC 7644 §3.5.2: changes by PATCH, by the examples of the RFC with data of our own. Long, because it follows one
// section rule by rule.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, memberIds, patchBody, patchUrn, userUrn } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
const people: string[] = [];

beforeAll(async () => {
  tenant = await newTenant();
  for (let number = 0; number < 3; number++) people.push((await addUser(tenant)).id);
});

const person = (index: number) => people[index] ?? '';
const memberOf = (index: number) => ({
  display: `Person ${index}`,
  $ref: `${tenant.baseUrl}/Users/${person(index)}`,
  value: person(index),
});

/** A message to a resource, with the version that is there as `If-Match`, as the RFC's examples have it. */
async function patch(path: string, ...operations: readonly object[]): Promise<Answer> {
  const { headers } = await tenant.scim('GET', path);
  return tenant.scim('PATCH', path, patchBody(...operations), { 'If-Match': headers.get('etag') ?? '' });
}

async function patchedUser(values: object, ...operations: readonly object[]): Promise<Answer['body']> {
  const { id } = await addUser(tenant, values);
  const { status, body, text } = await patch(`/Users/${id}`, ...operations);
  expect(status, text).toBe(200);
  return body;
}

async function patchedMembers(
  before: readonly number[],
  ...operations: readonly object[]
): Promise<readonly string[]> {
  const { id } = await addGroup(tenant, before.map(person));
  const { status, text } = await patch(`/Groups/${id}`, ...operations);
  expect(status, text).toBe(204);
  return memberIds(tenant, id);
}

const sorted = (...indexes: readonly number[]) => indexes.map(person).toSorted();
const work = { type: 'work', value: 'work@harbor.example', primary: true };
const home = { type: 'home', value: 'home@elsewhere.example' };

describe('the message', () => {
  it('RFC 7644 §3.5.2: a group is answered 204 with ETag and Location, and 200 where attributes are asked for', async () => {
    const { id } = await addGroup(tenant);
    const add = patchBody({ op: 'add', path: 'members', value: [memberOf(0)] });
    const { status, headers, text } = await tenant.scim('PATCH', `/Groups/${id}`, add);
    expect([status, text]).toEqual([204, '']);
    expect(headers.get('etag')).toBe('W/"2"');
    expect(headers.get('location')).toBe(`${tenant.baseUrl}/Groups/${id}`);
    const shown = await tenant.scim('PATCH', `/Groups/${id}?attributes=members`, add);
    expect(shown.status).toBe(200);
    expect(shown.body.members).toMatchObject([{ value: person(0) }]);
  });

  it('RFC 7644 §3.5.2: a user is answered 200 with all of him, ETag and Location', async () => {
    const { id } = await addUser(tenant);
    const { status, headers, body } = await patch(`/Users/${id}`, {
      op: 'add',
      path: 'title',
      value: 'Mate',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [userUrn], id, title: 'Mate', meta: { version: 'W/"2"' } });
    expect(headers.get('etag')).toBe('W/"2"');
    expect(headers.get('location')).toBe(`${tenant.baseUrl}/Users/${id}`);
  });

  it.each<[what: string, body: object]>([
    ['no Operations', { schemas: [patchUrn] }],
    ['no operation', { schemas: [patchUrn], Operations: [] }],
    ['an operation without op', { schemas: [patchUrn], Operations: [{ path: 'title', value: 'x' }] }],
    ['an unknown op', { schemas: [patchUrn], Operations: [{ op: 'move', path: 'title', value: 'x' }] }],
    ['another message', { schemas: [userUrn], Operations: [{ op: 'add', path: 'title', value: 'x' }] }],
  ])('RFC 7644 §3.5.2: a message with %s is 400 invalidSyntax', async (_what, body) => {
    expectScimError(await tenant.scim('PATCH', `/Users/${person(0)}`, body), 400, 'invalidSyntax');
  });

  it('RFC 7644 §3.5.2: a list, a sub-attribute and a value selected by a filter are targets', async () => {
    const body = await patchedUser(
      { addresses: [{ type: 'work', locality: 'Porto' }] },
      { op: 'add', path: 'emails', value: [home] },
      { op: 'replace', path: 'name.familyName', value: 'Vidal' },
      { op: 'replace', path: 'addresses[type eq "work"]', value: { locality: 'Braga' } },
    );
    expect(body).toMatchObject({ emails: [home], name: { familyName: 'Vidal' } });
    expect(body.addresses).toEqual([{ type: 'work', locality: 'Braga' }]);
  });

  it('RFC 7644 §3.5.2: the display of one member is no target: 400 mutability', async () => {
    const { id } = await addGroup(tenant, [], { members: [memberOf(0)] });
    const path = `members[value eq "${person(0)}"].display`;
    expectScimError(await patch(`/Groups/${id}`, { op: 'replace', path, value: 'Named' }), 400, 'mutability');
  });

  it.each(['display eq "Person 0"', 'type eq "User"', `value ne "x"`])(
    'RFC 7644 §3.5.2: members are selected by their id alone, not by %s: 400 invalidFilter',
    async (filter) => {
      const { id } = await addGroup(tenant, [], { members: [memberOf(0)] });
      const message = { op: 'remove', path: `members[${filter}]` };
      expectScimError(await patch(`/Groups/${id}`, message), 400, 'invalidFilter');
      expect(await memberIds(tenant, id)).toEqual(sorted(0));
    },
  );

  it('RFC 7644 §3.5.2: `schemas` cannot be changed: the server computes it', async () => {
    const { id, meta } = await addUser(tenant);
    const { status, body } = await patch(`/Users/${id}`, {
      op: 'replace',
      path: 'schemas',
      value: ['urn:x'],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [userUrn], meta: { version: meta.version } });
  });

  it('RFC 7644 §3.5.2: one operation that fails undoes those before it', async () => {
    const { id, meta } = await addUser(tenant, { title: 'Before' });
    const failing = [
      { op: 'replace', path: 'title', value: 'After' },
      { op: 'replace', path: 'id', value: 'mine' },
    ];
    expectScimError(await patch(`/Users/${id}`, ...failing), 400, 'mutability');
    expect((await tenant.scim('GET', `/Users/${id}`)).body).toMatchObject({ title: 'Before', meta });
  });

  it('RFC 7644 §3.5.2: a value made primary takes that from the others', async () => {
    const { emails } = await patchedUser(
      { emails: [work, home] },
      { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
    );
    expect(emails).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
  });

  it('RFC 7644 §3.5.2: what does not fit the schema of an attribute is refused', async () => {
    const answer = await patch(`/Users/${person(0)}`, { op: 'replace', path: 'active', value: 'perhaps' });
    expectScimError(answer, 400, 'invalidValue');
  });
});

describe('add', () => {
  const add = (index: number) => ({ op: 'add', path: 'members', value: [memberOf(index)] });

  it('RFC 7644 §3.5.2.1: a member is added to a group', async () => {
    expect(await patchedMembers([0], add(1))).toEqual(sorted(0, 1));
  });

  it('RFC 7644 §3.5.2.1: who is a member already changes neither version nor time', async () => {
    const { id } = await addGroup(tenant, [], { members: [memberOf(0)] });
    const before = (await tenant.scim('GET', `/Groups/${id}`)).body;
    expect((await patch(`/Groups/${id}`, add(0))).status).toBe(204);
    expect((await tenant.scim('GET', `/Groups/${id}`)).body).toEqual(before);
  });

  it('RFC 7644 §3.5.2.1: without path, lists grow and single values are set or replaced', async () => {
    const value = { emails: [home], nickname: 'Nes' };
    const body = await patchedUser({ emails: [work], nickName: 'Old' }, { op: 'add', value });
    expect(body).toMatchObject({ nickName: 'Nes', emails: [work, home] });
    const { nickName } = await patchedUser({}, { op: 'add', value });
    expect(nickName).toBe('Nes');
  });

  it('RFC 7644 §3.5.2.1: sub-attributes are added to a complex attribute beside those that are there', async () => {
    const value = { givenName: 'Inés' };
    const { name } = await patchedUser({ name: { familyName: 'Vidal' } }, { op: 'add', path: 'name', value });
    expect(name).toEqual({ familyName: 'Vidal', givenName: 'Inés' });
  });

  it('RFC 7644 §3.5.2.1: without value it is refused', async () => {
    expectScimError(await patch(`/Users/${person(0)}`, { op: 'add', path: 'title' }), 400, 'invalidValue');
  });
});

describe('remove', () => {
  it('RFC 7644 §3.5.2.2: one member is removed', async () => {
    const path = `members[value eq "${person(1)}"]`;
    expect(await patchedMembers([0, 1, 2], { op: 'remove', path })).toEqual(sorted(0, 2));
  });

  it('RFC 7644 §3.5.2.2: who is no member changes nothing and is no error', async () => {
    const { id } = await addGroup(tenant, [person(0)]);
    const before = (await tenant.scim('GET', `/Groups/${id}`)).body;
    const { status } = await patch(`/Groups/${id}`, {
      op: 'remove',
      path: `members[value eq "${person(1)}"]`,
    });
    expect(status).toBe(204);
    expect((await tenant.scim('GET', `/Groups/${id}`)).body).toEqual(before);
  });

  it('RFC 7644 §3.5.2.2: all members are removed, and the attribute with them', async () => {
    const { id } = await addGroup(tenant, [person(0), person(1)]);
    expect((await patch(`/Groups/${id}`, { op: 'remove', path: 'members' })).status).toBe(204);
    expect((await tenant.scim('GET', `/Groups/${id}`)).body).not.toHaveProperty('members');
  });

  it('RFC 7644 §3.5.2.2: a value that a filter of two terms selects is removed', async () => {
    const path = 'emails[type eq "work" and value ew "harbor.example"]';
    const other = { type: 'work', value: 'work@pier.example' };
    const { emails } = await patchedUser({ emails: [work, other, home] }, { op: 'remove', path });
    expect(emails).toEqual([other, home]);
    expect(await patchedUser({ emails: [work] }, { op: 'remove', path })).not.toHaveProperty('emails');
  });

  it('RFC 7644 §3.5.2.2: one member goes and another comes in one message, be there a space behind eq or not', async () => {
    for (const space of [' ', '']) {
      const path = `members[value eq${space}"${person(0)}"]`;
      const add = { op: 'add', path: 'members', value: [memberOf(2)] };
      expect(await patchedMembers([0, 1], { op: 'remove', path }, add)).toEqual(sorted(1, 2));
    }
  });

  it('RFC 7644 §3.5.2.2: all members are removed and others added in one message', async () => {
    const add = { op: 'add', path: 'members', value: [memberOf(1), memberOf(2)] };
    expect(await patchedMembers([0], { op: 'remove', path: 'members' }, add)).toEqual(sorted(1, 2));
  });

  it('RFC 7644 §3.5.2.2: a single value and a sub-attribute become unassigned', async () => {
    const body = await patchedUser(
      { title: 'Mate', name: { givenName: 'Inés', familyName: 'Vidal' }, emails: [work] },
      { op: 'remove', path: 'title' },
      { op: 'remove', path: 'name.givenName' },
      { op: 'remove', path: 'emails[type eq "work"].type' },
    );
    expect(body).not.toHaveProperty('title');
    expect(body.name).toEqual({ familyName: 'Vidal' });
    expect(body.emails).toEqual([{ value: work.value, primary: true }]);
  });

  it('RFC 7644 §3.5.2.2: without path it is 400 noTarget', async () => {
    expectScimError(await patch(`/Users/${person(0)}`, { op: 'remove' }), 400, 'noTarget');
  });

  it.each(['userName', 'id', 'meta', 'groups'])(
    'RFC 7644 §3.5.2.2: the required or read-only %s cannot be removed: 400 mutability',
    async (path) => {
      expectScimError(await patch(`/Users/${person(0)}`, { op: 'remove', path }), 400, 'mutability');
    },
  );
});

describe('replace', () => {
  it('RFC 7644 §3.5.2.3: all members are replaced by others in one operation', async () => {
    const value = [memberOf(1), memberOf(2)];
    expect(await patchedMembers([0, 1], { op: 'replace', path: 'members', value })).toEqual(sorted(1, 2));
  });

  it('RFC 7644 §3.5.2.3: a whole address is changed by its type, and primary goes over to it', async () => {
    const moved = {
      type: 'work',
      streetAddress: '12 Mole Road',
      locality: 'Aveiro',
      region: 'Centro',
      postalCode: '3800-001',
      country: 'PT',
      formatted: '12 Mole Road\nAveiro 3800-001 PT',
      primary: true,
    };
    const { addresses } = await patchedUser(
      {
        addresses: [
          { type: 'work', locality: 'Porto' },
          { type: 'home', locality: 'Braga', primary: true },
        ],
      },
      { op: 'replace', path: 'addresses[type eq "work"]', value: moved },
    );
    expect(addresses).toEqual([moved, { type: 'home', locality: 'Braga', primary: false }]);
  });

  it('RFC 7644 §3.5.2.3: one sub-attribute of every selected value is changed', async () => {
    const { addresses } = await patchedUser(
      {
        addresses: [
          { type: 'work', locality: 'Porto', streetAddress: 'Old' },
          { type: 'work', locality: 'Faro' },
          { type: 'home', streetAddress: 'Kept' },
        ],
      },
      { op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: '3 Mole Road' },
    );
    expect(addresses).toEqual([
      { type: 'work', locality: 'Porto', streetAddress: '3 Mole Road' },
      { type: 'work', locality: 'Faro', streetAddress: '3 Mole Road' },
      { type: 'home', streetAddress: 'Kept' },
    ]);
  });

  it('RFC 7644 §3.5.2.3: without path, the attributes of the value are replaced and others stay', async () => {
    const body = await patchedUser(
      { title: 'Kept', nickName: 'Old', emails: [{ value: 'old@harbor.example' }] },
      { op: 'replace', value: { emails: [work, home], nickname: 'New' } },
    );
    expect(body).toMatchObject({ title: 'Kept', nickName: 'New', emails: [work, home] });
  });

  it('RFC 7644 §3.5.2.3: what is not there yet is added', async () => {
    const { title, emails } = await patchedUser(
      {},
      { op: 'replace', path: 'title', value: 'Mate' },
      { op: 'replace', path: 'emails', value: [home] },
    );
    expect([title, emails]).toEqual(['Mate', [home]]);
  });

  it('RFC 7644 §3.5.2.3: of a complex attribute what the value does not mention stays', async () => {
    const { name } = await patchedUser(
      { name: { familyName: 'Vidal', givenName: 'Inés' } },
      { op: 'replace', path: 'name', value: { givenName: 'Nes' } },
    );
    expect(name).toEqual({ familyName: 'Vidal', givenName: 'Nes' });
  });

  it.each([
    'emails[type eq "pier"].value',
    'emails[value eq "nobody@harbor.example"].display',
    'emails[type ne "work"].value',
  ])('RFC 7644 §3.5.2.3: a value filter without a match is 400 noTarget: %s', async (path) => {
    const { id } = await addUser(tenant, { emails: [work] });
    expectScimError(
      await patch(`/Users/${id}`, { op: 'replace', path, value: 'x@harbor.example' }),
      400,
      'noTarget',
    );
  });
});

describe('members that a filter selects', () => {
  it.each<[what: string, operation: (path: string, id: string) => object]>([
    ['a replace of the whole', (path) => ({ op: 'replace', path, value: { display: 'Z' } })],
    ['a replace of the value by itself', (path, id) => ({ op: 'replace', path: `${path}.value`, value: id })],
  ])('RFC 7644 §3.5.2.3: %s of somebody who is no member adds nobody', async (_what, operation) => {
    const { id } = await addGroup(tenant, [person(0)]);
    const path = `members[value eq "${person(1)}"]`;
    const answer = await patch(`/Groups/${id}`, operation(path, person(1)));
    expect(answer.status, answer.text).toBe(400);
    expect(['noTarget', 'mutability']).toContain(answer.body.scimType);
    expect(await memberIds(tenant, id)).toEqual([person(0)]);
  });

  it('RFC 7644 §3.5.2.3: a replace of a member by himself where there is no such member is 400 noTarget', async () => {
    const { id } = await addGroup(tenant, [person(0)]);
    const path = `members[value eq "${person(1)}"]`;
    const answer = await patch(`/Groups/${id}`, { op: 'replace', path, value: { value: person(1) } });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.body.scimType).toBe('noTarget');
    expect(await memberIds(tenant, id)).toEqual([person(0)]);
  });

  it('RFC 7643 §7: an immutable value inside the value of a member path is 400 mutability, its own value is none', async () => {
    const { id } = await addGroup(tenant, [person(0)]);
    const path = `members[value eq "${person(0)}"]`;
    const other = await patch(`/Groups/${id}`, { op: 'replace', path, value: { value: person(1) } });
    expect(other.status, other.text).toBe(400);
    expect(other.body.scimType).toBe('mutability');
    const same = await patch(`/Groups/${id}`, { op: 'replace', path, value: { value: person(0) } });
    expect(same.status, same.text).toBe(204);
    expect(same.headers.get('etag')).toBe('W/"1"');
    expect(await memberIds(tenant, id)).toEqual([person(0)]);
  });
});
