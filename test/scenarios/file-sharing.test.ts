// File sharing: custom attributes with values, defaults and a rule between them; user names that stay; users and
// groups that are linked and imported.

import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { eventsDuring } from '../support/feed.ts';
import { apps, oktaOf } from '../support/okta.ts';
import { addGroup, addUser, memberIds, patchBody } from '../support/people.ts';
import { finished } from '../support/reevaluation.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant('file-sharing');
  at = `/tenants/${tenant.slug}`;
});

/** The settings with one of the attributes changed, as an administrator saves them. */
async function withAttribute(name: string, change: object): Promise<Answer> {
  const { attributes } = (await api('GET', `${at}/settings`)).body;
  return api('PATCH', `${at}/settings`, {
    attributes: attributes.map((one: { name: string }) => (one.name === name ? { ...one, ...change } : one)),
  });
}

/** Refused with words that contain all of these, and nothing is changed. */
async function expectRefused(
  send: () => Promise<Answer>,
  scimType: 'invalidValue' | 'mutability',
  ...words: string[]
) {
  const before = await rowsOf(tenant);
  const answer = await send();
  expectScimError(answer, 400, scimType);
  for (const word of words) expect(answer.body.detail).toContain(word);
  expect(await rowsOf(tenant)).toEqual(before);
}

describe('the API key', () => {
  it('passes Test API Credentials', async () => {
    const { body } = await api('POST', `${at}/tokens`, { name: 'Okta' });
    const headers = { Authorization: `Bearer ${body.token}` };
    for (const { status } of await oktaOf(tenant).testCredentials(headers)) expect(status).toBe(200);
  });

  it('that is wrong is refused with a detail that Okta can quote: what to copy, and from where', async () => {
    const headers = { Authorization: `Bearer ${tenant.token.slice(0, -1)}x` };
    for (const answer of await oktaOf(tenant).testCredentials(headers)) {
      expectScimError(answer, 401);
      expect(answer.body.detail).toMatch(/token was not accepted.*Copy.*dashboard/i);
    }
  });
});

describe.each(apps)('users, by a %s app of Okta', (app) => {
  it('are created', async () => {
    const { status, body } = await oktaOf(tenant, app).assign('ann.lee');
    expect([status, body.userName]).toEqual([201, 'ann.lee']);
    expect(await accountsOf(tenant)).toMatchObject([{ userName: 'ann.lee', status: 'active' }]);
  });

  it('get updates of mapped attributes, and keep those that are not mapped', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee', { userType: 'standard' });
    const answer = await okta.update(body.id, { displayName: 'Ann L.', userType: 'admin', twoFactor: true });
    expect(answer.status).toBe(200);
    expect(await accountOfUser(tenant, body.id)).toMatchObject({
      displayName: 'Ann L.',
      email: 'ann.lee@example.com',
      attributes: { userType: 'admin', twoFactor: true, authenticationType: 'sso' },
    });
  });

  it('are deactivated and never deleted: the account is there, and is taken up again', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee', { userType: 'admin' });
    const before = await accountOfUser(tenant, body.id);
    await okta.deactivate(body.id);
    expect(await accountsOf(tenant)).toEqual([
      { ...before, status: 'inactive', updatedAt: expect.any(String) },
    ]);
    expect((await okta.assign('ann.lee')).body).toMatchObject({ id: body.id, active: true });
    expect(await accountsOf(tenant)).toMatchObject([{ id: before.id, status: 'active' }]);
    await tenant.scim('DELETE', `/Users/${body.id}`);
    expect(await accountsOf(tenant)).toMatchObject([{ id: before.id, status: 'preserved' }]);
  });

  it('have names that are no e-mail addresses and follow a pattern: others are refused in words', async () => {
    const okta = oktaOf(tenant, app);
    await expectRefused(() => okta.assign('ann.lee@example.com'), 'invalidValue', 'e-mail', 'before the "@"');
    for (const name of ['ann lee', 'ann/lee', 'änn', 'ann+lee']) {
      await expectRefused(() => okta.assign(name), 'invalidValue', name, '[A-Za-z0-9._-]+');
    }
    for (const name of ['ann', 'Ann.Lee-2', 'ann_lee']) expect((await okta.assign(name)).status).toBe(201);
  });

  it('keep the name that they were created with: a change is refused in words, and nothing changes', async () => {
    const okta = oktaOf(tenant, app);
    const { body } = await okta.assign('ann.lee');
    for (const change of [{ userName: 'ann.neu' }, { userName: 'ann.neu', displayName: 'Ann Neu' }]) {
      await expectRefused(
        () => okta.update(body.id, change),
        'mutability',
        'cannot be changed to "ann.neu"',
        'nothing was changed',
      );
    }
    const rename = patchBody({ op: 'replace', path: 'userName', value: 'ann.neu' });
    await expectRefused(() => tenant.scim('PATCH', `/Users/${body.id}`, rename), 'mutability', 'ann.neu');
    expect((await okta.update(body.id, { userName: 'ANN.LEE', displayName: 'Ann L.' })).body).toMatchObject({
      userName: 'ann.lee',
      displayName: 'Ann L.',
    });
  });

  it('are imported page by page, each once and whole', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `person.no${index}`);
    for (let start = 0; start < names.length; start += 23) {
      await Promise.all(names.slice(start, start + 23).map((name) => oktaOf(tenant, app).assign(name)));
    }
    const imported = await oktaOf(tenant, app).import('/Users');
    expect(imported.map(({ userName }) => userName).toSorted()).toEqual(names.toSorted());
    for (const user of imported) {
      expect(user).toMatchObject({
        id: expect.any(String),
        name: { givenName: 'Person', familyName: expect.stringMatching(/^No/) },
        emails: [{ value: `${user.userName}@example.com` }],
        active: true,
        userType: 'power',
      });
    }
  });
});

