// /api/v1/tenants: making, listing, deleting, and the erasure after seven days.

import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { addReads } from '../../src/db/activity-counts.ts';
import { noteRefused } from '../../src/db/refusals.ts';
import worker from '../../src/worker.ts';
import { activityOf, eventually } from '../support/activity.ts';
import { fillUsers } from '../support/directory.ts';
import { addGroup, addUser } from '../support/people.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { apiOver } from '../support/surfaces.ts';
import { api, newTenant, origin, type TestTenant } from '../support/tenant.ts';

const newSlug = () => `slug-${crypto.randomUUID().slice(0, 12)}`;

describe('a new tenant', () => {
  it('is answered 201 with its SCIM URL and the default settings', async () => {
    const slug = newSlug();
    const { status, body } = await api('POST', '/tenants', { slug, name: '  Acme Inc. ' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      slug,
      name: 'Acme Inc.',
      scimUrl: `${origin}/t/${slug}/scim/v2`,
      settings: { enabled: true, leniency: null },
    });
    expect(body.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.id).not.toContain(slug);
    expect((await api('GET', `/tenants/${slug}`)).body).toEqual(body);
  });

  it('has its URL at the public origin where the deployment has one', async () => {
    const slug = newSlug();
    const request = apiOver({ publicOrigin: 'https://scim.example.com' });
    const { body } = await request('POST', '/tenants', { slug, name: 'Acme' });
    expect(body.scimUrl).toBe(`https://scim.example.com/t/${slug}/scim/v2`);
  });

  it('may be called "constructor" like anything else', async () => {
    const { status } = await api('POST', '/tenants', { slug: 'constructor', name: '__proto__' });
    expect(status).toBe(201);
    expect((await api('GET', '/tenants/constructor')).body.name).toBe('__proto__');
  });

  it('cannot have a slug that is taken: 409, and the first one stays as it is', async () => {
    const slug = newSlug();
    await api('POST', '/tenants', { slug, name: 'First' });
    expectProblem(await api('POST', '/tenants', { slug, name: 'Second' }), 409);
    expect((await api('GET', `/tenants/${slug}`)).body.name).toBe('First');
  });

  it('is made once of many who ask for the slug at once', async () => {
    const slug = newSlug();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api('POST', '/tenants', { slug, name: 'Acme' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  const slug = 'good-slug';
  it.each<[what: string, body: unknown, pointers: string[]]>([
    ['no slug', { name: 'x' }, ['/slug']],
    ['no name', { slug }, ['/name']],
    ['neither', {}, ['/slug', '/name']],
    ['a slug in capitals', { slug: 'ACME', name: 'x' }, ['/slug']],
    ['a slug of one sign', { slug: 'a', name: 'x' }, ['/slug']],
    ['a slug of 40 signs', { slug: 'a'.repeat(40), name: 'x' }, ['/slug']],
    ['a slug that begins with a hyphen', { slug: '-acme', name: 'x' }, ['/slug']],
    ['a slug with a slash', { slug: 'a/b', name: 'x' }, ['/slug']],
    ['`__proto__` as slug', { slug: '__proto__', name: 'x' }, ['/slug']],
    ['a slug that is a number', { slug: 5, name: 'x' }, ['/slug']],
    ['an empty name', { slug, name: ' ' }, ['/name']],
    ['a name of 201 signs', { slug, name: 'a'.repeat(201) }, ['/name']],
    ['an unknown key', { slug, name: 'x', colour: 'red' }, ['/colour']],
    ['an unknown key with signs of pointers', { slug, name: 'x', 'a/b~c': 1 }, ['/a~1b~0c']],
    ['a list', [], ['']],
    ['null', null, ['']],
    ['a string', '"acme"', ['']],
  ])('with %s is 422, and the pointer says where', async (_what, body, pointers) => {
    expectProblem(await api('POST', '/tenants', body), 422, pointers);
    expectProblem(await api('GET', `/tenants/${slug}`), 404);
  });
});

describe('the list of tenants', () => {
  const slugs = ['list-a', 'list-b', 'list-c', 'list-d', 'list-e'];
  beforeAll(async () => {
    for (const slug of slugs.toReversed()) await api('POST', '/tenants', { slug, name: slug });
  });

  it('shows each once, page after page, and ends with a cursor that is null', async () => {
    const seen: string[] = [];
    let cursor: string | null = 'list';
    while (cursor !== null) {
      const answer = await api('GET', `/tenants?limit=2&cursor=${cursor}`);
      expect(answer.status).toBe(200);
      const { tenants, nextCursor } = answer.body;
      expect(tenants.length).toBeLessThanOrEqual(2);
      seen.push(...tenants.map(({ slug }: { slug: string }) => slug));
      cursor = nextCursor;
    }
    expect(seen.filter((slug) => slug.startsWith('list-'))).toEqual(slugs);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('counts the users and groups of each', async () => {
    const tenant = await newTenant();
    const { id } = await addUser(tenant);
    await addGroup(tenant, [id]);
    await addUser(tenant);
    expect((await api('GET', `/tenants/${tenant.slug}`)).body).toMatchObject({ users: 2, groups: 1 });
  });

  it.each([
    ['limit=0', '/limit'],
    ['limit=1001', '/limit'],
    ['limit=many', '/limit'],
    ['limit=1.5', '/limit'],
    [`cursor=${'a'.repeat(501)}`, '/cursor'],
  ])('refuses ?%s', async (query, pointer) => {
    expectProblem(await api('GET', `/tenants?${query}`), 422, [pointer]);
  });

  it('ignores parameters that it does not know', async () => {
    expect((await api('GET', '/tenants?foo=bar&__proto__=1')).status).toBe(200);
  });
});

it.each(['GET', 'DELETE'])('%s of a tenant that is not there is 404', async (method) => {
  for (const slug of ['nobody', '__proto__', 'ACME', '%E0%A4%A', 'a'.repeat(500)]) {
    expectProblem(await api(method, `/tenants/${slug}`), 404);
  }
});

describe('a deleted tenant', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await newTenant();
    await addUser(tenant);
    expect((await api('DELETE', `/tenants/${tenant.slug}`)).status).toBe(204);
  });

  it('is gone for SCIM at once, also where its token was in use', async () => {
    expectScimError(await tenant.scim('GET', '/Users'), 401);
    expectScimError(await tenant.scim('POST', '/Users', { userName: 'late' }), 401);
    expectScimError(await tenant.scim('POST', '/Groups', { displayName: 'late' }), 401);
    expect((await rowsOf(tenant))['users']).toHaveLength(1);
  });

  it('is 404 for the management API, with all that is below it', async () => {
    for (const path of ['', '/settings', '/settings/history', '/audit', '/tokens', '/events']) {
      expectProblem(await api('GET', `/tenants/${tenant.slug}${path}`), 404);
    }
    expectProblem(await api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'x' }), 404);
    expectProblem(await api('PATCH', `/tenants/${tenant.slug}/settings`, { enabled: true }), 404);
    expectProblem(await api('DELETE', `/tenants/${tenant.slug}`), 404);
  });

  it('is in no list', async () => {
    const { body } = await api('GET', '/tenants?limit=1000');
    expect(body.tenants.map(({ slug }: { slug: string }) => slug)).not.toContain(tenant.slug);
  });

  it('keeps its slug reserved', async () => {
    expectProblem(await api('POST', '/tenants', { slug: tenant.slug, name: 'New' }), 409);
  });
});

describe('the cron', () => {
  const run = () => worker.scheduled(createScheduledController({ cron: '* * * * *' }), env);
  const deletedDaysAgo = async ({ slug }: TestTenant, days: number) => {
    await api('DELETE', `/tenants/${slug}`);
    const moment = new Date(Date.now() - days * 86_400_000).toISOString();
    await env.DB.prepare('UPDATE tenants SET deleted_at = ? WHERE slug = ?').bind(moment, slug).run();
  };
  const peopled = async () => {
    const tenant = await newTenant();
    const { id } = await addUser(tenant, { emails: [{ value: 'a@x' }] });
    await addGroup(tenant, [id]);
    await api('PATCH', `/tenants/${tenant.slug}/settings`, { groups: { duplicateNames: true } });
    await api('POST', '/api-keys', { name: 'Backend', scopes: ['read'], tenant: tenant.slug });
    const by = { tokenId: tenant.tokenId, requestId: 'request', now: new Date().toISOString() };
    const refused = { attempt: 'create', userName: 'ann', externalId: null, userId: null } as const;
    await noteRefused(env.DB, { tenant: await tenantId(tenant.slug), ...by }, [
      { ...refused, status: 409, scimType: null, detail: 'Taken.' },
    ]);
    for (const row of [
      "dismissed_suggestions VALUES (?, 'leaver', 'newcomer', '2026')",
      "due_users VALUES (?, 'user', 'request', NULL)",
      "freezes VALUES (?, 'thaw', 'request', '', 0, 0, 0, 0, '2026', '2026')",
      "reevaluations VALUES (?, 'request', 0, 0, 0, 0, 0, 0, 0, '2026', '2026')",
      `sessions (tenant, id, hash, kind, role, name, entered_at, last_seen_at, expires_at)
         VALUES (?, hex(randomblob(8)), hex(randomblob(8)), 'portal', 'viewer', '', '2026', '2026', '2099')`,
      `portal_links (tenant, id, hash, role, created_at, expires_at)
         VALUES (?, 'link', hex(randomblob(8)), 'viewer', '2026', '2099')`,
      "trials VALUES (?, 'run', 'okta', 0, NULL, '{}', '2099')",
      "page_marks VALUES (?, 'key', 'query', 1, '[]', 1, 1, '{}', '2099')",
    ]) {
      await env.DB.prepare(`INSERT INTO ${row}`)
        .bind(await tenantId(tenant.slug))
        .run();
    }
    const minute = '2026-11-22T08:30:00.000Z';
    await addReads(env.DB, [
      { tenant: await tenantId(tenant.slug), minute, request: 'GET /Users', count: 1 },
    ]);
    await eventually(
      () => activityOf(tenant),
      ({ length }) => length === 2,
    );
    return tenant;
  };
  /** How many rows each table has of the tenant, whatever tables there are. */
  const rowsByTable = async (tenant: string): Promise<Readonly<Record<string, number>>> => {
    const { results } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%`tenant` text%'",
    ).run<{ name: string }>();
    const counts = await env.DB.batch<{ n: number }>(
      results.map(({ name }) =>
        env.DB.prepare(`SELECT count(*) AS n FROM "${name}" WHERE tenant = ?`).bind(tenant),
      ),
    );
    return Object.fromEntries(results.map(({ name }, index) => [name, counts[index]?.results[0]?.n ?? 0]));
  };
  const countOf = (rows: Record<string, readonly unknown[]>) =>
    Object.values(rows).reduce((sum, { length }) => sum + length, 0);

  it('erases all of a tenant that was deleted more than seven days ago, and nothing of others', async () => {
    const [living, recent, old] = [await peopled(), await peopled(), await peopled()];
    await deletedDaysAgo(recent, 6.99);
    await deletedDaysAgo(old, 7.01);
    const id = await tenantId(old.slug);
    expect(Object.entries(await rowsByTable(id)).filter(([, count]) => count === 0)).toEqual([]);
    const before = [await rowsOf(living), await rowsOf(recent)];
    for (let time = 0; time < 3; time++) await run();
    expect([await rowsOf(living), await rowsOf(recent)]).toEqual(before);
    expect(Object.values(await rowsByTable(id)).every((count) => count === 0)).toBe(true);
    await expect(tenantId(old.slug)).rejects.toThrow();
    expect((await living.scim('GET', '/Users')).body.totalResults).toBe(1);
  });

  it('erases a large tenant step by step, and gives the slug free only when all is gone', async () => {
    const tenant = await peopled();
    await fillUsers(await tenantId(tenant.slug), 4500);
    await deletedDaysAgo(tenant, 8);
    const left = [countOf(await rowsOf(tenant))];
    for (let time = 0; time < 3; time++) {
      await run();
      left.push(countOf(await rowsOf(tenant)));
    }
    expect(left).toEqual(left.toSorted((a, b) => b - a));
    expect(left[1]).toBeGreaterThan(1);
    expect(left.at(-1)).toBe(1);
    expectProblem(await api('POST', '/tenants', { slug: tenant.slug, name: 'New' }), 409);
    await run();
    expect((await api('POST', '/tenants', { slug: tenant.slug, name: 'New' })).status).toBe(201);
  });

  it('leaves nothing to who takes the slug afterwards: the old token opens nothing', async () => {
    const tenant = await peopled();
    await deletedDaysAgo(tenant, 8);
    for (let time = 0; time < 2; time++) await run();
    await api('POST', '/tenants', { slug: tenant.slug, name: 'New' });
    expectScimError(await tenant.scim('GET', '/Users'), 401);
    const { body } = await api('POST', `/tenants/${tenant.slug}/tokens`, { name: 'New' });
    const answer = await tenant.scim('GET', '/Users', undefined, { Authorization: `Bearer ${body.token}` });
    expect(answer.body.totalResults).toBe(0);
    expect((await api('GET', `/tenants/${tenant.slug}/events`)).body.events).toEqual([]);
  });

  it('has nothing to do where nothing is due', async () => {
    const tenant = await peopled();
    const before = await rowsOf(tenant);
    await run();
    expect(await rowsOf(tenant)).toEqual(before);
  });
});
