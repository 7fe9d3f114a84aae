// /api/v1/api-keys: shown once, stored as a hash, alive at once, dead at once, and never beyond scope and tenant.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { maxNameLength } from '../../src/administration/limits.ts';
import { openApiKeyStore } from '../../src/db/api-keys.ts';
import { lastNoteBefore, mintApiKey } from '../../src/tenancy/api-key.ts';
import { hashToken, mintToken } from '../../src/tenancy/token.ts';
import { newApiKey, withKey } from '../support/api-keys.ts';
import { expectTooMuch } from '../support/over-limit.ts';
import { expectProblem } from '../support/refusals.ts';
import { everythingStored, rowsOf } from '../support/stored.ts';
import { apiOver, databaseWith, deadDatabase } from '../support/surfaces.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const mint = (body: object = {}) => api('POST', '/api-keys', { name: 'Backend', scopes: ['read'], ...body });
const revoke = (id: string) => api('DELETE', `/api-keys/${id}`);
const listed = async (): Promise<Answer['body'][]> => (await api('GET', '/api-keys?limit=1000')).body.apiKeys;
const entryOf = async (id: string) => (await listed()).find((key) => key.id === id);

describe('a new API key', () => {
  it('is answered 201, whole and this once', async () => {
    const { status, body } = await mint({
      name: ' Backend ',
      scopes: ['read', 'write'],
      tenant: tenant.slug,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Backend',
      scopes: ['read', 'write'],
      tenant: tenant.slug,
      key: expect.stringMatching(/^rk_[A-Za-z0-9_-]{49}$/),
      lastFour: body.key.slice(-4),
      createdAt: expect.any(String),
    });
    const { key, ...shown } = body;
    expect(await entryOf(body.id)).toEqual({ ...shown, lastUsedAt: null });
    expect(JSON.stringify(await listed())).not.toContain(key);
  });

  it.each([[{}], [{ tenant: null }]])('is of the whole deployment with %j', async (request) => {
    const { body } = await mint(request);
    expect(body.tenant).toBeNull();
    expect((await withKey(body.key, 'GET', '/tenants')).status).toBe(200);
  });

  it('is stored nowhere, only its SHA-256', async () => {
    const { body } = await mint({ scopes: ['read', 'write'] });
    await withKey(body.key, 'PATCH', `/tenants/${tenant.slug}/settings`, {
      leniency: { numbersAsText: false },
    });
    await revoke(body.id);
    const stored = await everythingStored();
    for (const secret of [body.key, body.key.slice(3, 20), body.key.slice(-20), env.ADMIN_KEY]) {
      expect(stored).not.toContain(secret);
    }
    expect(stored.split(await hashToken(body.key))).toHaveLength(2);
  });

  it.each<[what: string, body: unknown, pointers: string[]]>([
    ['no name', { scopes: ['read'] }, ['/name']],
    ['an empty name', { name: ' ', scopes: ['read'] }, ['/name']],
    ['no scopes', { name: 'x' }, ['/scopes']],
    ['an empty list of scopes', { name: 'x', scopes: [] }, ['/scopes']],
    ['a scope as a string', { name: 'x', scopes: 'read' }, ['/scopes']],
    ['an unknown scope', { name: 'x', scopes: ['read', 'admin'] }, ['/scopes/1']],
    ['the same scope twice', { name: 'x', scopes: ['read', 'read'] }, ['/scopes']],
    ['more scopes than there are', { name: 'x', scopes: ['read', 'write', 'read'] }, ['/scopes']],
    ['a tenant that is none', { name: 'x', scopes: ['read'], tenant: 'nobody' }, ['/tenant']],
    ['an impossible tenant', { name: 'x', scopes: ['read'], tenant: '__proto__' }, ['/tenant']],
    ['a key of its own choice', { name: 'x', scopes: ['read'], key: 'rk_mine' }, ['/key']],
  ])('with %s is 422, and nothing is kept', async (_what, body, pointers) => {
    const before = await listed();
    expectProblem(await api('POST', '/api-keys', body), 422, pointers);
    expect(await listed()).toEqual(before);
  });

  it('may have a name of as many characters as are allowed, and not one more', async () => {
    expectTooMuch(await mint({ name: 'n'.repeat(maxNameLength + 1) }), '/name', maxNameLength);
    expect((await mint({ name: 'n'.repeat(maxNameLength) })).body.name).toHaveLength(maxNameLength);
  });
});

