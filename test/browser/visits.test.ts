// Visits to the dashboard from the first click to the last: signing in, a link from the vendor, a token shown once,
// what a viewer sees, a session that ends, a form from elsewhere.

import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { useSite } from './site.ts';

const site = useSite();

let made = 0;
let slug: string;
let base: string;
beforeAll(async () => {
  slug = `acme-${++made}`;
  base = `${site.connection.origin}/dashboard/t/${slug}`;
  await site.api('/tenants', { slug, name: 'Acme' });
});

async function openByLink(role: 'administrator' | 'viewer'): Promise<Page> {
  const { url = '' } = await site.api(`/tenants/${slug}/portal-links`, { role });
  const page = await site.open();
  await page.goto(url);
  await page.getByRole('button', { name: "Open Acme's directory settings" }).click();
  await page.getByRole('heading', { name: 'Connect your identity provider' }).waitFor();
  return page;
}

it('an operator signs in with the key, comes to the page that he asked for, and signs out', async () => {
  const page = await site.open();
  await page.goto(`${base}/tokens`);
  await page.getByLabel('Key of this deployment').fill('not the key');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This is not the key of this deployment.').waitFor();
  await page.getByLabel('Key of this deployment').fill(site.connection.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${base}/tokens`);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out.').waitFor();
  await page.goto(base);
  await page.getByLabel('Key of this deployment').waitFor();
});

it('a new customer is made, sent a link, and connects: the token is shown once and copied by a button', async () => {
  const operator = await site.openAsOperator();
  await operator.getByRole('link', { name: 'New tenant' }).click();
  await operator.getByLabel('Name').fill('Initech');
  await operator.getByLabel('Slug').fill('initech');
  await operator.getByLabel('Begin with the settings of').selectOption('File sharing');
  await operator.getByRole('button', { name: 'Make tenant' }).click();
  await operator.getByText('The tenant is there.').waitFor();
  await operator.getByRole('link', { name: 'Access' }).click();
  await operator.getByRole('button', { name: 'Make link' }).click();
  const link = await operator.locator('#new-link').textContent();

  const page = await site.open();
  await page.goto(link ?? '');
  await page.getByRole('button', { name: "Open Initech's directory settings" }).click();
  await page.getByRole('button', { name: 'Generate new token' }).click();
  const token = (await page.locator('#new-token').textContent()) ?? '';
  await page.waitForLoadState();
  await page.getByRole('button', { name: 'Copy the token' }).click();
  await page.getByRole('button', { name: 'Copied the token' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);

  const listed = await fetch(`${site.connection.origin}/t/initech/scim/v2/Users`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(listed.status).toBe(200);
  await page.getByRole('link', { name: 'I have copied it' }).click();
  await page.getByText(`ends in ${token.slice(-4)}`).waitFor();
  expect(await page.content()).not.toContain(token);
  await page.getByText('Connected · last request').first().waitFor();
});

it('the list of the set-up page ticks itself while one looks', async () => {
  await site.api('/tenants', { slug: 'hooli', name: 'Hooli' });
  const { token = '' } = await site.api('/tenants/hooli/tokens', { name: 'Okta' });
  const page = await site.openAsOperator();
  await page.goto(`${site.connection.origin}/dashboard/t/hooli`);
  expect(await page.locator('#seen .done').count()).toBe(0);
  await fetch(`${site.connection.origin}/t/hooli/scim/v2/Users?filter=userName%20eq%20%22ann%22`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  await page.locator('#seen .done').nth(1).waitFor();
});

it('a link works once', async () => {
  const { url = '' } = await site.api(`/tenants/${slug}/portal-links`, { role: 'administrator' });
  for (const isFirst of [true, false]) {
    const page = await site.open();
    await page.goto(url);
    const button = page.getByRole('button', { name: "Open Acme's directory settings" });
    if (isFirst) {
      await button.click();
      await page.waitForURL(base);
    } else await page.getByText('This link does not work any more').waitFor();
  }
});

it('a viewer sees every page and no button that changes anything', async () => {
  const page = await openByLink('viewer');
  for (const name of ['Set up', 'Tokens', 'Access']) {
    await page.getByRole('navigation', { name: 'Acme' }).getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('main button[type=submit]').count()).toBe(0);
  }
  expect((await page.goto(`${site.connection.origin}/dashboard/t/demo`))?.status()).toBe(404);
});

it('an administrator who came by a link turns provisioning off and on, told first what it means', async () => {
  const page = await openByLink('administrator');
  await page.getByRole('link', { name: 'Switch off …' }).click();
  await page.getByText('Nobody loses access').waitFor();
  await page.getByRole('button', { name: 'Turn provisioning off' }).click();
  await page.getByText('Provisioning is off. Everybody keeps their access.').waitFor();
  await page.getByRole('link', { name: 'set-up page' }).click();
  await page.getByRole('button', { name: 'Turn provisioning on' }).click();
  await page.getByText('Provisioning is on.').first().waitFor();
});

it('an administrator freezes all accounts and gives them back, and sees how far it has come', async () => {
  const page = await openByLink('administrator');
  await page.getByRole('link', { name: 'Switch off', exact: true }).click();
  await page.getByRole('button', { name: /^Freeze \d+ accounts?$/ }).click();
  await page.getByText(/accounts? (?:was|were) frozen/).waitFor();
  await page.reload();
  await page.getByText('All accounts are frozen already.').waitFor();
  await page.getByRole('link', { name: 'turn provisioning on', exact: true }).click();
  await page.getByRole('button', { name: 'Turn provisioning on' }).click();
  await page.getByText(/accounts? (?:was|were) given back/).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'The whole directory' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.jsonl$/);
});

it('a token is revoked in two steps, and is gone from the list', async () => {
  await site.api(`/tenants/${slug}/tokens`, { name: 'Short-lived' });
  const page = await site.openAsOperator();
  await page.goto(`${base}/tokens`);
  const row = page.getByRole('row', { name: /Short-lived/ });
  await row.getByText('Revoke …').click();
  await row.getByRole('button', { name: /Revoke token ending in/ }).click();
  await page.getByText('The token is revoked.').waitFor();
  expect(await row.count()).toBe(0);
});

it('a visit that the vendor ends is over with the next click', async () => {
  const page = await openByLink('administrator');
  const operator = await site.openAsOperator();
  await operator.goto(`${base}/access`);
  const buttons = operator.getByRole('button', { name: 'End visit' });
  for (let left = await buttons.count(); left > 0; left--) await buttons.first().click();
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('a form on another site changes nothing, however its visitor is signed in here', async () => {
  const { origin } = site.connection;
  const form = `<form method="post" action="${origin}/dashboard/t/${slug}/account-size">
    <input name="accountSizeGb" value="666"><button>Win</button></form>`;
  const evil = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end(form);
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void evil.close());
  const address = evil.address();
  const port = typeof address === 'object' ? address?.port : 0;

  const page = await site.openAsOperator();
  const other = await page.context().newPage();
  await other.goto(`http://localhost:${port}/`);
  await other.getByRole('button', { name: 'Win' }).click();
  await other.getByText('This form cannot be used any more').waitFor();
  await page.goto(base);
  expect(await page.getByLabel('Gigabytes for each account').inputValue()).toBe('');
});
