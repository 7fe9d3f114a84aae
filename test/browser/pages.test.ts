// Every page of the dashboard as a browser shows it: accessible in both themes, small, still, usable on a phone.

import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { excessWidth, violations } from './axe.ts';
import { type Theme, useSite } from './site.ts';

const site = useSite();

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
  '/dashboard/t/demo/try',
  '/dashboard/t/demo/remove',
  '/dashboard/t/demo/switch-off',
  '/dashboard/t/demo/tokens',
  '/dashboard/t/demo/access',
  '/dashboard/audit',
  '/dashboard/t/demo/audit',
  '/dashboard/t/nobody',
];

let portalUrl: string;
let visit: Awaited<ReturnType<BrowserContext['storageState']>>;
beforeAll(async () => {
  visit = await (await site.openAsOperator()).context().storageState();
  const link = await site.api('/tenants/demo/portal-links', { role: 'viewer' });
  portalUrl = link['url'] ?? '';
});

/** Each is as wide and as high as some phone or screen. */
const sizes = [
  [320, 640],
  [390, 844],
  [2560, 1300],
] as const;

it.each(pages)(
  '%s hinders nobody, is small, stays still, and never has to be scrolled sideways',
  async (path) => {
    const page = await site.open('light', { storageState: visit });
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.setCacheDisabled', { cacheDisabled: true });
    let bytes = 0;
    client.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(site.connection.origin + path);
    const shift = await shiftOf(page);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(maxBytes);
    // A time may have become a minute older; times of the reader's zone may be a hair narrower.
    expect(shift).toBeLessThan(0.02);
    expect(await violations(page)).toEqual([]);
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      expect([width, await excessWidth(page)]).toEqual([width, 0]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    // Else colours would still be on their way.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await violations(page, 'dark')).toEqual([]);
  },
);

/** How far things moved until now, and for a moment longer. */
const shiftOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let total = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) total += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(total), 100);
      }),
  );

it.each<Theme>(['light', 'dark'])(
  'in the %s theme pages of strangers, forms with errors, and a token that is shown hinder nobody',
  async (theme) => {
    const stranger = await site.open(theme);
    for (const url of [`${site.connection.origin}/dashboard`, portalUrl, `${portalUrl}x`]) {
      await stranger.goto(url);
      expect([url, await violations(stranger, theme)]).toEqual([url, []]);
    }
    await stranger.goto(`${site.connection.origin}/dashboard`);
    await stranger.getByLabel('Key of this deployment').fill('wrong');
    await stranger.getByRole('button', { name: 'Sign in' }).click();
    expect(await violations(stranger, theme)).toEqual([]);

    const page = await site.openAsOperator(theme);
    await page.goto(`${site.connection.origin}/dashboard/t/demo`);
    await page.getByRole('button', { name: 'Generate new token' }).click();
    await page.getByText('Your new token.').waitFor();
    expect(await violations(page, theme)).toEqual([]);

    await page.goto(`${site.connection.origin}/dashboard/t/demo/switch-off`);
    await page.getByRole('button', { name: /^Freeze/ }).click();
    await page.getByText(/accounts? (?:was|were) frozen/).waitFor();
    expect(await violations(page, theme)).toEqual([]);
    await page.goto(`${site.connection.origin}/dashboard/t/demo`);
    expect(await violations(page, theme)).toEqual([]);
    await page.getByRole('button', { name: 'Turn provisioning on' }).click();
    await page.getByText('Provisioning is on.').first().waitFor();
    expect(await violations(page, theme)).toEqual([]);
  },
);

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