describe('a user', () => {
  it('who was deactivated is reactivated by hand', async () => {
    const okta = oktaOf(tenant);
    const { body } = await okta.assign('ann.lee');
    await okta.deactivate(body.id);
    const { id } = await accountOfUser(tenant, body.id);
    expect((await api('POST', `${at}/accounts/${id}/reactivate`)).status).toBe(200);
    expect(await accountOfUser(tenant, body.id)).toMatchObject({ id, status: 'active' });
    expect((await tenant.scim('GET', `/Users/${body.id}`)).body.active).toBe(true);
  });
});

describe.each(apps)('groups, by a %s app of Okta', (app) => {
  let ids: string[];
  beforeEach(async () => {
    ids = [];
    for (const name of ['ann', 'bob', 'cy']) ids.push((await addUser(tenant, { userName: name })).id);
  });

  it('are created with their members', async () => {
    const okta = oktaOf(tenant, app);
    await okta.pushGroup('Sales', ids);
    const [group] = await okta.find('/Groups', 'displayName eq "Sales"');
    expect(await memberIds(tenant, group.id)).toEqual(ids.toSorted());
    const { groups } = (await api('GET', `${at}/groups`)).body;
    expect(groups).toMatchObject([{ id: group.id, displayName: 'Sales', memberCount: 3 }]);
  });

  it('are linked to a group that exists already: the same group, with the members that Okta pushes', async () => {
    const existing = await addGroup(tenant, ids.slice(0, 2), { displayName: 'Sales' });
    const events = await eventsDuring(tenant, () => oktaOf(tenant, app).pushGroup('Sales', ids.slice(1)));
    expect(events.map(({ type }) => type)).toEqual(['group.members_changed']);
    expect(await memberIds(tenant, existing.id)).toEqual(ids.slice(1).toSorted());
    expect((await api('GET', `${at}/groups`)).body.groups).toHaveLength(1);
  });

  it('are imported with their members', async () => {
    await addGroup(tenant, ids, { displayName: 'Sales' });
    await addGroup(tenant, ids.slice(2), { displayName: 'Support' });
    await addGroup(tenant, [], { displayName: 'Nobody' });
    const imported = await oktaOf(tenant, app).import('/Groups');
    const lines = imported.map(({ displayName, members = [] }) => [
      displayName,
      members.map(({ value }: { value: string }) => value).toSorted(),
    ]);
    expect(Object.fromEntries(lines)).toEqual({
      Sales: ids.toSorted(),
      Support: [ids[2]],
      Nobody: [],
    });
  });

  it('take nobody who is not provisioned yet: the answer names him, and the group stays as it was', async () => {
    const okta = oktaOf(tenant, app);
    await okta.pushGroup('Sales', ids.slice(0, 1));
    const stranger = crypto.randomUUID();
    await expectRefused(
      () => okta.pushGroup('Sales', [...ids, stranger]),
      'invalidValue',
      stranger,
      'Provision these users first',
    );
    await expectRefused(() => okta.pushGroup('Support', [stranger]), 'invalidValue', stranger);
    const [, , cy] = ids;
    await okta.pushGroup('Sales', [cy ?? '']);
    const [group] = await okta.find('/Groups', 'displayName eq "Sales"');
    expect(await memberIds(tenant, group.id)).toEqual([cy]);
  });
});

