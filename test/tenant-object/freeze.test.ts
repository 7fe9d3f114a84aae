// The steps of a freeze and a thaw, one by one, with requests in between: what is decided by an account as it was is
// decided anew, and what is interrupted goes on.

import { env } from 'cloudflare:workers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openAccountActions } from '../../src/db/account-actions/actions.ts';
import { openFreezes } from '../../src/db/freeze/store.ts';
import { plainShape } from '../../src/db/store.ts';
import { findTenant } from '../../src/db/tenants.ts';
import { userType } from '../../src/scim/schema/resource-type.ts';
import { adminActor } from '../../src/tenancy/author.ts';
import { freezeSome } from '../../src/tenant-object/freeze.ts';
import { emptyTenant, fillUsers, type OpenTenant, openAs, openTenant } from '../support/directory.ts';

const now = () => new Date().toISOString();
const freezes = openFreezes(env.DB);
const tenants: string[] = [];
afterAll(async () => {
  for (const tenant of tenants) await emptyTenant(tenant);
});

let open: OpenTenant;
beforeEach(async () => {
  open = await openTenant();
  tenants.push(open.tenant);
  await fillUsers(open.tenant, 10);
});

const author = () => ({ actor: adminActor, requestId: crypto.randomUUID(), now: now() });
const find = async (tenant: string) => {
  const found = await findTenant(env.DB, `t-${tenant}`);
  if (!found) throw new Error('There is no such tenant.');
  return found;
};

/** Provisioning stays on here, so that requests can come between the steps. */
async function beginFreeze({ tenant }: Pick<OpenTenant, 'tenant'>): Promise<void> {
  const found = await find(tenant);
  expect(await freezes.freeze(found, found.settings, author())).toBe(true);
}

async function beginThaw({ tenant }: Pick<OpenTenant, 'tenant'>): Promise<void> {
  expect(await freezes.thaw(await find(tenant), author())).toBe(true);
}

/** Steps until nothing is left; how many there were. */
async function untilIdle(tenant = open.tenant, limit = 4): Promise<number> {
  for (let steps = 0; steps < 100; steps++) {
    if ((await freezeSome(env.DB, tenant, now(), limit)) === 'idle') return steps;
  }
  throw new Error('It does not end.');
}

const accounts = async (tenant = open.tenant) => {
  const { results } = await env.DB.prepare(
    'SELECT id, user_id, status, frozen_at FROM accounts WHERE tenant = ? ORDER BY id',
  )
    .bind(tenant)
    .run<{ id: string; user_id: string; status: string; frozen_at: string | null }>();
  return results;
};
const countOf = async (status: string) => (await accounts()).filter((row) => row.status === status).length;
const seatsTaken = () =>
  env.DB.prepare('SELECT active_count AS n FROM tenants WHERE id = ?').bind(open.tenant).first<number>('n');
const patch = (id: string, value: object) =>
  open.directory.patch(userType, id, { Operations: [{ op: 'replace', value }] }, undefined, {});

/** The user of the account that is dealt with last. */
const lastUser = async () => (await accounts()).at(-1)?.user_id ?? '';

describe('each step', () => {
  it('deals with as many accounts as it is told to, and goes on where the one before ended', async () => {
    await beginFreeze(open);
    await freezeSome(env.DB, open.tenant, now(), 4);
    expect(await countOf('inactive')).toBe(4);
    expect(await freezes.progress(open.tenant)).toMatchObject({ total: 10, done: 4, finishedAt: null });
    expect(await untilIdle()).toBe(3);
    expect(await countOf('inactive')).toBe(10);
    await beginThaw(open);
    await freezeSome(env.DB, open.tenant, now(), 4);
    expect(await countOf('active')).toBe(4);
    expect(await seatsTaken()).toBe(4);
    expect(await untilIdle()).toBe(3);
    expect(await seatsTaken()).toBe(10);
  });

  it('that is done twice at the same time is done once', async () => {
    await beginFreeze(open);
    const outcomes = await Promise.all([1, 2, 3].map(() => freezeSome(env.DB, open.tenant, now(), 10)));
    expect(outcomes.toSorted()).toEqual(['done', 'moved', 'moved']);
    expect(await seatsTaken()).toBe(0);
    const told = await env.DB.prepare('SELECT count(*) AS n FROM outbox WHERE tenant = ?')
      .bind(open.tenant)
      .first<number>('n');
    expect(told).toBe(10);
  });

  it('touches nobody of another tenant', async () => {
    const other = await openTenant();
    tenants.push(other.tenant);
    await fillUsers(other.tenant, 3);
    const before = await accounts(other.tenant);
    await beginFreeze(open);
    await untilIdle();
    await beginThaw(open);
    await untilIdle();
    expect(await accounts(other.tenant)).toEqual(before);
  });

  it('of a tenant that was deleted meanwhile does nothing', async () => {
    await beginFreeze(open);
    await env.DB.prepare('UPDATE tenants SET deleted_at = ? WHERE id = ?').bind(now(), open.tenant).run();
    expect(await untilIdle()).toBe(0);
    expect(await countOf('active')).toBe(10);
  });
});

