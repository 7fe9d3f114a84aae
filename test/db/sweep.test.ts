// What a tenant has kept long enough goes: events, accounts of leavers, refusals, in steps of a bounded size.

import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteRefused } from '../../src/db/refusals.ts';
import { keepRefusalsDays, sweepEveryMilliseconds, sweepTenants } from '../../src/db/sweep.ts';
import worker from '../../src/worker.ts';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { emptyTenant, fillUsers } from '../support/directory.ts';
import { eventsOf } from '../support/feed.ts';
import { meteredDatabase } from '../support/metered.ts';
import { addUser, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { databaseWith } from '../support/surfaces.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

const dayMilliseconds = 86_400_000;

let tenant: TestTenant;
let at: string;
let id: string;
const large: string[] = [];
beforeEach(async () => {
  // What other tests left is not due.
  await env.DB.prepare("UPDATE tenants SET next_sweep_at = '9999'").run();
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}`;
  id = await tenantId(tenant.slug);
});
afterAll(async () => {
  for (const one of large) await emptyTenant(one);
});

const settings = (values: object) => api('PATCH', `${at}/settings`, values);
const feed = (query = '') => api('GET', `${at}/events${query}`);
const inDays = (days: number, db: D1Database = env.DB) =>
  sweepTenants(db, Date.now() + days * dayMilliseconds, 'run');
const isDueAgain = async (days: number) => {
  const until = await env.DB.prepare('SELECT next_sweep_at FROM tenants WHERE id = ?')
    .bind(id)
    .first<string>('next_sweep_at');
  return Date.parse(until ?? '') <= Date.now() + days * dayMilliseconds + 60_000;
};

async function leaver(values: object = {}): Promise<string> {
  const user = await addUser(tenant, values);
  const account = await accountOfUser(tenant, user.id);
  await tenant.scim('DELETE', `/Users/${user.id}`);
  return account.id;
}

describe('events', () => {
  it('are kept for 90 days, or as many as the settings say', async () => {
    await addUser(tenant);
    await inDays(89);
    expect(await eventsOf(tenant)).toHaveLength(1);
    await settings({ events: { keepDays: 100 } });
    await inDays(99);
    expect(await eventsOf(tenant)).toHaveLength(1);
    await settings({ events: { keepDays: null } });
    await inDays(110);
    expect((await feed()).body.events).toEqual([]);
  });

  it('that are gone leave no gap: numbers go on, and the feed says where to begin', async () => {
    for (let time = 0; time < 3; time++) await addUser(tenant);
    await inDays(91);
    expect((await feed()).body).toMatchObject({ events: [], next: 3 });
    expect((await api('GET', `${at}/accounts`)).body.sequence).toBe(3);
    await addUser(tenant);
    const { body } = await feed('?after=3');
    expect([body.events.map(({ sequence }: { sequence: number }) => sequence), body.next]).toEqual([[4], 4]);
    expect((await feed()).body.events).toEqual(body.events);
  });

  it('that a reader has missed are 410, and never passed over', async () => {
    for (let time = 0; time < 3; time++) await addUser(tenant);
    expect((await feed('?after=2')).status).toBe(200);
    await inDays(91);
    for (const query of ['?after=0', '?after=2', '?after=1&types=nothing']) {
      const answer = await feed(query);
      expectProblem(answer, 410);
      expect(answer.body.detail).toMatch(/up to number 3.*sequence/);
    }
    expect((await feed('?after=3')).status).toBe(200);
    expect((await feed('?types=nothing')).body.next).toBe(3);
  });

  it('that are younger stay, in their order', async () => {
    for (let time = 0; time < 3; time++) await addUser(tenant);
    await env.DB.prepare(
      "UPDATE outbox SET occurred_at = '2020-01-01T00:00:00.000Z' WHERE tenant = ? AND sequence < 3",
    )
      .bind(id)
      .run();
    await inDays(1);
    expect((await feed()).body.events.map(({ sequence }: { sequence: number }) => sequence)).toEqual([3]);
    expectProblem(await feed('?after=1'), 410);
    expect((await feed('?after=2')).body.events).toHaveLength(1);
  });

  it('go 2,000 at a time, and the tenant is due again until all are gone', async () => {
    large.push(id);
    await env.DB.prepare(
      `INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id)
       SELECT ?, j.value, 'group.deleted', '', '{"group":{"id":"gone"}}', '2020-01-01T00:00:00.000Z', '' FROM json_each(?) j`,
    )
      .bind(id, JSON.stringify(Array.from({ length: 2001 }, (_, index) => index + 1)))
      .run();
    await inDays(1);
    expect((await feed()).body.events.map(({ sequence }: { sequence: number }) => sequence)).toEqual([2001]);
    expect(await isDueAgain(1)).toBe(true);
    await inDays(1);
    expect((await feed()).body).toMatchObject({ events: [], next: 2001 });
    expect(await isDueAgain(1)).toBe(false);
  });
});

describe('accounts of leavers', () => {
  it('are kept for ever where the settings do not say how long', async () => {
    await leaver();
    await inDays(4000);
    expect(await accountsOf(tenant)).toHaveLength(1);
  });

  it('are purged so many days after the user was deleted, and told of by their ids', async () => {
    await settings({ deprovision: { keepDays: 30 }, events: { keepDays: 3650 } });
    const gone = [await leaver({ userName: 'ann' }), await leaver({ userName: 'bob' })];
    const { sequence } = (await api('GET', `${at}/accounts`)).body;
    await inDays(29);
    expect(await accountsOf(tenant)).toHaveLength(2);
    await inDays(31);
    expect(await accountsOf(tenant)).toEqual([]);
    const events = await eventsOf(tenant, sequence);
    expect(events.map((event) => [event.sequence, event.type, event.data.account.id])).toEqual([
      [sequence + 1, 'account.purged', gone[0]],
      [sequence + 2, 'account.purged', gone[1]],
    ]);
    expect(events[0].cause).toEqual({ requestId: 'run', tokenId: null });
    expect(JSON.stringify(events)).not.toContain('ann');
  });

  it('are those of nobody who is there: be he deactivated, preserved, back, or linked', async () => {
    await settings({ deprovision: { keepDays: 1, deactivate: 'preserve' } });
    const { id: user } = await addUser(tenant, { userName: 'ann' });
    await tenant.scim('PATCH', `/Users/${user}`, patchBody({ op: 'replace', value: { active: false } }));
    await leaver({ userName: 'bob' });
    await addUser(tenant, { userName: 'bob' });
    const cy = await leaver({ userName: 'cy' });
    const { id: newcomer } = await addUser(tenant, { userName: 'cy.neu' });
    await api('POST', `${at}/accounts/${cy}/link`, { userId: newcomer });
    await inDays(100);
    expect(await accountsOf(tenant)).toHaveLength(3);
  });

  it('count from the deletion of the user, not from when he was deactivated', async () => {
    await settings({ deprovision: { keepDays: 30, deactivate: 'preserve' } });
    const { id: user } = await addUser(tenant, { userName: 'ann' });
    await tenant.scim('PATCH', `/Users/${user}`, patchBody({ op: 'replace', value: { active: false } }));
    await env.DB.prepare("UPDATE accounts SET updated_at = '2020-01-01T00:00:00.000Z' WHERE tenant = ?")
      .bind(id)
      .run();
    await tenant.scim('DELETE', `/Users/${user}`);
    await inDays(29);
    expect(await accountsOf(tenant)).toHaveLength(1);
    await inDays(31);
    expect(await accountsOf(tenant)).toHaveLength(0);
  });

  it('take what was dismissed of them, and refused of their users, along', async () => {
    await settings({ deprovision: { keepDays: 1 } });
    const left = await leaver({ userName: 'ann', externalId: '1' });
    const { id: user } = await addUser(tenant, { userName: 'ann', externalId: '2' });
    const other = await accountOfUser(tenant, user);
    expect((await api('POST', `${at}/suggestions/${left}_${other.id}/dismiss`)).status).toBe(204);
    const by = { tenant: id, tokenId: 'token', requestId: 'request', now: new Date().toISOString() };
    const names = { userName: 'ann', externalId: null };
    const refused = { ...names, attempt: 'update', status: 400, scimType: 'mutability', detail: '' } as const;
    const { user_id: userId } = (await env.DB.prepare('SELECT user_id FROM accounts WHERE id = ?')
      .bind(left)
      .first<{ user_id: string }>()) ?? { user_id: '' };
    await noteRefused(env.DB, by, [
      { ...refused, userId },
      { ...refused, userId: user },
    ]);
    const count = (table: string) =>
      env.DB.prepare(`SELECT count(*) AS n FROM "${table}" WHERE tenant = ?`).bind(id).first('n');
    expect([await count('dismissed_suggestions'), await count('refusals')]).toEqual([1, 2]);
    await inDays(2);
    expect([await count('dismissed_suggestions'), await count('refusals')]).toEqual([0, 1]);
  });

  it('go 500 at a time', async () => {
    await settings({ deprovision: { keepDays: 1 } });
    large.push(id);
    await fillUsers(id, 501);
    await env.DB.batch([
      env.DB.prepare(
        "UPDATE accounts SET status = 'preserved', left_at = '2020-01-01T00:00:00.000Z' WHERE tenant = ?",
      ).bind(id),
      env.DB.prepare('DELETE FROM users WHERE tenant = ?').bind(id),
    ]);
    await inDays(0.5);
    expect(await accountsOf(tenant)).toHaveLength(1);
    expect(await isDueAgain(0.5)).toBe(true);
    await inDays(0.5);
    expect(await accountsOf(tenant)).toHaveLength(0);
    const events = await eventsOf(tenant);
    expect(events.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 501 }, (_, index) => index + 1),
    );
  });
});

describe('refusals', () => {
  it(`are kept for ${keepRefusalsDays} days after the last try`, async () => {
    const refusals = async () => (await api('GET', `${at}/refusals`)).body.refusals;
    await tenant.scim('POST', '/Users', { userName: '' });
    await vi.waitFor(async () => expect(await refusals()).toHaveLength(1));
    const by = { tenant: id, tokenId: 'token', requestId: 'request', now: '2020-01-01T00:00:00.000Z' };
    const old = { attempt: 'create', userName: 'old', externalId: null, userId: null } as const;
    await noteRefused(env.DB, by, [{ ...old, status: 409, scimType: null, detail: '' }]);
    expect(await refusals()).toHaveLength(2);
    await inDays(keepRefusalsDays - 1);
    expect(await refusals()).toMatchObject([{ userName: null }]);
    await inDays(keepRefusalsDays + 1);
    expect(await refusals()).toEqual([]);
  });
});

describe('the cron', () => {
  it('looks at each tenant every six hours, and at none that is deleted', async () => {
    const run = () => worker.scheduled(createScheduledController({ cron: '* * * * *' }), env);
    await addUser(tenant);
    await env.DB.prepare("UPDATE outbox SET occurred_at = '2020-01-01T00:00:00.000Z' WHERE tenant = ?")
      .bind(id)
      .run();
    await run();
    expect(await eventsOf(tenant)).toHaveLength(1);
    const due = env.DB.prepare('UPDATE tenants SET next_sweep_at = ? WHERE id = ?');
    await due.bind(new Date(Date.now() - 1).toISOString(), id).run();
    await run();
    expect((await feed()).body).toMatchObject({ events: [], next: 1 });
    expect(await isDueAgain(0)).toBe(false);
    expect(await isDueAgain(sweepEveryMilliseconds / dayMilliseconds)).toBe(true);
    await api('DELETE', at);
    const before = await rowsOf(tenant);
    await inDays(1);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('goes on with the others where one of them fails', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const other = await newTenant();
    for (const one of [tenant, other]) await addUser(one);
    await env.DB.batch([
      env.DB.prepare("UPDATE outbox SET occurred_at = '2020-01-01T00:00:00.000Z'"),
      env.DB.prepare("UPDATE tenants SET next_sweep_at = '2020-01-01T00:00:00.000Z' WHERE id = ?").bind(id),
    ]);
    let batches = 0;
    const failing = databaseWith({
      batch: (statements: D1PreparedStatement[]) =>
        ++batches === 2 ? Promise.reject(new Error('D1_ERROR')) : env.DB.batch(statements),
    });
    await inDays(1, failing);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
    expect(await eventsOf(tenant)).toHaveLength(1);
    expect((await api('GET', `/tenants/${other.slug}/events`)).body.events).toEqual([]);
    expect(await isDueAgain(1)).toBe(false);
  });

  it('reads 21 rows of a tenant of which nothing is due, however large it is, else so many for each that goes', async () => {
    await settings({ deprovision: { keepDays: 30 } });
    large.push(id);
    await fillUsers(id, 5000);
    const events = JSON.stringify(Array.from({ length: 5000 }, (_, index) => index + 1));
    const moment = new Date().toISOString();
    await env.DB.batch([
      env.DB.prepare("UPDATE accounts SET status = 'preserved', left_at = ?2 WHERE tenant = ?1").bind(
        id,
        moment,
      ),
      env.DB.prepare(
        `INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id)
         SELECT ?1, j.value, 'group.deleted', '', '{"group":{"id":"gone"}}', ?2, '' FROM json_each(?3) j`,
      ).bind(id, moment, events),
    ]);
    const metered = meteredDatabase();
    await inDays(1, metered.db);
    // The tenant's row, and its index: when to come again.
    const own = 2;
    expect(metered.seen).toMatchObject({ written: own, trips: 3 });
    expect(metered.seen.read).toBeLessThanOrEqual(21);
    metered.reset();
    await env.DB.prepare('UPDATE tenants SET next_sweep_at = ? WHERE id = ?').bind(moment, id).run();
    await inDays(31, metered.db);
    expect(metered.seen.read).toBeLessThanOrEqual(12 * 500 + own);
    expect(metered.seen.written).toBeLessThanOrEqual(4 * 500 + own);
    metered.reset();
    await inDays(91, metered.db);
    expect(metered.seen.read).toBeLessThanOrEqual(12 * 500 + 4 * 2000 + own);
    expect(metered.seen.written).toBeLessThanOrEqual(4 * 500 + 2 * 2000 + own);
  });
});
