// The pages of mappings with everything filled in: accessible in both themes, usable on a phone, and a rule from the
// first word to the last as an administrator makes it.

import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { excessWidth, violations } from './axe.ts';
import { type Theme, useSite } from './site.ts';

const site = useSite();

const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

const settings = {
  usernames: { allowedPattern: '[A-Za-z0-9._-]+', replace: { characters: '?*', with: '_' } },
  attributes: [
    { name: 'userType', canonicalValues: ['admin', 'power', long], default: 'power' },
    { name: 'invite', type: 'boolean', store: false, namespace: `urn:example:${'a'.repeat(60)}` },
  ],
  createOnly: ['name.givenName'],
  constraints: [{ when: 'invite eq true', require: 'title pr', message: `Map the title. ${long}` }],
  profiles: [{ name: long, quotaGb: 200, storage: 'eu-1' }, { name: 'Rest' }],
  rules: [
    { when: 'countryCode eq "DE" or countryCode eq "AT"', profile: long },
    { when: `title eq "${long}" and not (nickName pr)`, profile: 'Rest' },
  ],
  roles: [{ group: long, role: 'admin' }],
  seats: { limit: 1 },
  events: { keepDays: 30 },
  leniency: { stringBooleans: false },
  appRoles: [{ id: 'editor', displayName: long }],
  entitlements: [{ id: 'export', displayName: 'Export', type: 'Permission', description: long }],
};

const pages = [
  ...['', '/profiles', '/rules', '/roles', '/attributes', '/constraints', '/user-names', '/seats'],
  ...['/groups-and-events', '/habits', '/app-roles', '/entitlements'],
  ...['/history', '/suggestions', '/refused'],
];

let base: string;
beforeAll(async () => {
  const { origin, adminKey } = site.connection;
  base = `${origin}/dashboard/t/mapped/mappings`;
  await site.api('/tenants', { slug: 'mapped', name: 'Mapped' });
  const { token } = await site.api('/tenants/mapped/tokens', { name: 'Okta' });
  const send = async (method: string, path: string, key: string | undefined, body?: object) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    return fetch(origin + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  };
  const users = '/t/mapped/scim/v2/Users';
  const emails = [{ value: 'ann@example.com' }];
  const left = await send('POST', users, token, { userName: 'ann', externalId: '1', emails });
  const { id } = (await left.json()) as { id: string };
  await send('DELETE', `${users}/${id}`, token);
  await send('POST', users, token, { userName: `ann.${long}`, externalId: '2', emails });
  expect((await send('PATCH', '/api/v1/tenants/mapped/settings', adminKey, settings)).status).toBe(200);
  expect((await send('POST', users, token, { userName: `bob.${long}` })).status).toBe(400);
  expect((await send('POST', users, token, { userName: 'cy' })).status).toBe(403);
});

/** Presses a button of a form of settings. */
async function press(page: Page, name: 'Preview' | 'Save'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  it('no page has anything that hinders somebody, nor has to be scrolled sideways on a phone', async () => {
    const page = await site.openAsOperator(theme);
    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of pages) {
      const answer = await page.goto(base + path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      expect([path, await violations(page, theme), await excessWidth(page)]).toEqual([path, [], 0]);
    }
  });

  it('nor have a preview and errors beside their fields', async () => {
    const page = await site.openAsOperator(theme);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`${base}/rules`);
    await press(page, 'Preview');
    await page.getByText('Preview, nothing is saved yet.').waitFor();
    expect([await violations(page, theme), await excessWidth(page)]).toEqual([[], 0]);
    await page.goto(`${base}/constraints`);
    await page.getByLabel('Else it says').first().fill('');
    await press(page, 'Save');
    await page.getByText('Nothing was saved').waitFor();
    expect([await violations(page, theme), await excessWidth(page)]).toEqual([[], 0]);
  });
});

it('suggestions and refused people are there to decide about', async () => {
  const page = await site.openAsOperator();
  await page.goto(base);
  await page.getByRole('link', { name: 'See who, and why' }).click();
  await page.getByText('cy').first().waitFor();
  await page.goto(`${base}/suggestions`);
  await page.getByText('They share the e-mail address.').waitFor();
});

it('while somebody types, what is wrong stands beside the field, and goes once it is right', async () => {
  const page = await site.openAsOperator();
  await page.goto(`${base}/profiles`);
  await page.waitForLoadState();
  const fresh = page.getByRole('group', { name: 'New profile' }).first();
  const [name, size] = [fresh.getByLabel('Name'), fresh.getByLabel('Storage in GB')];
  const error = fresh.locator('.error');
  await size.fill('much');
  await error.getByText('This must be a number such as 50 or 0.5.').waitFor();
  expect(await size.getAttribute('aria-invalid')).toBe('true');
  expect(await size.getAttribute('aria-describedby')).toContain(await error.getAttribute('id'));
  // Nobody has come to the name yet, which is missing too.
  expect(await error.count()).toBe(1);
  await size.fill('50');
  await error.waitFor({ state: 'detached' });
  expect(await size.getAttribute('aria-invalid')).toBeNull();
  await name.focus();
  await size.focus();
  await error.getByText('Fill this in').waitFor();
  await page.reload();
  expect(await size.inputValue()).toBe('');
});

it('a constraint is made, looked at first, saved, and taken back', async () => {
  const page = await site.openAsOperator();
  await page.goto(`${base}/constraints`);
  const fresh = page.getByRole('group', { name: 'New constraint' }).first();
  await fresh.getByLabel('If', { exact: true }).fill('department');
  await fresh.getByLabel('with', { exact: true }).fill('Sales');
  await fresh.getByLabel('then', { exact: true }).fill('title');
  await fresh.getByLabel('must be, compared').selectOption('is there');
  await fresh.getByLabel('Else it says').fill('Sales people have titles.');
  await press(page, 'Preview');
  await page.getByText('No account would change').waitFor();
  await press(page, 'Save');
  await page.getByText('Else it says: Sales people have titles.').waitFor();
  await page.getByRole('link', { name: 'Earlier versions, and undo' }).click();
  await page.getByText('Take the last change back').click();
  await page.getByRole('button', { name: /Take version \d+ back/ }).click();
  await page.getByText('The last change is taken back.').waitFor();
  expect(await page.getByText('Sales people have titles.').count()).toBe(0);
});
