// Settings that change reach those who are there already: they are judged anew, by steps of the tenant's object.

import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { runCron } from '../support/cron.ts';
import { eventsDuring, eventsOf } from '../support/feed.ts';
import { addUser, addUsers, patchBody } from '../support/people.ts';
import { finished } from '../support/reevaluation.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

const profiles = [
  { name: 'DACH', quotaGb: 200, storage: 'eu-1' },
  { name: 'US', quotaGb: 100, storage: 'us-1' },
];
const byTitle = [
  { when: 'title eq "Berlin"', profile: 'DACH' },
  { when: 'title eq "Boston"', profile: 'US' },
];

let tenant: TestTenant;
const change = (settings: object) => api('PATCH', `/tenants/${tenant.slug}/settings`, settings);

beforeEach(async () => {
  tenant = await newTenant();
});

describe('after a change of settings', () => {
  it('accounts follow the new rules, each told of once, caused by the change', async () => {
    const berlin = await addUser(tenant, { userName: 'berlin', title: 'Berlin' });
    const boston = await addUser(tenant, { userName: 'boston', title: 'Boston' });
    const paris = await addUser(tenant, { userName: 'paris', title: 'Paris' });
    let changed: Answer | undefined;
    const events = await eventsDuring(tenant, async () => {
      changed = await change({ profiles, rules: byTitle });
      await finished(tenant);
    });
    const requestId = changed?.headers.get('x-request-id');
    expect(await accountOfUser(tenant, berlin.id)).toMatchObject({
      profile: 'DACH',
      quotaGb: 200,
      storage: 'eu-1',
    });
    expect(await accountOfUser(tenant, boston.id)).toMatchObject({
      profile: 'US',
      quotaGb: 100,
      storage: 'us-1',
    });
    expect(await accountOfUser(tenant, paris.id)).toMatchObject({ profile: null, quotaGb: null });
    expect(
      events.map(({ type, data, cause }) => [type, data.account.userId, data.account.profile, cause]),
    ).toEqual([
      ['account.updated', berlin.id, 'DACH', { requestId, tokenId: null }],
      ['account.updated', boston.id, 'US', { requestId, tokenId: null }],
    ]);
    const { id } = await accountOfUser(tenant, berlin.id);
    const { body } = await api('GET', `/tenants/${tenant.slug}/accounts/${id}`);
    expect(body.decidedBy).toMatchObject({
      kind: 'rule',
      rule: 0,
      settingsVersion: 2,
      requestId,
      tokenId: null,
    });
  });

  it('its progress says how many were judged, and what became of them', async () => {
    await addUser(tenant, { userName: 'ann', title: 'Berlin' });
    await addUser(tenant, { userName: 'bob' });
    const { headers } = await change({ profiles, rules: byTitle });
    expect(await finished(tenant)).toEqual({
      requestId: headers.get('x-request-id'),
      total: 2,
      done: 2,
      changed: 1,
      notDecidable: 0,
      refused: 0,
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
    });
  });

  it('a new attribute with a default comes to users and accounts, and moves their version', async () => {
    const { id } = await addUser(tenant, { userName: 'ann', displayName: 'Ann' });
    const before = (await tenant.scim('GET', `/Users/${id}`)).body;
    const urn = 'urn:ietf:params:scim:schemas:core:2.0:User';
    await change({
      attributes: [
        { name: 'plan', namespace: urn, type: 'string', default: 'basic' },
        { name: 'principal', namespace: urn, type: 'string', defaultFrom: 'displayName' },
      ],
    });
    await finished(tenant);
    const { body } = await tenant.scim('GET', `/Users/${id}`);
    expect(body).toMatchObject({ plan: 'basic', principal: 'Ann' });
    expect(body.meta.version).not.toBe(before.meta.version);
    expect(await accountOfUser(tenant, id)).toMatchObject({
      attributes: { plan: 'basic', principal: 'Ann' },
    });
    const found = await tenant.scim('GET', `/Users?filter=${encodeURIComponent('plan eq "BASIC"')}`);
    expect(found.body.totalResults).toBe(1);
  });

  it('who was judged by what is not kept stays as he is, and is counted', async () => {
    await change({ profiles, rules: [{ when: 'countryCode eq "DE"', profile: 'DACH' }] });
    const { id } = await addUser(tenant, { userName: 'ann', countryCode: 'DE' });
    expect(await accountOfUser(tenant, id)).toMatchObject({ profile: 'DACH', quotaGb: 200 });
    await change({
      profiles: [{ ...profiles[0], quotaGb: 300 }, profiles[1]],
      rules: [
        { when: 'countryCode eq "AT"', profile: 'US' },
        { when: 'countryCode eq "DE"', profile: 'DACH' },
      ],
    });
    expect(await finished(tenant)).toMatchObject({ done: 1, notDecidable: 1 });
    // The profile stays; what comes with it is what it gives today.
    expect(await accountOfUser(tenant, id)).toMatchObject({ profile: 'DACH', quotaGb: 300 });
  });

  it('nobody gains or loses access by it', async () => {
    const { id } = await addUser(tenant, { userName: 'ann', active: false });
    const events = await eventsDuring(tenant, async () => {
      await change({ accountSizeGb: 5, deprovision: { deactivate: 'preserve' } });
      await finished(tenant);
    });
    expect(await accountOfUser(tenant, id)).toMatchObject({ status: 'preserved', quotaGb: 5 });
    expect(events.map(({ type }) => type)).toEqual(['account.preserved']);
  });

  it('settings that say nothing of accounts leave everybody alone', async () => {
    await addUser(tenant, { userName: 'ann' });
    await change({ seats: { limit: 10 }, usernames: { emailAllowed: false } });
    const { body } = await api('GET', `/tenants/${tenant.slug}/reevaluation`);
    expect(body).toEqual({ reevaluation: null });
  });

  it('undoing the change judges everybody once more', async () => {
    const { id } = await addUser(tenant, { userName: 'ann' });
    await change({ accountSizeGb: 5 });
    await finished(tenant);
    await api('POST', `/tenants/${tenant.slug}/settings/undo`);
    await finished(tenant);
    expect(await accountOfUser(tenant, id)).toMatchObject({ quotaGb: null });
  });

  it('other tenants are left alone', async () => {
    const other = await newTenant();
    const { id } = await addUser(other, { userName: 'ann' });
    await addUser(tenant, { userName: 'ann' });
    await change({ accountSizeGb: 5 });
    await finished(tenant);
    expect(await accountOfUser(other, id)).toMatchObject({ quotaGb: null });
    expect(await eventsOf(other)).toHaveLength(1);
  });
});

