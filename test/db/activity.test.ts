// What it costs to write down requests, that only the newest are kept, and that none is kept longer than it may be.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { countedErrors, keptDays } from '../../src/activity/limits.ts';
import type { RejectionCount } from '../../src/activity/ports.ts';
import type { ActivityRecord } from '../../src/activity/record.ts';
import { insertActivity } from '../../src/db/activity.ts';
import { addReads, addRejections } from '../../src/db/activity-counts.ts';
import { openActivityLog } from '../../src/db/activity-log.ts';
import { removeOldActivity } from '../../src/db/activity-store.ts';
import { findConnection, noteConnection } from '../../src/db/connections.ts';
import { openTenant } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';

const metered = meteredDatabase();
const log = openActivityLog(env.DB);
const newId = () => crypto.randomUUID();

let tenant: string;
let other: string;
beforeEach(async () => {
  tenant = (await openTenant()).tenant;
  other = (await openTenant()).tenant;
});

const at = (milliseconds: number) => new Date(Date.UTC(2026, 10, 1) + milliseconds).toISOString();

const request = (milliseconds: number, values: Partial<ActivityRecord> = {}): ActivityRecord => ({
  id: newId(),
  tenant,
  kind: 'write',
  occurredAt: at(milliseconds),
  method: 'PATCH',
  path: '/Users/1',
  status: 200,
  durationMilliseconds: 3,
  scimType: null,
  detail: null,
  client: 'okta-patch',
  userAgent: null,
  tokenId: 'k',
  body: { active: false },
  leftOut: null,
  operations: null,
  answerBytes: 10,
  ...values,
});

const many = (count: number, values: Partial<ActivityRecord> = {}) =>
  Array.from({ length: count }, (_, index) => request(index, values));

const times = async (of = tenant, limit = 1000) =>
  (await log.entries(of, { limit })).map(({ entry }) => entry.occurredAt);

const rejection = (minute: number, count = 1): RejectionCount => ({
  slug: `t-${tenant}`,
  minute: at(minute * 60_000),
  reason: 'unknown_token',
  client: 'okta',
  status: 401,
  count,
});

async function cost(work: () => Promise<unknown>) {
  metered.reset();
  await work();
  const { read, written, trips } = metered.seen;
  return { read, written, trips };
}

describe('row budgets:', () => {
  it('a change costs 8 rows read and 3 written in one round trip, an error one more, however many there are', async () => {
    const first = await cost(() => insertActivity(metered.db, [request(0)]));
    const error = await cost(() => insertActivity(metered.db, [request(1, { kind: 'error' })]));
    for (let from = 0; from < 2_000; from += 500) await insertActivity(env.DB, many(500));
    const later = await cost(() => insertActivity(metered.db, [request(2)]));
    const full = await cost(() => insertActivity(metered.db, [request(2)], 2_002));
    expect(later.read).toBeLessThanOrEqual(8);
    expect(later).toEqual(first);
    expect(later).toMatchObject({ written: 3, trips: 1 });
    expect(error).toMatchObject({ written: 4, trips: 1 });
    expect(full.read).toBeLessThanOrEqual(16);
  });

  it('the newest page is read by an index, and so are the few errors among many changes', async () => {
    await insertActivity(env.DB, many(1_500));
    await insertActivity(env.DB, [request(5, { kind: 'error', status: 409 })]);
    const meteredLog = openActivityLog(metered.db);
    const page = await cost(() => meteredLog.entries(tenant, { limit: 100 }));
    const errors = await cost(() => meteredLog.entries(tenant, { limit: 100, kind: 'error' }));
    const conflicts = await cost(() => meteredLog.entries(tenant, { limit: 100, status: 409 }));
    expect(page.read).toBeLessThanOrEqual(100);
    expect(errors.read).toBeLessThanOrEqual(5);
    expect(conflicts.read).toBeLessThanOrEqual(5);
  });
});

describe('row budgets of the dashboard:', () => {
  it('an hour of what is counted is read by its own rows, among many of other hours and kinds', async () => {
    const hours = Array.from({ length: 20 }, (_, hour) => hour * 60);
    const counted = hours.flatMap((hour) =>
      Array.from({ length: 60 }, (_, minute) => ({
        tenant,
        minute: at((hour + minute) * 60_000),
        request: 'GET /Users',
        count: 1,
      })),
    );
    await addReads(env.DB, counted);
    await addRejections(env.DB, [rejection(1199), rejection(1190), rejection(1100)], newId);
    for (let from = 0; from < 1_500; from += 500) await insertActivity(env.DB, many(500));
    const hour = (to: string) => openActivityLog(metered.db).hour(tenant, { from: '', to });
    const newest = await cost(() => hour(at(1e9)));
    const none = await cost(() => hour(at(-1)));
    expect(await hour(at(1e9))).toHaveLength(62);
    expect(newest).toMatchObject({ written: 0, trips: 1 });
    expect(newest.read).toBeLessThanOrEqual(75);
    expect(none.read).toBeLessThanOrEqual(6);
  });

  it('the use of tokens is counted among so many of the newest requests and no more', async () => {
    for (let from = 0; from < 1_500; from += 500) await insertActivity(env.DB, many(500));
    await insertActivity(env.DB, many(30, { tokenId: 'other', occurredAt: at(1e6) }));
    const use = () => openActivityLog(metered.db).useOfTokens(tenant, '', 100);
    const { read, written } = await cost(use);
    expect(await use()).toEqual({
      total: 100,
      byToken: new Map([
        ['k', 70],
        ['other', 30],
      ]),
    });
    expect(read).toBeLessThanOrEqual(210);
    expect(written).toBe(0);
    const sinceThen = await openActivityLog(env.DB).useOfTokens(tenant, at(1e6), 100);
    expect([...sinceThen.byToken]).toEqual([['other', 30]]);
  });
});

