// The management API's refusals: who has no key, what is no JSON, and what is not there.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { mintApiKey } from '../../src/tenancy/api-key.ts';
import { expectProblem } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { apiOver } from '../support/surfaces.ts';
import { api, newTenant, origin, send, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const routes: readonly [method: string, path: string, body?: unknown][] = [
  ['GET', '/tenants'],
  ['POST', '/tenants', { slug: 'intruder', name: 'Intruder' }],
  ['POST', '/tenants', '{'],
  ['GET', '/tenants/$'],
  ['DELETE', '/tenants/$'],
  ['GET', '/tenants/$/settings'],
  ['PATCH', '/tenants/$/settings', { enabled: false }],
  ['GET', '/tenants/$/settings/history'],
  ['POST', '/tenants/$/settings/undo'],
  ['GET', '/tenants/$/audit'],
  ['GET', '/audit'],
  ['GET', '/api-keys'],
  ['POST', '/api-keys', { name: 'Intruder', scopes: ['read', 'write'] }],
  ['DELETE', '/api-keys/@'],
  ['GET', '/tenants/$/tokens'],
  ['POST', '/tenants/$/tokens', { name: 'Intruder' }],
  ['DELETE', '/tenants/$/tokens/@'],
  ['GET', '/tenants/$/events'],
  ['GET', '/tenants/nobody'],
  ['GET', '/nothing'],
  ['PUT', '/tenants'],
];

describe('401 without a word on what is there is the answer on every route to', () => {
  it.each<[what: string, authorization: () => string | undefined]>([
    ['no key', () => undefined],
    ['an empty header', () => ''],
    ['an empty bearer', () => 'Bearer '],
    ['`Bearer undefined`', () => 'Bearer undefined'],
    ['another key', () => 'Bearer another-key'],
    ['the key and a sign more', () => `Bearer ${env.ADMIN_KEY}x`],
    ['the key without its last sign', () => `Bearer ${env.ADMIN_KEY.slice(0, -1)}`],
    ['the key in capitals', () => `Bearer ${env.ADMIN_KEY.toUpperCase()}`],
    ['the bare key', () => env.ADMIN_KEY],
    ['the key by Basic', () => `Basic ${btoa(`admin:${env.ADMIN_KEY}`)}`],
    ["a tenant's token", () => `Bearer ${tenant.token}`],
    ['an API key that nobody made', () => `Bearer ${mintApiKey(new Uint8Array(32))}`],
    ['an API key by Basic', () => `Basic ${btoa(`admin:${mintApiKey(new Uint8Array(32))}`)}`],
  ])('%s', async (_what, authorization) => {
    const before = await rowsOf(tenant);
    const header = authorization();
    const texts = new Set<string>();
    for (const [method, path, body] of routes) {
      const address = path.replace('$', tenant.slug).replace('@', tenant.tokenId);
      const answer = await send(method, `${origin}/api/v1${address}`, body, {
        ...(header !== undefined && { Authorization: header }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      });
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      texts.add(answer.text);
    }
    expect(texts.size).toBe(1);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it.each<[what: string, adminKey: string | undefined]>([
    ['is not set', undefined],
    ['is empty', ''],
  ])('everybody where the key %s', async (_what, adminKey) => {
    const request = apiOver({ adminKey });
    for (const header of [
      '',
      'Bearer',
      'Bearer ',
      'Bearer undefined',
      'Bearer null',
      `Bearer ${env.ADMIN_KEY}`,
    ]) {
      expectProblem(await request('GET', '/tenants', undefined, { Authorization: header }), 401);
    }
  });
});

it.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])('the key is accepted behind "%s"', async (scheme) => {
  const answer = await api('GET', '/tenants', undefined, { Authorization: `${scheme} ${env.ADMIN_KEY}` });
  expect(answer.status).toBe(200);
});

describe('a body', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const post = (body: Uint8Array | ReadableStream, headers: Record<string, string> = {}) =>
    send('POST', `${origin}/api/v1/tenants`, body, { Authorization: `Bearer ${env.ADMIN_KEY}`, ...headers });
  const json = () => bytes(JSON.stringify({ slug: `slug-${crypto.randomUUID().slice(0, 8)}`, name: 'Acme' }));

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/merge-patch+json',
  ])('is taken as %s', async (type) => {
    expect((await post(json(), { 'Content-Type': type })).status).toBe(201);
  });

  it('is taken as JSON where no media type is given', async () => {
    expect((await post(json())).status).toBe(201);
  });

  it('is inflated where it is compressed by gzip', async () => {
    const stream = new Blob([json()]).stream().pipeThrough(new CompressionStream('gzip'));
    expect((await post(stream, { 'Content-Encoding': 'gzip' })).status).toBe(201);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    'of type %s is 415',
    async (type) => {
      expectProblem(await post(json(), { 'Content-Type': type }), 415);
    },
  );

  it.each(['br', 'deflate', 'nonsense'])('encoded as %s is 415', async (encoding) => {
    expectProblem(await post(json(), { 'Content-Encoding': encoding }), 415);
  });

  it.each<[what: string, body: Uint8Array]>([
    ['nothing', bytes('')],
    ['half a document', bytes('{"slug": "acme"')],
    ['a form', bytes('slug=acme')],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['nesting without end', bytes('['.repeat(200_000))],
  ])('that is %s is 400', async (_what, body) => {
    expectProblem(await post(body, { 'Content-Type': 'application/json' }), 400);
  });

  it('of more than 2 MB is 413, read to its end so that the client can read the answer', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled++;
        if (pulled > 20) controller.close();
        else controller.enqueue(new Uint8Array(256 * 1024).fill(32));
      },
    });
    expectProblem(await post(body), 413);
    expect(pulled).toBe(21);
  });

  it('that nobody wants is read to its end too', async () => {
    let ended = false;
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes('{}'));
      },
      pull(controller) {
        ended = true;
        controller.close();
      },
    });
    expectProblem(await post(body, { Authorization: 'Bearer wrong' }), 401);
    expect(ended).toBe(true);
  });
});

it.each([
  ['GET', '/nothing'],
  ['GET', '/'],
  ['GET', ''],
  ['GET', '/tenants/a/b/c/d'],
  ['POST', '/__proto__'],
  ['GET', '/constructor'],
])('%s %s is 404', async (method, path) => {
  expectProblem(await api(method, path, method === 'POST' ? {} : undefined), 404);
});
