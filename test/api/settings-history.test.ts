// …/settings/history and …/settings/undo: every version is kept with whom it is by, and one step goes back.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { maxCatalogDescriptionLength } from '../../src/policy/settings.ts';
import { keptSettingsVersions } from '../../src/tenancy/tenant.ts';
import { newApiKey } from '../support/api-keys.ts';
import { expectProblem } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { apiOver } from '../support/surfaces.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}/settings`;
});

const read = () => api('GET', at);
const tag = async () => (await read()).headers.get('etag') ?? '';
const write = (patch: unknown, headers?: Record<string, string>) => api('PATCH', at, patch, headers);
const undo = (headers?: Record<string, string>) => api('POST', `${at}/undo`, undefined, headers);
const history = async (query = ''): Promise<Answer['body']> =>
  (await api('GET', `${at}/history${query}`)).body;
const brief = async () =>
  (await history()).versions.map(({ version, settings }: Answer['body']) => [version, settings]);

const admin = { kind: 'admin-key', id: 'admin-key', name: 'ADMIN_KEY' };

describe('the history of settings', () => {
  it('begins with the tenant itself, who made it and when', async () => {
    const { createdAt } = (await api('GET', `/tenants/${tenant.slug}`)).body;
    expect(await history()).toEqual({
      versions: [{ version: 1, settings: {}, changedAt: createdAt, changedBy: admin }],
      nextCursor: null,
    });
  });

  it('has each version as it was set, without defaults, newest first, with whom it is by', async () => {
    const key = await newApiKey(['read', 'write']);
    await write({ enabled: false });
    await key.request('PATCH', at, { enabled: null, leniency: { numbersAsText: false } });
    const { versions } = await history();
    expect(versions).toEqual([
      {
        version: 3,
        settings: { leniency: { numbersAsText: false } },
        changedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        changedBy: { kind: 'api-key', id: key.id, name: key.name },
      },
      { version: 2, settings: { enabled: false }, changedAt: expect.any(String), changedBy: admin },
      { version: 1, settings: {}, changedAt: expect.any(String), changedBy: admin },
    ]);
  });

  it('has nothing of a change that was refused, overtaken, or changed nothing', async () => {
    await write({ enabled: false });
    const before = await rowsOf(tenant);
    expectProblem(await write({ colour: 'red' }), 422, ['/colour']);
    expectProblem(await write({ enabled: true }, { 'If-Match': '"1"' }), 412);
    const same = await write({ enabled: false });
    expect([same.status, same.headers.get('etag'), same.body]).toEqual([
      200,
      await tag(),
      (await read()).body,
    ]);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('shows nothing of other tenants', async () => {
    const other = await newTenant();
    await api('PATCH', `/tenants/${other.slug}/settings`, { enabled: false });
    expect(await brief()).toEqual([[1, {}]]);
  });

  it('is read page after page', async () => {
    for (const enabled of [false, true, false, true]) await write({ enabled });
    const seen: number[] = [];
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const page = await history(`?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      expect(page.versions.length).toBeLessThanOrEqual(2);
      seen.push(...page.versions.map(({ version }: Answer['body']) => version));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  it('ends a page early where the settings are long, and goes on with the next', async () => {
    const appRoles = Array.from({ length: 400 }, (_, index) => ({
      id: `${index}`,
      displayName: 'One',
      description: 'x'.repeat(maxCatalogDescriptionLength),
    }));
    await write({ appRoles });
    for (const enabled of [false, true, false]) await write({ enabled });
    const pages = [await history()];
    while (pages.at(-1).nextCursor) pages.push(await history(`?cursor=${pages.at(-1).nextCursor}`));
    const versions = pages.map((page) => page.versions.map(({ version }: Answer['body']) => version));
    expect(versions.length).toBeGreaterThan(1);
    expect(versions.flat()).toEqual([5, 4, 3, 2, 1]);
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(2_000_000);
  });

  it.each(['?cursor=x', '?cursor=-1', `?cursor=${'1'.repeat(16)}`])('refuses %s', async (query) => {
    expectProblem(await api('GET', `${at}/history${query}`), 422, ['/cursor']);
  });

  it(`keeps ${keptSettingsVersions} versions of a tenant, and all of others`, async () => {
    const other = await newTenant();
    for (let version = 2; version <= keptSettingsVersions + 1; version++) {
      await write({ enabled: version % 2 === 0 });
      if (version === keptSettingsVersions) expect((await history()).versions.at(-1).version).toBe(1);
    }
    const { versions } = await history();
    expect(versions).toHaveLength(keptSettingsVersions);
    expect([versions[0].version, versions.at(-1).version]).toEqual([keptSettingsVersions + 1, 2]);
    expect((await undo()).status).toBe(200);
    expect((await api('GET', `/tenants/${other.slug}/settings/history`)).body.versions).toHaveLength(1);
  });
});

describe('undo', () => {
  it('goes back to the version before, as a new one that is in force at once', async () => {
    await write({ enabled: false });
    const off = await tag();
    const { status, body, headers } = await undo();
    expect(status).toBe(200);
    expect(body.enabled).toBe(true);
    expect(headers.get('etag')).not.toBe(off);
    expect([(await read()).body, await tag()]).toEqual([body, headers.get('etag')]);
    expect((await tenant.scim('GET', '/Users')).status).toBe(200);
    expect(await brief()).toEqual([
      [3, {}],
      [2, { enabled: false }],
      [1, {}],
    ]);
  });

  it('undoes an undo', async () => {
    await write({ enabled: false });
    await undo();
    expect((await undo()).body.enabled).toBe(false);
    expect(await brief()).toMatchObject([
      [4, { enabled: false }],
      [3, {}],
      [2, {}],
      [1, {}],
    ]);
  });

  it('is 409 where there was no change yet, and changes nothing', async () => {
    const before = await rowsOf(tenant);
    expectProblem(await undo(), 409);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('is 409 where the version before is no longer valid', async () => {
    await write({ enabled: false });
    await env.DB.prepare('UPDATE settings_history SET settings = ? WHERE tenant = ? AND version = 1')
      .bind('{"colour":"red"}', await tenantId(tenant.slug))
      .run();
    const before = await rowsOf(tenant);
    expectProblem(await undo(), 409);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('of a tenant that is not there is 404', async () => {
    expectProblem(await api('POST', '/tenants/nobody/settings/undo'), 404);
    expectProblem(await api('GET', '/tenants/nobody/settings/history'), 404);
  });

  it('goes through with If-Match of the present version, and is 412 with another', async () => {
    const first = await tag();
    await write({ enabled: false });
    const before = await rowsOf(tenant);
    expectProblem(await undo({ 'If-Match': first }), 412);
    expect(await rowsOf(tenant)).toEqual(before);
    expect((await undo({ 'If-Match': await tag() })).body.enabled).toBe(true);
  });

  it('is 412, without a condition too, where somebody was faster: what he did is not undone', async () => {
    await write({ enabled: false });
    const tenants = openTenantStore(env.DB);
    const request = apiOver({
      tenants: {
        ...tenants,
        async replaceSettings(...given) {
          await write({ leniency: { numbersAsText: false } });
          return tenants.replaceSettings(...given);
        },
      },
    });
    expectProblem(await request('POST', `${at}/undo`), 412);
    expect(await brief()).toMatchObject([
      [3, { enabled: false, leniency: { numbersAsText: false } }],
      [2, { enabled: false }],
      [1, {}],
    ]);
  });
});

it('of two administrators with the same version one is let through, and there is one version and one entry more', async () => {
  await write({ enabled: false });
  const present = await tag();
  const answers = await Promise.all([
    undo({ 'If-Match': present }),
    write({ leniency: { numbersAsText: false } }, { 'If-Match': present }),
    undo({ 'If-Match': present }),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
  expect((await history()).versions.map(({ version }: Answer['body']) => version)).toEqual([3, 2, 1]);
  const { entries } = (await api('GET', `/tenants/${tenant.slug}/audit`)).body;
  const versions = entries.flatMap(({ after }: Answer['body']) => after?.version ?? []);
  expect(versions).toEqual([3, 2]);
});
