// A customer of the vendor as both sides come to him: the operator makes the tenant and a link by clicks, the
// customer's administrator opens the link in a browser of his own, and takes URL and token from the page to Okta.

import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Step } from '../../../src/rehearse/client.ts';
import { oktaCustom } from '../../../src/rehearse/okta/custom.ts';
import { rehearse } from '../../../src/rehearse/player.ts';
import { type Answered, type Okta, oktaOf } from '../../support/okta.ts';
import type { Site } from '../site.ts';

/** By what the portal's page offers. */
type Role = 'administrator' | 'viewer';

export interface Customer {
  readonly slug: string;
  /** His administrator, in the visit that began with the link, on the tenant's page below this path. */
  open(path?: string): Promise<Page>;
  /** Somebody who comes by a link of his own. */
  openAs(role: Role): Promise<Page>;
}

/** What has been copied from the page. */
export interface Copied {
  readonly scimUrl: string;
  readonly token: string;
}

/** `product`: as the page "New tenant" calls the settings to begin with. */
export async function newCustomer(site: Site, name: string, product: string): Promise<Customer> {
  const slug = name.toLowerCase();
  const operator = await site.openAsOperator();
  await operator.getByRole('link', { name: 'New tenant' }).click();
  await operator.getByLabel('Name').fill(name);
  await operator.getByLabel('Slug').fill(slug);
  await operator.getByLabel('Begin with the settings of').selectOption(product);
  await operator.getByRole('button', { name: 'Make tenant' }).click();
  await operator.getByText('The tenant is there.').waitFor();
  const vendor = await operator.context().storageState();

  const openAs = async (role: Role) => {
    const page = await site.open();
    await page.goto(await newLink(await site.open('light', { storageState: vendor }), site, slug, role));
    await page.getByRole('button', { name: `Open ${name}'s directory settings` }).click();
    await page.getByRole('heading', { name: 'Connect your identity provider' }).waitFor();
    return page;
  };
  let visit: Awaited<ReturnType<BrowserContext['storageState']>> | undefined;
  return {
    slug,
    openAs,
    async open(path = '') {
      visit ??= await (await openAs('administrator')).context().storageState();
      const page = await site.open('light', { storageState: visit });
      await page.goto(`${site.connection.origin}/dashboard/t/${slug}${path}`);
      return page;
    },
  };
}

/** On the page Access. */
async function newLink(operator: Page, site: Site, slug: string, role: Role): Promise<string> {
  await operator.goto(`${site.connection.origin}/dashboard/t/${slug}`);
  await operator.getByRole('link', { name: 'Access', exact: true }).click();
  await operator.getByLabel('For', { exact: true }).selectOption(role);
  await operator.getByRole('button', { name: 'Make link' }).click();
  return (await operator.locator('#new-link').textContent()) ?? '';
}

/** On the page of the set-up: generates a token, and presses both buttons that copy. */
export async function generateAndCopy(page: Page): Promise<Copied> {
  await page.getByRole('button', { name: 'Generate new token' }).click();
  await page.getByText('Your new token.').waitFor();
  return { scimUrl: await copied(page, 'the URL'), token: await copied(page, 'the token') };
}

async function copied(page: Page, what: string): Promise<string> {
  // The button needs its script.
  await page.waitForLoadState();
  await page.getByRole('button', { name: `Copy ${what}` }).click();
  await page.getByRole('button', { name: `Copied ${what}` }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Okta with what was copied. */
export function oktaWith({ scimUrl, token }: Copied, app: 'custom' | 'catalog' = 'custom'): Okta<Answered> {
  const scim = async (method: string, path: string, body?: unknown, headers: object = {}) => {
    const response = await fetch(scimUrl + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };
  return oktaOf({ scim }, app);
}

/** Plays these steps of Okta's custom app, each of which has to pass. */
export async function rehearsed({ scimUrl, token }: Copied, steps: readonly Step[]): Promise<void> {
  const target = { baseUrl: scimUrl, token, fetch, run: 'journey' };
  const { checks } = await rehearse({ ...oktaCustom, steps }, target);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}

/** From the set-up page, by the page that switches off. */
export async function turnOff(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Switch off …' }).click();
  await page.getByRole('button', { name: 'Turn provisioning off' }).click();
  await page.getByText('Provisioning is off.').waitFor();
}

/** By the switch on the set-up page. */
export async function turnOn(page: Page): Promise<void> {
  await goTo(page, 'Set up');
  await page.getByRole('button', { name: 'Turn provisioning on' }).click();
  await page.getByText('Provisioning is on.').first().waitFor();
}

/** Goes to the page by its name in the navigation. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.locator('.frame > nav').getByRole('link', { name, exact: true }).click();
  await page.locator(`.frame > nav a[aria-current=page]:text-is("${name}")`).waitFor();
}

/** The cells of the row that begins with this name, as they read. */
export async function rowOf(page: Page, name: string): Promise<readonly string[]> {
  const row = page.getByRole('row', { name: new RegExp(`^${name}`) }).first();
  const texts = await row.locator('th, td').allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

/** The page of the person or group of this name, from the list. */
export async function openFromList(page: Page, list: 'Users' | 'Groups', name: string): Promise<void> {
  await goTo(page, list);
  await page.getByRole('link', { name, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Loads the page again until the text stands there: what is recorded comes a moment later. */
export async function reloadUntil(page: Page, text: string | RegExp): Promise<void> {
  for (let left = 40; left > 0 && (await page.getByText(text).count()) === 0; left--) await page.reload();
  await page.getByText(text).first().waitFor({ timeout: 1_000 });
}

/** The empty fields for one more entry, in a form of settings. */
export const newEntry = (page: Page, noun: string): Locator =>
  page.getByRole('group', { name: `New ${noun}` }).first();

/** Saves a form of settings, and waits until everybody is judged by them. */
export async function saveAndAwait(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByText('Everybody was judged by the present settings').waitFor();
}
