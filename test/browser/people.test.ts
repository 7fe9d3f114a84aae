// One person and one group with all that their pages can show: accessible in both themes, on a phone and by keys
// alone. And the forms of a person from where they must not or cannot be used any more: another tab, another visit,
// another site.

import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Okta } from '../support/okta.ts';
import { excessWidth, violations } from './axe.ts';
import { oktaWith } from './journeys/customer.ts';
import { type Theme, useSite } from './site.ts';

const site = useSite();

let okta: Pick<Okta<{ status: number; body: { id: string } }>, 'assign' | 'deactivate' | 'pushGroup'>;
let base: string;
/** Paths of pages, by what is to be seen on them. */
const pages = new Map<string, string>();
beforeAll(async () => {
  const { origin, adminKey } = site.connection;
  const { scimUrl = '' } = await site.api('/tenants', { slug: 'crowd', name: 'Crowd' });
  const { token = '' } = await site.api('/tenants/crowd/tokens', { name: 'Okta production' });
  await fetch(`${origin}/api/v1/tenants/crowd/settings`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      profiles: [{ name: 'Europe', quotaGb: 200, storage: 'eu-1' }],
      rules: [{ when: 'countryCode eq "DE"', profile: 'Europe' }],
      roles: [{ group: 'Everybody', role: 'reader' }],
      attributes: [{ name: 'plan', default: 'gold' }],
      createOnly: ['name.givenName'],
    }),
  });
  okta = oktaWith({ scimUrl, token });
  base = `${origin}/dashboard/t/crowd`;
  const phone = { type: 'work', value: '+49 30 1234567' };
  const ann = await okta.assign('ann.lee@example.com', { countryCode: 'DE', phoneNumbers: [phone] });
  const bob = await okta.assign('bob.ray@example.com');
  const cy = await okta.assign('cy.fox@example.com');
  await okta.pushGroup('Everybody', [ann.body.id, bob.body.id]);
  await okta.pushGroup('Nobody', []);
  await okta.deactivate(bob.body.id);
  const headers = { Authorization: `Bearer ${token}` };
  await fetch(`${scimUrl}/Users/${cy.body.id}`, { method: 'DELETE', headers });
  // Who comes with the address of somebody who left, and who is not let in.
  await okta.assign('cy.fox-two@example.com', { emails: [{ value: 'cy.fox@example.com' }] });
  await okta.assign('x'.repeat(600));

  const page = await site.openAsOperator();
  for (const [list, name] of [
    ['users', 'Ann Lee'],
    ['users', 'Bob Ray'],
    ['users', 'Cy Fox'],
    ['groups', 'Everybody'],
    ['groups', 'Nobody'],
  ] as const) {
    await page.goto(`${base}/${list}`);
    const href = await page.getByRole('link', { name, exact: true }).getAttribute('href');
    pages.set(name, `${site.connection.origin}${href}`);
  }
  for (const path of ['users', 'groups', 'report', 'events', 'mappings/refused', 'mappings/suggestions']) {
    pages.set(path, `${base}/${path}`);
  }
});

const open = async (page: Page, name: string) => {
  await page.goto(pages.get(name) ?? '');
  await page.evaluate(() => {
    for (const closed of document.querySelectorAll('details')) closed.open = true;
  });
};

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  it('no page of people and groups has anything that hinders somebody, unfolded as it can be', async () => {
    const page = await site.openAsOperator(theme);
    for (const name of pages.keys()) {
      await open(page, name);
      expect([name, await violations(page, theme)]).toEqual([name, []]);
    }
  });
});

it('at 320 pixels none of them has to be scrolled sideways', async () => {
  const page = await site.openAsOperator();
  await page.setViewportSize({ width: 320, height: 640 });
  for (const name of pages.keys()) {
    await open(page, name);
    expect([name, await excessWidth(page)]).toEqual([name, 0]);
  }
});

it('by keys alone somebody is found in the list and gets the access back', async () => {
  const page = await site.openAsOperator();
  await page.goto(`${base}/users`);
  await tabTo(page, 'Bob Ray');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Bob Ray' }).waitFor();
  await tabTo(page, 'Give access back');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Make active again');
  await page.keyboard.press('Enter');
  await page.getByText('The account is active again').waitFor();
  await tabTo(page, 'Everybody');
  await page.keyboard.press('Enter');
  await page.getByText('2 members · last push').waitFor();
  await tabTo(page, 'Copy the hash');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Copied the hash' }).waitFor();
});