describe.each(apps)('accounts and groups that the product had before, by a %s app of Okta', (app) => {
  const names = Array.from({ length: 230 }, (_, index) => `person.no${index}`);
  let users: Answer['body'][];
  let groups: Answer['body'][];
  beforeEach(async () => {
    const { body } = await api('POST', `${at}/imports`, {
      users: names.map((userName, index) => ({
        userName,
        externalId: `account-${index}`,
        displayName: `Person ${index}`,
        emails: [{ value: `${userName}@example.com`, type: 'work' }],
        ...(index === 0 && { userType: 'admin' }),
      })),
      groups: [
        { displayName: 'Sales', members: names.slice(0, 120).map((value) => ({ value })) },
        { displayName: 'Support', members: [{ value: 'account-0' }, { value: 'person.no1' }] },
      ],
    });
    ({ users, groups } = body);
  });

  it('are imported page by page, each user once and whole, each group with its members', async () => {
    const okta = oktaOf(tenant, app);
    const imported = await okta.import('/Users');
    expect(imported.map(({ id, userName }) => [id, userName])).toEqual(
      users.map(({ id }, index) => [id, names[index]]),
    );
    for (const user of imported) {
      expect(user).toMatchObject({ active: true, emails: [{ value: `${user.userName}@example.com` }] });
      expect(user.userType).toBe(user.userName === 'person.no0' ? 'admin' : 'power');
    }
    const [sales, support] = await okta.import('/Groups');
    expect([sales.id, support.id]).toEqual(groups.map(({ id }) => id));
    const idsIn = ({ members }: Answer['body']) => members.map(({ value }: { value: string }) => value);
    const ids = users.map(({ id }) => id);
    expect(idsIn(sales).toSorted()).toEqual(ids.slice(0, 120).toSorted());
    expect(idsIn(support).toSorted()).toEqual(ids.slice(0, 2).toSorted());
  });

  it('are linked to the person who is assigned: found by his user name, changed, the same user and account', async () => {
    const okta = oktaOf(tenant, app);
    const [person] = users;
    const events = await eventsDuring(tenant, async () => {
      const { status, body } = await okta.assign('PERSON.NO0', { displayName: 'Person Nought' });
      expect([status, body.id, body.displayName]).toEqual([200, person.id, 'Person Nought']);
    });
    expect(events.map(({ type }) => type)).toEqual(['account.updated']);
    expect(await accountOfUser(tenant, person.id)).toMatchObject({
      id: person.accountId,
      userName: 'person.no0',
      displayName: 'Person Nought',
      attributes: { userType: 'admin' },
    });
    await okta.deactivate(person.id);
    expect(await accountOfUser(tenant, person.id)).toMatchObject({
      id: person.accountId,
      status: 'inactive',
    });
    expect(await accountsOf(tenant)).toHaveLength(230);
  });

  it('are linked to a group that is pushed: found by its name, the same group, with the members that Okta pushes', async () => {
    const [, support] = groups;
    const pushed = users.slice(1, 4).map(({ id }) => id);
    const events = await eventsDuring(tenant, () => oktaOf(tenant, app).pushGroup('Support', pushed));
    expect(events.map(({ type }) => type)).toEqual(['group.members_changed']);
    expect(events[0].data.removed).toEqual([{ value: users[0].id, accountId: users[0].accountId }]);
    expect(await memberIds(tenant, support.id)).toEqual(pushed.toSorted());
    expect((await api('GET', `${at}/groups`)).body.groups).toHaveLength(2);
  });
});

