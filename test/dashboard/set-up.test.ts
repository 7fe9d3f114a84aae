// Connecting a tenant: URL, token, instructions, switch and account size; and the page of tokens.

import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { rowsOf } from '../support/stored.ts';
import { api, newTenant, origin, send, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let base: string;
let operator: Visitor;
beforeEach(async () => {
  tenant = await newTenant();
  base = `/dashboard/t/${tenant.slug}`;
  operator = await newOperator();
});

const tokenIn = (text: string) => /id="new-token">(rc_[\w-]{49})</.exec(text)?.[1] ?? '';

const listUsers = (token: string) =>
  send('GET', `${tenant.baseUrl}/Users`, undefined, { Authorization: `Bearer ${token}` });

async function enteredLongAgo(): Promise<void> {
  const before = new Date(Date.now() - 31 * 60_000).toISOString();
  await env.DB.prepare('UPDATE sessions SET entered_at = ?').bind(before).run();
}

it.each([
  ['okta', 'SCIM connector base URL', 'Test Connector Configuration'],
  ['okta-catalog', 'Configure API Integration', 'Test API Credentials'],
  ['entra', 'Secret token', 'Test Connection'],
  ['other', 'Bearer token', 'userName'],
])("the instructions for %s hold the tenant's own URL and the product's own words", async (id, ...words) => {
  const { text } = await operator.get(`${base}?with=${id}`);
  for (const word of [...words, `${origin}/t/${tenant.slug}/scim/v2`]) expect(text).toContain(word);
});

it('where user names must not be e-mail addresses, the instructions say what to choose', async () => {
  const { text } = await operator.get(base);
  expect(text).not.toContain('Email prefix');
  await api('PATCH', `/tenants/${tenant.slug}/settings`, { usernames: { emailAllowed: false } });
  expect((await operator.get(base)).text).toContain('Email prefix');
});

it('a generated token is shown this once, works at once, and is its last four signs from then on', async () => {
  const { status, text } = await operator.submit(`${base}/set-up/token`, { with: 'entra' });
  const token = tokenIn(text);
  expect(status).toBe(200);
  expect((await listUsers(token)).status).toBe(200);
  for (const path of ['', '/tokens']) {
    const page = (await operator.get(base + path)).text;
    expect(page).not.toContain(token);
    expect(page).toContain(`<code>${token.slice(-4)}</code>`);
    expect(page).toContain('Entra ID');
  }
});

it('a token is named, lives as long as was chosen, and can be revoked', async () => {
  const { text } = await operator.submit(`${base}/tokens`, { name: 'Okta preview', lifetime: 'never' });
  const token = tokenIn(text);
  expect(text).toContain('It never expires.');
  const { body } = await api('GET', `/tenants/${tenant.slug}/tokens`);
  const made = body.tokens.find(({ name }: { name: string }) => name === 'Okta preview');
  expect(made).toMatchObject({ expiresAt: null, lastFour: token.slice(-4) });
  const revoked = await operator.submit(`${base}/tokens/${made.id}/revoke`);
  expect(revoked.headers.get('location')).toBe(`${base}/tokens?notice=revoked`);
  expect((await listUsers(token)).status).toBe(401);
  expect((await operator.submit(`${base}/tokens/${made.id}/revoke`)).status).toBe(404);
});

it.each([[{ name: ' ', lifetime: '365' }], [{ name: 'n'.repeat(201), lifetime: '365' }]])(
  'a token without a proper name is refused beside the field, and the input kept',
  async (fields) => {
    const before = await rowsOf(tenant);
    const { status, text } = await operator.submit(`${base}/tokens`, fields);
    expect(status).toBe(422);
    expect(text).toContain('aria-describedby="name-error name-advice"');
    expect(text).toContain(`value="${fields.name}"`);
    expect(await rowsOf(tenant)).toEqual(before);
  },
);

it('minting, revoking and turning off ask for an entry within half an hour; turning on does not', async () => {
  await enteredLongAgo();
  const before = await rowsOf(tenant);
  const forms: readonly [string, Record<string, string>][] = [
    ['/set-up/token', { with: 'okta' }],
    ['/tokens', { name: 'Okta', lifetime: '365' }],
    [`/tokens/${tenant.tokenId}/revoke`, {}],
    ['/switch-off/keep', {}],
  ];
  for (const [path, fields] of forms) {
    const { status, text } = await operator.submit(base + path, fields);
    expect([path, status]).toEqual([path, 403]);
    expect(text).toContain('/dashboard/sign-in?next=');
    await scheduler.wait(0);
  }
  expect(await rowsOf(tenant)).toEqual(before);
  expect((await operator.submit(`${base}/switch-on`)).status).toBe(303);
  expect((await operator.get(base)).text).toContain('Sign in again to generate a token');
});

it('the switch turns SCIM off and on, and each is in the audit', async () => {
  const off = await operator.submit(`${base}/switch-off/keep`);
  expect(off.headers.get('location')).toBe(`${base}/switch-off?notice=kept`);
  expect((await listUsers(tenant.token)).status).toBe(403);
  expect((await operator.get(base)).text).toContain('status off');
  const on = await operator.submit(`${base}/switch-on`);
  expect(on.headers.get('location')).toBe(`${base}?notice=on`);
  expect((await listUsers(tenant.token)).status).toBe(200);
  const { body } = await api('GET', `/tenants/${tenant.slug}/audit?limit=2`);
  expect(body.entries).toMatchObject([
    { action: 'settings.changed', actor: { kind: 'operator' }, after: { settings: { enabled: true } } },
    { action: 'settings.changed', actor: { kind: 'operator' }, after: { settings: { enabled: false } } },
  ]);
});

it.each([
  ['50', 50],
  ['0,5', 0.5],
  ['', null],
])('the account size "%s" is saved', async (accountSizeGb, expected) => {
  expect((await operator.submit(`${base}/account-size`, { accountSizeGb })).status).toBe(303);
  const { body } = await api('GET', `/tenants/${tenant.slug}/settings`);
  expect(body.accountSizeGb).toBe(expected);
});

it.each(['much', '-1', '1e99', '5 GB', '<b>'])(
  'the account size "%s" is refused beside the field',
  async (value) => {
    const before = await rowsOf(tenant);
    const { status, text } = await operator.submit(`${base}/account-size`, { accountSizeGb: value });
    expect(status).toBe(422);
    expect(text).toContain('id="accountSizeGb-error"');
    expect(text).toContain(`value="${value.replace('<', '&lt;').replace('>', '&gt;')}"`);
    expect(await rowsOf(tenant)).toEqual(before);
  },
);

it('the list ticks what has come, and says what was refused last, why, and what to do in this product', async () => {
  const lone = await newTenant();
  const page = async (product = 'okta') =>
    (await operator.get(`/dashboard/t/${lone.slug}?with=${product}`)).text;
  const fresh = await page();
  expect(fresh).toContain('Waiting for the first request');
  expect(fresh.match(/class="done"/g)).toBeNull();
  await lone.scim('GET', '/Users?filter=userName%20eq%20%22ann%22');
  await lone.scim('POST', '/Users', { userName: 'ann' });
  await expect.poll(async () => (await page()).match(/class="done"/g)?.length).toBe(3);
  expect(await page()).toContain('Connected · last request');
  await lone.scim('POST', '/Users', { userName: 'ANN' });
  await expect.poll(() => page()).toContain('A request was refused');
  expect(await page()).toContain('<b>In Okta:</b>');
  expect(await page('entra')).toContain('<b>In Entra ID:</b>');
  expect(await page('other')).not.toContain('<b>In ');
});

it('once people have come, the page tells how it stands; the steps fold away, the URL and the token stay', async () => {
  const lone = await newTenant();
  const page = async (query = '') => (await operator.get(`/dashboard/t/${lone.slug}${query}`)).text;
  await api('PATCH', `/tenants/${lone.slug}/settings`, { seats: { limit: 1 } });
  await api('POST', `/tenants/${lone.slug}/tokens`, { name: 'Short', expiresInDays: 10 });
  expect(await page()).toContain('<title>Connect your identity provider');
  await lone.scim('POST', '/Users', { userName: 'ann', displayName: 'Ann' });
  await lone.scim('POST', '/Users', { userName: 'ben' });
  await expect.poll(() => page()).toContain('<title>Overview');
  await expect.poll(() => page()).toContain('<dd>1 of 1</dd>');
  await expect.poll(() => page()).toMatch(/activity\?status=4">1<\/a>/);
  const text = await page();
  expect(text).toContain('Somebody whom the identity provider sent was not let in.');
  expect(text).toContain('The token “Short”');
  expect(text).toMatch(/Account created[\s\S]*<bdi>Ann<\/bdi>/);
  const [before = '', steps = ''] = text.split('<details><summary>How to connect');
  expect(before).toContain(`${origin}/t/${lone.slug}/scim/v2`);
  expect(before).toContain('Generate new token');
  expect(steps).toContain('Test Connector Configuration');
  expect(await page('?with=entra')).toContain('<details open=""><summary>How to connect');
});

it('a body that is no form, or too long, is refused and changes nothing', async () => {
  const before = await rowsOf(tenant);
  const asText = await operator.submit(`${base}/switch-off/keep`, {}, { 'Content-Type': 'text/plain' });
  expect(asText.status).toBe(415);
  const long = await operator.submit(`${base}/switch-off/keep`, { more: 'x'.repeat(1_100_000) });
  expect(long.status).toBe(413);
  expect(await rowsOf(tenant)).toEqual(before);
});
