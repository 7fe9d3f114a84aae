// …/tokens: shown once, stored as a hash, alive at once, dead at once. And that D1 alone decides, whatever KV says.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { hashToken, mintToken } from '../../src/tenancy/token.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { emptyKv, everythingStored, tenantId } from '../support/stored.ts';
import { apiOver } from '../support/surfaces.ts';
import { type Answer, api, newTenant, send, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const mint = (body: object = {}) => api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'Okta', ...body });
const use = (token: string, method = 'GET', path = '/Users', body?: unknown): Promise<Answer> =>
  send(method, tenant.baseUrl + path, body, {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'CF-Connecting-IP': crypto.randomUUID(),
  });
const revoke = (id: string) => api('DELETE', `/tenants/${tenant.slug}/tokens/${id}`);
const listed = async (): Promise<Answer['body'][]> =>
  (await api('GET', `/tenants/${tenant.slug}/tokens?limit=1000`)).body.tokens;
const keyOf = async (token: string) => `token:${await hashToken(token)}`;

describe('a new token', () => {
  it('is answered 201, whole and this once', async () => {
    const { status, body } = await mint({ name: ' Okta production ' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/\S/),
      name: 'Okta production',
      token: expect.stringMatching(/^rc_[A-Za-z0-9_-]{49}$/),
      lastFour: body.token.slice(-4),
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
    });
    const list = await api('GET', `/tenants/${tenant.slug}/tokens`);
    expect(list.text).not.toContain(body.token);
    expect(list.text).toContain(body.id);
  });

  it.each<[what: string, body: object, days: number | null]>([
    ['after a year where nothing is said', {}, 365],
    ['after the days that were asked for', { expiresInDays: 30 }, 30],
    ['after a part of a day', { expiresInDays: 0.5 }, 0.5],
    ['never, where that is asked for', { expiresInDays: null }, null],
  ])('expires %s', async (_what, request, days) => {
    const { body } = await mint(request);
    const expected =
      days === null ? null : new Date(Date.parse(body.createdAt) + days * 86_400_000).toISOString();
    expect(body.expiresAt).toBe(expected);
    expect((await listed()).find(({ id }) => id === body.id)).toMatchObject({ expiresAt: expected });
    expect((await use(body.token)).status).toBe(200);
  });

  it.each<[what: string, body: unknown, pointers: string[]]>([
    ['no name', {}, ['/name']],
    ['an empty name', { name: ' ' }, ['/name']],
    ['a name that is a number', { name: 5 }, ['/name']],
    ['no days', { name: 'x', expiresInDays: 0 }, ['/expiresInDays']],
    ['days in the past', { name: 'x', expiresInDays: -1 }, ['/expiresInDays']],
    ['more than ten years', { name: 'x', expiresInDays: 3651 }, ['/expiresInDays']],
    ['days as a string', { name: 'x', expiresInDays: '30' }, ['/expiresInDays']],
    ['a token of its own choice', { name: 'x', token: 'rc_mine' }, ['/token']],
    ['an id of its own choice', { name: 'x', id: 'mine' }, ['/id']],
  ])('with %s is 422', async (_what, body, pointers) => {
    const before = await listed();
    expectProblem(await api('POST', `/tenants/${tenant.slug}/tokens`, body), 422, pointers);
    expect(await listed()).toEqual(before);
  });

  it('is stored nowhere, only its SHA-256', async () => {
    const { body } = await mint();
    await use(body.token);
    const stored = await everythingStored();
    expect(stored).not.toContain(body.token);
    expect(stored).not.toContain(body.token.slice(3, 20));
    expect(stored).not.toContain(body.token.slice(-20));
    expect(stored).toContain(await hashToken(body.token));
  });

  it('differs from every other', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => mint()));
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(10);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(10);
  });
});

describe('a token works', () => {
  it('the moment that it is shown', async () => {
    const { body } = await mint();
    expect((await use(body.token)).status).toBe(200);
  });

  it('beside the old one: tokens are rotated with an overlap', async () => {
    const [old, next] = [(await mint()).body, (await mint()).body];
    expect([(await use(old.token)).status, (await use(next.token)).status]).toEqual([200, 200]);
    await revoke(old.id);
    expect([(await use(old.token)).status, (await use(next.token)).status]).toEqual([401, 200]);
  });

  it('although KV knows nothing of it, and KV knows it again afterwards', async () => {
    const { body } = await mint();
    await emptyKv();
    expect((await use(body.token)).status).toBe(200);
    expect(await env.TOKENS.get(await keyOf(body.token), 'json')).toEqual({
      tenant: await tenantId(tenant.slug),
      tokenId: body.id,
    });
  });
});

