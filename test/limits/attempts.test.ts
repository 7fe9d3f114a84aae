// How often a change that lost a race is decided anew, before its client is asked to come again; and how many
// unknown tokens one address may try.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { maxMergeAttempts } from '../../src/administration/limits.ts';
import { openStore } from '../../src/db/store.ts';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { openDirectory } from '../../src/directory/directory.ts';
import { maxAttempts as maxChangeAttempts } from '../../src/directory/refusal.ts';
import { StaleSettings, type Store } from '../../src/directory/store.ts';
import { maxAttempts as maxSettingsAttempts } from '../../src/http/exchange.ts';
import type { ScimPorts } from '../../src/http/ports.ts';
import { leniencyOf } from '../../src/policy/settings.ts';
import { plainPolicy } from '../../src/policy/user-policy.ts';
import { mintToken } from '../../src/tenancy/token.ts';
import { expectOverLimit } from '../support/over-limit.ts';
import { addGroup, addUser, groupBody, patchBody, userBody } from '../support/people.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { apiOver, scimOver } from '../support/surfaces.ts';
import { newTenant, send, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const now = () => new Date().toISOString();
const newId = () => crypto.randomUUID();

/** Requests to a directory whose store is what `instead` makes of the real one. */
function scimWith(instead: (store: Store) => Partial<Store>) {
  const open: ScimPorts['open'] = (access, requestId) => {
    const real = openStore(env.DB, access, { requestId, now, newId });
    const store = { ...real, ...instead(real) };
    const leniencies = leniencyOf(access.settings);
    const directory = openDirectory({ store, leniencies, policy: plainPolicy, now, newId });
    return { ...directory, verify: () => real.verify() };
  };
  return scimOver(env.DB, tenant, { open });
}

const overtaken = { status: 503, naming: ['epeat'] } as const;

describe('a change that others overtake as often as is borne is made, once more and it is 503 and not made:', () => {
  /** Requests whose first so many writes come too late. */
  const overtakenTimes = (times: number) => {
    let left = times;
    return scimWith((store) => ({
      commit: async (change) => (left-- > 0 ? { kind: 'refused', by: 'version' } : store.commit(change)),
    }));
  };
  const user = async () => `/Users/${(await addUser(tenant)).id}`;
  const group = async () => `/Groups/${(await addGroup(tenant)).id}`;

  it.each<
    [
      what: string,
      method: string,
      path: () => Promise<string>,
      body: () => object | undefined,
      status: number,
    ]
  >([
    ['a new user', 'POST', async () => '/Users', () => userBody(), 201],
    ['a PUT of a user', 'PUT', user, () => userBody({ title: 'new' }), 200],
    ['a PATCH of a user', 'PATCH', user, () => patchBody({ op: 'add', path: 'title', value: 'new' }), 200],
    ['a DELETE of a user', 'DELETE', user, () => undefined, 204],
    ['a PUT of a group', 'PUT', group, () => groupBody(), 200],
    ['a DELETE of a group', 'DELETE', group, () => undefined, 204],
  ])('%s', async (_what, method, at, body, status) => {
    const path = await at();
    const request = (times: number) => overtakenTimes(times)(method, path, body());
    await expectOverLimit(tenant, overtaken, () => request(maxChangeAttempts));
    expect((await request(maxChangeAttempts)).headers.get('retry-after')).toBe('1');
    expect((await request(maxChangeAttempts - 1)).status).toBe(status);
  });
});

describe('a request during which the settings change as often as is borne is answered, once more and it is 503:', () => {
  /** Requests that find the settings changed so many times. */
  const changedTimes = (times: number) => {
    let left = times;
    const stale = async <T>(work: () => Promise<T>): Promise<T> => {
      if (left-- > 0) throw new StaleSettings();
      return work();
    };
    return scimWith((store) => ({
      find: (...given) => stale(() => store.find(...given)),
      commit: (change) => stale(() => store.commit(change)),
    }));
  };

  it('a GET', async () => {
    const { id } = await addUser(tenant);
    const get = (times: number) => changedTimes(times)('GET', `/Users/${id}`);
    const answer = await get(maxSettingsAttempts);
    expectScimError(answer, 503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect((await get(maxSettingsAttempts - 1)).body.id).toBe(id);
  });

  it('a POST, which is carried out once', async () => {
    const body = userBody();
    const post = (times: number) => changedTimes(times)('POST', '/Users', body);
    await expectOverLimit(tenant, overtaken, () => post(maxSettingsAttempts));
    expect((await post(maxSettingsAttempts - 1)).status).toBe(201);
  });
});

it('a patch of the settings that others overtake as often as is borne is merged, once more and it is 412', async () => {
  const patch = (times: number) => {
    let left = times;
    const tenants = openTenantStore(env.DB);
    const request = apiOver({
      tenants: {
        ...tenants,
        replaceSettings: async (...given) => left-- <= 0 && tenants.replaceSettings(...given),
      },
    });
    return request('PATCH', `/tenants/${tenant.slug}/settings`, { leniency: { numbersAsText: false } });
  };
  const before = await rowsOf(tenant);
  const answer = await patch(maxMergeAttempts);
  expectProblem(answer, 412);
  expect(answer.body.detail).toContain('repeat');
  expect(await rowsOf(tenant)).toEqual(before);
  expect((await patch(maxMergeAttempts - 1)).body.leniency).toEqual({ numbersAsText: false });
});

it('an address may try a hundred unknown tokens in a minute, and is told to wait for a minute at the next', async () => {
  const minute = () => Math.floor(Date.now() / 60_000);
  const attempt = (address: string) =>
    send('GET', `${tenant.baseUrl}/Users`, undefined, {
      Authorization: `Bearer ${mintToken(crypto.getRandomValues(new Uint8Array(32)))}`,
      'CF-Connecting-IP': address,
    });
  // The count begins anew with each minute of the clock: try again where one passed meanwhile.
  for (let started = -1; started !== minute(); ) {
    started = minute();
    const address = crypto.randomUUID();
    const statuses: number[] = [];
    for (let time = 0; time < 100; time++) statuses.push((await attempt(address)).status);
    const next = await attempt(address);
    if (started !== minute()) continue;
    expect(new Set(statuses)).toEqual(new Set([401]));
    expectScimError(next, 429);
    expect(next.headers.get('retry-after')).toBe('60');
  }
});