/** Presses Tab until what reads so has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  await page.waitForLoadState();
  for (let left = 80; left > 0; left--) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
    if (focused === text) return;
  }
  throw new Error(`Tab never comes to "${text}".`);
}

async function openErasing(page: Page, name: string): Promise<void> {
  await page.goto(pages.get(name) ?? '');
  await page.getByText('Erase this account').click();
  await page.getByLabel('Type the user name to confirm').fill('cy.fox@example.com');
}

const erase = (page: Page) => page.getByRole('button', { name: 'Erase for good' }).click();

async function accountNames(): Promise<string> {
  const { origin, adminKey } = site.connection;
  const headers = { Authorization: `Bearer ${adminKey}` };
  return (await fetch(`${origin}/api/v1/tenants/crowd/accounts`, { headers })).text();
}

it('a form that lost its token is refused in words, and changes nothing', async () => {
  const page = await site.openAsOperator();
  await openErasing(page, 'Cy Fox');
  await page.evaluate(() => {
    for (const token of document.querySelectorAll('input[name=form]')) token.remove();
  });
  await erase(page);
  await page.getByRole('heading', { name: 'This form cannot be used any more' }).waitFor();
  expect(await accountNames()).toContain('"cy.fox@example.com"');
});

it('a form in a tab whose visit has ended leads to the sign-in page, and changes nothing', async () => {
  const page = await site.openAsOperator();
  await openErasing(page, 'Cy Fox');
  const other = await page.context().newPage();
  await other.goto(base);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.getByText('You are signed out.').waitFor();
  await erase(page);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await accountNames()).toContain('"cy.fox@example.com"');
});

it('a form in a tab of the visit before is refused in words, and changes nothing', async () => {
  const page = await site.openAsOperator();
  await openErasing(page, 'Cy Fox');
  const other = await page.context().newPage();
  await other.goto(base);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.goto(site.connection.dashboardUrl);
  await erase(page);
  await page.getByRole('heading', { name: 'This form cannot be used any more' }).waitFor();
  expect(await accountNames()).toContain('"cy.fox@example.com"');
});

it('what was done in another tab already is not done twice, and the form says how it stands', async () => {
  const [first, second] = [await site.openAsOperator(), await site.openAsOperator()];
  const dee = await okta.assign('dee.poe@example.com');
  await okta.deactivate(dee.body.id);
  for (const page of [first, second]) {
    await page.goto(`${base}/users`);
    await page.getByRole('link', { name: 'Dee Poe' }).click();
    await page.getByText('Give access back').click();
  }
  for (const page of [first, second]) {
    await page.getByRole('button', { name: 'Make active again' }).click();
    await page.getByText('The account is active again, and so is the user.').waitFor();
  }
  expect(await second.getByText('Active again', { exact: true }).count()).toBe(1);
  for (const page of [first, second]) await openErasing(page, 'Cy Fox');
  await erase(first);
  await first.getByText('The account is erased, and the application is told so.').waitFor();
  await erase(second);
  await second.getByRole('heading', { name: 'There is no such page' }).waitFor();
});

it('whatever got into a page, the browser runs no script and loads nothing from elsewhere', async () => {
  const page = await site.openAsOperator();
  const smuggled = `<script>globalThis.ran = 1</script><img src="x" onerror="globalThis.ran = 2">
    <a href="javascript:globalThis.ran=3" id="lure">Win</a><img src="https://evil.example/x.png">
    <form action="https://evil.example/" id="theirs"><button>Win</button></form><base href="https://evil.example/">`;
  await page.route(pages.get('Ann Lee') ?? '', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace('</main>', `${smuggled}</main>`),
    });
  });
  await page.goto(pages.get('Ann Lee') ?? '');
  for (const bait of ['#lure', '#theirs button']) {
    await page.locator(bait).evaluate((element) => (element as HTMLElement).click());
  }
  await page.waitForFunction(() => document.readyState === 'complete');
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  expect(page.url()).toBe(pages.get('Ann Lee'));
  const complaints = site.takeComplaints().join('\n');
  for (const directive of ['script-src', 'img-src', 'form-action', 'base-uri']) {
    expect(complaints).toContain(directive);
  }
});
