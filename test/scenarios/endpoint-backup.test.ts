// Endpoint backup: custom attributes decide about a profile with its storage and are not kept, user names lose signs
// that folders cannot have, and whoever leaves leaves his data behind.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { eventsDuring, eventsOf } from '../support/feed.ts';
import { apps, oktaOf } from '../support/okta.ts';
import { patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { everythingStored, rowsOf } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant('endpoint-backup');
});
afterEach(() => {
  vi.restoreAllMocks();
});

const settings = (patch: object) => api('PATCH', `/tenants/${tenant.slug}/settings`, patch);
const typesDuring = async (work: () => Promise<unknown>) =>
  (await eventsDuring(tenant, work)).map(({ type }) => type);

describe('the administrator', () => {
  it("generates an API token, and Okta's Test API Credentials succeeds with it", async () => {
    const { body } = await api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'inSync' });
    const headers = { Authorization: `Bearer ${body.token}` };
    for (const answer of await oktaOf(tenant).testCredentials(headers)) {
      expect(answer.status).toBe(200);
      expect(answer.body.Resources).toEqual([]);
    }
  });
});

describe.each(apps)('users, by a %s app of Okta', (app) => {
  it('are created', async () => {
    const { status } = await oktaOf(tenant, app).assign('ann.lee@example.com');
    expect(status).toBe(201);
    expect(await accountsOf(tenant)).toMatchObject([{ userName: 'ann.lee@example.com', status: 'active' }]);
  });

  it('get another display name, also by first and last name alone, and another e-mail address', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com', { displayName: '' });
    expect(await accountOfUser(tenant, body.id)).toMatchObject({ displayName: 'Ann Lee' });
    await okta.update(body.id, { name: { givenName: 'Anna', familyName: 'Neu' } });
    expect(await accountOfUser(tenant, body.id)).toMatchObject({ displayName: 'Anna Neu' });
    await okta.update(body.id, {
      displayName: 'Anna N.',
      emails: [{ primary: true, value: 'anna@example.com', type: 'work' }],
    });
    expect(await accountOfUser(tenant, body.id)).toMatchObject({
      displayName: 'Anna N.',
      email: 'anna@example.com',
    });
  });

  it('go from active to inactive and from inactive to active', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com');
    expect((await okta.deactivate(body.id)).body.active).toBe(false);
    expect((await okta.find('/Users', 'userName eq "ann.lee@example.com"'))[0]).toMatchObject({
      id: body.id,
      active: false,
    });
    expect((await okta.assign('ann.lee@example.com')).body).toMatchObject({ id: body.id, active: true });
    expect(await accountsOf(tenant)).toMatchObject([{ userId: body.id, status: 'active' }]);
  });

  it('who are deactivated leave the account behind, preserved, and come back to it', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com', { countryCode: 'DE' });
    const before = await accountOfUser(tenant, body.id);
    expect(await typesDuring(() => okta.deactivate(body.id))).toEqual(['account.preserved']);
    const preserved = { ...before, status: 'preserved', updatedAt: expect.any(String) };
    expect(await accountsOf(tenant)).toEqual([preserved]);
    expect(await typesDuring(() => okta.assign('ann.lee@example.com', { countryCode: 'DE' }))).toEqual([
      'account.reactivated',
    ]);
    expect(await accountsOf(tenant)).toEqual([{ ...before, updatedAt: expect.any(String) }]);
  });

  it('who are deleted leave the account behind, preserved, and come back to it', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com', { countryCode: 'DE' });
    const before = await accountOfUser(tenant, body.id);
    expect(await typesDuring(() => tenant.scim('DELETE', `/Users/${body.id}`))).toEqual([
      'account.preserved',
    ]);
    expect(await accountsOf(tenant)).toMatchObject([
      { id: before.id, status: 'preserved', profile: 'Europe', quotaGb: 200, storage: 'eu-1' },
    ]);
    const { body: again } = await okta.assign('ann.lee@example.com', { countryCode: 'DE' });
    expect(await accountsOf(tenant)).toMatchObject([
      { id: before.id, userId: again.id, status: 'active', profile: 'Europe' },
    ]);
  });

  it('have a userPrincipalName, taken from displayName when it is absent', async () => {
    const okta = oktaOf(tenant, app);
    const { body: ann } = await okta.assign('ann.lee@example.com', { userPrincipalName: 'ann@corp.example' });
    const { body: bob } = await okta.assign('bob.ray@example.com');
    expect([ann.userPrincipalName, bob.userPrincipalName]).toEqual(['ann@corp.example', 'Bob Ray']);
    expect((await accountOfUser(tenant, ann.id)).attributes).toEqual({
      userPrincipalName: 'ann@corp.example',
    });
    expect((await accountOfUser(tenant, bob.id)).attributes).toEqual({ userPrincipalName: 'Bob Ray' });
    const found = await okta.find('/Users', 'userPrincipalName eq "ANN@corp.example"');
    expect(found.map(({ id }) => id)).toEqual([ann.id]);
  });

  it('are provisioned to the profile of the mapping that they match, with its storage', async () => {
    const okta = oktaOf(tenant, app);
    const { body: ann } = await okta.assign('ann.lee@example.com', { countryCode: 'AT' });
    const { body: bob } = await okta.assign('bob.ray@example.com', { countryCode: 'US' });
    const { body: cy } = await okta.assign('cy.fox@example.com');
    expect(await accountOfUser(tenant, ann.id)).toMatchObject({
      profile: 'Europe',
      quotaGb: 200,
      storage: 'eu-1',
    });
    for (const { id } of [bob, cy]) {
      expect(await accountOfUser(tenant, id)).toMatchObject({
        profile: 'Default',
        quotaGb: 100,
        storage: 'us-1',
      });
    }
    await okta.update(bob.id, { countryCode: 'DE' });
    expect(await accountOfUser(tenant, bob.id)).toMatchObject({ profile: 'Europe', storage: 'eu-1' });
    await okta.update(bob.id, { title: 'Head of archives' });
    expect(await accountOfUser(tenant, bob.id)).toMatchObject({ profile: 'Europe', storage: 'eu-1' });
  });

  it('may bring any other attribute, registered nowhere: a mapping asks for it by its exact spelling', async () => {
    const legal = { name: 'Legal', quotaGb: 500, storage: 'vault' };
    const { status } = await settings({
      profiles: [legal],
      rules: [{ when: 'costUnit eq "legal" or costUnit eq "audit"', profile: 'Legal' }],
    });
    expect(status).toBe(200);
    const okta = oktaOf(tenant, app);
    const { status: made, body } = await okta.assign('ann.lee@example.com', {
      costUnit: 'audit',
      shoeSize: 9,
    });
    expect(made).toBe(201);
    expect(body).not.toHaveProperty('costUnit');
    const { body: bob } = await okta.assign('bob.ray@example.com', { costUnits: 'audit' });
    expect(await accountOfUser(tenant, body.id)).toMatchObject({
      profile: 'Legal',
      quotaGb: 500,
      storage: 'vault',
      attributes: { userPrincipalName: 'Ann Lee' },
    });
    expect(await accountOfUser(tenant, bob.id)).toMatchObject({ profile: null, storage: null });
  });

  it('bring attributes that serve the mappings only: kept in no table, told in no event, answer or log', async () => {
    const secret = crypto.randomUUID();
    await settings({
      profiles: [{ name: 'Europe', storage: 'eu-1' }],
      rules: [{ when: 'countryCode sw "DE-" or costUnit sw "DE-"', profile: 'Europe' }],
    });
    const logs = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
    const okta = oktaOf(tenant, app);
    const sent = { countryCode: `DE-${secret}`, costUnit: `DE-${secret}` };
    const created = await okta.assign('ann.lee@example.com', sent);
    expect(await accountOfUser(tenant, created.body.id)).toMatchObject({
      profile: 'Europe',
      storage: 'eu-1',
    });
    const answers = [
      created,
      await okta.update(created.body.id, { ...sent, displayName: 'Ann N.' }),
      await tenant.scim('GET', `/Users/${created.body.id}?attributes=countryCode,costUnit`),
      await okta.assign('bob.ray@example.com', { ...sent, emails: 'broken' }),
      await tenant.scim('POST', '/Users', userBody({ userName: 'ann.lee@example.com', ...sent })),
    ];
    for (const { text } of answers) expect(text).not.toContain(secret);
    expect(JSON.stringify(await eventsOf(tenant))).not.toContain(secret);
    expect(await everythingStored()).not.toContain(secret);
    expect(JSON.stringify(logs.map(({ mock }) => mock.calls))).not.toContain(secret);
    expect(await okta.find('/Users', 'userName eq "ann.lee@example.com"')).toHaveLength(1);
  });
});

