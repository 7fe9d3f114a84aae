// *Test it now* in a browser: one press, a list that grows by itself, a summary; and the same without JavaScript.

import { beforeAll, expect, it } from 'vitest';
import { excessWidth, violations } from './axe.ts';
import { useSite } from './site.ts';

const site = useSite();

let made = 0;
let setUp: string;
beforeAll(async () => {
  const slug = `files-${++made}`;
  setUp = `${site.connection.origin}/dashboard/t/${slug}`;
  await site.api('/tenants', { slug, name: 'Files', blueprint: 'file-sharing' });
});

it.each([
  ['light', 'okta', 'this directory understands Okta.'],
  ['dark', 'entra', 'this directory understands Entra ID.'],
] as const)(
  'in the %s theme, for %s: one press, and the list grows until the summary',
  async (theme, product, said) => {
    const page = await site.openAsOperator(theme);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`${setUp}?with=${product}`);
    await page.getByRole('button', { name: 'Test it now' }).click();
    await page.getByText(said).waitFor();
    expect(await page.locator('#trial .done').count()).toBeGreaterThan(10);
    expect(await page.locator('#trial li:not(.done)').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Next step' }).count()).toBe(0);
    expect(await violations(page, theme)).toEqual([]);
    expect(await excessWidth(page)).toBe(0);
  },
);

it('without JavaScript each press plays a step', async () => {
  const page = await site.open('light', { javaScriptEnabled: false });
  await page.goto(site.connection.dashboardUrl);
  await page.goto(setUp);
  await page.getByRole('button', { name: 'Test it now' }).click();
  for (const played of [1, 2, 3]) {
    await page.getByRole('button', { name: 'Next step' }).click();
    await page.getByText(`Step ${played + 1} of`).waitFor();
    expect(await page.locator('#trial .done').count()).toBe(played);
  }
});
