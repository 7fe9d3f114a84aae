// Object storage, as its administrator sees it: the token and the URL beside it, then people and groups from Okta.

import { beforeAll, expect, it } from 'vitest';
import { putBack } from '../../../src/rehearse/change.ts';
import type { Step } from '../../../src/rehearse/client.ts';
import { testConnector, updateByPut } from '../../../src/rehearse/okta/scenes.ts';
import { assign } from '../../../src/rehearse/scenes/assign.ts';
import { pushGroup } from '../../../src/rehearse/scenes/groups.ts';
import { useSite } from '../site.ts';
import {
  type Copied,
  type Customer,
  generateAndCopy,
  goTo,
  newCustomer,
  oktaWith,
  openFromList,
  rehearsed,
  rowOf,
} from './customer.ts';

const site = useSite();

let customer: Customer;
let copied: Copied;
beforeAll(async () => {
  customer = await newCustomer(site, 'Depot', 'Object storage');
});

it('the administrator presses "Generate new token", then "Copy"; the provisioning URL stands beside it', async () => {
  const page = await customer.open();
  copied = await generateAndCopy(page);
  expect(copied.token).toMatch(/^rc_/);
  expect(copied.scimUrl).toBe(`${site.connection.origin}/t/depot/scim/v2`);
  await page.getByRole('link', { name: 'I have copied it' }).click();
  await page.getByText(`ends in ${copied.token.slice(-4)}`).waitFor();
  expect(await page.content()).not.toContain(copied.token);
});

it('the token authenticates the identity provider for that one account', async () => {
  const other = await site.api('/tenants', { slug: 'depot-two', name: 'Depot two' });
  const elsewhere = oktaWith({ ...copied, scimUrl: other['scimUrl'] ?? '' });
  expect((await elsewhere.testCredentials()).map(({ status }) => status)).toEqual([401, 401]);
  expect((await oktaWith(copied).testCredentials()).map(({ status }) => status)).toEqual([200, 200]);
});

it('users and groups come from Okta: each stands on its page as soon as Okta has sent it', async () => {
  const page = await customer.open();
  const look = (name: string, play: Step['play']): Step => ({ name, play });
  const putMembers = look('The members are pushed', async (stage) => {
    const members = stage.recallAll('cast').map((value) => ({ value, display: null }));
    await putBack(stage, '/Groups', stage.recall('group'), () => ({ members }));
  });
  await rehearsed(copied, [
    ...testConnector,
    ...assign,
    look('Create Users: the person is listed', async () => {
      await goTo(page, 'Users');
      expect((await rowOf(page, 'Ann Rehearsal')).slice(2, 5)).toEqual(['Active', 'none', 'no limit set']);
    }),
    updateByPut,
    look("Update User Attributes: the person's page shows the new name", async () => {
      await page.getByRole('link', { name: 'Ann Rehearsal' }).click();
      await page.getByRole('row', { name: 'name.givenName Anna' }).waitFor();
    }),
    look('Deactivate Users: the status changes', async (stage) => {
      await putBack(stage, '/Users', stage.recall('user'), () => ({ active: false }));
      await page.reload();
      await page.locator('main .status', { hasText: 'Deactivated' }).waitFor();
    }),
    ...pushGroup,
    putMembers,
    look('Push Groups: the group is listed with its members', async () => {
      await goTo(page, 'Groups');
      const [name = '', members, , push] = await rowOf(page, 'Rehearse okta-custom');
      expect([members, push]).toEqual(['4', 'just now']);
      await page.getByRole('link', { name }).click();
      await page.getByText('4 members · last push').waitFor();
      expect(await page.getByRole('table').first().locator('tbody tr').count()).toBe(4);
    }),
  ]);
});

it('people are assigned one by one, and a whole group of people at once', async () => {
  const okta = oktaWith(copied);
  await okta.assign('ann.lee@example.com');
  const team = ['bob.ray', 'cy.fox', 'dee.poe', 'eli.roe', 'fay.orr'];
  await Promise.all(team.map((name) => okta.assign(`${name}@example.com`)));
  const page = await customer.open('/users');
  for (const name of ['Ann Lee', 'Bob Ray', 'Cy Fox', 'Dee Poe', 'Eli Roe', 'Fay Orr']) {
    expect((await rowOf(page, name)).slice(1, 3)).toEqual([
      `${name.toLowerCase().replace(' ', '.')}@example.com`,
      'Active',
    ]);
  }
  await openFromList(page, 'Users', 'Ann Lee');
  await page.getByText('Account created').waitFor();
});
