// The setting `leniency`: each habit of clients by its name, in force with the next request.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LeniencyName } from '../../src/scim/leniency.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const write = (patch: unknown) => api('PATCH', `/tenants/${tenant.slug}/settings`, patch);

describe('a leniency', () => {
  let member: string;
  let groupId: string;
  const shared: { tenant?: TestTenant } = {};
  beforeAll(async () => {
    shared.tenant = await newTenant();
    member = (await addUser(shared.tenant)).id;
    groupId = (await addGroup(shared.tenant, [member])).id;
  });

  const userPatch = (...operations: object[]) => ['PATCH', '/Users/@user', patchBody(...operations)] as const;
  const groupPatch = (...operations: object[]) =>
    ['PATCH', '/Groups/@group', patchBody(...operations)] as const;
  const search = (filter: string) => ['GET', `/Users?filter=${encodeURIComponent(filter)}`] as const;

  const habits: readonly [LeniencyName, readonly [method: string, path: string, body?: object]][] = [
    ['stringBooleans', userPatch({ op: 'replace', path: 'active', value: 'True' })],
    ['numbersAsText', userPatch({ op: 'replace', path: 'title', value: 17 })],
    ['unquotedOperands', search('userName eq ann')],
    ['loneBackslash', search('userName eq "DOMAIN\\ann"')],
    ['anyCaseOperations', groupPatch({ op: 'Add', path: 'members', value: [{ value: '@member' }] })],
    [
      'patchWithoutSchemas',
      ['PATCH', '/Groups/@group', { Operations: [{ op: 'add', path: 'externalId', value: 'g' }] }],
    ],
    ['readOnlyInValue', groupPatch({ op: 'replace', value: { id: 'x' } })],
    ['createOnReplace', userPatch({ op: 'replace', path: 'emails[type eq "home"].value', value: '@random' })],
    ['removeListedValues', groupPatch({ op: 'remove', path: 'members', value: [] })],
    ['bareValues', groupPatch({ op: 'add', path: 'members', value: ['@member'] })],
    ['singleForList', groupPatch({ op: 'add', path: 'members', value: { value: '@member' } })],
    ['bracketsInAttributes', ['GET', '/Users?attributes=emails%5Btype%20eq%20%22work%22%5D']],
  ];

  it.each(habits)(
    '%s is honoured, refused with 400 once it is switched off, and honoured again by null',
    async (name, [method, path, body]) => {
      if (!shared.tenant) throw new Error('There is no tenant.');
      const own = shared.tenant;
      const { id } = await addUser(own);
      const fill = (text: string) =>
        text
          .replace('@user', id)
          .replace('@group', groupId)
          .replace('@member', member)
          .replace('@random', crypto.randomUUID());
      const ask = () => own.scim(method, fill(path), body && JSON.parse(fill(JSON.stringify(body))));
      const set = (value: boolean | null) =>
        api('PATCH', `/tenants/${own.slug}/settings`, { leniency: { [name]: value } });
      if (name === 'createOnReplace') await set(false);
      else {
        expect((await ask()).status).toBeLessThan(300);
        await set(false);
      }
      const refused = await ask();
      expectScimError(refused, 400, refused.body.scimType);
      await set(null);
      expect((await ask()).status).toBeLessThan(300);
    },
  );

  it('that is off by default is honoured once it is switched on: unknown members are skipped', async () => {
    const group = await addGroup(tenant);
    const { id } = await addUser(tenant);
    const add = patchBody({ op: 'add', path: 'members', value: [{ value: id }, { value: 'nobody' }] });
    expectScimError(await tenant.scim('PATCH', `/Groups/${group.id}`, add), 400, 'invalidValue');
    await write({ leniency: { skipUnknownMembers: true } });
    expect((await tenant.scim('PATCH', `/Groups/${group.id}`, add)).status).toBe(204);
    const { body } = await tenant.scim('GET', `/Groups/${group.id}`);
    expect(body.members.map(({ value }: { value: string }) => value)).toEqual([id]);
  });

  it('that is off clears nothing by an empty string any more', async () => {
    const { id } = await addUser(tenant, { title: 'Engineer' });
    await write({ leniency: { emptyStringClears: false } });
    const message = patchBody({ op: 'replace', path: 'title', value: '' });
    expect((await tenant.scim('PATCH', `/Users/${id}`, message)).body.title).toBe('');
    await write({ leniency: null });
    expect((await tenant.scim('PATCH', `/Users/${id}`, message)).body).not.toHaveProperty('title');
  });

  it('that is off takes no paths for keys any more', async () => {
    const { id } = await addUser(tenant);
    const message = patchBody({ op: 'replace', value: { 'name.givenName': 'Ann' } });
    await write({ leniency: { pathKeys: false } });
    expect((await tenant.scim('PATCH', `/Users/${id}`, message)).body).not.toHaveProperty('name');
    await write({ leniency: { pathKeys: null } });
    expect((await tenant.scim('PATCH', `/Users/${id}`, message)).body.name).toEqual({ givenName: 'Ann' });
  });
});