describe('a key', () => {
  it('with `read` alone reads everything and is 403 for every change, which is not made', async () => {
    const { request } = await newApiKey(['read']);
    const at = `/tenants/${tenant.slug}`;
    for (const path of ['/tenants', at, `${at}/settings`, `${at}/tokens`, `${at}/audit`, '/audit']) {
      expect([path, (await request('GET', path)).status]).toEqual([path, 200]);
    }
    const before = await rowsOf(tenant);
    for (const [method, path, body] of [
      ['POST', '/tenants', { slug: 'intruder', name: 'Intruder' }],
      ['DELETE', at],
      ['PATCH', `${at}/settings`, { enabled: false }],
      ['POST', `${at}/settings/undo`],
      ['POST', `${at}/tokens`, { name: 'Intruder' }],
      ['DELETE', `${at}/tokens/${tenant.tokenId}`],
      ['PUT', '/nothing'],
    ] as const) {
      expectProblem(await request(method, path, body), 403);
    }
    expect(await rowsOf(tenant)).toEqual(before);
    expectProblem(await api('GET', '/tenants/intruder'), 404);
  });

  it('with `write` alone changes, and is 403 for what only reads', async () => {
    const { request } = await newApiKey(['write']);
    const { status } = await request('POST', `/tenants/${tenant.slug}/tokens`, { name: 'Okta' });
    expect(status).toBe(201);
    expectProblem(await request('GET', `/tenants/${tenant.slug}/tokens`), 403);
    expectProblem(await request('GET', '/audit'), 403);
  });

  it('with both scopes makes tenants, and still manages no API keys', async () => {
    const { id, request } = await newApiKey(['read', 'write']);
    const slug = `slug-${crypto.randomUUID().slice(0, 8)}`;
    expect((await request('POST', '/tenants', { slug, name: 'Acme' })).status).toBe(201);
    expect((await request('DELETE', `/tenants/${slug}`)).status).toBe(204);
    expectProblem(await request('GET', '/api-keys'), 403);
    expectProblem(await request('POST', '/api-keys', { name: 'x', scopes: ['read'] }), 403);
    expectProblem(await request('DELETE', `/api-keys/${id}`), 403);
    expect(await entryOf(id)).toBeDefined();
  });
});

describe('a key of one tenant', () => {
  it('opens this tenant', async () => {
    const { request } = await newApiKey(['read', 'write'], tenant.slug);
    const at = `/tenants/${tenant.slug}`;
    for (const path of ['', '/settings', '/settings/history', '/tokens', '/events', '/users', '/audit']) {
      expect([path, (await request('GET', at + path)).status]).toEqual([path, 200]);
    }
    expect((await request('POST', `${at}/tokens`, { name: 'Okta' })).status).toBe(201);
  });

  it('is 404 for every other, as if there were none, and changes nothing there', async () => {
    const other = await newTenant();
    const { request } = await newApiKey(['read', 'write'], tenant.slug);
    const before = await rowsOf(other);
    const missing = (await request('GET', '/tenants/nobody')).text;
    for (const [method, path, body] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/settings'],
      ['PATCH', '/settings', { enabled: false }],
      ['POST', '/settings/undo'],
      ['POST', '/tokens', { name: 'Intruder' }],
      ['DELETE', `/tokens/${other.tokenId}`],
      ['GET', '/users'],
      ['GET', '/audit'],
    ] as const) {
      const answer = await request(method, `/tenants/${other.slug}${path}`, body);
      expectProblem(answer, 404);
      expect(answer.text).toBe(missing.replace('nobody', other.slug));
    }
    expect(await rowsOf(other)).toEqual(before);
  });

  it('is 404 for others also where the slug is escaped once or twice', async () => {
    const other = await newTenant();
    const { request } = await newApiKey(['read', 'write'], tenant.slug);
    const escaped = other.slug.replace(/./g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
    for (const slug of [escaped, escaped.replaceAll('%', '%25'), `${tenant.slug}%2f..%2f${other.slug}`]) {
      expectProblem(await request('GET', `/tenants/${slug}/settings`), 404);
    }
  });

  it("is 403 for what is not a tenant's, and for the end of its own tenant", async () => {
    const { request } = await newApiKey(['read', 'write'], tenant.slug);
    for (const [method, path, body] of [
      ['GET', '/tenants'],
      ['POST', '/tenants', { slug: 'intruder', name: 'Intruder' }],
      ['DELETE', `/tenants/${tenant.slug}`],
      ['GET', '/audit'],
      ['GET', '/api-keys'],
      ['POST', '/api-keys', { name: 'x', scopes: ['read'] }],
      ['GET', '/nothing'],
      ['GET', ''],
    ] as const) {
      expectProblem(await request(method, path, body), 403);
    }
    expect((await api('GET', `/tenants/${tenant.slug}`)).status).toBe(200);
  });

  it('dies with the tenant, and is neither listed nor revoked any more', async () => {
    const other = await newTenant();
    const { id, request } = await newApiKey(['read', 'write'], other.slug);
    await api('DELETE', `/tenants/${other.slug}`);
    expectProblem(await request('GET', `/tenants/${other.slug}`), 401);
    expect(await entryOf(id)).toBeUndefined();
    expectProblem(await revoke(id), 404);
  });
});