it('a token is shown and works although KV could not be written: else nobody would ever know it', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const request = apiOver({ rememberToken: () => Promise.reject(new Error('KV PUT failed: 429')) });
  const { status, body } = await request('POST', `/tenants/${tenant.slug}/tokens`, { name: 'Okta' });
  expect(status).toBe(201);
  expect((await use(body.token)).status).toBe(200);
  expect(log).toHaveBeenCalled();
  log.mockRestore();
});

describe('a token is dead', () => {
  it.each([
    ['before its first use', false],
    ['while the isolate remembers it', true],
  ])('the moment that it is revoked, %s: for reads, writes, groups and discovery', async (_what, used) => {
    const { body } = await mint();
    if (used) expect((await use(body.token)).status).toBe(200);
    expect((await revoke(body.id)).status).toBe(204);
    expectScimError(await use(body.token), 401);
    expectScimError(await use(body.token, 'POST', '/Users', { userName: 'late' }), 401);
    expectScimError(await use(body.token, 'POST', '/Groups', { displayName: 'late' }), 401);
    expectScimError(await use(body.token, 'GET', '/Schemas'), 401);
    expect((await tenant.scim('GET', '/Users?filter=userName+eq+%22late%22')).body.totalResults).toBe(0);
  });

  it('the moment that it expires, also while the isolate remembers it', async () => {
    const { body } = await mint();
    expect((await use(body.token)).status).toBe(200);
    const moment = new Date(Date.now() - 1).toISOString();
    await env.DB.prepare('UPDATE tokens SET expires_at = ? WHERE id = ?').bind(moment, body.id).run();
    expectScimError(await use(body.token), 401);
    expectScimError(await use(body.token, 'POST', '/Users', { userName: 'late' }), 401);
  });

  it('from the beginning where its time is over at once', async () => {
    const { body } = await mint({ expiresInDays: 1e-9 });
    await new Promise((resolve) => setTimeout(resolve, 2));
    expectScimError(await use(body.token), 401);
  });

  it('where KV alone vouches for it', async () => {
    const invented = mintToken(crypto.getRandomValues(new Uint8Array(32)));
    const owner = { tenant: await tenantId(tenant.slug), tokenId: tenant.tokenId };
    await env.TOKENS.put(await keyOf(invented), JSON.stringify(owner));
    expectScimError(await use(invented), 401);
  });
});

describe('the list of tokens', () => {
  it('shows who was used when', async () => {
    const { body } = await mint();
    const entry = async () => (await listed()).find(({ id }) => id === body.id);
    expect(await entry()).toEqual({
      id: body.id,
      name: 'Okta',
      lastFour: body.lastFour,
      createdAt: body.createdAt,
      expiresAt: body.expiresAt,
      lastUsedAt: null,
    });
    const before = new Date().toISOString();
    await use(body.token);
    await vi.waitFor(async () => expect((await entry()).lastUsedAt >= before).toBe(true));
  });

  it('is read page after page, each token once', async () => {
    const other = await newTenant();
    for (let index = 0; index < 4; index++)
      await api('POST', `/tenants/${other.slug}/tokens`, { name: `${index}` });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await api('GET', `/tenants/${other.slug}/tokens?limit=2&cursor=${cursor}`);
      seen.push(...body.tokens.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    }
    expect(seen.toSorted()).toEqual(['0', '1', '2', '3', 'Okta']);
  });

  it('shows no token that was revoked', async () => {
    const { body } = await mint();
    await revoke(body.id);
    expect((await listed()).map(({ id }) => id)).not.toContain(body.id);
  });
});

describe('revoking is 404', () => {
  it('of what is not there', async () => {
    for (const id of ['nothing', '__proto__', crypto.randomUUID()]) expectProblem(await revoke(id), 404);
  });

  it('the second time', async () => {
    const { body } = await mint();
    await revoke(body.id);
    expectProblem(await revoke(body.id), 404);
  });

  it("of another tenant's token, which lives on", async () => {
    const other = await newTenant();
    expectProblem(await revoke(other.tokenId), 404);
    expect((await other.scim('GET', '/Users')).status).toBe(200);
    const { body } = await api('GET', `/tenants/${other.slug}/tokens`);
    expect(body.tokens).toHaveLength(1);
  });
});
