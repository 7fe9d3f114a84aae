// Every page of the dashboard as a browser shows it: accessible in both themes, small, still, usable on a phone.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Theme, useSite } from './site.ts';

const site = useSite();

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const maxBytes = 100_000;

/** Of operators. */
const pages = [
  '/dashboard',
  '/dashboard?search=nobody-at-all',
  '/dashboard/new',
  '/dashboard/t/demo',
  '/dashboard/t/demo?with=okta-catalog',
  '/dashboard/t/demo?with=entra',
  '/dashboard/t/demo?with=other',
  '/dashboard/t/demo/users',
  '/dashboard/t/demo/groups',
  '/dashboard/t/demo/mappings',
  '/dashboard/t/demo/report',
  '/dashboard/t/demo/events',
  '/dashboard/t/demo/activity',
  '/dashboard/t/demo/remove',
  '/dashboard/t/demo/switch-off',
  '/dashboard/t/demo/tokens',
  '/dashboard/t/demo/access',
  '/dashboard/audit',
  '/dashboard/t/demo/audit',
  '/dashboard/t/nobody',
];

let portalUrl: string;
beforeAll(async () => {
  const link = await site.api('/tenants/demo/portal-links', { role: 'viewer' });
  portalUrl = link['url'] ?? '';
});

/** What axe finds wrong, by rule and element. WCAG 2.2 A and AA, and what is good practice. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: running } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations: found } = await running.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  it('no page has anything that hinders somebody', async () => {
    const page = await site.openAsOperator(theme);
    for (const path of pages) {
      await page.goto(site.connection.origin + path);
      expect([path, await violations(page)]).toEqual([path, []]);
    }
  });

  it('nor have the pages of strangers, forms with errors, and a token that is shown', async () => {
    const stranger = await site.open(theme);
    for (const url of [`${site.connection.origin}/dashboard`, portalUrl, `${portalUrl}x`]) {
      await stranger.goto(url);
      expect([url, await violations(stranger)]).toEqual([url, []]);
    }
    await stranger.goto(`${site.connection.origin}/dashboard`);
    await stranger.getByLabel('Key of this deployment').fill('wrong');
    await stranger.getByRole('button', { name: 'Sign in' }).click();
    expect(await violations(stranger)).toEqual([]);

    const page = await site.openAsOperator(theme);
    await page.goto(`${site.connection.origin}/dashboard/t/demo`);
    await page.getByRole('button', { name: 'Generate new token' }).click();
    await page.getByText('Your new token.').waitFor();
    expect(await violations(page)).toEqual([]);

    await page.goto(`${site.connection.origin}/dashboard/t/demo/switch-off`);
    await page.getByRole('button', { name: /^Freeze/ }).click();
    await page.getByText(/accounts? (?:was|were) frozen/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${site.connection.origin}/dashboard/t/demo`);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Turn provisioning on' }).click();
    await page.getByText('Provisioning is on.').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

it(`no page transfers more than ${maxBytes} bytes, with everything that it loads for the first time`, async () => {
  for (const path of pages) {
    const page = await site.openAsOperator();
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.setCacheDisabled', { cacheDisabled: true });
    let bytes = 0;
    client.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(site.connection.origin + path, { waitUntil: 'networkidle' });
    expect(bytes, path).toBeGreaterThan(10_000);
    expect(bytes, path).toBeLessThan(maxBytes);
    await page.context().close();
  }
});

it('nothing moves once it is there', async () => {
  const page = await site.openAsOperator();
  for (const path of pages) {
    await page.goto(site.connection.origin + path, { waitUntil: 'networkidle' });
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let total = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) total += (entry as unknown as { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(total), 100);
        }),
    );
    // Times of the reader's zone may be a hair narrower.
    expect(shift, path).toBeLessThan(0.001);
  }
});

it.each([
  [320, 640],
  [390, 844],
  [2560, 1300],
])('at %i × %i pixels no page has to be scrolled sideways', async (width, height) => {
  const page = await site.openAsOperator();
  await page.setViewportSize({ width, height });
  for (const path of pages) {
    await page.goto(site.connection.origin + path);
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([path, excess]).toEqual([path, 0]);
  }
});

it('by keys alone one comes past the navigation to the content, and from page to page', async () => {
  const page = await site.openAsOperator();
  await page.goto(`${site.connection.origin}/dashboard/t/demo`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  await page.getByRole('link', { name: 'Tokens', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tokens');
  expect(await page.locator('nav [aria-current=page]').textContent()).toBe('Tokens');
});

it("times are in the reader's own zone", async () => {
  const page = await site.openAsOperator();
  await page.goto(`${site.connection.origin}/dashboard/t/demo/tokens`);
  const [shown, expected] = await page.evaluate(() => {
    const time = document.querySelector('time');
    const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
    return [time?.title, format.format(new Date(time?.dateTime ?? ''))];
  });
  expect(shown).toBe(expected);
});

it('pages work without JavaScript, and show no button that needs it', async () => {
  const page = await site.open('light', { javaScriptEnabled: false });
  await page.goto(site.connection.dashboardUrl);
  await page.goto(`${site.connection.origin}/dashboard/t/demo`);
  expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
  await page.getByLabel('Gigabytes for each account').fill('12');
  await page.getByRole('button', { name: 'Save account size' }).click();
  await page.getByText('The account size is saved.').waitFor();
});