describe.each(apps)('the signs ? * / \\ < > in user names, by a %s app of Okta', (app) => {
  const sent = 'a?n*n/l\\e<e>';
  const kept = 'a_n_n_l_e_e_';
  const byName = (name: string) => oktaOf(tenant, app).find('/Users', `userName eq ${JSON.stringify(name)}`);

  it('are replaced by _', async () => {
    const { body } = await oktaOf(tenant, app).assign(sent);
    expect(body.userName).toBe(kept);
    expect(await accountsOf(tenant)).toMatchObject([{ userName: kept }]);
  });

  it('are found by the name as it was sent, in any case; an assignment again is no second user', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign(sent);
    for (const name of [sent, sent.toUpperCase()]) {
      expect((await byName(name)).map(({ id }) => id)).toEqual([body.id]);
    }
    await okta.deactivate(body.id);
    const again = await okta.assign(sent);
    expect([again.status, again.body]).toMatchObject([200, { id: body.id, userName: kept, active: true }]);
    expect((await byName(sent)).map(({ id }) => id)).toEqual([body.id]);
  });

  it('are found by the name as it is shown, which an administrator may have taken over', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign(sent);
    expect((await byName(kept)).map(({ id }) => id)).toEqual([body.id]);
    expect((await okta.assign(kept)).body).toMatchObject({ id: body.id, userName: kept });
  });

  it('never make one name stand for another: a*b does not find a?b', async () => {
    await oktaOf(tenant, app).assign('a?b');
    for (const name of ['a*b', 'a/b', 'a?', 'a%b']) expect(await byName(name)).toEqual([]);
  });

  it('refuse a second name that becomes the same: 409 that says so, and nothing changes', async () => {
    const okta = oktaOf(tenant, app);
    const { body: ann } = await okta.assign('a?b');
    const { body: bob } = await okta.assign('bob.ray@example.com');
    const before = await rowsOf(tenant);
    for (const answer of [
      await okta.assign('a*b'),
      await okta.update(bob.id, { userName: 'a*b' }),
      await tenant.scim(
        'PATCH',
        `/Users/${bob.id}`,
        patchBody({ op: 'add', path: 'userName', value: 'a<b' }),
      ),
    ]) {
      expectScimError(answer, 409, 'uniqueness');
      expect(answer.body.detail).toMatch(/becomes "a_b" here, and another user has that name already/);
    }
    expect(await rowsOf(tenant)).toEqual(before);
    expect((await byName('a?b')).map(({ id }) => id)).toEqual([ann.id]);
  });
});

describe('the user provisioning report', () => {
  it('has the accounts that came over SCIM, with status, profile and assigned storage', async () => {
    const okta = oktaOf(tenant);
    await okta.assign('ann.lee@example.com', { countryCode: 'CH' });
    const { body: bob } = await okta.assign('bob.ray@example.com', { countryCode: 'DE' });
    await okta.assign('cy.fox@example.com', { countryCode: 'US' });
    await okta.deactivate(bob.id);
    const lines = async (query: string) =>
      (await accountsOf(tenant, query))
        .map(({ userName, status, profile, quotaGb, storage }) =>
          [userName, status, profile, quotaGb, storage].join(' '),
        )
        .toSorted();
    const [ann, bobs, cy] = [
      'ann.lee@example.com active Europe 200 eu-1',
      'bob.ray@example.com preserved Europe 200 eu-1',
      'cy.fox@example.com active Default 100 us-1',
    ];
    expect(await lines('')).toEqual([ann, bobs, cy]);
    expect(await lines('status=active')).toEqual([ann, cy]);
    expect(await lines('status=preserved')).toEqual([bobs]);
    expect(await lines('profile=Europe')).toEqual([ann, bobs]);
    expect(await lines('profile=Europe&status=active')).toEqual([ann]);
  });
});