describe('a key is dead', () => {
  it('the moment that it is revoked', async () => {
    const { id, request } = await newApiKey(['read', 'write']);
    expect((await request('GET', '/tenants')).status).toBe(200);
    const { status, text } = await revoke(id);
    expect([status, text]).toEqual([204, '']);
    expectProblem(await request('GET', '/tenants'), 401);
    expectProblem(await request('POST', '/tenants', { slug: 'late-tenant', name: 'Late' }), 401);
    expect(await entryOf(id)).toBeUndefined();
  });

  it('also for a request that was let in before: it is 401 and writes nothing', async () => {
    const { id, key } = await newApiKey(['read', 'write']);
    const keys = openApiKeyStore(env.DB);
    const request = apiOver({
      apiKeys: {
        ...keys,
        async find(hash) {
          const found = await keys.find(hash);
          await env.DB.prepare('UPDATE api_keys SET revoked_at = ? WHERE id = ?').bind('2026', id).run();
          return found;
        },
      },
    });
    const revive = () => env.DB.prepare('UPDATE api_keys SET revoked_at = NULL WHERE id = ?').bind(id).run();
    const at = `/tenants/${tenant.slug}`;
    const before = await rowsOf(tenant);
    for (const [method, path, body] of [
      ['POST', '/tenants', { slug: 'late-tenant', name: 'Late' }],
      ['DELETE', at],
      ['PATCH', `${at}/settings`, { enabled: false }],
      ['POST', `${at}/tokens`, { name: 'Late' }],
      ['DELETE', `${at}/tokens/${tenant.tokenId}`],
    ] as const) {
      await revive();
      expectProblem(await request(method, path, body, { Authorization: `Bearer ${key}` }), 401);
    }
    expect(await rowsOf(tenant)).toEqual(before);
    expectProblem(await api('GET', '/tenants/late-tenant'), 404);
  });

  it('where it is mistyped, a token, or of nobody: 401 after no or one look-up', async () => {
    const { key } = await newApiKey(['read']);
    let statements = 0;
    const counting = databaseWith({
      prepare(sql: string) {
        statements++;
        return env.DB.prepare(sql);
      },
    });
    const request = apiOver({ apiKeys: openApiKeyStore(counting) });
    const ask = async (credential: string) => {
      statements = 0;
      expectProblem(
        await request('GET', '/tenants', undefined, { Authorization: `Bearer ${credential}` }),
        401,
      );
      return statements;
    };
    const random = () => crypto.getRandomValues(new Uint8Array(32));
    expect(await ask(`${key.slice(0, 10)}${key[10] === 'A' ? 'B' : 'A'}${key.slice(11)}`)).toBe(0);
    expect(await ask(key.replace('rk_', 'rc_'))).toBe(0);
    expect(await ask(mintToken(random()))).toBe(0);
    expect(await ask(tenant.token)).toBe(0);
    expect(await ask(`${key} `.repeat(1000).trim())).toBe(0);
    expect(await ask(mintApiKey(random()))).toBe(1);
  });

  it('is found by an index, whoever asks', async () => {
    const plans: string[] = [];
    const explained = databaseWith({
      prepare: (sql: string) => {
        plans.push(sql);
        return env.DB.prepare(sql);
      },
    });
    await openApiKeyStore(explained).find('0');
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${plans[0]}`).bind('0').run();
    expect(JSON.stringify(results)).toContain('api_keys_hash');
    expect(JSON.stringify(results)).not.toContain('SCAN');
  });
});

it('a living key works where no ADMIN_KEY is set', async () => {
  const { key } = await newApiKey(['read']);
  const request = apiOver({ adminKey: undefined });
  const answer = await request('GET', '/tenants', undefined, { Authorization: `Bearer ${key}` });
  expect(answer.status).toBe(200);
});

it('a database that does not answer is 503, not 401, and the key is in no log', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { key } = await newApiKey(['read']);
  const request = apiOver({ apiKeys: openApiKeyStore(deadDatabase()) });
  const answer = await request('GET', '/tenants', undefined, { Authorization: `Bearer ${key}` });
  expectProblem(answer, 503);
  const logged = JSON.stringify(log.mock.calls);
  log.mockRestore();
  expect(logged).toContain(answer.headers.get('x-request-id'));
  for (const secret of [key.slice(3, 20), key.slice(-20), await hashToken(key)]) {
    expect(logged).not.toContain(secret);
  }
});

describe('the last use of a key', () => {
  it('is shown, and written down once a minute at most', async () => {
    const { id, key } = await newApiKey(['read']);
    let now = Date.now();
    let written = 0;
    const keys = openApiKeyStore(env.DB);
    const works: Promise<void>[] = [];
    const request = apiOver({
      now: () => now,
      inBackground: (work) => works.push(work),
      apiKeys: {
        ...keys,
        noteUse(...given) {
          written++;
          return keys.noteUse(...given);
        },
      },
    });
    const use = async () => {
      const { status } = await request('GET', '/tenants', undefined, { Authorization: `Bearer ${key}` });
      expect(status).toBe(200);
      await Promise.all(works);
      return (await entryOf(id)).lastUsedAt;
    };
    const first = new Date(now).toISOString();
    expect(await use()).toBe(first);
    now += 59_999;
    expect(await use()).toBe(first);
    expect(written).toBe(1);
    now += 1;
    expect(await use()).toBe(new Date(now).toISOString());
    expect(written).toBe(2);
  });

  it('is written down once by many isolates that see it in the same minute', async () => {
    const { id } = await newApiKey(['read']);
    const keys = openApiKeyStore(env.DB);
    const now = Date.now();
    const moments = [0, 1, 2].map((later) => new Date(now + later).toISOString());
    for (const moment of moments) await keys.noteUse(id, moment, lastNoteBefore(Date.parse(moment)));
    expect((await entryOf(id)).lastUsedAt).toBe(moments[0]);
  });

  it('is written down by the Worker itself', async () => {
    const { id, request } = await newApiKey(['read']);
    const before = new Date().toISOString();
    await request('GET', '/tenants');
    await vi.waitFor(async () => expect((await entryOf(id)).lastUsedAt >= before).toBe(true));
  });
});

it('the list of API keys is read page after page, each key once', async () => {
  for (let index = 0; index < 3; index++) await mint();
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: Answer = await api('GET', `/api-keys?limit=2&cursor=${cursor}`);
    expect(body.apiKeys.length).toBeLessThanOrEqual(2);
    seen.push(...body.apiKeys.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual((await listed()).map(({ id }) => id));
  expect(new Set(seen).size).toBe(seen.length);
});

it('revoking a key that is not there, or no longer, is 404', async () => {
  const { id } = await newApiKey(['read']);
  await revoke(id);
  for (const dead of [id, 'nothing', '__proto__', tenant.tokenId]) expectProblem(await revoke(dead), 404);
});