describe.each(apps)('the custom attribute, by a %s app of Okta', (app) => {
  const attributesOf = async (userName: string, mapped: object = {}) => {
    const { status, body } = await oktaOf(tenant, app).assign(userName, mapped);
    expect(status).toBe(201);
    return (await accountOfUser(tenant, body.id)).attributes;
  };

  it('user type is admin, power or standard, in this very case, and power by default', async () => {
    const okta = oktaOf(tenant, app);
    for (const userType of ['admin', 'power', 'standard']) {
      expect(await attributesOf(userType, { userType })).toMatchObject({ userType });
    }
    expect(await attributesOf('nobody.said')).toMatchObject({ userType: 'power' });
    expect(await attributesOf('empty', { userType: '' })).toMatchObject({ userType: 'power' });
    for (const userType of ['Admin', 'POWER', 'standard ', 'guest']) {
      await expectRefused(
        () => okta.assign('ann', { userType }),
        'invalidValue',
        userType,
        'admin, power, standard',
      );
    }
    const [ann] = await okta.find('/Users', 'userName eq "admin"');
    await expectRefused(() => okta.update(ann.id, { userType: 'Power' }), 'invalidValue', 'Power');
  });

  it('authentication type is SSO by default', async () => {
    expect(await attributesOf('ann')).toMatchObject({ authenticationType: 'sso' });
    expect(await attributesOf('bob', { authenticationType: 'internal' })).toMatchObject({
      authenticationType: 'internal',
    });
  });

  it('IdP user name is by default the e-mail address, or the user name, by a setting of the domain', async () => {
    expect(await attributesOf('ann')).toMatchObject({ idpUserName: 'ann@example.com' });
    expect(await attributesOf('bob', { idpUserName: 'b.ray' })).toMatchObject({ idpUserName: 'b.ray' });
    expect((await withAttribute('idpUserName', { defaultFrom: 'userName' })).status).toBe(200);
    expect(await attributesOf('cy')).toMatchObject({ idpUserName: 'cy' });
  });

  it('send invite e-mail is true by default', async () => {
    expect(await attributesOf('ann')).toMatchObject({ sendInvite: true });
    expect(await attributesOf('bob', { sendInvite: false })).toMatchObject({ sendInvite: false });
  });

  it('service account is false by default, and true only without an invitation: otherwise an error', async () => {
    const okta = oktaOf(tenant, app);
    expect(await attributesOf('ann')).toMatchObject({ serviceAccount: false });
    for (const mapped of [{ serviceAccount: true }, { serviceAccount: true, sendInvite: true }]) {
      await expectRefused(
        () => okta.assign('robot', mapped),
        'invalidValue',
        'service account',
        'sendInvite',
      );
    }
    expect(await attributesOf('robot', { serviceAccount: true, sendInvite: false })).toMatchObject({
      serviceAccount: true,
      sendInvite: false,
    });
    const [ann] = await okta.find('/Users', 'userName eq "ann"');
    await expectRefused(() => okta.update(ann.id, { serviceAccount: true }), 'invalidValue', 'sendInvite');
    const both = await okta.update(ann.id, { serviceAccount: true, sendInvite: false });
    expect(both.body).toMatchObject({ serviceAccount: true, sendInvite: false });
  });

  it("two-factor is by default as the domain's setting says", async () => {
    expect(await attributesOf('ann')).toMatchObject({ twoFactor: false });
    expect((await withAttribute('twoFactor', { default: true })).status).toBe(200);
    expect(await attributesOf('bob')).toMatchObject({ twoFactor: true });
    expect(await attributesOf('cy', { twoFactor: false })).toMatchObject({ twoFactor: false });
  });

  it('that is new comes to an integration that exists, and no user is lost', async () => {
    const okta = oktaOf(tenant, app);
    const { body: ann } = await okta.assign('ann');
    const { body: bob } = await okta.assign('bob');
    const before = await accountsOf(tenant);
    const { attributes } = (await api('GET', `${at}/settings`)).body;
    const region = { name: 'region', canonicalValues: ['emea', 'apac'], default: 'emea' };
    const { status } = await api('PATCH', `${at}/settings`, { attributes: [...attributes, region] });
    expect(status).toBe(200);
    // Without a request of Okta's.
    expect(await finished(tenant)).toMatchObject({ total: 2, done: 2, changed: 2 });
    expect((await accountsOf(tenant)).map(({ attributes }) => attributes['region'])).toEqual([
      'emea',
      'emea',
    ]);
    expect((await okta.update(ann.id, { region: 'apac' })).status).toBe(200);
    expect((await okta.update(bob.id, { displayName: 'Bob R.' })).status).toBe(200);
    expect((await accountOfUser(tenant, ann.id)).attributes).toMatchObject({
      region: 'apac',
      userType: 'power',
    });
    expect((await accountOfUser(tenant, bob.id)).attributes).toMatchObject({
      region: 'emea',
      userType: 'power',
    });
    expect((await accountsOf(tenant)).map(({ id }) => id).toSorted()).toEqual(
      before.map(({ id }) => id).toSorted(),
    );
  });
});
