// POST …/accounts/{id}/reactivate, link and purge: what administrators do to accounts by hand.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openAccountActions } from '../../src/db/account-actions/actions.ts';
import { plainShape } from '../../src/db/store.ts';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { newApiKey } from '../support/api-keys.ts';
import { eventsDuring } from '../support/feed.ts';
import { meteredDatabase } from '../support/metered.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { apiOver, databaseWith } from '../support/surfaces.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}`;
});

const ann = { userName: 'ann', externalId: '00u1', emails: [{ value: 'ann@example.com' }] };

const act = (id: string, action: string, body?: object): Promise<Answer> =>
  api('POST', `${at}/accounts/${id}/${action}`, body);
const settings = (values: object) => api('PATCH', `${at}/settings`, values);
const deactivate = (id: string) =>
  tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { active: false } }));
const newestAudit = async () => (await api('GET', `${at}/audit?limit=1`)).body.entries[0];
const types = (events: readonly Answer['body'][]) => events.map(({ type }) => type);

/** Somebody comes and goes. His account is left. */
async function leaver(values: object = ann): Promise<Answer['body']> {
  const { id } = await addUser(tenant, values);
  const account = await accountOfUser(tenant, id);
  await tenant.scim('DELETE', `/Users/${id}`);
  return account;
}

/** Refused with words that contain this, and nothing is written. */
async function expectRefused(send: () => Promise<Answer>, status: number, word: string): Promise<void> {
  const before = await rowsOf(tenant);
  const answer = await send();
  expectProblem(answer, status);
  expect(answer.body.detail).toContain(word);
  expect(await rowsOf(tenant)).toEqual(before);
}

describe('reactivate', () => {
  it.each(['inactive', 'preserve'])('makes account and user active again (%s)', async (deprovision) => {
    await settings({ deprovision: { deactivate: deprovision } });
    const user = await addUser(tenant, ann);
    const { body: left } = await deactivate(user.id);
    const { id, status } = await accountOfUser(tenant, user.id);
    let answer: Answer | undefined;
    const events = await eventsDuring(tenant, async () => {
      answer = await act(id, 'reactivate');
    });
    expect(answer?.status).toBe(200);
    expect(answer?.body).toEqual((await api('GET', `${at}/accounts/${id}`)).body);
    expect(answer?.body).toMatchObject({ id, status: 'active', userId: user.id });
    const { body: shown } = await tenant.scim('GET', `/Users/${user.id}`);
    expect(shown.active).toBe(true);
    expect(shown.meta.version).not.toBe(left.meta.version);
    const requestId = answer?.headers.get('x-request-id');
    expect(events).toMatchObject([
      {
        type: 'account.reactivated',
        data: { account: { id, status: 'active' } },
        cause: { requestId, tokenId: null },
      },
    ]);
    expect(await newestAudit()).toMatchObject({
      action: 'account.reactivated',
      actor: { kind: 'admin-key' },
      target: { kind: 'account', id, name: 'ann' },
      before: { status, userId: user.id },
      after: { status: 'active' },
      requestId,
    });
  });

  it('takes a seat, and is refused where there is none', async () => {
    await settings({ seats: { limit: 1 } });
    const user = await addUser(tenant, ann);
    await deactivate(user.id);
    const bob = await addUser(tenant, { userName: 'bob' });
    const { id } = await accountOfUser(tenant, user.id);
    await expectRefused(() => act(id, 'reactivate'), 409, '1 of 1 seats');
    await deactivate(bob.id);
    expect((await act(id, 'reactivate')).status).toBe(200);
    const refused = await tenant.scim('POST', '/Users', { userName: 'cy' });
    expect([refused.status, refused.body.scimType]).toEqual([403, 'seatLimit']);
  });

  it('of an account that is active changes nothing', async () => {
    const { id } = await accountOfUser(tenant, (await addUser(tenant, ann)).id);
    const before = await rowsOf(tenant);
    expect((await act(id, 'reactivate')).status).toBe(200);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('of a deleted user is refused in words that say what to do', async () => {
    const { id } = await leaver();
    await expectRefused(() => act(id, 'reactivate'), 409, 'Assign the person there again');
  });

  it('is decided by the settings of the moment', async () => {
    await settings({ profiles: [{ name: 'A', quotaGb: 1 }], rules: [{ when: 'userName pr', profile: 'A' }] });
    const user = await addUser(tenant, ann);
    await deactivate(user.id);
    await settings({ profiles: [{ name: 'B', quotaGb: 2 }], rules: [{ when: 'userName pr', profile: 'B' }] });
    const { id } = await accountOfUser(tenant, user.id);
    expect((await act(id, 'reactivate')).body).toMatchObject({ profile: 'B', quotaGb: 2 });
  });

  it('asked for by several at once happens once', async () => {
    const user = await addUser(tenant, ann);
    await deactivate(user.id);
    const { id } = await accountOfUser(tenant, user.id);
    const events = await eventsDuring(tenant, async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => act(id, 'reactivate')));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    });
    expect(types(events)).toEqual(['account.reactivated']);
  });
});

describe('link', () => {
  it.each(['userId', 'accountId'])('gives the newcomer, by %s, the account of the leaver', async (by) => {
    await settings({
      attributes: [{ name: 'plan' }],
      roles: [{ group: 'Staff', role: 'member' }],
      profiles: [{ name: 'Big', quotaGb: 9, storage: 'eu' }],
      rules: [{ when: 'plan eq "gold"', profile: 'Big' }],
    });
    const left = await leaver();
    const user = await addUser(tenant, { userName: 'ann.neu', externalId: '00u2', plan: 'gold' });
    const group = await addGroup(tenant, [user.id], { displayName: 'Staff' });
    const own = await accountOfUser(tenant, user.id);
    let answer: Answer | undefined;
    const events = await eventsDuring(tenant, async () => {
      answer = await act(left.id, 'link', { [by]: by === 'userId' ? user.id : own.id });
    });
    expect(answer?.status).toBe(200);
    expect(await accountsOf(tenant)).toMatchObject([
      { ...own, id: left.id, createdAt: left.createdAt, updatedAt: expect.any(String), roles: ['member'] },
    ]);
    expectProblem(await api('GET', `${at}/accounts/${own.id}`), 404);
    expect(events.map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'account.purged',
        data: { account: { id: own.id, userId: user.id }, mergedInto: left.id },
      },
      { type: 'account.restored', data: { account: (await accountsOf(tenant))[0] } },
    ]);
    expect(await newestAudit()).toMatchObject({
      action: 'account.linked',
      target: { kind: 'account', id: left.id, name: 'ann' },
      before: { status: 'preserved', userId: left.userId },
      after: { status: 'active', userId: user.id, merged: own.id },
    });
    const { members } = (await api('GET', `${at}/groups/${group.id}/members`)).body;
    expect(members).toMatchObject([{ value: user.id, accountId: left.id }]);
  });

  it('leaves the seats as they are, and the account follows its new user', async () => {
    await settings({ seats: { limit: 1 } });
    const left = await leaver();
    const user = await addUser(tenant, { userName: 'ann.neu' });
    await act(left.id, 'link', { userId: user.id });
    expect((await tenant.scim('POST', '/Users', { userName: 'cy' })).status).toBe(403);
    const events = await eventsDuring(tenant, () => deactivate(user.id));
    expect(events).toMatchObject([{ type: 'account.deactivated', data: { account: { id: left.id } } }]);
    expect((await tenant.scim('POST', '/Users', { userName: 'cy' })).status).toBe(201);
  });

  it('links who leaves again to the same account: by his new name', async () => {
    const left = await leaver();
    const user = await addUser(tenant, { userName: 'ann.neu' });
    await act(left.id, 'link', { userId: user.id });
    await tenant.scim('DELETE', `/Users/${user.id}`);
    const back = await addUser(tenant, { userName: 'ann.neu' });
    expect((await accountOfUser(tenant, back.id)).id).toBe(left.id);
  });

  it('moves the version of the user on: who changes him by the one before is told', async () => {
    const left = await leaver();
    const user = await addUser(tenant, { userName: 'ann.neu' });
    await act(left.id, 'link', { userId: user.id });
    const body = patchBody({ op: 'replace', value: { displayName: 'Ann' } });
    const stale = await tenant.scim('PATCH', `/Users/${user.id}`, body, { 'If-Match': user.meta.version });
    expect(stale.status).toBe(412);
    expect((await tenant.scim('PATCH', `/Users/${user.id}`, body)).status).toBe(200);
    expect(await accountOfUser(tenant, user.id)).toMatchObject({ id: left.id, displayName: 'Ann' });
  });

  it('and a change of the user at the same moment both happen to the one account that is left', async () => {
    const left = await leaver();
    const user = await addUser(tenant, { userName: 'ann.neu' });
    const body = patchBody({ op: 'replace', value: { displayName: 'Ann', active: false } });
    const answers = await Promise.all([
      tenant.scim('PATCH', `/Users/${user.id}`, body),
      act(left.id, 'link', { userId: user.id }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await accountsOf(tenant)).toMatchObject([
      { id: left.id, userId: user.id, displayName: 'Ann', status: 'inactive' },
    ]);
  });

  it('asked for by two newcomers at once goes to one of them', async () => {
    const left = await leaver();
    const users = [await addUser(tenant), await addUser(tenant)];
    const answers = await Promise.all(users.map(({ id }) => act(left.id, 'link', { userId: id })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await accountsOf(tenant)).toHaveLength(2);
  });

  it('is refused for who has a living user, for a newcomer who has none, and for nobody', async () => {
    const left = await leaver();
    const gone = await leaver({ userName: 'bob' });
    const user = await addUser(tenant);
    const own = await accountOfUser(tenant, user.id);
    await expectRefused(() => act(own.id, 'link', { userId: user.id }), 409, 'has a living user');
    await expectRefused(() => act(left.id, 'link', { accountId: gone.id }), 409, 'no living user');
    await expectRefused(() => act(left.id, 'link', { accountId: left.id }), 409, 'no living user');
    await expectRefused(() => act('nobody', 'link', { userId: user.id }), 404, 'no account');
    const other = await newTenant();
    const stranger = await addUser(other);
    for (const [body, pointer] of [
      [{ userId: 'nobody' }, '/userId'],
      [{ userId: stranger.id }, '/userId'],
      [{ accountId: 'nobody' }, '/accountId'],
      [{ accountId: '' }, '/accountId'],
      [{ accountId: 'x'.repeat(101) }, '/accountId'],
      [{ accountId: own.id, force: true }, '/force'],
      [{ accountId: own.id, userId: user.id }, ''],
      [{}, ''],
    ] as const) {
      expectProblem(await act(left.id, 'link', body), 422, [pointer]);
    }
  });
});

describe('purge', () => {
  it('erases the account of a leaver and tells so by its id alone', async () => {
    const { id, userId } = await leaver();
    const events = await eventsDuring(tenant, async () => {
      expect((await act(id, 'purge')).status).toBe(204);
    });
    expect(events).toMatchObject([{ type: 'account.purged', data: { account: { id, userId } } }]);
    expect(JSON.stringify(events)).not.toContain('ann');
    expect(await accountsOf(tenant)).toEqual([]);
    expectProblem(await act(id, 'purge'), 404);
    const audited = await newestAudit();
    expect(audited).toMatchObject({
      action: 'account.purged',
      target: { kind: 'account', id, name: id },
      before: { status: 'preserved', userId },
      after: null,
    });
    const back = await addUser(tenant, ann);
    expect((await accountOfUser(tenant, back.id)).id).not.toBe(id);
  });

  it.each(['inactive', 'preserve'])(
    'is refused while the user lives, be he deactivated (%s)',
    async (mode) => {
      await settings({ deprovision: { deactivate: mode } });
      const user = await addUser(tenant, ann);
      await deactivate(user.id);
      const { id } = await accountOfUser(tenant, user.id);
      await expectRefused(() => act(id, 'purge'), 409, 'has a living user');
    },
  );

  it('asked for by several at once happens once', async () => {
    const { id } = await leaver();
    const events = await eventsDuring(tenant, async () => {
      const answers = await Promise.all(Array.from({ length: 3 }, () => act(id, 'purge')));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404]);
    });
    expect(types(events)).toEqual(['account.purged']);
  });
});

describe('by hand', () => {
  it.each([['reactivate'], ['link', { userId: 'x' }], ['purge']])(
    '%s reaches no account of another tenant, and needs the right to write',
    async (action, body?: object) => {
      const { id } = await leaver();
      const reader = await newApiKey(['read'], tenant.slug);
      const other = await newTenant();
      const before = await rowsOf(tenant);
      expectProblem(await api('POST', `/tenants/${other.slug}/accounts/${id}/${action}`, body), 404);
      expectProblem(await reader.request('POST', `${at}/accounts/${id}/${action}`, body), 403);
      expect(await rowsOf(tenant)).toEqual(before);
    },
  );

  it.each([['reactivate'], ['link'], ['purge']])(
    '%s is not done where the audit cannot be written',
    async (action) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      const left = await leaver();
      const user = await addUser(tenant, { userName: 'bob' });
      await deactivate(user.id);
      const { id } = action === 'reactivate' ? await accountOfUser(tenant, user.id) : left;
      const before = await rowsOf(tenant);
      const mute = databaseWith({
        prepare: (sql: string) =>
          env.DB.prepare(
            sql.includes('INSERT INTO audit') ? sql.replace('json_object(', 'NULL || json_object(') : sql,
          ),
      });
      const request = apiOver({
        accountActions: ({ id: of, settingsVersion }, author) =>
          openAccountActions({ db: mute, tenant: of, settingsVersion, shape: plainShape, author }),
      });
      const answer = await request('POST', `${at}/accounts/${id}/${action}`, { userId: user.id });
      log.mockRestore();
      expectProblem(answer, 503);
      expect(await rowsOf(tenant)).toEqual(before);
    },
  );

  it('costs as many rows as one account has, whatever else the tenant holds', async () => {
    const left = await leaver();
    const user = await addUser(tenant, { userName: 'ann.neu' });
    const other = await leaver({ userName: 'bob' });
    const metered = meteredDatabase();
    const author = {
      actor: { kind: 'admin-key', id: 'admin-key', name: 'ADMIN_KEY' },
      requestId: 'request',
      now: new Date().toISOString(),
    } as const;
    const actions = openAccountActions({
      db: metered.db,
      tenant: await tenantId(tenant.slug),
      settingsVersion: 1,
      shape: plainShape,
      author,
    });
    expect(await actions.link(left.id, { userId: user.id })).toBe('linked');
    const { read, written, trips } = metered.seen;
    expect(trips).toBe(2);
    expect(read).toBeLessThanOrEqual(20);
    expect(written).toBeLessThanOrEqual(16);
    metered.reset();
    expect(await actions.purge(other.id)).toBe('purged');
    expect(metered.seen.read).toBeLessThanOrEqual(8);
    expect(metered.seen.written).toBeLessThanOrEqual(8);
  });
});
