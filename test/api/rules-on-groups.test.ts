// Rules that ask for groups: whoever comes into a group or leaves it is judged anew, soon after.

import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { eventsDuring } from '../support/feed.ts';
import { addGroup, addUser, groupBody, patchBody } from '../support/people.ts';
import { dueCount, nobodyDue } from '../support/reevaluation.ts';
import { expectProblem } from '../support/refusals.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

const profiles = [{ name: 'Big', quotaGb: 200 }];

let tenant: TestTenant;
let ann: Answer['body'];
let bob: Answer['body'];
beforeEach(async () => {
  tenant = await newTenant();
  await api('PATCH', `/tenants/${tenant.slug}/settings`, {
    profiles,
    rules: [{ when: 'groups.display eq "Editors"', profile: 'Big' }],
    accountSizeGb: 1,
  });
  ann = await addUser(tenant, { userName: 'ann' });
  bob = await addUser(tenant, { userName: 'bob' });
});

const withProfile = async () => {
  await nobodyDue(tenant);
  const accounts = await accountsOf(tenant);
  return accounts.flatMap(({ profile, userName }) => (profile === 'Big' ? [userName] : [])).toSorted();
};
const member = (op: string, id: string) => patchBody({ op, path: 'members', value: [{ value: id }] });

describe('an account follows', () => {
  it('whoever is in the group when it is made', async () => {
    await addGroup(tenant, [ann.id], { displayName: 'Editors' });
    expect(await withProfile()).toEqual(['ann']);
  });

  it('who is added and removed by PATCH, told of with the request that did it', async () => {
    const { id } = await addGroup(tenant, [], { displayName: 'editors' });
    const events = await eventsDuring(tenant, async () => {
      await tenant.scim('PATCH', `/Groups/${id}`, member('add', ann.id));
      await nobodyDue(tenant);
    });
    expect(events.map(({ type }) => type)).toEqual(['group.members_changed', 'account.updated']);
    expect(events[1].cause).toEqual({ ...events[0].cause, tokenId: tenant.tokenId });
    expect(await accountOfUser(tenant, ann.id)).toMatchObject({ profile: 'Big', quotaGb: 200 });
    await tenant.scim('PATCH', `/Groups/${id}`, member('remove', ann.id));
    expect(await withProfile()).toEqual([]);
    expect(await accountOfUser(tenant, ann.id)).toMatchObject({ profile: null, quotaGb: 1 });
  });

  it('a list that replaces all members, by PATCH and by PUT', async () => {
    const { id } = await addGroup(tenant, [ann.id], { displayName: 'Editors' });
    const all = patchBody({ op: 'replace', path: 'members', value: [{ value: bob.id }] });
    await tenant.scim('PATCH', `/Groups/${id}`, all);
    expect(await withProfile()).toEqual(['bob']);
    await tenant.scim('PUT', `/Groups/${id}`, groupBody([ann.id], { displayName: 'Editors' }));
    expect(await withProfile()).toEqual(['ann']);
  });

  it('the name of the group', async () => {
    const { id } = await addGroup(tenant, [ann.id], { displayName: 'Writers' });
    expect(await withProfile()).toEqual([]);
    await tenant.scim(
      'PATCH',
      `/Groups/${id}`,
      patchBody({ op: 'replace', value: { displayName: 'Editors' } }),
    );
    expect(await withProfile()).toEqual(['ann']);
    await tenant.scim('PATCH', `/Groups/${id}`, patchBody({ op: 'replace', value: { displayName: 'Old' } }));
    expect(await withProfile()).toEqual([]);
  });

  it('the end of the group', async () => {
    const { id } = await addGroup(tenant, [ann.id, bob.id], { displayName: 'Editors' });
    expect(await withProfile()).toEqual(['ann', 'bob']);
    await tenant.scim('DELETE', `/Groups/${id}`);
    expect(await withProfile()).toEqual([]);
  });

  it('groups that are imported', async () => {
    await api('POST', `/tenants/${tenant.slug}/imports`, {
      groups: [{ displayName: 'Editors', members: [{ value: 'bob' }] }],
    });
    expect(await withProfile()).toEqual(['bob']);
  });

  it('the groups of a user also where the user himself is changed', async () => {
    await addGroup(tenant, [ann.id], { displayName: 'Editors' });
    expect(await withProfile()).toEqual(['ann']);
    await tenant.scim('PATCH', `/Users/${ann.id}`, patchBody({ op: 'replace', value: { title: 'Head' } }));
    expect(await accountOfUser(tenant, ann.id)).toMatchObject({ profile: 'Big' });
  });
});

describe('not judged anew is', () => {
  it('who is a member before and after', async () => {
    const { id } = await addGroup(tenant, [ann.id], { displayName: 'Editors' });
    await nobodyDue(tenant);
    await tenant.scim('PATCH', `/Groups/${id}`, member('add', ann.id));
    await tenant.scim('PUT', `/Groups/${id}`, groupBody([ann.id], { displayName: 'Editors' }));
    expect(await dueCount(tenant)).toBe(0);
  });

  it('anybody where no rule asks for groups', async () => {
    await api('PATCH', `/tenants/${tenant.slug}/settings`, { rules: null });
    await addGroup(tenant, [ann.id], { displayName: 'Editors' });
    expect(await dueCount(tenant)).toBe(0);
  });
});

it('who is deleted before his turn comes is due no more', async () => {
  await addGroup(tenant, [ann.id], { displayName: 'Editors' });
  await tenant.scim('DELETE', `/Users/${ann.id}`);
  expect(await withProfile()).toEqual([]);
});

it('the other tenants groups say nothing', async () => {
  const other = await newTenant();
  await api('PATCH', `/tenants/${other.slug}/settings`, {
    profiles,
    rules: [{ when: 'groups[display eq "Editors"]', profile: 'Big' }],
  });
  const eve = await addUser(other, { userName: 'eve' });
  await addGroup(tenant, [ann.id], { displayName: 'Editors' });
  await nobodyDue(tenant);
  expect(await accountOfUser(other, eve.id)).toMatchObject({ profile: null });
});

it('a constraint on groups is refused: they change apart from users', async () => {
  const settings = {
    constraints: [{ when: 'groups.display eq "X"', require: 'active eq true', message: 'No.' }],
  };
  const answer = await api('PATCH', `/tenants/${tenant.slug}/settings`, settings);
  expectProblem(answer, 422, ['/constraints/0/when']);
});
