// …/settings/preview: what a change of settings would do to those who are there already.

import { beforeAll, describe, expect, it } from 'vitest';
import { accountsOf } from '../support/accounts.ts';
import { addGroup, addUser } from '../support/people.ts';
import { finished } from '../support/reevaluation.ts';
import { expectProblem } from '../support/refusals.ts';
import { everythingStored } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

const profiles = [
  { name: 'Big', quotaGb: 200, storage: 'eu-1' },
  { name: 'Small', quotaGb: 5 },
];
const change = {
  profiles: [profiles[0], { ...profiles[1], quotaGb: 8 }],
  rules: [{ when: 'title eq "Editor" or userType eq "boss"', profile: 'Big' }],
  roles: [{ group: 'Staff', role: 'admin' }],
};

let tenant: TestTenant;
let preview: Answer['body'];
const ask = (settings: object, headers?: Record<string, string>) =>
  api('POST', `/tenants/${tenant.slug}/settings/preview`, settings, headers);

beforeAll(async () => {
  tenant = await newTenant();
  await api('PATCH', `/tenants/${tenant.slug}/settings`, {
    profiles,
    rules: [
      { when: 'title eq "Editor"', profile: 'Small' },
      { when: 'region eq "EU"', profile: 'Small' },
    ],
    roles: [{ group: 'Admins', role: 'admin' }],
  });
  const ann = await addUser(tenant, { userName: 'ann', title: 'Editor' });
  const bob = await addUser(tenant, { userName: 'bob', userType: 'boss' });
  const eve = await addUser(tenant, { userName: 'eve', region: 'EU' });
  await addUser(tenant, { userName: 'sue' });
  await addGroup(tenant, [ann.id, bob.id, eve.id], { displayName: 'Admins' });
  await addGroup(tenant, [ann.id], { displayName: 'Staff' });
  preview = (await ask(change)).body;
});

it('says how many accounts change, and in what', () => {
  expect(preview).toMatchObject({ users: 4, judged: 4, changed: 3, notDecidable: 0, refused: 0 });
  expect(preview.changes).toMatchObject({ profile: 3, quotaGb: 3, storage: 2, status: 0 });
  expect(preview.profiles).toEqual(
    expect.arrayContaining([
      { from: 'Small', to: 'Big', accounts: 1 },
      { from: null, to: 'Big', accounts: 1 },
      { from: 'Small', to: null, accounts: 1 },
    ]),
  );
});

it('says who gains and who loses which role', () => {
  expect(preview.roles).toEqual([{ role: 'admin', gained: 0, lost: 2 }]);
});

it('shows samples with what is before and after', () => {
  expect(preview.samples).toContainEqual({
    accountId: expect.any(String),
    userId: expect.any(String),
    userName: 'ann',
    before: { profile: 'Small', quotaGb: 5, storage: null },
    after: { profile: 'Big', quotaGb: 200, storage: 'eu-1' },
  });
});

it('counts whose profile would stay because a rule asks for what is not kept', async () => {
  const { body } = await ask({ rules: [{ when: 'region eq "EU"', profile: 'Big' }] });
  expect(body).toMatchObject({ notDecidable: 4 });
});

it('writes nothing', async () => {
  const before = await everythingStored();
  await ask(change);
  expect(await everythingStored()).toBe(before);
});

describe('refused are', () => {
  it('settings that could not be saved', async () => {
    expectProblem(await ask({ rules: [{ when: 'title eq', profile: 'Big' }] }), 422, ['/rules/0/when']);
  });

  it('patches of settings that have changed meanwhile, where the caller asks', async () => {
    expectProblem(await ask(change, { 'If-Match': '"77"' }), 412);
  });
});

it('what it says comes to pass', async () => {
  const before = new Map((await accountsOf(tenant)).map((account) => [account.id, account]));
  await api('PATCH', `/tenants/${tenant.slug}/settings`, change);
  expect(await finished(tenant)).toMatchObject({ done: 4, changed: preview.changed });
  const moved = (await accountsOf(tenant)).filter(({ id, profile }) => before.get(id).profile !== profile);
  expect(moved).toHaveLength(preview.changes.profile);
  for (const sample of preview.samples) {
    const now = (await accountsOf(tenant)).find(({ id }) => id === sample.accountId);
    expect(now).toMatchObject(sample.after);
  }
});
