// …/refusals: whom the identity provider wanted to have here and why they were not let in, until they are.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { maxRefusals, noteRefused, openRefusals } from '../../src/db/refusals.ts';
import type { RefusedUser } from '../../src/directory/refused.ts';
import { meteredDatabase } from '../support/metered.ts';
import { oktaOf } from '../support/okta.ts';
import { addUser, patchBody, userUrn } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { everythingStored, tenantId } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}`;
});

const settings = (values: object) => api('PATCH', `${at}/settings`, values);
const create = (body: object) => tenant.scim('POST', '/Users', body);
const patch = (id: string, value: object) =>
  tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value }));
const list = async (query = ''): Promise<Answer['body'][]> =>
  (await api('GET', `${at}/refusals${query}`)).body.refusals;

/** The list once it has so many entries: they are written after the answer. */
function listOf(count: number): Promise<Answer['body'][]> {
  return vi.waitFor(async () => {
    const refusals = await list();
    expect(refusals).toHaveLength(count);
    return refusals;
  });
}

/** The newest entry once it tells of so many tries. */
const tried = (count: number) =>
  vi.waitFor(async () => {
    const [newest] = await list();
    expect(newest?.count).toBe(count);
    return newest;
  });

const namesOf = (refusals: readonly Answer['body'][]) => refusals.map(({ userName }) => userName);

describe('over the limit of seats', () => {
  it('403 seatLimit says how many, the refused are listed, and the next try succeeds once the limit is raised', async () => {
    await settings({ seats: { limit: 2 } });
    const okta = oktaOf(tenant);
    const names = ['ann@x.io', 'bob@x.io', 'cy@x.io', 'dee@x.io'];
    const answers = [];
    for (const name of names) answers.push(await okta.assign(name));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 403, 403]);
    expect(answers[2]?.body).toMatchObject({ scimType: 'seatLimit' });
    expect(answers[2]?.body.detail).toContain('2 of 2 seats');
    const refusals = await listOf(2);
    expect(namesOf(refusals)).toEqual(['dee@x.io', 'cy@x.io']);
    expect(refusals[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      attempt: 'create',
      userName: 'dee@x.io',
      externalId: '00u-dee',
      userId: null,
      status: 403,
      scimType: 'seatLimit',
      detail: answers[3]?.body.detail,
      firstAt: expect.stringMatching(/Z$/),
      lastAt: refusals[0].firstAt,
      count: 1,
      requestId: expect.stringMatching(/\S/),
      tokenId: tenant.tokenId,
    });
    await settings({ seats: { limit: 3 } });
    expect((await okta.assign('cy@x.io')).status).toBe(201);
    expect(namesOf(await list())).toEqual(['dee@x.io']);
    await settings({ seats: null });
    expect((await okta.assign('dee@x.io')).status).toBe(201);
    expect(await list()).toEqual([]);
  });

  it('who is to become active again is listed as such until he is', async () => {
    await settings({ seats: { limit: 1 } });
    const { id } = await addUser(tenant, { userName: 'ann', active: false, externalId: '1' });
    await addUser(tenant, { userName: 'bob' });
    expect((await patch(id, { active: true })).status).toBe(403);
    const [refusal] = await listOf(1);
    expect(refusal).toMatchObject({ attempt: 'reactivate', userName: 'ann', externalId: '1', userId: id });
    await settings({ seats: { limit: 2 } });
    expect((await patch(id, { active: true })).status).toBe(200);
    expect(await list()).toEqual([]);
  });

  it('all of one bulk request are listed', async () => {
    await settings({ seats: { limit: 1 } });
    const operation = (index: number) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `${index}`,
      data: { userName: `u${index}` },
    });
    await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [0, 1, 2, 3].map(operation),
    });
    expect(namesOf(await listOf(3))).toEqual(['u3', 'u2', 'u1']);
  });
});

describe('a refused person is listed', () => {
  it.each<[why: string, settings: object, body: object, expected: object]>([
    [
      'whose name is not of the pattern',
      { usernames: { allowedPattern: '[a-z]+' } },
      { userName: 'Ann Lee' },
      {
        userName: 'Ann Lee',
        status: 400,
        scimType: 'invalidValue',
        detail: expect.stringContaining('Ann Lee'),
      },
    ],
    [
      'who breaks a constraint',
      { constraints: [{ when: 'title eq "x"', require: 'nickName pr', message: 'No nick name.' }] },
      { userName: 'ann', title: 'x' },
      { userName: 'ann', status: 400, scimType: 'invalidValue', detail: 'No nick name.' },
    ],
    [
      'of whom something is missing',
      { attributes: [{ name: 'plan', required: true }] },
      { userName: 'ann' },
      { userName: 'ann', detail: expect.stringContaining('"plan" is required') },
    ],
    [
      'who has another value than is allowed',
      { attributes: [{ name: 'plan', canonicalValues: ['gold'] }] },
      { userName: 'ann', plan: 'lead' },
      { detail: expect.stringContaining('"plan" is "lead"') },
    ],
    [
      'who has no name',
      {},
      { externalId: '00u1' },
      { userName: null, externalId: '00u1', detail: expect.stringContaining('"userName" is required') },
    ],
  ])('%s', async (_why, values, body, expected) => {
    await settings(values);
    expect((await create({ schemas: [userUrn], ...body })).status).toBe(400);
    expect(await listOf(1)).toMatchObject([{ attempt: 'create', userId: null, ...expected }]);
  });

  it('whose name is taken, by that name or by what becomes of it', async () => {
    await settings({ usernames: { replace: { characters: '?*', with: '_' } } });
    await addUser(tenant, { userName: 'a?b' });
    expect((await create({ userName: 'A?B', externalId: '2' })).status).toBe(409);
    expect((await create({ userName: 'a*b' })).status).toBe(409);
    expect(await listOf(2)).toMatchObject([
      { userName: 'a*b', status: 409, scimType: 'uniqueness' },
      { userName: 'A?B', status: 409, scimType: 'uniqueness', externalId: '2' },
    ]);
  });

  it('whose change is refused, by the name that he has', async () => {
    await settings({ usernames: { changeable: false } });
    const { id } = await addUser(tenant, { userName: 'ann', externalId: '1' });
    expect((await patch(id, { displayName: 'A', userName: 'eve' })).status).toBe(400);
    expect(await listOf(1)).toMatchObject([
      { attempt: 'update', userName: 'eve', externalId: '1', userId: id, scimType: 'mutability' },
    ]);
    expect((await patch(id, { displayName: 'A' })).status).toBe(200);
    expect(await list()).toEqual([]);
  });

  it('once, however often it is tried: how often, since when, and why at last', async () => {
    await settings({ usernames: { allowedPattern: '[a-z]+' } });
    await create({ userName: 'Ann 1' });
    const first = await tried(1);
    await scheduler.wait(2);
    await settings({ usernames: { allowedPattern: null, emailAllowed: false }, seats: { limit: 0 } });
    await create({ userName: 'ANN 1' });
    const second = await tried(2);
    expect(second).toMatchObject({
      id: first.id,
      firstAt: first.firstAt,
      userName: 'ANN 1',
      scimType: 'seatLimit',
    });
    expect(second.lastAt > first.lastAt).toBe(true);
    expect(second.requestId).not.toBe(first.requestId);
  });
});

describe('a refused person is listed no more', () => {
  it('once he is here under another name, by his externalId', async () => {
    await settings({ usernames: { emailAllowed: false } });
    await create({ userName: 'ann@x.io', externalId: '1' });
    await listOf(1);
    await addUser(tenant, { userName: 'ann', externalId: '1' });
    expect(await list()).toEqual([]);
  });

  it('once his name, which was taken, is linked to him who has it', async () => {
    const { id } = await addUser(tenant, { userName: 'ann' });
    await create({ userName: 'ann', externalId: '1' });
    await listOf(1);
    await patch(id, { externalId: '1' });
    expect(await list()).toEqual([]);
  });

  it('once he is deleted, or reactivated by hand', async () => {
    await settings({ usernames: { changeable: false }, seats: { limit: 0 } });
    const ann = await addUser(tenant, { userName: 'ann', active: false });
    const bob = await addUser(tenant, { userName: 'bob', active: false });
    await patch(ann.id, { userName: 'anna' });
    await patch(bob.id, { active: true });
    await listOf(2);
    await tenant.scim('DELETE', `/Users/${ann.id}`);
    expect(namesOf(await list())).toEqual(['bob']);
    await settings({ seats: null });
    const [account] = (await api('GET', `${at}/accounts?status=inactive`)).body.accounts;
    await api('POST', `${at}/accounts/${account.id}/reactivate`);
    expect(await list()).toEqual([]);
  });
});

describe('nothing is listed', () => {
  it('of a person who is here already: his creation was sent twice', async () => {
    await addUser(tenant, { userName: 'ann', externalId: '1' });
    expect((await create({ userName: 'ann', externalId: '1' })).status).toBe(409);
    await create({ userName: 'ann', externalId: '2' });
    expect((await listOf(1))[0]).toMatchObject({ externalId: '2' });
  });

  it('of a person who was refused first and taken in by the same bulk request', async () => {
    await settings({ usernames: { emailAllowed: false }, attributes: [{ name: 'plan', required: true }] });
    const people = [{ userName: 'ann' }, { userName: 'ann', plan: 'gold' }, { userName: 'bob' }];
    const { body } = await tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: people.map((data, index) => ({ method: 'POST', path: '/Users', bulkId: `${index}`, data })),
    });
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual(['400', '201', '400']);
    expect(namesOf(await listOf(1))).toEqual(['bob']);
  });

  it('of what could not be read, of groups, of dead tokens, and of a directory that is switched off', async () => {
    const { id } = await addUser(tenant);
    await tenant.scim('POST', '/Users', '{');
    await tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', path: 'nonsense', value: 1 }));
    await tenant.scim('POST', '/Groups', { displayName: 7, members: 'x' });
    await tenant.scim('PATCH', '/Users/nobody', patchBody({ op: 'replace', value: { title: 'x' } }));
    await tenant.scim('GET', '/Users?filter=nonsense');
    await settings({ enabled: false });
    await create({ userName: '' });
    await settings({ enabled: true });
    await create({ userName: 'x'.repeat(513) });
    expect((await listOf(1))[0].userName).toBe('x'.repeat(512));
  });

  it('of what is not kept: no value of it is found anywhere', async () => {
    await settings({
      attributes: [
        { name: 'secretPlan', canonicalValues: ['gold'], store: false },
        { name: 'secretLevel', type: 'integer', store: false },
        { name: 'code', namespace: 'urn:acme:User', store: false },
      ],
      rules: [{ when: 'countryCode eq 5', profile: 'A' }],
      profiles: [{ name: 'A' }],
    });
    const values = [
      { secretPlan: 'hunter-1' },
      { secretLevel: 'hunter-2' },
      { countryCode: 'hunter-3' },
      { password: { value: 'hunter-4' }, title: 5, name: 'hunter-5' },
      { 'urn:acme:User': 'hunter-6' },
      { 'urn:acme:User': { code: { x: 'hunter-7' } } },
      { 'urn:acme:User:userName': 'hunter-8', secretLevel: true },
      { emails: 'hunter-9', active: 'hunter-10' },
      { 'urn:other:User': { userName: 'hunter-11' }, active: 'no' },
    ];
    for (const [index, value] of values.entries()) {
      expect((await create({ userName: `u${index}`, ...value })).status).toBe(400);
    }
    const { id } = await addUser(tenant, { userName: 'ann' });
    const updates = [
      ...values.map((value) => patchBody({ op: 'replace', value })),
      patchBody({ op: 'replace', value: 'hunter-12' }),
      patchBody({ op: 'replace', path: 'secretPlan', value: 'hunter-13' }),
      patchBody({ op: 'add', path: 'password', value: { a: 'hunter-14' } }),
      patchBody({ op: 'add', path: 'urn:acme:User', value: 'hunter-15' }),
    ];
    for (const body of updates) await tenant.scim('PATCH', `/Users/${id}`, body);
    await listOf(values.length + 1);
    await tried(updates.length);
    expect(await everythingStored()).not.toContain('hunter');
  });

  it('of another tenant', async () => {
    await create({ userName: '' });
    await listOf(1);
    const other = await newTenant();
    expect((await api('GET', `/tenants/${other.slug}/refusals`)).body).toEqual({
      refusals: [],
      nextCursor: null,
    });
    expectProblem(await api('GET', '/tenants/nobody/refusals'), 404);
  });
});

const refused = (name: string): RefusedUser => ({
  attempt: 'create',
  userName: name,
  externalId: null,
  userId: null,
  status: 409,
  scimType: 'uniqueness',
  detail: 'Taken.',
});

describe('many refusals', () => {
  const people = (count: number, prefix = 'p') =>
    Array.from({ length: count }, (_, index) => refused(`${prefix}${index}`));
  const note = async (names: readonly RefusedUser[], db: D1Database = env.DB) =>
    noteRefused(
      db,
      {
        tenant: await tenantId(tenant.slug),
        tokenId: 'token',
        requestId: 'request',
        now: '2026-01-01T00:00:00.000Z',
      },
      names,
    );

  it('are read page after page, each once, past those who are here by now', async () => {
    await note(people(5));
    await addUser(tenant, { userName: 'p3' });
    const seen: string[] = [];
    for (let query: string | null = ''; query !== null; ) {
      const { body }: Answer = await api('GET', `${at}/refusals?limit=2${query}`);
      seen.push(...namesOf(body.refusals));
      query = body.nextCursor === null ? null : `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(['p4', 'p2', 'p1', 'p0']);
    expectProblem(await api('GET', `${at}/refusals?cursor=x`), 422, ['/cursor']);
  });

  it('of the longest names are noted all, those of one request together', async () => {
    const long = (index: number) => `${index}`.padEnd(512, '\u4e00');
    await note(
      Array.from({ length: 1000 }, (_, index) => ({ ...refused(long(index)), externalId: long(index) })),
    );
    expect(await list('?limit=1000')).toHaveLength(1000);
  });

  it('are kept as the newest so many, and one more costs the same whatever is there', async () => {
    const metered = meteredDatabase();
    await note([refused('first')], metered.db);
    const alone = { ...metered.seen };
    for (let done = 0; done < maxRefusals; done += 2000) await note(people(2000, `${done}-`));
    metered.reset();
    await note([refused('last')], metered.db);
    expect(metered.seen.read).toBeLessThanOrEqual(alone.read + 6);
    metered.reset();
    await note([refused('last')], metered.db);
    expect(metered.seen.read).toBeLessThanOrEqual(12);
    expect(metered.seen.written).toBeLessThanOrEqual(2);
    const row = await env.DB.prepare(
      'SELECT count(*) AS kept, min(user_name) AS least FROM refusals WHERE tenant = ?',
    )
      .bind(await tenantId(tenant.slug))
      .first();
    expect(row?.['kept']).toBe(maxRefusals);
    expect(await list('?limit=1')).toMatchObject([{ userName: 'last', count: 2 }]);
  });

  it('of which nearly all are here by now are passed over by bounded steps', async () => {
    const id = await tenantId(tenant.slug);
    await note(people(3000));
    await env.DB.prepare(
      `INSERT INTO users (tenant, id, user_name_key, active, document, search, version, created_at, last_modified)
       SELECT tenant, subject, user_name_key, 1, '{}', '{}', 1, '2027', '2027' FROM refusals
       WHERE tenant = ? AND user_name <> 'p0'`,
    )
      .bind(id)
      .run();
    const refusals = openRefusals(env.DB);
    const pages = [];
    for (let before: number | null = 1e9; before !== null; ) {
      const { refusals: found, next }: Awaited<ReturnType<typeof refusals.page>> = await refusals.page(
        id,
        before,
        100,
      );
      pages.push(namesOf(found));
      before = next;
    }
    expect(pages.flat()).toEqual(['p0']);
    expect(pages).toHaveLength(3);
  });
});
