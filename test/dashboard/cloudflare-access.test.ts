// Operators who come in by Cloudflare Access: by an assertion that the team's keys have signed, and by nothing else.

import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { type AccessCheck, createAccessCheck } from '../../src/tenancy/cloudflare-access.ts';
import { dashboardOver } from '../support/dashboard.ts';
import { api } from '../support/tenant.ts';

const team = { domain: 'acme.cloudflareaccess.com', audience: 'tag-of-the-application' };

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

let own: Key;
let foreign: Key;
let check: AccessCheck;
let get: ReturnType<typeof dashboardOver>;

beforeAll(async () => {
  const [pair, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  [own, foreign] = [pair.privateKey, other.privateKey];
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'team', alg: 'RS256' };
  check = createAccessCheck(team, createLocalJWKSet({ keys: [jwk] }));
  get = dashboardOver({ checkAccess: check });
});

interface Claims {
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresIn?: string;
  readonly issuedAt?: number;
  readonly email?: string;
}

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

function assertion(claims: Claims = {}, key: Key = own): Promise<string> {
  return new SignJWT(claims.email === '' ? {} : { email: claims.email ?? 'ann@vendor.example' })
    .setProtectedHeader({ alg: 'RS256', kid: 'team' })
    .setIssuer(claims.issuer ?? `https://${team.domain}`)
    .setAudience(claims.audience ?? team.audience)
    .setIssuedAt(claims.issuedAt ?? secondsAgo(5))
    .setExpirationTime(claims.expiresIn ?? '1h')
    .sign(key);
}

const enter = async (claims: Claims, headers: Record<string, string> = {}) =>
  get('/dashboard/sign-in', { 'Cf-Access-Jwt-Assertion': await assertion(claims), ...headers });

const cookieOf = (headers: Headers) => headers.getSetCookie()[0]?.split(';')[0] ?? '';

it('whom Access knows is in without a form, under his own address, in the audit too', async () => {
  const entered = await enter({ email: 'ann@vendor.example' });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/dashboard']);
  const { status, text } = await get('/dashboard', { Cookie: cookieOf(entered.headers) });
  expect(status).toBe(200);
  expect(text).toContain('ann@vendor.example');
  const { body } = await api('GET', '/audit?limit=1');
  expect(body.entries).toMatchObject([
    { action: 'session.opened', actor: { kind: 'operator', name: 'ann@vendor.example' } },
  ]);
});

it.each<[string, Claims]>([
  ['another team', { issuer: 'https://evil.cloudflareaccess.com' }],
  ['another application', { audience: 'another' }],
  ['a service, which has no address', { email: '' }],
  ['somebody whose assertion has expired', { issuedAt: secondsAgo(7200), expiresIn: '-1h' }],
])('an assertion of %s lets nobody in', async (_whose, claims) => {
  expect(await check(await assertion(claims))).toBeUndefined();
  const { status, headers } = await enter(claims);
  expect([status, headers.getSetCookie()]).toEqual([200, []]);
});

it('neither does one that another key has signed, or nobody, or the address alone', async () => {
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"email":"ann@vendor.example"}')}.`.replaceAll('=', '');
  for (const text of [await assertion({}, foreign), unsigned, 'x', '', 'x'.repeat(10_000)]) {
    expect(await check(text)).toBeUndefined();
  }
  const { headers } = await get('/dashboard/sign-in', {
    'Cf-Access-Authenticated-User-Email': 'ann@vendor.example',
  });
  expect(headers.getSetCookie()).toEqual([]);
});

it('the entry is when Access let him in: an old one does not do for what cannot be taken back', async () => {
  const entered = await enter({ issuedAt: secondsAgo(3600) });
  const { text } = await get('/dashboard/sign-in', {
    Cookie: cookieOf(entered.headers),
    'Cf-Access-Jwt-Assertion': await assertion({ issuedAt: secondsAgo(3600) }),
  });
  expect(text).toContain('href="/cdn-cgi/access/logout"');
  const renewed = await enter({ issuedAt: secondsAgo(1) }, { Cookie: cookieOf(entered.headers) });
  expect(renewed.status).toBe(303);
});

it('who has signed out stays out until he asks, and one from weeks ago is asked to enter anew', async () => {
  const left = await get('/dashboard/sign-in?left', { 'Cf-Access-Jwt-Assertion': await assertion() });
  expect([left.status, left.headers.getSetCookie()]).toEqual([200, []]);
  const old = await enter({ issuedAt: secondsAgo(8 * 86_400), expiresIn: '30d' });
  expect([old.status, old.headers.getSetCookie()]).toEqual([200, []]);
  expect(old.text).toContain('/cdn-cgi/access/logout');
});
