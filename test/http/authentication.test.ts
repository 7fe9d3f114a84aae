// Who may ask: the forms in which a token is accepted, and the one 401 for everything else, wherever it is asked.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '../../src/tenancy/token.ts';
import { addUser, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { emptyKv, rowsOf } from '../support/stored.ts';
import { type Answer, api, newTenant, origin, send, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let other: TestTenant;
let userId: string;
beforeAll(async () => {
  [tenant, other] = [await newTenant(), await newTenant()];
  userId = (await addUser(tenant)).id;
});

describe('a token is accepted', () => {
  const basic = (pair: string) => `Basic ${btoa(pair)}`;
  it.each<[form: string, header: (token: string) => string]>([
    ['as a bearer token', (token) => `Bearer ${token}`],
    ['with the scheme in small letters', (token) => `bearer ${token}`],
    ['with the scheme in capitals', (token) => `BEARER ${token}`],
    ['with more spaces than one', (token) => `Bearer   ${token}  `],
    ['bare, as Okta sends it in a header of its own', (token) => token],
    ['as the password of HTTP Basic', (token) => basic(`okta:${token}`)],
    ['as the password without a user name', (token) => basic(`:${token}`)],
    ['as the password of an e-mail address', (token) => basic(`ann@example.com:${token}`)],
    [
      'with the scheme of HTTP Basic in any case',
      (token) => basic(`okta:${token}`).replace('Basic', 'bAsIc'),
    ],
  ])('%s', async (_form, header) => {
    const headers = { Authorization: header(tenant.token) };
    expect((await tenant.scim('GET', '/Users', undefined, headers)).status).toBe(200);
    expect((await tenant.scim('POST', '/Users', userBody(), headers)).status).toBe(201);
  });
});

/** What is wrong with each of these is not told. An address of its own keeps each from being counted as a guess. */
const unacceptable: readonly [what: string, authorization: () => string | undefined | Promise<string>][] = [
  ['no header', () => undefined],
  ['an empty header', () => ''],
  ['a scheme without token', () => 'Bearer'],
  ['a scheme and a space', () => 'Bearer '],
  ['Basic without anything', () => 'Basic'],
  ['Basic that is no base64', () => 'Basic %%%'],
  ['Basic without a colon', () => `Basic ${btoa('nothing')}`],
  ['the token as user name', () => `Basic ${btoa(`${tenant.token}:`)}`],
  ['another scheme', () => `Digest ${tenant.token}`],
  ['something malformed', () => 'Bearer nonsense'],
  ['`__proto__`', () => 'Bearer __proto__'],
  ['`undefined`', () => 'Bearer undefined'],
  ['a very long token', () => `Bearer rc_${'a'.repeat(5000)}`],
  ['a token with one wrong sign', () => `Bearer ${mistyped(tenant.token)}`],
  ['a token in capitals', () => `Bearer ${tenant.token.toUpperCase()}`],
  ['two tokens', () => `Bearer ${tenant.token}, Bearer ${tenant.token}`],
  ['an unknown token', () => `Bearer ${mintToken(crypto.getRandomValues(new Uint8Array(32)))}`],
  ["another tenant's token", () => `Bearer ${other.token}`],
  ["the vendor's key to the management API", () => `Bearer ${env.ADMIN_KEY}`],
  ['a revoked token', () => newToken('revoked')],
  ['a token that was used, then revoked', () => newToken('used, revoked')],
  ['an expired token', () => newToken('expired')],
  ['a token that was used, then expired', () => newToken('used, expired')],
  ['an expired token that KV has forgotten', () => newToken('expired, forgotten')],
];

const message = { Operations: [{ op: 'replace', path: 'active', value: false }] };
const requests: readonly [method: string, path: string, body?: unknown, contentType?: string][] = [
  ['GET', '/Users'],
  ['GET', '/Users?filter=nonsense&count=x'],
  ['GET', '/Users/@'],
  ['GET', '/Groups/nobody'],
  ['POST', '/Users', { userName: 'intruder' }],
  ['POST', '/Users', '{"userName": '],
  ['POST', '/Users', 'userName=intruder', 'application/x-www-form-urlencoded'],
  ['POST', '/Groups', 'x'.repeat(2 * 1024 * 1024 + 1)],
  ['PUT', '/Users/@', { userName: 'intruder' }],
  ['PATCH', '/Users/@', message],
  ['PATCH', '/Groups/nobody', patchBody({ op: 'remove', path: 'members' })],
  ['DELETE', '/Users/@'],
  ['GET', '/ServiceProviderConfig'],
  ['GET', '/serviceConfiguration'],
  ['GET', '/ResourceTypes/User'],
  ['GET', '/Schemas'],
  ['GET', '/Schemas?filter=x'],
  ['GET', '/Schemas/nothing'],
  ['DELETE', '/Users'],
  ['PUT', '/ServiceProviderConfig', {}],
  ['GET', '/Me'],
  ['POST', '/Bulk', {}],
  ['POST', '/.search', {}],
  ['GET', '/nothing'],
  ['GET', ''],
  ['GET', '/../other'],
];

describe('the one and the same 401 is the answer on every route to', () => {
  let standard: Seen;
  beforeAll(async () => {
    standard = seen(await send('GET', `${tenant.baseUrl}/Users`));
  });

  it.each(unacceptable)('%s', async (_what, authorization) => {
    const header = await authorization();
    const before = await rowsOf(tenant);
    for (const request of requests) {
      expect(seen(await ask(tenant, request, header)), request.slice(0, 2).join(' ')).toEqual(standard);
    }
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('a living token at a tenant that does not exist, or is written otherwise', async () => {
    for (const slug of [
      'nobody',
      '__proto__',
      'constructor',
      tenant.slug.toUpperCase(),
      `${tenant.slug}%20`,
    ]) {
      const nowhere = { ...tenant, baseUrl: `${origin}/t/${slug}/scim/v2` };
      for (const request of requests) {
        expect(seen(await ask(nowhere, request, `Bearer ${tenant.token}`)), slug).toEqual(standard);
      }
    }
  });

  it('a living token of a tenant that was deleted', async () => {
    const deleted = await newTenant();
    expect((await deleted.scim('GET', '/Users')).status).toBe(200);
    await api('DELETE', `/tenants/${deleted.slug}`);
    for (const request of requests) {
      expect(seen(await ask(deleted, request, `Bearer ${deleted.token}`))).toEqual(standard);
    }
  });

  it('everybody alike: a SCIM error that asks for Bearer and Basic', async () => {
    const answer = await send('GET', `${tenant.baseUrl}/Users`);
    expectScimError(answer, 401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]+", Basic realm="[^"]+"/);
  });
});

describe('tokens that nobody knows', () => {
  const unknown = () => `Bearer ${mintToken(crypto.getRandomValues(new Uint8Array(32)))}`;

  it('are answered 429 with an integer Retry-After after a hundred from one address; others are not kept waiting', async () => {
    const address = crypto.randomUUID();
    const from = (authorization: string, client: string) =>
      send('GET', `${tenant.baseUrl}/Users`, undefined, {
        Authorization: authorization,
        'CF-Connecting-IP': client,
      });
    const answers = await Promise.all(Array.from({ length: 210 }, () => from(unknown(), address)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    for (const answer of refused) {
      expectScimError(answer, 429);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    }
    expect((await from(`Bearer ${tenant.token}`, address)).status).toBe(200);
    expect((await from(unknown(), crypto.randomUUID())).status).toBe(401);
  });

  it('are not counted when their checksum is wrong: these cost nothing', async () => {
    const address = crypto.randomUUID();
    for (let time = 0; time < 120; time++) {
      const answer = await send('GET', `${tenant.baseUrl}/Users`, undefined, {
        Authorization: `Bearer ${mistyped(tenant.token)}`,
        'CF-Connecting-IP': address,
      });
      expect(answer.status).toBe(401);
    }
  });
});

interface Seen {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

/** All that the client gets to see. */
function seen({ status, headers, text }: Answer): Seen {
  return { status, headers: [...headers].toSorted(), text };
}

function ask(
  { baseUrl }: TestTenant,
  [method, path, body, contentType]: (typeof requests)[number],
  authorization: string | undefined,
): Promise<Answer> {
  return send(method, baseUrl + path.replace('@', userId), body, {
    'CF-Connecting-IP': crypto.randomUUID(),
    ...(authorization !== undefined && { Authorization: authorization }),
    ...(body !== undefined && { 'Content-Type': contentType ?? 'application/scim+json' }),
  });
}

/** A token whose tenth sign is another one. */
function mistyped(token: string): string {
  return `${token.slice(0, 9)}${token[9] === 'A' ? 'B' : 'A'}${token.slice(10)}`;
}

async function newToken(fate: string): Promise<string> {
  const expiresInDays = fate === 'expired' ? 1e-9 : 1;
  const { body } = await api('POST', `/tenants/${tenant.slug}/tokens`, { name: fate, expiresInDays });
  const authorization = `Bearer ${body.token}`;
  if (fate.startsWith('used')) {
    expect((await ask(tenant, ['GET', '/Users'], authorization)).status).toBe(200);
  }
  if (fate.endsWith('revoked')) await api('DELETE', `/tenants/${tenant.slug}/tokens/${body.id}`);
  else {
    const moment = new Date(Date.now() - 1000).toISOString();
    await env.DB.prepare('UPDATE tokens SET expires_at = ? WHERE id = ?').bind(moment, body.id).run();
  }
  if (fate.endsWith('forgotten')) await emptyKv();
  return authorization;
}
