// What the identity provider did, as it is written down behind its requests: changes and errors one by one, reads as
// counts, and those that were not let in; and that it costs a request nothing.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { mintToken } from '../../src/tenancy/token.ts';
import {
  activityOf,
  connectionOf,
  eventually,
  type RecordedScim,
  readsOf,
  recordedScim,
} from '../support/activity.ts';
import { patchBody, userBody } from '../support/people.ts';
import { everythingStored, rowsOf } from '../support/stored.ts';
import { databaseWith, deadDatabase } from '../support/surfaces.ts';
import { api, newTenant, origin, send, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let scim: RecordedScim;
beforeEach(async () => {
  tenant = await newTenant();
  scim = recordedScim(tenant);
});

const okta = { 'User-Agent': 'Okta SCIM Client 1.0.0' };

describe('a change is recorded', () => {
  it('with who, what, when, how long, and what was sent, but no password', async () => {
    const { body } = await scim.send(
      'POST',
      '/Users',
      userBody({ userName: 'ann', password: 'S3cret!', unheard: 'of' }),
      okta,
    );
    await scim.settle();
    const [entry, ...others] = await activityOf(tenant);
    expect(others).toEqual([]);
    expect(entry).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'write',
      occurredAt: expect.stringMatching(/Z$/),
      method: 'POST',
      path: '/Users',
      status: 201,
      durationMilliseconds: expect.any(Number),
      scimType: null,
      detail: null,
      client: { id: 'okta', name: 'Okta' },
      userAgent: 'Okta SCIM Client 1.0.0',
      token: { id: tenant.tokenId, name: 'Okta' },
      body: { schemas: [expect.any(String)], userName: 'ann' },
      leftOut: { names: ['password'], undeclared: 1, omitted: 0 },
      operations: null,
      answerBytes: JSON.stringify(body).length,
      reason: null,
      count: 1,
      explanation: null,
    });
  });

  it('under the id that its events name as their cause', async () => {
    await scim.send('POST', '/Users', userBody());
    await scim.settle();
    const { body } = await api('GET', `/tenants/${tenant.slug}/events`);
    expect((await activityOf(tenant))[0].id).toBe(body.events[0].cause.requestId);
  });

  it('also when it changed nothing, and when nothing was answered to it', async () => {
    const { body } = await scim.send('POST', '/Groups', { displayName: 'Crew' });
    await scim.send('PATCH', `/Groups/${body.id}`, patchBody({ op: 'remove', path: 'members' }));
    await scim.send('DELETE', `/Groups/${body.id}`);
    await scim.settle();
    const entries = await activityOf(tenant);
    expect(
      entries.map(({ method, path, status, answerBytes }) => [method, path, status, answerBytes]),
    ).toEqual([
      ['DELETE', `/Groups/${body.id}`, 204, 0],
      ['PATCH', `/Groups/${body.id}`, 204, 0],
      ['POST', '/Groups', 201, expect.any(Number)],
    ]);
  });

  it('a large one as far as it fits into 8 KB, and how much is missing', async () => {
    const emails = Array.from({ length: 400 }, (_, index) => ({ value: `address-${index}@example.com` }));
    await scim.send('POST', '/Users', userBody({ emails, nickName: 'x'.repeat(9_000) }));
    await scim.settle();
    const [{ body, leftOut }] = await activityOf(tenant);
    expect(JSON.stringify(body).length).toBeLessThanOrEqual(8 * 1024);
    expect(body.emails.length).toBeGreaterThan(100);
    expect(body.nickName).toBeUndefined();
    expect(leftOut.omitted).toBeGreaterThan(100);
  });

  it('a bulk request as one, with the number of its operations and the first that failed', async () => {
    const create = (bulkId: string) => ({
      method: 'POST',
      path: '/Users',
      bulkId,
      data: userBody({ userName: 'same', password: 'S3cret!' }),
    });
    await scim.send('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [create('a'), create('b')],
    });
    await scim.settle();
    const [entry] = await activityOf(tenant);
    expect(entry).toMatchObject({
      kind: 'error',
      status: 200,
      operations: { count: 2, failed: 1 },
      scimType: 'uniqueness',
      explanation: { what: expect.stringMatching(/twice/) },
    });
    expect(JSON.stringify(entry)).not.toContain('S3cret');
  });
});

