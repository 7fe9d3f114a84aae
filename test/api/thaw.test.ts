// What a freeze took is given back as soon as provisioning is turned on, by whatever way.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { eventsDuring, eventsOf } from '../support/feed.ts';
import { frozen, settled, thawed } from '../support/freeze.ts';
import { addUser, addUsers, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}`;
});

const deactivate = (id: string) =>
  tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { active: false } }));
const settings = (values: object) => api('PATCH', `${at}/settings`, values);
const statusOf = async (user: { id: string }) => (await accountOfUser(tenant, user.id)).status;
const frozenAtOf = async (user: { id: string }) => {
  const { id } = await accountOfUser(tenant, user.id);
  return (await api('GET', `${at}/accounts/${id}`)).body.frozenAt;
};
const audit = async () => (await api('GET', `${at}/audit?limit=3`)).body.entries;
const seatsTaken = async () =>
  (
    await env.DB.prepare('SELECT active_count AS n FROM tenants WHERE slug = ?')
      .bind(tenant.slug)
      .first<{ n: number }>()
  )?.n;
const sequences = (events: readonly Answer['body'][]) => events.map(({ sequence }) => sequence);

describe('turned on again', () => {
  const ways: readonly [how: string, on: () => Promise<Answer>][] = [
    ['thaw', () => api('POST', `${at}/thaw`)],
    ['the setting', () => settings({ enabled: true })],
    ['the default of the setting', () => settings({ enabled: null })],
    ['undo', () => api('POST', `${at}/settings/undo`)],
  ];

  it.each(ways)('by %s it gives back exactly what the freeze took', async (_how, on) => {
    const [ann, bob, eve] = [await addUser(tenant), await addUser(tenant), await addUser(tenant)];
    await deactivate(eve.id);
    await frozen(tenant);
    let requestId: string | null | undefined;
    const events = await eventsDuring(tenant, async () => {
      requestId = (await on()).headers.get('x-request-id');
      expect(await settled(tenant)).toMatchObject({ state: 'thawed', requestId, done: 2, notBack: 0 });
    });
    expect(await Promise.all([ann, bob, eve].map(statusOf))).toEqual(['active', 'active', 'inactive']);
    expect(events.map(({ type, cause }) => [type, cause.requestId])).toEqual([
      ['account.reactivated', requestId],
      ['account.reactivated', requestId],
    ]);
    expect(await frozenAtOf(ann)).toBeNull();
    expect(await seatsTaken()).toBe(2);
    expect((await tenant.scim('GET', `/Users/${eve.id}`)).body.active).toBe(false);
    expect((await audit()).map(({ action }: Answer['body']) => action)).toContain('accounts.thawed');
  });

  it('it was no freeze where provisioning was only off', async () => {
    const ann = await addUser(tenant);
    await settings({ enabled: false });
    const { status, body } = await api('POST', `${at}/thaw`);
    expect([status, body]).toEqual([202, { freeze: null }]);
    expect(await statusOf(ann)).toBe('active');
    expect((await tenant.scim('GET', '/Users')).status).toBe(200);
  });

  it('with fewer seats as many come back as there are, and the others once there are more', async () => {
    await addUsers(tenant, 5);
    await frozen(tenant);
    await settings({ seats: { limit: 3 } });
    expect(await thawed(tenant)).toMatchObject({ total: 5, done: 3, withoutSeat: 2 });
    expect(await accountsOf(tenant, 'status=active')).toHaveLength(3);
    const [waiting] = await accountsOf(tenant, 'status=inactive');
    expectProblem(await api('POST', `${at}/accounts/${waiting.id}/reactivate`), 409);
    await settings({ seats: { limit: 5 } });
    const byHand = await api('POST', `${at}/accounts/${waiting.id}/reactivate`);
    expect(byHand.body).toMatchObject({ status: 'active', frozenAt: null });
    expect(await thawed(tenant)).toMatchObject({ total: 1, done: 1, withoutSeat: 0 });
    expect(await accountsOf(tenant, 'status=active')).toHaveLength(5);
    expect(await seatsTaken()).toBe(5);
  });

  it('the identity provider gives somebody who waits for a seat his account back by itself', async () => {
    const [ann] = await addUsers(tenant, 1);
    await frozen(tenant);
    await settings({ seats: { limit: 0 } });
    await thawed(tenant);
    await settings({ seats: null });
    const id = ann?.id ?? '';
    await tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { displayName: 'Ann' } }));
    expect(await statusOf({ id })).toBe('active');
    expect(await frozenAtOf({ id })).toBeNull();
  });

  it('frozen once more, what waits for a seat and what came since are given back together', async () => {
    await addUsers(tenant, 3);
    await frozen(tenant);
    await settings({ seats: { limit: 1 } });
    await thawed(tenant);
    await settings({ seats: null });
    await frozen(tenant);
    expect(await thawed(tenant)).toMatchObject({ total: 3, done: 3 });
    expect(await accountsOf(tenant, 'status=active')).toHaveLength(3);
  });

  it('events have numbers without a gap, and the seats are those of who is active', async () => {
    await addUsers(tenant, 30);
    for (let time = 0; time < 2; time++) {
      await frozen(tenant);
      await thawed(tenant);
    }
    const events = await eventsOf(tenant);
    expect(sequences(events)).toEqual(events.map((_, index) => index + 1));
    expect(events).toHaveLength(30 + 4 * 30);
    expect(await seatsTaken()).toBe(30);
  });
});

it('turned on while it still freezes, all that is frozen by then comes back', async () => {
  const people = await addUsers(tenant, 700);
  const [freeze, thaw] = [await api('POST', `${at}/freeze`), await api('POST', `${at}/thaw`)];
  expect([freeze.status, thaw.status]).toEqual([202, 202]);
  expect(await settled(tenant)).toMatchObject({ state: 'thawed' });
  expect(await accountsOf(tenant, 'status=active')).toHaveLength(people.length);
  expect(await seatsTaken()).toBe(people.length);
});
