// POST …/freeze: provisioning off, and everybody without access. What gives it back: `thaw`.

import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { newApiKey } from '../support/api-keys.ts';
import { runCron } from '../support/cron.ts';
import { eventsDuring, eventsOf } from '../support/feed.ts';
import { frozen, settled, thawed } from '../support/freeze.ts';
import { addUser, addUsers, patchBody, userBody } from '../support/people.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
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

describe('a freeze', () => {
  it('turns SCIM off and takes access from every active account, each told of once, caused by the freeze', async () => {
    const [ann, bob, eve] = [await addUser(tenant), await addUser(tenant), await addUser(tenant)];
    await deactivate(eve.id);
    let answer: Answer | undefined;
    const events = await eventsDuring(tenant, async () => {
      answer = await api('POST', `${at}/freeze`);
      await settled(tenant);
    });
    const requestId = answer?.headers.get('x-request-id');
    expect(answer?.status).toBe(202);
    expectScimError(await tenant.scim('GET', '/Users'), 403);
    expect(await Promise.all([ann, bob, eve].map(statusOf))).toEqual(['inactive', 'inactive', 'inactive']);
    const told = events.map(({ type, data, cause }) => [
      type,
      data.account.userId,
      data.account.status,
      cause,
    ]);
    const cause = { requestId, tokenId: null };
    expect(told.toSorted((one, other) => (one[1] < other[1] ? -1 : 1))).toEqual(
      [ann.id, bob.id].toSorted().map((id) => ['account.deactivated', id, 'inactive', cause]),
    );
    expect(await settled(tenant)).toMatchObject({ state: 'frozen', requestId, total: 2, done: 2 });
    expect(await seatsTaken()).toBe(0);
  });

  it('is told apart from what was deactivated otherwise', async () => {
    const [ann, eve] = [await addUser(tenant), await addUser(tenant)];
    await deactivate(eve.id);
    await frozen(tenant);
    expect(await frozenAtOf(ann)).toMatch(/^\d{4}-/);
    expect(await frozenAtOf(eve)).toBeNull();
  });

  it('has one entry in the audit, with how many accounts, and by whom', async () => {
    await addUsers(tenant, 3);
    const { key } = await newApiKey(['write'], tenant.slug);
    await api('POST', `${at}/freeze`, undefined, { Authorization: `Bearer ${key}` });
    const [entry, before] = await audit();
    expect(entry).toMatchObject({
      action: 'accounts.frozen',
      actor: { kind: 'api-key' },
      before: { enabled: true },
      after: { enabled: false, accounts: 3 },
    });
    expect(before.action).not.toBe('settings.changed');
  });

  it('once more changes nothing, also at the same time', async () => {
    await addUser(tenant);
    const answers = await Promise.all(Array.from({ length: 4 }, () => api('POST', `${at}/freeze`)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    await settled(tenant);
    const before = await rowsOf(tenant);
    await frozen(tenant);
    expect(await rowsOf(tenant)).toEqual(before);
    const actions = (await api('GET', `${at}/audit`)).body.entries.map(
      ({ action }: Answer['body']) => action,
    );
    expect(actions.filter((action: string) => action === 'accounts.frozen')).toHaveLength(1);
  });

  it('can follow where provisioning was off before', async () => {
    const ann = await addUser(tenant);
    await settings({ enabled: false });
    await frozen(tenant);
    expect(await statusOf(ann)).toBe('inactive');
    expect((await audit())[0]).toMatchObject({ action: 'accounts.frozen', before: { enabled: false } });
  });

  it('leaves other tenants alone', async () => {
    const other = await newTenant();
    const { id } = await addUser(other);
    await addUser(tenant);
    await frozen(tenant);
    expect((await accountOfUser(other, id)).status).toBe('active');
    expect(await eventsOf(other)).toHaveLength(1);
    expect((await api('GET', `/tenants/${other.slug}/freeze`)).body).toEqual({ freeze: null });
  });

  it('of a tenant that is not there is 404', async () => {
    for (const path of ['freeze', 'thaw']) expectProblem(await api('POST', `/tenants/nobody/${path}`), 404);
  });
});

describe('while accounts are frozen', () => {
  it('nobody gets access back by hand, in words that say what to do', async () => {
    const ann = await addUser(tenant);
    await frozen(tenant);
    const { id } = await accountOfUser(tenant, ann.id);
    const before = await rowsOf(tenant);
    const answer = await api('POST', `${at}/accounts/${id}/reactivate`);
    expectProblem(answer, 409);
    expect(answer.body.detail).toContain('Turn provisioning on first');
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('an import is refused, because it would let people in', async () => {
    await frozen(tenant);
    const before = await rowsOf(tenant);
    expectProblem(await api('POST', `${at}/imports`, { users: [userBody()], groups: [] }), 409);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('settings that reach everybody change accounts, and give nobody access', async () => {
    const ann = await addUser(tenant);
    await frozen(tenant);
    await settings({ accountSizeGb: 7, deprovision: { deactivate: 'preserve' } });
    await expect.poll(async () => (await accountOfUser(tenant, ann.id)).quotaGb).toBe(7);
    expect(await statusOf(ann)).toBe('inactive');
    expect(await frozenAtOf(ann)).not.toBeNull();
    await thawed(tenant);
    expect(await statusOf(ann)).toBe('active');
  });

  it('a frozen newcomer who is linked to what he left stays frozen, and comes back by it', async () => {
    const gone = await addUser(tenant, { userName: 'ann', externalId: 'first' });
    const left = await accountOfUser(tenant, gone.id);
    await tenant.scim('DELETE', `/Users/${gone.id}`);
    const come = await addUser(tenant, { userName: 'ann', externalId: 'second' });
    await frozen(tenant);
    const linked = await api('POST', `${at}/accounts/${left.id}/link`, { userId: come.id });
    expect(linked.body).toMatchObject({ id: left.id, status: 'inactive', frozenAt: expect.any(String) });
    expect(await thawed(tenant)).toMatchObject({ done: 1, notBack: 0 });
    expect(await accountOfUser(tenant, come.id)).toMatchObject({ id: left.id, status: 'active' });
    expect(await seatsTaken()).toBe(1);
  });

  it("a leaver's account can still be purged", async () => {
    const gone = await addUser(tenant);
    const { id } = await accountOfUser(tenant, gone.id);
    await tenant.scim('DELETE', `/Users/${gone.id}`);
    await frozen(tenant);
    expect((await api('POST', `${at}/accounts/${id}/purge`)).status).toBe(204);
  });
});

it('requests under way when it begins are carried out before it or refused: nobody stays active', async () => {
  const people = await addUsers(tenant, 40);
  const work = people.map(({ id }, index) =>
    index % 2 === 0
      ? tenant.scim('POST', '/Users', userBody())
      : tenant.scim(
          'PATCH',
          `/Users/${id}`,
          patchBody({ op: 'replace', value: { active: index % 4 === 1 } }),
        ),
  );
  const freeze = api('POST', `${at}/freeze`);
  const answers = await Promise.all([...work, api('POST', `${at}/imports`, { users: [userBody()] })]);
  expect((await freeze).status).toBe(202);
  for (const { status } of answers) expect([200, 201, 403, 409, 503]).toContain(status);
  await settled(tenant);
  expect(await accountsOf(tenant, 'status=active')).toEqual([]);
  expect(await seatsTaken()).toBe(0);
});

it('what was interrupted goes on where it was when the cron wakes it', async () => {
  const id = await tenantId(tenant.slug);
  await addUsers(tenant, 20);
  await frozen(tenant);
  // As it was left by an object that was lost after ten accounts and never woken again.
  const after = await env.DB.prepare('SELECT id FROM accounts WHERE tenant = ? ORDER BY id LIMIT 1 OFFSET 9')
    .bind(id)
    .first<{ id: string }>();
  await env.DB.batch([
    env.DB.prepare(
      "UPDATE accounts SET status = 'active', frozen_at = NULL WHERE tenant = ?1 AND id > ?2",
    ).bind(id, after?.id ?? ''),
    env.DB.prepare('UPDATE tenants SET active_count = 10 WHERE id = ?').bind(id),
    env.DB.prepare('UPDATE freezes SET finished_at = NULL, after_id = ?2, done = 10 WHERE tenant = ?1').bind(
      id,
      after?.id ?? '',
    ),
  ]);
  await evictDurableObject(env.TENANT.get(env.TENANT.idFromName(id)));
  await runCron();
  expect(await settled(tenant)).toMatchObject({ state: 'frozen', total: 20, done: 20 });
  expect(await accountsOf(tenant, 'status=active')).toEqual([]);
  expect(await seatsTaken()).toBe(0);
});
