// Signing in as an operator, and what a session is: its cookie, its end, its rows.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { base64url } from '../../src/tenancy/token.ts';
import { runCron } from '../support/cron.ts';
import { everythingStored } from '../support/stored.ts';
import { api, newTenant, origin } from '../support/tenant.ts';
import { newOperator, newVisitor } from '../support/visitor.ts';

const cookieName = '__Host-rollcall-session';

it('without a session every page leads to the sign-in page, and from there back', async () => {
  const { slug } = await newTenant();
  const visitor = newVisitor();
  const { status, headers } = await visitor.get(`/dashboard/t/${slug}`);
  const signIn = `/dashboard/sign-in?next=${encodeURIComponent(`/dashboard/t/${slug}`)}`;
  expect([status, headers.get('location')]).toEqual([303, signIn]);
  expect((await visitor.get(signIn)).text).toContain(`name="next" value="/dashboard/t/${slug}"`);
  const entered = await visitor.submit('/dashboard/sign-in', {
    key: env.ADMIN_KEY,
    next: `/dashboard/t/${slug}`,
  });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, `/dashboard/t/${slug}`]);
  expect((await visitor.get(`/dashboard/t/${slug}`)).status).toBe(200);
});

it.each([
  'https://evil.test/',
  '//evil.test',
  '/dashboard/../evil',
  '/api/v1/tenants',
  'javascript:alert(1)',
])('signing in never leads to %s', async (next) => {
  const { headers } = await newVisitor().submit('/dashboard/sign-in', { key: env.ADMIN_KEY, next });
  expect(headers.get('location')).toBe('/dashboard');
});

it.each(['', 'wrong', 'x'.repeat(2000)])(
  'the key "%.10s" lets nobody in, and the page says so',
  async (key) => {
    const visitor = newVisitor();
    const { status, text } = await visitor.submit('/dashboard/sign-in', { key });
    expect(status).toBe(422);
    expect(text).toContain('aria-invalid="true"');
    expect(visitor.cookies.size).toBe(0);
  },
);

it('the cookie is out of reach of scripts, of plain HTTP and of other sites; what is in it is stored nowhere', async () => {
  const visitor = newVisitor();
  const { headers } = await visitor.submit('/dashboard/sign-in', { key: env.ADMIN_KEY });
  const [cookie = ''] = headers.getSetCookie();
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
    expect(cookie).toContain(attribute);
  const [secret = '', signature = ''] = visitor.cookies.get(cookieName)?.split('.') ?? [];
  const stored = await everythingStored();
  expect(secret.length).toBeGreaterThan(40);
  for (const part of [secret, signature]) expect(stored).not.toContain(part);
});

it.each([
  ['another signature', (value: string) => `${value.slice(0, -2)}AA`],
  ['no signature', (value: string) => value.split('.')[0] ?? ''],
  ['another secret', (value: string) => `${'A'.repeat(43)}.${value.split('.')[1]}`],
])('a cookie with %s is nobody', async (_what, change) => {
  const visitor = await newOperator();
  visitor.cookies.set(cookieName, change(visitor.cookies.get(cookieName) ?? ''));
  expect((await visitor.get('/dashboard')).status).toBe(303);
});

it('signing out ends the session for good, wherever its cookie is kept', async () => {
  const visitor = await newOperator();
  const kept = visitor.cookies.get(cookieName) ?? '';
  const { status, headers } = await visitor.submit('/dashboard/sign-out');
  expect([status, headers.get('location')]).toEqual([303, '/dashboard/sign-in?left']);
  expect(visitor.cookies.size).toBe(0);
  visitor.cookies.set(cookieName, kept);
  expect((await visitor.get('/dashboard')).status).toBe(303);
});

it('signing in again ends the session before', async () => {
  const visitor = await newOperator();
  const before = visitor.cookies.get(cookieName) ?? '';
  await visitor.submit('/dashboard/sign-in', { key: env.ADMIN_KEY });
  expect((await visitor.get('/dashboard')).status).toBe(200);
  visitor.cookies.set(cookieName, before);
  expect((await visitor.get('/dashboard')).status).toBe(303);
});

it('a session ends after eight hours without use, and the cron forgets it', async () => {
  const visitor = await newOperator();
  await env.DB.prepare('UPDATE sessions SET expires_at = ?')
    .bind(new Date(Date.now() - 1).toISOString())
    .run();
  expect((await visitor.get('/dashboard')).status).toBe(303);
  await runCron();
  expect(await env.DB.prepare('SELECT count(*) AS n FROM sessions').first('n')).toBe(0);
});