describe('an error is recorded', () => {
  it('with its reason, and what to do', async () => {
    await scim.send('POST', '/Users', userBody({ userName: 'ann' }));
    const refused = await scim.send('POST', '/Users', userBody({ userName: 'Ann' }), okta);
    await scim.settle();
    const [entry] = await activityOf(tenant, '?kind=error');
    expect(entry).toMatchObject({
      kind: 'error',
      status: 409,
      scimType: 'uniqueness',
      detail: refused.body.detail,
      explanation: { what: expect.stringMatching(/here already/), okta: expect.stringMatching(/Assign/) },
    });
  });

  it('of a read too, and of an address where nothing is', async () => {
    await scim.send('GET', '/Users?filter=unheard%20eq%20%22secret%22&count=5');
    await scim.send('GET', '/Users/nobody');
    await scim.send('GET', '/Users/Users/1');
    await scim.send('PUT', '/Users', {});
    await scim.settle();
    expect(
      (await activityOf(tenant)).map(({ method, path, status }) => `${status} ${method} ${path}`),
    ).toEqual([
      '405 PUT /Users',
      '404 GET /Users/Users/1',
      '404 GET /Users/nobody',
      '400 GET /Users?count=5',
    ]);
  });

  it('where provisioning is switched off', async () => {
    await api('PATCH', `/tenants/${tenant.slug}/settings`, { enabled: false });
    await scim.send('GET', '/Users');
    await scim.settle();
    expect((await activityOf(tenant))[0]).toMatchObject({ status: 403, kind: 'error' });
    expect((await connectionOf(tenant)).advice[0].setting).toBe('enabled');
  });
});