describe('with many users', () => {
  const count = 700;

  it('all are reached in several steps, while requests go on, whose changes are kept', async () => {
    const users = await addUsers(tenant, count, { title: 'Berlin' });
    await change({ profiles, rules: byTitle, accountSizeGb: 1 });
    const moved = users.slice(-20);
    for (const { id } of moved) {
      await tenant.scim(
        'PATCH',
        `/Users/${id}`,
        patchBody({ op: 'replace', path: 'title', value: 'Boston' }),
      );
    }
    expect(await finished(tenant)).toMatchObject({ total: count, done: count });
    const profileOf = new Map((await accountsOf(tenant)).map(({ userId, profile }) => [userId, profile]));
    expect(users.map(({ id }) => profileOf.get(id))).toEqual(
      users.map((user) => (moved.includes(user) ? 'US' : 'DACH')),
    );
  });

  it('what was interrupted goes on where it was when the cron wakes it', async () => {
    const id = await tenantId(tenant.slug);
    await addUsers(tenant, 20, { title: 'Berlin' });
    await change({ profiles, rules: byTitle });
    await finished(tenant);
    // As it was left by an object that was lost after ten users and never woken again.
    const half = await env.DB.prepare(
      'SELECT place FROM users WHERE tenant = ? ORDER BY place LIMIT 1 OFFSET 9',
    )
      .bind(id)
      .first<{ place: number }>();
    await env.DB.batch([
      env.DB.prepare(
        "UPDATE accounts SET profile = NULL, updated_at = '2020-01-01T00:00:00.000Z' WHERE tenant = ?",
      ).bind(id),
      env.DB.prepare(
        'UPDATE reevaluations SET finished_at = NULL, after_place = ?, done = 10, changed = 10 WHERE tenant = ?',
      ).bind(half?.place ?? 0, id),
    ]);
    await evictDurableObject(env.TENANT.get(env.TENANT.idFromName(id)));
    await runCron();
    expect(await finished(tenant)).toMatchObject({ total: 20, done: 20, changed: 20 });
    const reached = (await accountsOf(tenant)).filter(({ profile }) => profile === 'DACH');
    expect(reached).toHaveLength(10);
  });
});
