// Object storage: a token from the settings page, then people and groups from Okta.

import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { eventsDuring } from '../support/feed.ts';
import { apps, oktaOf } from '../support/okta.ts';
import { memberIds } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant('object-storage');
});

describe('the administrator', () => {
  it('generates a token, which is shown this once, and the provisioning URL stands beside it', async () => {
    const { status, body } = await api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'Okta prod' });
    expect([status, body.token]).toEqual([201, expect.stringMatching(/^rc_/)]);
    const { body: page } = await api('GET', `/tenants/${tenant.slug}`);
    expect(page.scimUrl).toBe(tenant.baseUrl);
    const { text, body: list } = await api('GET', `/tenants/${tenant.slug}/tokens`);
    expect(text).not.toContain(body.token);
    expect(list.tokens).toContainEqual(expect.objectContaining({ id: body.id, lastFour: body.lastFour }));
  });
});

describe('the token', () => {
  it('lets the identity provider in, to that one account and to no other', async () => {
    const headers = { Authorization: `Bearer ${tenant.token}` };
    for (const answer of await oktaOf(tenant).testCredentials(headers)) expect(answer.status).toBe(200);
    const other = await newTenant('object-storage');
    for (const answer of await oktaOf(other).testCredentials(headers)) expectScimError(answer, 401);
  });
});

describe.each(apps)('users and groups come from the identity provider: Okta, %s app', (app) => {
  it('creates users', async () => {
    const { status, body } = await oktaOf(tenant, app).assign('ann.lee@example.com');
    expect(status).toBe(201);
    expect(await accountsOf(tenant)).toMatchObject([
      {
        userId: body.id,
        userName: 'ann.lee@example.com',
        displayName: 'Ann Lee',
        email: 'ann.lee@example.com',
        externalId: '00u-ann.lee',
        status: 'active',
      },
    ]);
  });

  it('updates attributes of users', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com');
    const mapped = {
      userName: 'ann.neu@example.com',
      displayName: 'Ann Neu',
      emails: [{ primary: true, value: 'ann.neu@example.com', type: 'work' }],
    };
    expect((await okta.update(body.id, mapped)).status).toBe(200);
    expect(await accountsOf(tenant)).toMatchObject([
      {
        userId: body.id,
        userName: 'ann.neu@example.com',
        displayName: 'Ann Neu',
        email: 'ann.neu@example.com',
      },
    ]);
  });

  it('deactivates users; assigned again, a user is the same one with the same account', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee@example.com');
    const { id } = await accountOfUser(tenant, body.id);
    expect((await okta.deactivate(body.id)).body.active).toBe(false);
    expect(await accountsOf(tenant)).toMatchObject([{ id, status: 'inactive' }]);
    expect((await okta.assign('ann.lee@example.com')).body).toMatchObject({ id: body.id, active: true });
    expect(await accountsOf(tenant)).toMatchObject([{ id, status: 'active' }]);
  });

  it('assigns people one by one, and a whole group of people at once', async () => {
    const okta = oktaOf(tenant, app);
    const names = Array.from({ length: 12 }, (_, index) => `person${index}.team@example.com`);
    expect((await okta.assign('ann.lee@example.com')).status).toBe(201);
    const answers = await Promise.all(names.map((name) => okta.assign(name)));
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201));
    const accounts = await accountsOf(tenant, 'status=active');
    expect(new Set(accounts.map(({ userName }) => userName))).toEqual(
      new Set(['ann.lee@example.com', ...names]),
    );
  });

  it('pushes groups, with those who come and those who leave', async () => {
    const okta = oktaOf(tenant, app);
    const ids = [];
    for (const name of ['ann.lee@example.com', 'bob.ray@example.com', 'cy.fox@example.com']) {
      ids.push((await okta.assign(name)).body.id);
    }
    const [ann, bob, cy] = ids;
    let groups = await okta.find('/Groups', 'displayName eq "Storage"');
    expect(groups).toEqual([]);
    await okta.pushGroup('Storage', [ann, bob]);
    groups = await okta.find('/Groups', 'displayName eq "Storage"');
    expect(groups).toHaveLength(1);
    const events = await eventsDuring(tenant, () => okta.pushGroup('Storage', [bob, cy]));
    expect(await memberIds(tenant, groups[0].id)).toEqual([bob, cy].toSorted());
    expect(events).toMatchObject([
      {
        type: 'group.members_changed',
        data: {
          added: [{ value: cy, accountId: (await accountOfUser(tenant, cy)).id }],
          removed: [{ value: ann, accountId: (await accountOfUser(tenant, ann)).id }],
        },
      },
    ]);
  });
});
