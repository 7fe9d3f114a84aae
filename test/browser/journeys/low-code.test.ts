// Low-code apps, as their administrator sees them: the switch, the token, a person and a group that appear at once,
// roles by groups.

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
  turnOff,
  turnOn,
} from './customer.ts';

const site = useSite();

let customer: Customer;
let copied: Copied;
beforeAll(async () => {
  customer = await newCustomer(site, 'Builder', 'Low-code platform');
});

it('"Generate" makes the token, and the base URL ends in /scim/v2', async () => {
  copied = await generateAndCopy(await customer.open());
  expect(copied.scimUrl).toMatch(/\/scim\/v2$/);
});

it('the switch enables SCIM user provisioning; token and switch are saved', async () => {
  const page = await customer.open();
  await turnOff(page);
  for (const { status, body } of await oktaWith(copied).testCredentials()) {
    expect([status, body.detail]).toEqual([403, expect.stringMatching(/switched off/i)]);
  }
  await turnOn(page);
  const later = await customer.open();
  await later.getByText(`ends in ${copied.token.slice(-4)}`).waitFor();
  await later.getByText('Provisioning is on.').waitFor();
});

it("Okta's Test and Save pass, and the list of the set-up page ticks itself", async () => {
  const page = await customer.open();
  await rehearsed(copied, testConnector);
  await page.locator('#seen .done', { hasText: 'its token was accepted' }).waitFor();
});

it('a user assigned in Okta appears under "Users", a pushed group under "Groups", its push active within seconds', async () => {
  const okta = oktaWith(copied);
  const { body: ann } = await okta.assign('ann.lee@example.com');
  const page = await customer.open('/users');
  expect((await rowOf(page, 'Ann Lee')).slice(0, 3)).toEqual([
    'Ann Lee ann.lee@example.com',
    'ann.lee@example.com',
    'Active',
  ]);
  const pushedAt = Date.now();
  await okta.pushGroup('Developers', [ann.id]);
  await goTo(page, 'Groups');
  expect(await rowOf(page, 'Developers')).toEqual(['Developers', '1', 'developer', 'just now']);
  expect(Date.now() - pushedAt).toBeLessThan(10_000);
});

it('users and roles are managed from the directory: groups give and take roles, by a form which and to whom', async () => {
  const okta = oktaWith(copied);
  const { body: bob } = await okta.assign('bob.ray@example.com');
  await okta.pushGroup('Builders', [bob.id]);
  const page = await customer.open('/mappings');
  await page.getByText('Members of Admins have the role admin').waitFor();
  await page.getByRole('link', { name: 'Change roles', exact: true }).click();
  const added = newEntry(page, 'role');
  await added.getByLabel('Members of the group').fill('Builders');
  await added.getByLabel('have the role').fill('builder');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Role builder: 1 would gain it, 0 would lose it').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await openFromList(page, 'Users', 'Bob Ray');
  expect((await rowOf(page, 'Role')).slice(0, 3)).toEqual([
    'Role',
    'builder',
    'member of the group Builders',
  ]);
  await okta.pushGroup('Builders', []);
  await page.reload();
  await page.getByText('roles none').waitFor();
});