it('a link waits until the freeze is over, and then its newcomer is as frozen as the others', async () => {
  const create = (externalId: string) =>
    open.directory.create(userType, { userName: 'ann', externalId, active: true }, { account: true });
  const accountOf = async (userId: string) => (await accounts()).find((row) => row.user_id === userId);
  const { id: gone } = await create('first');
  const leaver = (await accountOf(gone))?.id ?? '';
  await open.directory.remove(userType, gone, undefined);
  const { id: userId } = await create('second');
  await beginFreeze(open);
  await freezeSome(env.DB, open.tenant, now(), 4);
  const hand = { db: env.DB, tenant: open.tenant, settingsVersion: 1, shape: plainShape };
  const link = () => openAccountActions({ ...hand, author: author() }).link(leaver, { userId });
  expect(await link()).toBe('contended');
  await untilIdle();
  expect(await link()).toBe('linked');
  expect(await accountOf(userId)).toMatchObject({ id: leaver, status: 'inactive' });
  expect((await accountOf(userId))?.frozen_at).not.toBeNull();
  expect(await seatsTaken()).toBe(0);
});

describe('while accounts are given back', () => {
  beforeEach(async () => {
    await beginFreeze(open);
    await untilIdle();
    await beginThaw(open);
    await freezeSome(env.DB, open.tenant, now(), 4);
  });

  it('whoever is deactivated before it is his turn stays out, and is no longer frozen', async () => {
    const id = await lastUser();
    await patch(id, { active: false });
    await untilIdle();
    expect(await freezes.progress(open.tenant)).toMatchObject({ done: 9, notBack: 1 });
    const [left] = (await accounts()).filter((row) => row.user_id === id);
    expect(left).toMatchObject({ status: 'inactive', frozen_at: null });
    expect(await seatsTaken()).toBe(9);
  });

  it('whoever is changed before it is his turn has his account at once, and one seat', async () => {
    const id = await lastUser();
    await patch(id, { displayName: 'Ann' });
    expect((await accounts()).find((row) => row.user_id === id)).toMatchObject({
      status: 'active',
      frozen_at: null,
    });
    await untilIdle();
    expect(await seatsTaken()).toBe(10);
    const { results } = await env.DB.prepare(
      "SELECT subject FROM outbox WHERE tenant = ? AND type = 'account.reactivated'",
    )
      .bind(open.tenant)
      .run<{ subject: string }>();
    expect(results).toHaveLength(10);
    expect(new Set(results.map(({ subject }) => subject)).size).toBe(10);
  });

  it('whoever is deleted before it is his turn is a leaver like others', async () => {
    const id = await lastUser();
    await open.directory.remove(userType, id, undefined);
    await untilIdle();
    const [left] = (await accounts()).filter((row) => row.user_id === id);
    expect(left).toMatchObject({ status: 'preserved', frozen_at: null });
    expect(await countOf('active')).toBe(9);
  });

  it('a change that was decided by the frozen account is decided anew', async () => {
    const id = await lastUser();
    const between = interrupted(async () => {
      await untilIdle();
    });
    const { directory } = openAs(open.tenant, open.tokenId, between);
    await directory.patch(
      userType,
      id,
      { Operations: [{ op: 'replace', value: { active: false } }] },
      undefined,
      {},
    );
    expect((await accounts()).find((row) => row.user_id === id)?.status).toBe('inactive');
    expect(await seatsTaken()).toBe(9);
  });

  it('a newcomer may take a seat: nobody comes back beyond the limit', async () => {
    await env.DB.prepare(`UPDATE tenants SET settings = '{"seats":{"limit":6}}' WHERE id = ?`)
      .bind(open.tenant)
      .run();
    await fillUsers(open.tenant, 1, 'late');
    await untilIdle();
    expect(await seatsTaken()).toBe(6);
    expect(await freezes.progress(open.tenant)).toMatchObject({ done: 5, withoutSeat: 5 });
  });
});

it('is refused for settings that are no longer the present ones', async () => {
  const stale = { ...(await find(open.tenant)), settingsVersion: 0 };
  expect(await freezes.freeze(stale, {}, author())).toBe(false);
  expect(await freezes.progress(open.tenant)).toBeUndefined();
});

it('nothing is thawed that was never frozen', async () => {
  expect(await freezes.thaw(await find(open.tenant), author())).toBe(false);
});

/** The database, which lets this happen once, behind the first batch: that one reads. */
function interrupted(happen: () => Promise<void>): D1Database {
  let isDone = false;
  return {
    prepare: (sql: string) => env.DB.prepare(sql),
    async batch(statements: D1PreparedStatement[]) {
      const results = await env.DB.batch(statements);
      if (!isDone) {
        isDone = true;
        await happen();
      }
      return results;
    },
  } as unknown as D1Database;
}
