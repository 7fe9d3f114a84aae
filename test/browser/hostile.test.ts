// A directory full of what does harm where a page takes it for more than text: markup, links that are scripts, signs
// that turn the direction or that nobody sees, endless words, formulas. Looked at on a phone, page by page.

import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { findings } from './hostile/findings.ts';
import { type Planted, plant } from './hostile/plant.ts';
import { hostile } from './hostile/values.ts';
import { useSite } from './site.ts';

const site = useSite();

/** A few hundred requests. */
const plantingMilliseconds = 180_000;

let planted: Planted;
beforeAll(async () => {
  planted = await plant(site);
}, plantingMilliseconds);

const searched = [hostile.script, hostile.override, hostile.isolates, hostile.long].map(
  (value) => `search=${encodeURIComponent(value.slice(0, 100))}`,
);

const places: Readonly<Record<string, () => readonly string[]>> = {
  'the list of people': () => ['/users', ...searched.map((query) => `/users?${query}`)],
  'the page of a person': () => planted.accounts.map((id) => `/users/${id}`),
  'the list of groups': () => ['/groups', ...searched.map((query) => `/groups?${query}`)],
  'the page of a group': () =>
    planted.groups.filter((_, index) => index % 3 === 2).map((id) => `/groups/${id}`),
  'the report': () => ['/report', `/report?profile=${encodeURIComponent(hostile.script)}`],
  'the activity': () => ['/activity', '/activity?kind=error', '/activity?kind=write&method=POST'],
  'the events': () => ['/events', '/events?types=group'],
  'the mappings': () => [
    '/mappings',
    '/mappings/profiles',
    '/mappings/rules',
    '/mappings/roles',
    '/mappings/attributes',
    '/mappings/history',
  ],
  'the refused people, and the suggestions': () => ['/mappings/refused', '/mappings/suggestions'],
  'the pages of set-up, tokens and access': () => ['', '/tokens', '/access', '/remove'],
  'the audit': () => ['/audit'],
};

/** A dialog of theirs would fail the test: nobody answers it. */
async function openOnPhone(): Promise<Page> {
  const page = await site.openAsOperator();
  await page.setViewportSize({ width: 320, height: 640 });
  return page;
}

it.each(Object.keys(places))(
  'on %s all that was sent is text: it runs, turns and hides nothing, and fits on a phone',
  async (name) => {
    const page = await openOnPhone();
    for (const path of places[name]?.() ?? []) {
      const answer = await page.goto(`${site.connection.origin}/dashboard/t/${planted.slug}${path}`);
      expect([path, answer?.status()]).toEqual([path, 200]);
      expect([path, await findings(page)]).toEqual([path, []]);
    }
  },
);

it('so it is on the pages above the tenant, and on the one that a link leads to', async () => {
  const page = await openOnPhone();
  const { origin } = site.connection;
  const found = `${origin}/dashboard?search=${encodeURIComponent(hostile.image)}`;
  for (const url of [`${origin}/dashboard`, found, `${origin}/dashboard/audit`, planted.portalUrl]) {
    await page.goto(url);
    expect([url, await findings(page)]).toEqual([url, []]);
  }
});

it('no cell of the CSV is a formula, also where a spreadsheet splits it at other signs', async () => {
  const page = await site.openAsOperator();
  const url = `${site.connection.origin}/dashboard/t/${planted.slug}/report.csv`;
  const text = await (await page.request.get(url)).text();
  const cells = text.replace('\ufeff', '').split(/[,;\t\r\n]/);
  expect(text).toContain('HYPERLINK');
  expect(cells.length).toBeGreaterThan(200);
  for (const cell of cells) expect(cell.replace(/^"/, '')).not.toMatch(/^\s*[=+\-@]/);
});
