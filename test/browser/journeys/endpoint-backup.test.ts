// Endpoint backup, as its administrator sees it: mappings that give profiles with their storage, attributes that are
// not kept, names without signs that folders cannot have, accounts that outlive their users, and the report.

import { beforeAll, expect, it } from 'vitest';
import { testConnector } from '../../../src/rehearse/okta/scenes.ts';
import { useSite } from '../site.ts';
import {
  type Copied,
  type Customer,
  generateAndCopy,
  goTo,
  newCustomer,
  newEntry,
  oktaWith,
  openFromList,
  rehearsed,
  rowOf,
  saveAndAwait,
} from './customer.ts';

const site = useSite();

let customer: Customer;
let copied: Copied;
beforeAll(async () => {
  customer = await newCustomer(site, 'Endpoints', 'Endpoint backup');
});

it("an API token is generated in the console, and Okta's Test API Credentials succeeds with it", async () => {
  const page = await customer.open('?with=okta-catalog');
  copied = await generateAndCopy(page);
  await page.getByText('Test API Credentials').first().waitFor();
  await rehearsed(copied, testConnector);
  await page.reload();
  await page.locator('#seen .done', { hasText: 'its token was accepted' }).waitFor();
});

it('users are created; display name and e-mail address are updated', async () => {
  const okta = oktaWith(copied);
  const { body } = await okta.assign('ann.lee@example.com', { displayName: '' });
  const page = await customer.open('/users');
  await openFromList(page, 'Users', 'Ann Lee');
  await okta.update(body.id, {
    name: { givenName: 'Anna', familyName: 'Neu' },
    emails: [{ primary: true, value: 'anna@example.com', type: 'work' }],
  });
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Anna Neu' }).waitFor();
  expect((await rowOf(page, 'E-mail')).slice(0, 2)).toEqual(['E-mail', 'anna@example.com']);
  await page.getByText('displayName: Ann Lee → Anna Neu').waitFor();
});

it('the status goes from active to inactive and back; deactivated or deleted, the account is preserved', async () => {
  const okta = oktaWith(copied);
  const { body } = await okta.assign('bob.ray@example.com');
  const page = await customer.open('/users');
  await openFromList(page, 'Users', 'Bob Ray');
  const status = async () => {
    await page.reload();
    return page.locator('main .status').first().textContent();
  };
  expect(await status()).toBe('Active');
  await okta.deactivate(body.id);
  expect(await status()).toBe('Without access, kept');
  await okta.assign('bob.ray@example.com');
  expect(await status()).toBe('Active');
  const headers = { Authorization: `Bearer ${copied.token}` };
  await fetch(`${copied.scimUrl}/Users/${body.id}`, { method: 'DELETE', headers });
  expect(await status()).toBe('Left, account kept');
  await page.getByText('The account and its data are kept').waitFor();
  await okta.assign('bob.ray@example.com');
  expect(await status()).toBe('Active');
  await page.getByText('Came back to the account').waitFor();
});

it('who left and comes back under another name gets the preserved account, once the administrator says so', async () => {
  const okta = oktaWith(copied);
  const emails = [{ value: 'ivy.moe@example.com', type: 'work', primary: true }];
  const { body } = await okta.assign('ivy.moe@example.com', { emails, countryCode: 'DE' });
  const headers = { Authorization: `Bearer ${copied.token}` };
  await fetch(`${copied.scimUrl}/Users/${body.id}`, { method: 'DELETE', headers });
  await okta.assign('ivy.new@example.com', { emails });
  const page = await customer.open('/mappings');
  await page.getByRole('link', { name: 'Decide' }).click();
  await page.getByText('Yes, it is one person').click();
  await page.getByRole('button', { name: 'Link them' }).click();
  await page.getByText('They are one person now').waitFor();
  await openFromList(page, 'Users', 'Ivy New');
  await page.getByText('Came back to the account').waitFor();
  expect(await page.getByText('Access ended, account kept').count()).toBe(1);
});

it('userPrincipalName comes from displayName when it is absent', async () => {
  const okta = oktaWith(copied);
  await okta.assign('cy.fox@example.com', { userPrincipalName: 'cy@corp.example' });
  const page = await customer.open('/users');
  for (const [name, principal] of [
    ['Bob Ray', 'Bob Ray'],
    ['Cy Fox', 'cy@corp.example'],
  ] as const) {
    await openFromList(page, 'Users', name);
    expect((await rowOf(page, 'userPrincipalName')).slice(0, 2)).toEqual(['userPrincipalName', principal]);
  }
});

