// Cloud backup: every account has the same size, names and the type of an address are set on create only, and only
// administrators set provisioning up.

import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { newApiKey } from '../support/api-keys.ts';
import { apps, oktaOf } from '../support/okta.ts';
import { userBody } from '../support/people.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { everythingStored, rowsOf } from '../support/stored.ts';
import { api, newTenant, origin, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant('cloud-backup');
  at = `/tenants/${tenant.slug}`;
});

describe('the settings page', () => {
  it('lets nobody without the role of an administrator set SCIM up', async () => {
    const viewer = await newApiKey(['read'], tenant.slug);
    const before = await rowsOf(tenant);
    for (const [method, path, body] of [
      ['PATCH', `${at}/settings`, { enabled: false }],
      ['PATCH', `${at}/settings`, { accountSizeGb: 1 }],
      ['POST', `${at}/tokens`, { name: 'Mine' }],
      ['DELETE', `${at}/tokens/${tenant.tokenId}`, undefined],
    ] as const) {
      expectProblem(await viewer.request(method, path, body), 403);
    }
    expect(await rowsOf(tenant)).toEqual(before);
    expect((await viewer.request('GET', `${at}/settings`)).status).toBe(200);
    const administrator = await newApiKey(['read', 'write'], tenant.slug);
    expect((await administrator.request('PATCH', `${at}/settings`, { accountSizeGb: 60 })).status).toBe(200);
    expect((await administrator.request('POST', `${at}/tokens`, { name: 'Okta' })).status).toBe(201);
  });

  it('has a switch: off, Okta is refused in words; on again, everybody is still there', async () => {
    const okta = oktaOf(tenant);
    await okta.assign('ann.lee@example.com');
    await api('PATCH', `${at}/settings`, { enabled: false });
    for (const answer of await okta.testCredentials()) {
      expectScimError(answer, 403);
      expect(answer.body.detail).toMatch(/switched off/i);
    }
    expect(await accountsOf(tenant)).toMatchObject([{ userName: 'ann.lee@example.com', status: 'active' }]);
    await api('PATCH', `${at}/settings`, { enabled: true });
    expect(await okta.find('/Users', 'userName eq "ann.lee@example.com"')).toHaveLength(1);
  });

  it('shows the tenant URL as it is entered in Okta', async () => {
    const { scimUrl } = (await api('GET', at)).body;
    expect(scimUrl).toBe(`${origin}/t/${tenant.slug}/scim/v2`);
    expect(scimUrl).toBe(tenant.baseUrl);
  });

  it('has an account size in GB, which every account gets at provisioning', async () => {
    const okta = oktaOf(tenant);
    const { body: ann } = await okta.assign('ann.lee@example.com');
    expect(await accountOfUser(tenant, ann.id)).toMatchObject({ quotaGb: 50, profile: null, storage: null });
    expect((await api('PATCH', `${at}/settings`, { accountSizeGb: 75.5 })).status).toBe(200);
    const { body: bob } = await okta.assign('bob.ray@example.com');
    expect((await accountOfUser(tenant, bob.id)).quotaGb).toBe(75.5);
    expectProblem(await api('PATCH', `${at}/settings`, { accountSizeGb: -1 }), 422, ['/accountSizeGb']);
  });

  it('generates an API token and shows it once', async () => {
    const { body } = await api('POST', `${at}/tokens`, { name: 'Okta' });
    expect(body.token).toMatch(/^rc_/);
    for (const path of [`${at}/tokens`, at, `${at}/settings`, `${at}/audit`]) {
      expect((await api('GET', path)).text).not.toContain(body.token);
    }
    expect(await everythingStored()).not.toContain(body.token);
  });

  it('is saved as a whole, and shows what was saved', async () => {
    const saved = { enabled: true, accountSizeGb: 120 };
    const { status, headers } = await api('PATCH', `${at}/settings`, saved);
    expect(status).toBe(200);
    const shown = await api('GET', `${at}/settings`);
    expect(shown.body).toMatchObject(saved);
    expect(shown.headers.get('etag')).toBe(headers.get('etag'));
  });
});

describe('Okta', () => {
  it('passes Test Connector Configuration in the authentication mode HTTP Header', async () => {
    const ways = [tenant.token, `Bearer ${tenant.token}`];
    for (const Authorization of ways) {
      for (const { status, body } of await oktaOf(tenant).testCredentials({ Authorization })) {
        expect([status, body.totalResults]).toEqual([200, 0]);
      }
    }
  });

  it('knows a user by userName, whatever its case', async () => {
    const okta = oktaOf(tenant);
    const { body } = await okta.assign('Ann.Lee@Example.com');
    const [found] = await okta.find('/Users', 'userName eq "ann.lee@example.COM"');
    expect(found).toMatchObject({ id: body.id, userName: 'Ann.Lee@Example.com' });
    const twin = userBody({ userName: 'ANN.LEE@EXAMPLE.COM' });
    expectScimError(await tenant.scim('POST', '/Users', twin), 409, 'uniqueness');
  });
});

describe.each(apps)('a %s app of Okta', (app) => {
  it('pushes new users, with all the attributes that are used', async () => {
    const { status, body } = await oktaOf(tenant, app).assign('ann.lee@example.com');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      userName: 'ann.lee@example.com',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ value: 'ann.lee@example.com', type: 'work', primary: true }],
      displayName: 'Ann Lee',
    });
    expect(await accountsOf(tenant)).toMatchObject([
      { userName: 'ann.lee@example.com', displayName: 'Ann Lee', email: 'ann.lee@example.com' },
    ]);
  });

  it('pushes profile updates: user name, display name and e-mail', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com');
    const { status } = await okta.update(body.id, {
      userName: 'ann.neu@example.com',
      displayName: 'Ann Neu',
      emails: [{ primary: true, value: 'ann.neu@example.com', type: 'work' }],
    });
    expect(status).toBe(200);
    expect(await accountOfUser(tenant, body.id)).toMatchObject({
      userName: 'ann.neu@example.com',
      displayName: 'Ann Neu',
      email: 'ann.neu@example.com',
      quotaGb: 50,
    });
  });

  it('sets given name, family name and the type of the e-mail address on create only, and gets no error', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com');
    const answer = await okta.update(body.id, {
      name: { givenName: 'Anna', familyName: 'Neu' },
      displayName: 'Anna Neu',
      emails: [{ primary: true, value: 'anna@example.com', type: 'home' }],
    });
    expect(answer.status).toBe(200);
    for (const shown of [answer.body, (await tenant.scim('GET', `/Users/${body.id}`)).body]) {
      expect(shown).toMatchObject({ name: { givenName: 'Ann', familyName: 'Lee' }, displayName: 'Anna Neu' });
      expect(shown.emails).toEqual([{ primary: true, value: 'anna@example.com', type: 'work' }]);
    }
    expect(await accountOfUser(tenant, body.id)).toMatchObject({
      displayName: 'Anna Neu',
      email: 'anna@example.com',
    });
  });
});
