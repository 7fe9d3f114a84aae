// Low-code apps: a switch beside the SSO settings, then people, groups and roles from the directory.

import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { eventsDuring } from '../support/feed.ts';
import { apps, oktaOf } from '../support/okta.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { api, newTenant, origin, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant('low-code');
  at = `/tenants/${tenant.slug}`;
});

describe('the administrator', () => {
  it('switches provisioning off, and Okta is told so; on again, everything is as it was', async () => {
    const okta = oktaOf(tenant);
    const { body } = await okta.assign('ann.lee@example.com');
    await okta.pushGroup('Developers', [body.id]);
    const directory = async () => {
      const { tenants: _, settings_history: __, audit: ___, ...rows } = await rowsOf(tenant);
      return rows;
    };
    const before = await directory();
    expect((await api('PATCH', `${at}/settings`, { enabled: false })).status).toBe(200);
    for (const answer of [...(await okta.testCredentials()), await okta.update(body.id, { active: false })]) {
      expectScimError(answer, 403);
      expect(answer.body.detail).toMatch(/switched off/i);
    }
    expect(await directory()).toEqual(before);
    await api('PATCH', `${at}/settings`, { enabled: true });
    expect((await okta.update(body.id, { displayName: 'Ann L.' })).body).toMatchObject({ id: body.id });
    expect(await accountsOf(tenant)).toMatchObject([{ displayName: 'Ann L.', roles: ['developer'] }]);
  });

  it('generates the token and saves: both are there the next time that the page is opened', async () => {
    const { body: token } = await api('POST', `${at}/tokens`, { name: 'Okta' });
    await api('PATCH', `${at}/settings`, { enabled: true });
    const { tokens } = (await api('GET', `${at}/tokens`)).body;
    expect(tokens.map(({ id }: { id: string }) => id)).toContain(token.id);
    expect((await api('GET', `${at}/settings`)).body.enabled).toBe(true);
  });
});

describe('the base URL', () => {
  it('ends in /scim/v2', async () => {
    const { body } = await api('GET', at);
    expect(body.scimUrl).toBe(`${origin}/t/${tenant.slug}/scim/v2`);
  });

  it("passes Okta's Test and Save, with nobody there yet and with somebody there", async () => {
    const okta = oktaOf(tenant);
    for (const answer of await okta.testCredentials()) {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ totalResults: 0, Resources: [] });
    }
    await okta.assign('ann.lee@example.com');
    const [users] = await okta.testCredentials();
    expect(users?.body).toMatchObject({
      totalResults: 1,
      Resources: [
        {
          userName: 'ann.lee@example.com',
          name: { givenName: 'Ann', familyName: 'Lee' },
          emails: [{ value: 'ann.lee@example.com' }],
          active: true,
        },
      ],
    });
  });
});

describe.each(apps)('the directory, by a %s app of Okta', (app) => {
  it('makes an assigned user appear among the users that are managed', async () => {
    const okta = oktaOf(tenant, app);
    const events = await eventsDuring(tenant, () => okta.assign('ann.lee@example.com'));
    expect(events).toMatchObject([
      { type: 'account.created', data: { account: { userName: 'ann.lee@example.com', status: 'active' } } },
    ]);
    const { users } = (await api('GET', `${at}/users`)).body;
    expect(users).toMatchObject([{ userName: 'ann.lee@example.com', displayName: 'Ann Lee' }]);
  });

  it('makes a pushed group appear among the groups that are managed, with its members, within seconds', async () => {
    const okta = oktaOf(tenant, app);
    const { body: ann } = await okta.assign('ann.lee@example.com');
    const start = Date.now();
    const answer = await okta.pushGroup('Builders', [ann.id]);
    expect([200, 204]).toContain(answer.status);
    const { groups } = (await api('GET', `${at}/groups`)).body;
    expect(groups).toMatchObject([{ displayName: 'Builders', memberCount: 1 }]);
    const { members } = (await api('GET', `${at}/groups/${groups[0].id}/members`)).body;
    expect(members).toMatchObject([{ value: ann.id, accountId: (await accountOfUser(tenant, ann.id)).id }]);
    expect(Date.now() - start).toBeLessThan(5000);
  });

  it('gives people their roles by their groups, and takes them away', async () => {
    const okta = oktaOf(tenant, app);
    const { body: ann } = await okta.assign('ann.lee@example.com');
    const { body: bob } = await okta.assign('bob.ray@example.com');
    await okta.pushGroup('Admins', [ann.id]);
    await okta.pushGroup('Developers', [ann.id, bob.id]);
    const roles = async (id: string) => (await accountOfUser(tenant, id)).roles.toSorted();
    expect([await roles(ann.id), await roles(bob.id)]).toEqual([['admin', 'developer'], ['developer']]);
    await okta.pushGroup('Developers', [bob.id]);
    await okta.pushGroup('Admins', []);
    expect([await roles(ann.id), await roles(bob.id)]).toEqual([[], ['developer']]);
  });
});