it('an attribute that came with the core namespace decides about profile and storage, and is not kept', async () => {
  await oktaWith(copied).assign('dee.poe@example.com', { countryCode: 'AT-4711' });
  await oktaWith(copied).assign('eli.roe@example.com', { countryCode: 'AT' });
  const page = await customer.open('/users');
  await openFromList(page, 'Users', 'Eli Roe');
  await page.getByText('Active · profile Europe · 200 GB on eu-1').waitFor();
  const [, profile, because] = await rowOf(page, 'Profile');
  expect([profile, because]).toEqual([
    'Europe',
    expect.stringMatching(/rule 1 matched: countryCode eq "DE"/),
  ]);
  expect(await page.getByRole('row', { name: /^countryCode/ }).count()).toBe(0);
  await openFromList(page, 'Users', 'Dee Poe');
  await page.getByText('Active · profile Default · 100 GB on us-1').waitFor();
  await page.getByText('The SCIM document').click();
  expect(await page.content()).not.toContain('4711');
  await goTo(page, 'Activity');
  expect(await page.content()).not.toContain('4711');
});

it('a mapping is an attribute name, its values and a profile with its storage, entered in a form', async () => {
  const page = await customer.open('/mappings');
  await page.getByRole('link', { name: 'Change profiles' }).click();
  const profile = newEntry(page, 'profile');
  await profile.getByLabel('Name').fill('Legal');
  await profile.getByLabel('Storage in GB').fill('500');
  await profile.getByLabel('Stored on').fill('vault');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Legal: 500 GB on vault').waitFor();
  await page.getByRole('link', { name: 'Change rules' }).click();
  const rule = newEntry(page, 'rule');
  await rule.getByLabel('If').fill('costUnit');
  await rule.getByLabel('with').fill('legal, audit');
  await rule.getByLabel('then profile').selectOption('Legal');
  await rule.getByLabel('Place').fill('1');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Preview, nothing is saved yet.').waitFor();
  await saveAndAwait(page);
  await page.getByText('If costUnit eq "legal" or costUnit eq "audit" then profile Legal').waitFor();
  await oktaWith(copied).assign('fay.orr@example.com', { costUnit: 'audit' });
  await oktaWith(copied).assign('gus.ott@example.com', { costUnits: 'audit' });
  await goTo(page, 'Users');
  expect((await rowOf(page, 'Fay Orr')).slice(3, 5)).toEqual(['Legal', '500 GB on vault']);
  expect((await rowOf(page, 'Gus Ott')).slice(3, 5)).toEqual(['Default', '100 GB on us-1']);
});

it('the signs ? * / \\ < > in user names are replaced by _', async () => {
  const page = await customer.open('/mappings');
  await page.getByText('?*/\\<> is replaced by _.').waitFor();
  await oktaWith(copied).assign('h?u*g/o\\.k<e>y', { displayName: 'Hugo Key' });
  await goTo(page, 'Users');
  expect((await rowOf(page, 'Hugo Key'))[0]).toBe('Hugo Key h_u_g_o_.k_e_y');
});

it('the user provisioning report has the accounts with status, profile and assigned storage', async () => {
  const okta = oktaWith(copied);
  const [gus] = await okta.find('/Users', 'userName eq "gus.ott@example.com"');
  await okta.deactivate(gus.id);
  const page = await customer.open('/report');
  await page.getByRole('heading', { level: 1, name: 'User provisioning report' }).waitFor();
  expect((await rowOf(page, 'Eli Roe')).slice(2, 5)).toEqual(['Active', 'Europe', '200 GB on eu-1']);
  await page.getByLabel('Status').selectOption('Without access, kept');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/status=preserved/);
  expect((await rowOf(page, 'Gus Ott')).slice(2, 5)).toEqual([
    'Without access, kept',
    'Default',
    '100 GB on us-1',
  ]);
  expect(await page.getByRole('row', { name: /^Eli Roe/ }).count()).toBe(0);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all of them as CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^endpoints-accounts-\d{4}-\d\d-\d\d\.csv$/);
});
