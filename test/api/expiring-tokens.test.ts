// Tokens that are about to expire are told of in time, by the cron.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { warnOfTokens } from '../../src/db/token-warnings.ts';
import { eventsOf } from '../support/feed.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const newToken = async (expiresInDays: number | null) =>
  (await api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'Okta', expiresInDays })).body;
const cronInDays = (days: number) =>
  warnOfTokens(env.DB, new Date(Date.now() + days * dayMilliseconds).toISOString(), 'run');
/** On which of the days, one cron a day, the token is told of. */
async function daysOfWarning(days: number): Promise<readonly number[]> {
  const told: number[] = [];
  for (let day = 0; day <= days; day++) {
    const before = (await eventsOf(tenant)).length;
    await cronInDays(day);
    if ((await eventsOf(tenant)).length > before) told.push(day);
  }
  return told;
}

it('thirty days ahead, seven, and one', async () => {
  await newToken(40);
  expect(await daysOfWarning(42)).toEqual([10, 33, 39]);
});

it('with its name, its last four signs and the moment, and nothing secret', async () => {
  const { id, token, lastFour, expiresAt } = await newToken(8);
  await cronInDays(2);
  const [event, ...others] = await eventsOf(tenant);
  expect(event).toMatchObject({
    type: 'token.expiring',
    data: { token: { id, name: 'Okta', lastFour, expiresAt } },
    cause: { requestId: 'run', tokenId: null },
  });
  expect(JSON.stringify(event)).not.toContain(token);
  expect(others).toEqual([]);
});

describe('nobody is told of', () => {
  it('a token that never expires', async () => {
    await newToken(null);
    expect(await daysOfWarning(3)).toEqual([]);
  });

  it('a token that was revoked', async () => {
    const { id } = await newToken(8);
    await api('DELETE', `/tenants/${tenant.slug}/tokens/${id}`);
    await cronInDays(2);
    expect(await eventsOf(tenant)).toEqual([]);
  });

  it('a token of a tenant that is deleted', async () => {
    await newToken(8);
    const { id } = (await api('GET', `/tenants/${tenant.slug}`)).body;
    await api('DELETE', `/tenants/${tenant.slug}`);
    await cronInDays(2);
    const kept = await env.DB.prepare('SELECT count(*) AS n FROM outbox WHERE tenant = ?').bind(id).first();
    expect(kept).toEqual({ n: 0 });
  });

  it('a token that has expired while no cron ran', async () => {
    await newToken(8);
    await cronInDays(30);
    expect(await eventsOf(tenant)).toEqual([]);
  });
});
