// Values that cannot be kept: each is refused with the attribute's name and nothing is written; and names with a
// meaning in JavaScript are only names here.

import { beforeAll, describe, expect, it } from 'vitest';
import { addGroup, addUser, enterpriseUrn, groupBody, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

describe('400 invalidValue, naming the attribute, is the answer to a user with', () => {
  const email = { value: 'a@example.com', primary: true };
  it.each<[what: string, values: Record<string, unknown>, named: string]>([
    ['no userName', { userName: undefined }, 'userName'],
    ['null as userName', { userName: null }, 'userName'],
    ['an empty userName', { userName: '' }, 'userName'],
    ['a userName that is a list', { userName: ['ann'] }, 'userName'],
    ['a userName that is an object', { userName: { value: 'ann' } }, 'userName'],
    ['a userName that is true', { userName: true }, 'userName'],
    ['a userName of 513 signs', { userName: 'a'.repeat(513) }, 'userName'],
    ['a userName with NUL', { userName: 'a\u0000b' }, 'userName'],
    ['half a surrogate pair', { displayName: '\ud83d' }, 'displayName'],
    ['an externalId of 513 signs', { externalId: 'a'.repeat(513) }, 'externalId'],
    ['a title of 65,537 signs', { title: 'a'.repeat(65_537) }, 'title'],
    ['`active` that is no boolean', { active: 'yes' }, 'active'],
    ['`active` that is a number', { active: 1 }, 'active'],
    ['`active` that is empty', { active: '' }, 'active'],
    ['a name that is a string', { name: 'Ann' }, 'name'],
    ['a name that is a list', { name: ['Ann'] }, 'name'],
    ['a part of the name that is an object', { name: { givenName: {} } }, 'name.givenName'],
    ['emails that are true', { emails: true }, 'emails'],
    ['an address that is a list', { emails: [['a@example.com']] }, 'emails'],
    ['an address whose value is an object', { emails: [{ value: {} }] }, 'emails.value'],
    ['two primary addresses', { emails: [email, { ...email, value: 'b@example.com' }] }, 'emails'],
    ['a certificate that is no base64', { x509Certificates: [{ value: '!!' }] }, 'x509Certificates'],
    ['501 addresses', { emails: Array.from({ length: 501 }, (_, n) => ({ value: `${n}@x` })) }, 'emails'],
    ['an extension that is a string', { [enterpriseUrn]: 'R&D' }, enterpriseUrn],
    ['an extension that is a list', { [enterpriseUrn]: [{}] }, enterpriseUrn],
    ['a department that is an object', { [enterpriseUrn]: { department: {} } }, 'department'],
  ])('%s', async (_what, values, named) => {
    const before = await rowsOf(tenant);
    const answer = await tenant.scim('POST', '/Users', userBody(values));
    expectScimError(answer, 400, 'invalidValue');
    expect(answer.body.detail).toContain(named);
    expect(answer.body.detail.length).toBeLessThan(500);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('a password of the wrong type, which is not repeated', async () => {
    const answer = await tenant.scim('POST', '/Users', userBody({ password: ['correct horse'] }));
    expectScimError(answer, 400, 'invalidValue');
    expect(answer.text).not.toContain('horse');
  });
});

describe('400 invalidValue is the answer to a group with', () => {
  it.each<[what: string, values: Record<string, unknown>, named: string]>([
    ['no displayName', { displayName: undefined }, 'displayName'],
    ['an empty displayName', { displayName: '' }, 'displayName'],
    ['a displayName of 513 signs', { displayName: 'a'.repeat(513) }, 'displayName'],
    ['members that are true', { members: true }, 'members'],
    ['a member without value', { members: [{ display: 'Ann' }] }, 'members'],
    ['a member with an empty value', { members: [{ value: '' }] }, 'members'],
    ['an unknown member', { members: [{ value: 'nobody-knows' }] }, 'nobody-knows'],
    ['`__proto__` as a member', { members: [{ value: '__proto__' }] }, '__proto__'],
    ['signs of SQL as a member', { members: [{ value: "' OR 1=1 --" }] }, "' OR 1=1 --"],
  ])('%s', async (_what, values, named) => {
    const before = await rowsOf(tenant);
    const answer = await tenant.scim('POST', '/Groups', groupBody([], values));
    expectScimError(answer, 400, 'invalidValue');
    expect(answer.body.detail).toContain(named);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('more than 50,000 members in one request', async () => {
    const members = Array.from({ length: 50_001 }, (_, n) => String(n));
    expectScimError(await tenant.scim('POST', '/Groups', groupBody(members)), 400, 'invalidValue');
  });

  it('many unknown members: twenty are named, the rest are counted', async () => {
    const members = Array.from({ length: 30 }, (_, n) => `stranger-${String(n).padStart(2, '0')}`);
    const { body } = await tenant.scim('POST', '/Groups', groupBody(members));
    expect(body.detail.match(/stranger-\d\d/g)).toHaveLength(20);
    expect(body.detail).toContain('10 more');
  });
});

it('the size of a resource is counted in bytes, not in signs', async () => {
  const names = (sign: string) =>
    Array.from({ length: 6 }, (_, n) => ({ value: `${n}`, display: sign.repeat(30_000) }));
  expectScimError(await tenant.scim('POST', '/Users', userBody({ roles: names('山') })), 400, 'invalidValue');
  expectScimError(await tenant.scim('POST', '/Users', userBody({ roles: names('👩') })), 400, 'invalidValue');
  expect((await tenant.scim('POST', '/Users', userBody({ roles: names('a') }))).status).toBe(201);
});

describe('names with a meaning in JavaScript', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
  ];
  const holding = (name: string, value: string) => `{${JSON.stringify(name)}: ${value}}`;

  it.each(names)('%s is an unknown key of a user like any other', async (name) => {
    const body = JSON.parse(
      `{"userName": "${crypto.randomUUID()}", "${name}": {"active": false, "polluted": "yes"},
        "name": ${holding(name, '{"polluted": "yes"}')}, "emails": [${holding(name, '"polluted"')}],
        "${enterpriseUrn}": ${holding(name, '{"polluted": "yes"}')}}`,
    );
    const answer = await tenant.scim('POST', '/Users', body);
    expect(answer.status).toBe(201);
    expect(answer.body.active).toBe(true);
    expect(answer.text).not.toContain('polluted');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    const put = await tenant.scim('PUT', `/Users/${answer.body.id}`, {
      ...body,
      userName: answer.body.userName,
    });
    expect(put.body).toEqual(answer.body);
  });

  it.each(names)('%s is an unknown key of a PATCH like any other', async (name) => {
    const user = await addUser(tenant);
    const message = JSON.parse(
      `{"Operations": [{"op": "add", "value": ${holding(name, '{"polluted": "yes"}')}, "${name}": {"op": "remove"}}],
        "${name}": {"polluted": "yes"}}`,
    );
    const answer = await tenant.scim('PATCH', `/Users/${user.id}`, message);
    expect([answer.status, answer.body]).toEqual([200, user]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each(names)('%s is an unknown path of a PATCH like any other', async (name) => {
    const user = await addUser(tenant);
    for (const path of [
      name,
      `${name}.polluted`,
      `name.${name}`,
      `${enterpriseUrn}:${name}`,
      `emails[type eq "work"].${name}`,
    ]) {
      const answer = await tenant.scim(
        'PATCH',
        `/Users/${user.id}`,
        patchBody({ op: 'add', path, value: 'yes' }),
      );
      expectScimError(answer, 400, 'invalidPath');
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each(names)('%s is an unknown attribute of a filter like any other', async (name) => {
    for (const filter of [`${name} pr`, `${name}.x eq "y"`, `name.${name} pr`, `emails[${name} eq "x"]`]) {
      const answer = await tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expectScimError(answer, 400, 'invalidFilter');
    }
  });

  it.each(names)('%s may be the name of a user and of a group', async (name) => {
    const user = await addUser(tenant, { userName: name, displayName: name, externalId: name });
    const group = await addGroup(tenant, [user.id], { displayName: name });
    const found = await tenant.scim('GET', `/Users?filter=userName+eq+%22${name}%22`);
    const foundGroup = await tenant.scim('GET', `/Groups?filter=displayName+eq+%22${name}%22`);
    expect(found.body.Resources[0]).toMatchObject({ userName: name, displayName: name, externalId: name });
    expect(foundGroup.body.Resources[0].id).toBe(group.id);
  });
});
