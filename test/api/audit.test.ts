// …/audit and /audit: every change by an administrator or an API key, written with it, read newest first.

import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxCursorLength, maxLimit } from '../../src/api/limits.ts';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { maxAuditedSettingsLength } from '../../src/tenancy/audit.ts';
import { hashToken } from '../../src/tenancy/token.ts';
import { newApiKey } from '../support/api-keys.ts';
import { expectTooMuch } from '../support/over-limit.ts';
import { expectProblem } from '../support/refusals.ts';
import { everythingStored, rowsOf, tenantId } from '../support/stored.ts';
import { apiOver, databaseWith } from '../support/surfaces.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}`;
});

const admin = { kind: 'admin-key', id: 'admin-key', name: 'ADMIN_KEY' };
const audit = async (path = at): Promise<Answer['body'][]> =>
  (await api('GET', `${path}/audit`)).body.entries;
const newest = async (path?: string) => (await audit(path))[0];
const actions = async (path?: string) => (await audit(path)).map(({ action }) => action);

describe('the audit of a tenant', () => {
  it('begins with its making: who, what, when and by which request', async () => {
    const slug = `slug-${crypto.randomUUID().slice(0, 8)}`;
    const { body, headers } = await api('POST', '/tenants', { slug, name: 'Acme' });
    expect(await audit(`/tenants/${slug}`)).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        action: 'tenant.created',
        actor: admin,
        tenant: slug,
        target: { kind: 'tenant', id: body.id, name: slug },
        before: null,
        after: { slug, name: 'Acme' },
        requestId: headers.get('x-request-id'),
        occurredAt: body.createdAt,
      },
    ]);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names the API key that acted', async () => {
    const key = await newApiKey(['read', 'write'], tenant.slug);
    const { headers } = await key.request('PATCH', `${at}/settings`, { enabled: false });
    expect(await newest()).toMatchObject({
      action: 'settings.changed',
      actor: { kind: 'api-key', id: key.id, name: key.name },
      requestId: headers.get('x-request-id'),
    });
  });

  it('has the settings that differ, before and after, and only those', async () => {
    await api('PATCH', `${at}/settings`, { leniency: { numbersAsText: false } });
    await api('PATCH', `${at}/settings`, { enabled: false });
    await api('POST', `${at}/settings/undo`);
    const id = await tenantId(tenant.slug);
    const [undone, changed] = await audit();
    expect(changed).toMatchObject({
      action: 'settings.changed',
      tenant: tenant.slug,
      target: { kind: 'settings', id, name: tenant.slug },
    });
    expect([changed.before, changed.after]).toEqual([
      { version: 2, settings: {} },
      { version: 3, settings: { enabled: false } },
    ]);
    expect(undone.action).toBe('settings.undone');
    expect([undone.before, undone.after]).toEqual([
      { version: 3, settings: { enabled: false } },
      { version: 4, settings: {} },
    ]);
  });

  it('names settings that are too long for it, which their history has whole', async () => {
    const roleOf = (length: number) => {
      const role = (description: string) => ({ id: '1', displayName: 'One', description });
      const list = (rest: number) => [
        ...['a', 'b', 'c', 'd'].map((id) => ({ ...role('x'.repeat(900)), id })),
        role('x'.repeat(rest)),
      ];
      return list(length - JSON.stringify(['appRoles', list(0)]).length);
    };
    await api('PATCH', `${at}/settings`, { appRoles: roleOf(maxAuditedSettingsLength) });
    expect((await newest()).after.settings.appRoles).toHaveLength(5);
    await api('PATCH', `${at}/settings`, { appRoles: roleOf(maxAuditedSettingsLength + 1), enabled: false });
    expect((await newest()).after).toEqual({
      version: 3,
      settings: { enabled: false },
      omitted: ['appRoles'],
    });
    const { versions } = (await api('GET', `${at}/settings/history?limit=1`)).body;
    expect(versions[0].settings.appRoles).toHaveLength(5);
  });

  it('has tokens without their secrets, made and revoked', async () => {
    const { body } = await api('POST', `${at}/tokens`, { name: 'Entra', expiresInDays: null });
    await api('DELETE', `${at}/tokens/${body.id}`);
    const [revoked, created] = await audit();
    const shared = {
      actor: admin,
      tenant: tenant.slug,
      target: { kind: 'token', id: body.id, name: 'Entra' },
    };
    const state = { name: 'Entra', expiresAt: null };
    expect(created).toMatchObject({ action: 'token.created', ...shared });
    expect([created.before, created.after]).toEqual([null, state]);
    expect(revoked).toMatchObject({ action: 'token.revoked', ...shared });
    expect([revoked.before, revoked.after]).toEqual([state, null]);
    expect(JSON.stringify([created, revoked])).not.toContain(await hashToken(body.token));
    expect(await everythingStored()).not.toContain(body.token.slice(3, 20));
  });

  it('has the API keys that were made for it, and no others', async () => {
    await newApiKey(['read']);
    const { id } = await newApiKey(['read'], tenant.slug);
    await api('DELETE', `/api-keys/${id}`);
    expect(await actions()).toEqual([
      'api-key.revoked',
      'api-key.created',
      'token.created',
      'tenant.created',
    ]);
  });

  it('has nothing of what was refused, of what only reads, and of what changed nothing', async () => {
    const before = await actions();
    await api('PATCH', `${at}/settings`, { colour: 'red' });
    await api('PATCH', `${at}/settings`, { enabled: false }, { 'If-Match': '"9"' });
    await api('PATCH', `${at}/settings`, { enabled: null });
    await api('POST', `${at}/settings/undo`);
    await api('POST', `${at}/tokens`, { name: '' });
    await api('DELETE', `${at}/tokens/nothing`);
    await api('POST', '/tenants', { slug: tenant.slug, name: 'Again' });
    await api('POST', '/api-keys', { name: 'x', scopes: [], tenant: tenant.slug });
    await api('GET', `${at}/tokens`);
    expect(await actions()).toEqual(before);
  });

  it('has one entry of an action that was asked for twice at once', async () => {
    const revoke = () => api('DELETE', `${at}/tokens/${tenant.tokenId}`);
    const answers = await Promise.all([revoke(), revoke(), revoke()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404]);
    expect(await actions()).toEqual(['token.revoked', 'token.created', 'tenant.created']);
  });

  it('shows nothing of another tenant', async () => {
    const other = await newTenant();
    await api('PATCH', `/tenants/${other.slug}/settings`, { enabled: false });
    expect(await actions()).toEqual(['token.created', 'tenant.created']);
    expectProblem(await api('GET', '/tenants/nobody/audit'), 404);
  });

  it('is read page after page, each entry once, while new ones come', async () => {
    for (const enabled of [false, true, false]) await api('PATCH', `${at}/settings`, { enabled });
    const expected = (await audit()).map(({ id }) => id);
    const seen: string[] = [];
    for (let query: string | null = ''; query !== null; ) {
      const { body }: Answer = await api('GET', `${at}/audit?limit=2${query}`);
      expect(body.entries.length).toBeLessThanOrEqual(2);
      seen.push(...body.entries.map(({ id }: Answer['body']) => id));
      await api('POST', `${at}/tokens`, { name: 'Meanwhile' });
      query = body.nextCursor === null ? null : `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(expected);
  });
});

it.each(['/audit', '$/audit', '$/settings/history'])(
  'a page of %s may be as long as is allowed, and its cursor is a number',
  async (list) => {
    const get = (query: string) => api('GET', `${list.replace('$', at)}?${query}`);
    expectTooMuch(await get(`limit=${maxLimit + 1}`), '/limit', maxLimit);
    expect((await get(`limit=${maxLimit}`)).status).toBe(200);
    expect((await get(`cursor=${'9'.repeat(15)}`)).status).toBe(200);
    for (const cursor of ['x', '1.5', '9'.repeat(16)]) {
      expectProblem(await get(`cursor=${cursor}`), 422, ['/cursor']);
    }
    expect((await get(`cursor=${'9'.repeat(maxCursorLength + 1)}`)).status).toBe(422);
  },
);

describe('the audit of the deployment', () => {
  it('has what happened to every tenant, and what is of none', async () => {
    const { id, name } = await newApiKey(['read', 'write']);
    await api('DELETE', `/api-keys/${id}`);
    const [revoked, created, ofTenant] = await audit('');
    const target = { kind: 'api-key', id, name };
    const state = { name, scopes: ['read', 'write'], tenant: null };
    expect(revoked).toMatchObject({
      action: 'api-key.revoked',
      tenant: null,
      target,
      before: state,
      after: null,
    });
    expect(created).toMatchObject({
      action: 'api-key.created',
      tenant: null,
      target,
      before: null,
      after: state,
    });
    expect(ofTenant).toMatchObject({ action: 'token.created', tenant: tenant.slug });
  });

  it('still tells who deleted a tenant when the tenant has no audit any more', async () => {
    const id = await tenantId(tenant.slug);
    await api('DELETE', at);
    expectProblem(await api('GET', `${at}/audit`), 404);
    expect(await newest('')).toMatchObject({
      action: 'tenant.deleted',
      actor: admin,
      tenant: null,
      target: { kind: 'tenant', id, name: tenant.slug },
      before: { slug: tenant.slug },
      after: null,
    });
  });
});

describe('no action is without its entry: where the audit cannot be written, nothing is,', () => {
  /** The database, in which each entry of the audit fails. */
  const mute = () =>
    databaseWith({
      prepare: (sql: string) =>
        env.DB.prepare(
          sql.includes('INSERT INTO audit') ? sql.replace('json_object(', 'NULL || json_object(') : sql,
        ),
    });

  const log = vi.spyOn(console, 'error');
  beforeAll(() => void log.mockImplementation(() => undefined));
  afterAll(() => log.mockRestore());

  it.each<[what: string, method: string, path: string, body?: object]>([
    ['neither a tenant', 'POST', '/tenants', { slug: 'unaudited', name: 'Acme' }],
    ['nor its end', 'DELETE', '$'],
    ['nor settings', 'PATCH', '$/settings', { leniency: { numbersAsText: false } }],
    ['nor an undo', 'POST', '$/settings/undo'],
    ['nor a token', 'POST', '$/tokens', { name: 'Okta' }],
    ['nor the end of a token', 'DELETE', '$/tokens/@'],
  ])('%s', async (_what, method, path, body) => {
    await api('PATCH', `${at}/settings`, { enabled: false });
    const before = [await rowsOf(tenant), (await api('GET', `${at}/tokens`)).body];
    const request = apiOver({ tenants: openTenantStore(mute()) });
    const answer = await request(method, path.replace('$', at).replace('@', tenant.tokenId), body);
    expectProblem(answer, 503);
    expect(JSON.stringify(log.mock.lastCall)).toContain('audit.target');
    expect([await rowsOf(tenant), (await api('GET', `${at}/tokens`)).body]).toEqual(before);
    expectProblem(await api('GET', '/tenants/unaudited'), 404);
  });
});