describe('reads are counted', () => {
  it('by the minute and by what was asked, and written together', async () => {
    for (let count = 0; count < 5; count++) await scim.send('GET', '/Users?count=1');
    await scim.send('GET', '/ServiceProviderConfig');
    await scim.send('POST', '/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    });
    expect(scim.waits.filter((wait) => wait > 0)).toEqual([]);
    await scim.settle();
    await scim.send('GET', '/Users');
    expect(scim.waits.at(-1)).toBeGreaterThan(0);
    await scim.settle();
    const reads = await readsOf(tenant);
    const totals = Object.groupBy(reads, ({ request }) => request);
    const counted = Object.entries(totals).map(([request, all = []]) => [
      request,
      all.reduce((sum, { count }) => sum + count, 0),
    ]);
    expect(Object.fromEntries(counted)).toEqual({
      'GET /Users': 6,
      'GET /ServiceProviderConfig': 1,
      'POST /.search': 1,
    });
    expect(reads[0].minute).toMatch(/:00\.000Z$/);
    expect(await activityOf(tenant)).toEqual([]);
  });
});

describe('what is not let in is counted', () => {
  const stranger = (authorization: string | undefined, slug = tenant.slug) =>
    scim.send('GET', '/Users', undefined, { Authorization: authorization ?? '' }).then((answer) => {
      expect(answer.status, slug).toBe(401);
      return answer;
    });
  const minted = () => mintToken(crypto.getRandomValues(new Uint8Array(32)));

  it.each<[reason: string, authorization: () => Promise<string> | string]>([
    ['no_token', () => ''],
    ['not_a_token', () => 'Bearer S3cret-password'],
    ['unknown_token', () => `Bearer ${minted()}`],
    ['other_tenant', async () => `Bearer ${(await newTenant()).token}`],
  ])('%s', async (reason, authorization) => {
    const header = await authorization();
    await stranger(header);
    await stranger(header);
    await scim.settle();
    const entries = await activityOf(tenant, '?kind=rejected');
    expect(entries.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(entries[0]).toMatchObject({
      kind: 'rejected',
      reason,
      status: 401,
      method: null,
      path: null,
      body: null,
      token: null,
      userAgent: null,
      explanation: { what: expect.stringMatching(/\S/), okta: expect.stringMatching(/\S/) },
    });
    if (header !== '') expect(await everythingStored()).not.toContain(header.slice(-20));
  });

  it('a token that was revoked, also in the middle', async () => {
    await scim.send('GET', '/Users');
    await api('DELETE', `/tenants/${tenant.slug}/tokens/${tenant.tokenId}`);
    expect((await scim.send('GET', '/Users')).status).toBe(401);
    await scim.settle();
    expect((await activityOf(tenant))[0]).toMatchObject({ kind: 'rejected', reason: 'revoked_token' });
  });

  it('and writes nothing where no such tenant is', async () => {
    const nobody = recordedScim({ ...tenant, slug: 'nobody' });
    const before = await env.DB.prepare('SELECT count(*) AS n FROM activity').first();
    expect((await nobody.send('GET', '/Users', undefined, { Authorization: '' })).status).toBe(401);
    expect((await nobody.send('GET', '/Users')).status).toBe(401);
    await nobody.settle();
    expect(nobody.reports).toEqual([]);
    expect(await env.DB.prepare('SELECT count(*) AS n FROM activity').first()).toEqual(before);
  });
});

describe('recording costs a request nothing:', () => {
  it('an answer is there before any of it begins', async () => {
    const statements: string[] = [];
    const watched = databaseWith({
      prepare: (sql: string) => {
        statements.push(sql);
        return env.DB.prepare(sql);
      },
    });
    scim = recordedScim(tenant, watched);
    expect((await scim.send('POST', '/Users', userBody())).status).toBe(201);
    expect((await scim.send('GET', '/Users')).status).toBe(200);
    expect((await scim.send('GET', '/Users', undefined, { Authorization: '' })).status).toBe(401);
    expect(statements).toEqual([]);
    await scim.settle();
    expect(statements.length).toBeGreaterThan(0);
  });

  it('a database that does not answer the recorder changes no answer', async () => {
    scim = recordedScim(tenant, deadDatabase());
    const { status, body } = await scim.send('POST', '/Users', userBody());
    expect(status).toBe(201);
    await scim.settle();
    expect((await scim.send('GET', `/Users/${body.id}`)).status).toBe(200);
    await scim.settle();
    expect(scim.reports.toSorted()).toEqual(['1 requests', 'a connection', 'a request', 'counts']);
    expect(await activityOf(tenant)).toEqual([]);
  });

  it('requests that follow each other are one batch for the record', async () => {
    const batches: number[] = [];
    const watched = databaseWith({
      batch: (statements: D1PreparedStatement[]) => {
        batches.push(statements.length);
        return env.DB.batch(statements);
      },
    });
    scim = recordedScim(tenant, watched);
    for (let index = 0; index < 20; index++) await scim.send('DELETE', `/Users/${index}`);
    await scim.settle();
    expect(batches.length).toBeLessThanOrEqual(2);
    expect(await activityOf(tenant)).toHaveLength(20);
  });
});

describe('the Worker itself', () => {
  it('records, counts and ticks the list of the connection', async () => {
    expect((await connectionOf(tenant)).steps.map(({ doneAt }: { doneAt: unknown }) => doneAt)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    await send('GET', `${origin}/t/${tenant.slug}/scim/v2/Users`, undefined, { Authorization: 'Bearer x' });
    await tenant.scim('GET', '/Users?startIndex=1&count=2', undefined, okta);
    await tenant.scim('GET', '/Users?filter=userName eq "ann"', undefined, okta);
    await tenant.scim('POST', '/Users', userBody(), okta);
    await tenant.scim('POST', '/Groups', { displayName: 'Crew' }, okta);
    await tenant.scim('PATCH', '/Users/nobody', patchBody({ op: 'add', value: { active: true } }), okta);
    const done = await eventually(
      () => connectionOf(tenant),
      ({ steps, lastError, client }) =>
        client.id === 'okta-patch' &&
        lastError?.status === 404 &&
        steps.every(({ doneAt }: { doneAt: string | null }) => doneAt !== null),
    );
    expect(done).toMatchObject({
      client: { id: 'okta-patch' },
      steps: [
        { id: 'accepted', todo: null },
        { id: 'lookedUp', todo: null },
        { id: 'userCreated', todo: null },
        { id: 'groupCreated', todo: null },
      ],
      lastError: { status: 404, explanation: { what: expect.stringMatching(/not here any more/) } },
      advice: [],
    });
    const entries = await eventually(
      () => activityOf(tenant),
      (all) => all.length === 4,
    );
    expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['error', 'rejected', 'write', 'write']);
  });

  it('keeps what a tenant does not keep out of every table, whatever happens to it', async () => {
    const secret = `S3CRET${crypto.randomUUID()}`;
    await api('PATCH', `/tenants/${tenant.slug}/settings`, {
      attributes: [
        { name: 'hint', store: false },
        { name: 'isVip', type: 'boolean', store: false },
        { name: 'level', store: false, canonicalValues: ['a'] },
      ],
      constraints: [{ when: 'unheard eq "x"', require: 'title pr', message: 'No.' }],
    });
    const { body } = await tenant.scim('POST', '/Users', userBody({ hint: secret, unheard: secret }));
    const refusals = [
      await tenant.scim('POST', '/Users', userBody({ isVip: secret })),
      await tenant.scim('POST', '/Users', userBody({ level: secret })),
      await tenant.scim('PUT', `/Users/${body.id}`, userBody({ ISVIP: { a: secret }, password: secret })),
      await tenant.scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'add', path: 'isVip', value: secret })),
      await tenant.scim('PATCH', `/Users/${body.id}`, patchBody({ op: secret, value: secret })),
      await tenant.scim('GET', `/Users?filter=hint eq "${secret}"`),
      await tenant.scim('GET', `/Users?filter=title eq ("${secret}"`),
      await tenant.scim('GET', `/Users?count=${secret}`),
    ];
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 400));
    const entries = await eventually(
      () => activityOf(tenant),
      (all) => all.length === refusals.length + 1,
    );
    expect(entries).toHaveLength(refusals.length + 1);
    expect(await everythingStored()).not.toContain(secret);
    expect(JSON.stringify(await rowsOf(tenant))).not.toContain(secret);
  });
});
