// File sharing, as its administrator sees it: a bad token, names and attributes that are refused in words, people and
// groups that are linked and imported, and access given back by hand.

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
  reloadUntil,
  rowOf,
  saveAndAwait,
} from './customer.ts';

const site = useSite();

let customer: Customer;
let copied: Copied;
beforeAll(async () => {
  customer = await newCustomer(site, 'Shelf', 'File sharing');
});

it('Test API Credentials passes with the API key', async () => {
  const page = await customer.open();
  copied = await generateAndCopy(page);
  await rehearsed(copied, testConnector.slice(0, 2));
  await page.reload();
  await page.locator('#seen .done', { hasText: 'its token was accepted' }).waitFor();
});

it('a bad token is refused with a detail that Okta can quote, and Activity says what to do about it', async () => {
  const answers = await oktaWith({ ...copied, token: `${copied.token.slice(0, -1)}x` }).testCredentials();
  for (const { status, body } of answers) {
    expect([status, body.detail]).toEqual([401, expect.stringMatching(/token was not accepted.*Copy/i)]);
  }
  const page = await customer.open('/activity');
  await reloadUntil(page, /not let in within a minute|were not let in|was not let in/);
  const refused = page.locator('.request', { hasText: 'not let in' }).first();
  await refused.getByText('In Okta', { exact: true }).waitFor();
  await refused.getByText('Make a new token', { exact: false }).waitFor();
});

it('users and groups that the product had before are imported by Okta, with their members', async () => {
  const names = ['ann', 'bob', 'cy'];
  const answer = await fetch(`${site.connection.origin}/api/v1/tenants/shelf/imports`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${site.connection.adminKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      users: names.map((userName) => ({ userName, displayName: userName.toUpperCase() })),
      groups: [{ displayName: 'Sales', members: [{ value: 'ann' }, { value: 'bob' }] }],
    }),
  });
  expect(answer.status).toBe(200);
  const okta = oktaWith(copied);
  expect((await okta.import('/Users')).map(({ userName }) => userName)).toEqual(names);
  expect((await okta.import('/Groups')).map(({ members }) => members.length)).toEqual([2]);
  const page = await customer.open('/groups');
  expect((await rowOf(page, 'Sales')).slice(0, 2)).toEqual(['Sales', '2']);
  await openFromList(page, 'Users', 'ANN');
  await page.getByText('imported by the vendor’s backend').first().waitFor();
});

it('a pushed group is linked to the group that exists, and its members are those that Okta pushes', async () => {
  const okta = oktaWith(copied);
  const people = await okta.import('/Users');
  await okta.pushGroup(
    'Sales',
    people.slice(1).map(({ id }) => id),
  );
  const page = await customer.open('/groups');
  expect(await page.locator('main tbody tr').count()).toBe(1);
  await openFromList(page, 'Groups', 'Sales');
  await page.getByText('1 joined, 1 left').waitFor();
  for (const name of ['BOB', 'CY']) await page.getByRole('link', { name, exact: true }).waitFor();
});

it('groups are created with their members, who have to be provisioned first: Activity says who is not', async () => {
  const okta = oktaWith(copied);
  const { body: dee } = await okta.assign('dee');
  await okta.pushGroup('Support', [dee.id]);
  const stranger = crypto.randomUUID();
  expect((await okta.pushGroup('Support', [dee.id, stranger])).status).toBe(400);
  const page = await customer.open('/groups');
  expect((await rowOf(page, 'Support')).slice(0, 2)).toEqual(['Support', '1']);
  await goTo(page, 'Activity');
  await reloadUntil(page, /Provision these users first/);
  const refused = page.locator('.request', { hasText: stranger }).first();
  await refused.getByText('In Okta', { exact: true }).waitFor();
});

