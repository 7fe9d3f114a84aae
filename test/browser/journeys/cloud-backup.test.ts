// Cloud backup, as its administrator sees it: one page with a switch, a URL ready to copy, a size for all accounts and
// a token shown once, which nobody but an administrator may change.

import { beforeAll, expect, it } from 'vitest';
import { testConnector } from '../../../src/rehearse/okta/scenes.ts';
import { useSite } from '../site.ts';
import {
  type Copied,
  type Customer,
  generateAndCopy,
  newCustomer,
  oktaWith,
  openFromList,
  rehearsed,
  rowOf,
  turnOff,
  turnOn,
} from './customer.ts';

const site = useSite();

let customer: Customer;
let copied: Copied;
beforeAll(async () => {
  customer = await newCustomer(site, 'Vault', 'Cloud backup');
});

it('only an administrator sets SCIM up: a viewer sees no button, and his forms are refused', async () => {
  const page = await customer.openAs('viewer');
  expect(await page.locator('main button[type=submit]').count()).toBe(0);
  const sent = { accountSizeGb: '1', enabled: 'false' };
  for (const path of ['account-size', 'switch', 'set-up/token']) {
    const status = await page.evaluate(
      async ([url, fields]) => {
        const form = document.querySelector<HTMLInputElement>('input[name=form]')?.value ?? '';
        const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ form, ...fields }) });
        return answer.status;
      },
      [`${page.url()}/${path}`, sent] as const,
    );
    expect([path, status]).toEqual([path, 403]);
  }
  await page.reload();
  await page.getByText('There is no token yet.').waitFor();
  await page.getByText('Provisioning is on.').waitFor();
  expect(await page.getByLabel('Gigabytes for each account').inputValue()).toBe('50');
});

it('the page has a switch, the tenant URL ready to copy, the account size, and a token that is shown once', async () => {
  const page = await customer.open();
  await page.getByLabel('Gigabytes for each account').fill('60');
  await page.getByRole('button', { name: 'Save account size' }).click();
  await page.getByText('The account size is saved.').waitFor();
  copied = await generateAndCopy(page);
  expect(copied.scimUrl).toBe(`${site.connection.origin}/t/vault/scim/v2`);
  await page.getByRole('link', { name: 'I have copied it' }).click();
  await page.getByText(`ends in ${copied.token.slice(-4)}`).waitFor();
  expect(await page.content()).not.toContain(copied.token);
  expect(await page.getByLabel('Gigabytes for each account').inputValue()).toBe('60');
  await turnOff(page);
  expect((await oktaWith(copied).testCredentials()).map(({ status }) => status)).toEqual([403, 403]);
  await turnOn(page);
});

it('the page says what to enter in Okta, and Test Connector Configuration passes', async () => {
  const page = await customer.open();
  for (const [name, value] of [
    ['SCIM connector base URL', copied.scimUrl],
    ['Unique identifier field for users', 'userName'],
    ['Supported provisioning actions', 'Push New Users, Push Profile Updates'],
    ['Authentication Mode', 'HTTP Header'],
  ] as const) {
    const line = page.locator('dl > div', { hasText: name });
    expect(await line.locator('dd').textContent()).toContain(value);
  }
  await rehearsed(copied, testConnector);
  await page.locator('#seen .done', { hasText: 'its token was accepted' }).waitFor();
});

it('every account gets the account size at provisioning', async () => {
  await oktaWith(copied).assign('ann.lee@example.com');
  const page = await customer.open('/users');
  expect((await rowOf(page, 'Ann Lee')).slice(1, 5)).toEqual([
    'ann.lee@example.com',
    'Active',
    'none',
    '60 GB',
  ]);
  await page.getByRole('link', { name: 'Ann Lee' }).click();
  expect((await rowOf(page, 'Storage')).slice(0, 3)).toEqual([
    'Storage',
    '60 GB',
    'the size that every account gets',
  ]);
});

it.each(['custom', 'catalog'] as const)(
  'given name, family name and e-mail type apply on create only, by a %s app of Okta',
  async (app) => {
    const [given, family] = app === 'custom' ? ['Bob', 'Ray'] : ['Cy', 'Fox'];
    const okta = oktaWith(copied, app);
    const { body } = await okta.assign(`${given}.${family}@example.com`.toLowerCase());
    await okta.update(body.id, {
      name: { givenName: 'Other', familyName: 'Name' },
      displayName: `${given} the second`,
      emails: [{ primary: true, value: 'second@example.com', type: 'home' }],
    });
    const page = await customer.open('/users');
    await openFromList(page, 'Users', `${given} the second`);
    const note = 'set when created; later changes are ignored';
    expect(await rowOf(page, 'name.givenName')).toEqual([`name.givenName ${note}`, given]);
    expect(await rowOf(page, 'name.familyName')).toEqual([`name.familyName ${note}`, family]);
    expect((await rowOf(page, 'emails')).at(-1)).toBe('second@example.com (work, primary)');
    expect((await rowOf(page, 'Display name')).slice(0, 2)).toEqual(['Display name', `${given} the second`]);
  },
);