describe('of a tenant are kept', () => {
  it('the newest requests, as many as may be, and those of others are left alone', async () => {
    await insertActivity(env.DB, [request(0, { tenant: other })], 10);
    await insertActivity(env.DB, many(8), 10);
    await insertActivity(env.DB, [request(100), request(101), request(102), request(103)], 10);
    expect(await times()).toEqual([103, 102, 101, 100, 7, 6, 5, 4, 3, 2].map(at));
    expect(await times(other)).toEqual([at(0)]);
  });

  it('the newest minutes of requests that were not let in, and they push out no others', async () => {
    await insertActivity(env.DB, many(5), 5);
    for (let minute = 0; minute < 12; minute++) await addRejections(env.DB, [rejection(minute)], newId, 5);
    const entries = await log.entries(tenant, { limit: 100 });
    expect(entries.filter(({ entry }) => entry.kind === 'write')).toHaveLength(5);
    const rejected = entries.filter(({ entry }) => entry.kind === 'rejected');
    expect(rejected.map(({ entry }) => entry.occurredAt)).toEqual(
      [11, 10, 9, 8, 7, 6].map((minute) => at(minute * 60_000)),
    );
  });

  it('requests of 30 days, by the cron, in bounded steps', async () => {
    await insertActivity(env.DB, many(2_500));
    await insertActivity(env.DB, [request(86_400_000, { tenant: other })]);
    const count = { minute: at(0), request: 'GET /Users', count: 1 };
    await addReads(env.DB, [
      { ...count, tenant },
      { ...count, tenant, minute: at(86_400_000) },
    ]);
    const due = Date.parse(at(3_000)) + keptDays * 86_400_000;
    const counts = async () => {
      const row = await env.DB.prepare(
        'SELECT (SELECT count(*) FROM activity WHERE tenant = ?1) AS requests, (SELECT count(*) FROM activity_reads WHERE tenant = ?1) AS reads',
      )
        .bind(tenant)
        .first<{ requests: number; reads: number }>();
      return [row?.requests, row?.reads];
    };
    await removeOldActivity(env.DB, Date.parse(at(0)) + keptDays * 86_400_000);
    expect(await counts()).toEqual([2_500, 2]);
    const all = async () =>
      (await env.DB.prepare('SELECT count(*) AS n FROM activity').first<number>('n')) ?? 0;
    let steps = 0;
    for (; (await counts())[0] !== 0 && steps < 20; steps++) {
      const before = await all();
      await removeOldActivity(env.DB, due);
      expect(before - (await all())).toBeLessThanOrEqual(2_000);
    }
    expect(steps).toBeGreaterThan(1);
    expect(await counts()).toEqual([0, 1]);
    expect(await times(other)).toEqual([at(86_400_000)]);
  });
});

describe('counts', () => {
  it('of the same minute are added up', async () => {
    const count = { tenant, minute: at(0), request: 'GET /Users', count: 2 };
    await addReads(env.DB, [count, { ...count, tenant: other }]);
    await addReads(env.DB, [{ ...count, count: 3 }]);
    const behind = { minute: at(60_000), request: '' };
    expect(await log.reads(tenant, { from: '', to: at(60_000), behind, limit: 10 })).toEqual([
      { minute: at(0), request: 'GET /Users', count: 5 },
    ]);
    await addRejections(env.DB, [rejection(0, 2)], newId);
    await addRejections(env.DB, [rejection(0, 40)], newId);
    expect((await log.lastError(tenant))?.count).toBe(42);
  });
});

describe('errors', () => {
  it('are counted since a moment, those that were not let in too, by index and up to a number', async () => {
    await insertActivity(env.DB, [request(0), request(1, { kind: 'error' }), request(2, { kind: 'error' })]);
    await insertActivity(env.DB, [request(3, { kind: 'error', tenant: other })]);
    await addRejections(env.DB, [rejection(1, 40)], newId);
    expect(await log.errorsSince(tenant, at(0))).toBe(42);
    expect(await log.errorsSince(tenant, at(2))).toBe(41);
    expect(await log.errorsSince(tenant, at(60_001))).toBe(0);
    await insertActivity(env.DB, many(countedErrors + 10, { kind: 'error', tenant: other }));
    metered.reset();
    expect(await openActivityLog(metered.db).errorsSince(other, at(0))).toBe(countedErrors);
    expect(metered.seen.read).toBeLessThanOrEqual(2 * countedErrors);
  });
});

describe('a connection', () => {
  it('keeps the first moment of each mark', async () => {
    await noteConnection(env.DB, tenant, 'okta', ['accepted'], at(0));
    await noteConnection(env.DB, tenant, 'okta-put', ['accepted', 'userCreated'], at(1));
    expect(await findConnection(env.DB, tenant)).toEqual({
      client: 'okta-put',
      marks: { accepted: at(0), lookedUp: null, userCreated: at(1), groupCreated: null },
    });
    expect(await findConnection(env.DB, other)).toBeUndefined();
  });
});

it('nothing is written of a tenant who is gone', async () => {
  tenant = 'gone';
  await insertActivity(env.DB, [request(0)]);
  await addReads(env.DB, [{ tenant, minute: at(0), request: 'GET /Users', count: 1 }]);
  await addRejections(env.DB, [rejection(0)], newId);
  await noteConnection(env.DB, tenant, 'okta', ['accepted'], at(0));
  const tables = ['activity', 'activity_reads', 'connections'];
  const left = await env.DB.batch<{ n: number }>(
    tables.map((table) => env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE tenant = ?`).bind(tenant)),
  );
  expect(left.map(({ results }) => results[0]?.n)).toEqual([0, 0, 0]);
});