it('users are created and updated by mapping, deactivated, and given access back by hand', async () => {
  const okta = oktaWith(copied);
  const { body } = await okta.assign('eli', { userType: 'standard' });
  await okta.update(body.id, { displayName: 'Eli R.', twoFactor: true });
  const page = await customer.open('/users');
  await openFromList(page, 'Users', 'Eli R.');
  expect((await rowOf(page, 'twoFactor')).slice(0, 2)).toEqual(['twoFactor', 'true']);
  await okta.deactivate(body.id);
  await page.reload();
  await page.locator('main .status', { hasText: 'Deactivated' }).waitFor();
  await page.getByText('Give access back').click();
  await page.getByRole('button', { name: 'Make active again' }).click();
  await page.getByText('The account is active again, and so is the user.').waitFor();
  expect((await okta.find('/Users', 'userName eq "eli"'))[0]).toMatchObject({ id: body.id, active: true });
});

it('custom attributes have their defaults; values that are not allowed stand among the refused people', async () => {
  const okta = oktaWith(copied);
  await okta.assign('fay');
  const page = await customer.open('/users');
  await openFromList(page, 'Users', 'Fay Neu');
  for (const [name, value] of [
    ['userType', 'power'],
    ['authenticationType', 'sso'],
    ['idpUserName', 'fay@example.com'],
    ['sendInvite', 'true'],
    ['serviceAccount', 'false'],
    ['twoFactor', 'false'],
  ] as const) {
    expect((await rowOf(page, name)).slice(0, 2)).toEqual([name, value]);
  }
  expect((await okta.assign('gus', { userType: 'Admin' })).status).toBe(400);
  expect((await okta.assign('robot', { serviceAccount: true })).status).toBe(400);
  await goTo(page, 'Mappings');
  await page.getByRole('link', { name: 'See who, and why' }).click();
  expect((await rowOf(page, 'gus')).join(' ')).toMatch(/be created .*admin, power, standard/);
  expect((await rowOf(page, 'robot')).join(' ')).toMatch(/A service account cannot be sent an invitation/);
});

it("the domain's settings decide where IdP user name and two-factor come from, by a form", async () => {
  const page = await customer.open('/mappings/attributes');
  const idpUserName = page.getByRole('group', { name: 'Attribute 3' });
  await idpUserName.getByLabel('When absent, the value of').fill('userName');
  await page.getByRole('group', { name: 'Attribute 6' }).getByLabel('Default').fill('true');
  await saveAndAwait(page);
  await oktaWith(copied).assign('hal');
  await openFromList(page, 'Users', 'Hal Neu');
  expect((await rowOf(page, 'idpUserName')).slice(0, 2)).toEqual(['idpUserName', 'hal']);
  expect((await rowOf(page, 'twoFactor')).slice(0, 2)).toEqual(['twoFactor', 'true']);
});

it('a new attribute comes to the users who are there, and nobody is lost', async () => {
  const page = await customer.open('/users');
  const before = await page.locator('main tbody tr').count();
  await page.goto(page.url().replace('/users', '/mappings/attributes'));
  const region = newEntry(page, 'attribute');
  await region.getByLabel('Name', { exact: true }).fill('region');
  await region.getByLabel('Only these values').fill('emea\napac');
  await region.getByLabel('Default').fill('emea');
  await saveAndAwait(page);
  await openFromList(page, 'Users', 'Fay Neu');
  expect((await rowOf(page, 'region')).slice(0, 2)).toEqual(['region', 'emea']);
  await goTo(page, 'Users');
  expect(await page.locator('main tbody tr').count()).toBe(before);
});

it('user names are no e-mail addresses and stay as they are: the set-up says so, refusals too', async () => {
  const okta = oktaWith(copied);
  const page = await customer.open();
  await page.getByText('How to connect, step by step').click();
  await page.getByText('user names that are e-mail addresses are refused here').waitFor();
  expect((await okta.assign('ida@example.com')).status).toBe(400);
  const [fay] = await okta.find('/Users', 'userName eq "fay"');
  expect((await okta.update(fay.id, { userName: 'fay.neu' })).status).toBe(400);
  await page.goto(`${page.url()}/mappings/refused`);
  expect((await rowOf(page, 'ida@example.com')).join(' ')).toMatch(/before the "@"/);
  await goTo(page, 'Activity');
  await reloadUntil(page, /cannot be changed to "fay.neu"/);
  await openFromList(page, 'Users', 'Fay Neu');
  expect((await rowOf(page, 'User name')).slice(0, 2)).toEqual(['User name', 'fay']);
});