it('a session in use lives on, and its use is written down once a minute at most', async () => {
  const visitor = await newOperator();
  const seen = async () => env.DB.prepare('SELECT last_seen_at, expires_at FROM sessions').first();
  const before = await seen();
  await visitor.get('/dashboard');
  expect(await seen()).toEqual(before);
  const [then, soon] = [Date.now() - 61_000, Date.now() + 1000].map((moment) =>
    new Date(moment).toISOString(),
  );
  await env.DB.prepare('UPDATE sessions SET last_seen_at = ?, expires_at = ?').bind(then, soon).run();
  await visitor.get('/dashboard');
  await expect.poll(async () => (await seen())?.['last_seen_at']).not.toBe(then);
  expect(String((await seen())?.['expires_at']) > String(soon)).toBe(true);
});

it.each([
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a neighbour', { 'Sec-Fetch-Site': 'same-site' }],
  ['another origin, told by an older browser', { 'Sec-Fetch-Site': '', Origin: 'https://evil.test' }],
])('a form from %s is refused, and nothing happens', async (_who, headers) => {
  const visitor = await newOperator();
  const { status } = await visitor.submit('/dashboard/sign-out', {}, headers);
  expect(status).toBe(403);
  expect((await visitor.get('/dashboard')).status).toBe(200);
});

it("a form with another session's token is refused", async () => {
  const [visitor, other] = [await newOperator(), await newOperator()];
  const [, form = ''] = /name="form" value="([^"]+)"/.exec((await other.get('/dashboard')).text) ?? [];
  expect((await visitor.submit('/dashboard/sign-out', { form })).status).toBe(403);
  expect((await visitor.submit('/dashboard/sign-out', { form: '' })).status).toBe(403);
  expect((await visitor.get('/dashboard')).status).toBe(200);
});

it('the link of `npm start` signs in on the very machine, and is nothing elsewhere', async () => {
  const adminKey = new TextEncoder().encode(env.ADMIN_KEY);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', adminKey, algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('sign-in link'));
  const path = `/dashboard/sign-in/${base64url(new Uint8Array(signature))}`;
  const local = newVisitor('http://127.0.0.1:8787');
  expect((await local.get(path)).headers.get('location')).toBe('/dashboard');
  expect((await local.get('/dashboard')).status).toBe(200);
  expect((await local.get(`${path.slice(0, -3)}AAA`)).status).toBe(404);
  expect((await newVisitor().get(path)).status).toBe(404);
});

it.each([
  '/dashboard/t/nobody',
  '/dashboard/t/nobody/tokens',
  '/dashboard/nothing',
  '/dashboard/t/__proto__',
])('%s is the same page for whoever has signed in', async (path) => {
  const visitor = await newOperator();
  const [one, other] = [await visitor.get(path), await visitor.get('/dashboard/nowhere')];
  expect([one.status, other.status]).toEqual([404, 404]);
  expect(one.text).toBe(other.text);
});

it('every answer forbids what no page of ours needs: foreign code, frames, referrers, keeping', async () => {
  const { slug } = await newTenant();
  const visitor = await newOperator();
  for (const path of ['/dashboard', `/dashboard/t/${slug}`, '/dashboard/sign-in', '/dashboard/nothing']) {
    const { headers, text } = await visitor.get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(
      /<script(?![^>]*src="\/)|<style|\sstyle=|\son\w+=|https?:\/\/(?!rollcall\.test)/,
    );
    await scheduler.wait(0);
  }
});

it('who signed in and out is in the audit', async () => {
  const visitor = await newOperator();
  await visitor.submit('/dashboard/sign-out');
  const { body } = await api('GET', '/audit?limit=2');
  expect(body.entries).toMatchObject([
    { action: 'session.ended', actor: { kind: 'operator' }, tenant: null },
    { action: 'session.opened', actor: { kind: 'admin-key' }, after: { kind: 'operator' } },
  ]);
});

it('the sign-in page says what it is the sign-in page of', async () => {
  const { status, headers, text } = await newVisitor().get('/dashboard/sign-in');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  expect(text).toContain('<title>Sign in · Rollcall</title>');
  expect(text).not.toContain(origin);
});
