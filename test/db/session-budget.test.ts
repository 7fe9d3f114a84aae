// What a page of the dashboard asks of the database before it shows anything, in rows: the same however many sessions,
// links and tenants there are.

import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { openPortalLinkStore, removeExpiredLinks } from '../../src/db/portal-links.ts';
import { openSessionStore, removeExpiredSessions } from '../../src/db/sessions.ts';
import { openTenantOverview } from '../../src/db/tenant-overview.ts';
import { meteredDatabase } from '../support/metered.ts';
import { tenantId } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

const many = 5000;
const now = new Date().toISOString();
const later = new Date(Date.now() + 3_600_000).toISOString();

let tenant: TestTenant;
let id: string;

beforeAll(async () => {
  tenant = await newTenant();
  id = await tenantId(tenant.slug);
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many})`;
  await env.DB.batch([
    env.DB.prepare(
      `${numbers} INSERT INTO sessions (id, hash, kind, role, tenant, name, entered_at, last_seen_at, expires_at)
       SELECT 's' || i, 'h' || i, 'portal', 'viewer', ?1, 'Viewer', ?2, ?2, ?3 FROM n`,
    ).bind(id, now, later),
    env.DB.prepare(
      `${numbers} INSERT INTO portal_links (tenant, id, hash, role, created_at, expires_at)
       SELECT ?1, 'l' || i, 'h' || i, 'viewer', ?2, ?3 FROM n`,
    ).bind(id, now, later),
  ]);
});

async function cost(work: (db: D1Database) => Promise<unknown>) {
  const metered = meteredDatabase();
  await work(metered.db);
  const { read, written, trips } = metered.seen;
  return { read, written, trips };
}

it('a session is found by one row and its tenant, and its use costs two rows', async () => {
  const find = (db: D1Database) => openSessionStore(db).find('h4000', now);
  expect(await cost(find)).toEqual({ read: 2, written: 0, trips: 1 });
  expect(await cost((db) => openSessionStore(db).find('unknown', now))).toMatchObject({ read: 0 });
  const note = (db: D1Database) => openSessionStore(db).noteSeen('s4000', later, later);
  const { read, written } = await cost(note);
  expect([read <= 2, written <= 2]).toEqual([true, true]);
});

it('a tenant is found with the last use of its tokens by one row and one for each token', async () => {
  expect(await cost((db) => openTenantOverview(db).find(tenant.slug))).toEqual({
    read: 2,
    written: 0,
    trips: 1,
  });
});

it('a link is looked at and used up by a few rows', async () => {
  expect(await cost((db) => openPortalLinkStore(db).find('h4000', now))).toEqual({
    read: 2,
    written: 0,
    trips: 1,
  });
  const session = { id: 'new', hash: 'new', enteredAt: now, lastSeenAt: now, expiresAt: later };
  const use = (db: D1Database) => openPortalLinkStore(db).use('h4000', session, 'request');
  const { read, written, trips } = await cost(use);
  expect(trips).toBe(1);
  expect(read).toBeLessThanOrEqual(14);
  expect(written).toBeLessThanOrEqual(10);
});

it('the cron looks at what has expired and at nothing else', async () => {
  const moment = Date.now();
  for (const remove of [removeExpiredSessions, removeExpiredLinks]) {
    const { read, written } = await cost((db) => remove(db, moment));
    expect(written).toBe(0);
    expect(read).toBeLessThanOrEqual(3);
  }
});
