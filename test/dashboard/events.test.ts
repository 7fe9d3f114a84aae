// The pages of events and of the audit: what happened and whose doing it was, in words.

import { beforeEach, expect, it } from 'vitest';
import { accountOfUser } from '../support/accounts.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { finished } from '../support/reevaluation.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let visitor: Visitor;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  visitor = await newOperator();
  at = `/dashboard/t/${tenant.slug}`;
});

const page = async (path: string) => (await visitor.get(`${at}/${path}`)).text;

/** The rows of the table: the words of each cell. */
const rowsIn = (html: string) =>
  [...html.matchAll(/<tr id="event[\s\S]*?<\/tr>/g)].map(([row]) =>
    [...row.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/g, '').trim()),
  );

it('without events the page says what will stand here', async () => {
  expect(await page('events')).toContain('Nothing has happened yet');
});

it('what the identity provider did names its token, and links to the person and the group', async () => {
  const user = await addUser(tenant, { userName: 'ann', displayName: 'Ann' });
  await tenant.scim('PATCH', `/Users/${user.id}`, patchBody({ op: 'replace', value: { active: false } }));
  const group = await addGroup(tenant, [user.id], { displayName: 'Admins' });
  const { id } = await accountOfUser(tenant, user.id);
  const html = await page('events');
  const rows = rowsIn(html);
  expect(rows.map(([, what]) => what)).toEqual([
    'Members changed1 joined, 0 left',
    'Group created',
    'Deactivated',
    'Account created',
  ]);
  for (const [, , , by] of rows) expect(by).toMatch(/^by the identity provider, with the token “Okta”/);
  expect(html).toContain(`href="${at}/users/${id}"`);
  expect(html).toContain(`href="${at}/groups/${group.id}"`);
  expect(rowsIn(await page('events?types=group')).map(([, what]) => what)).toHaveLength(2);
  expect(rowsIn(await page('events?types=account.created'))).toHaveLength(1);
  expect((await visitor.get(`${at}/events?types=nothing`)).status).toBe(400);
});

it('what came of a change of settings names who changed them', async () => {
  await addUser(tenant, { userName: 'ann' });
  await api('PATCH', `/tenants/${tenant.slug}/settings`, { accountSizeGb: 5 });
  await finished(tenant);
  const [[, what, , by = ''] = []] = rowsIn(await page('events'));
  expect(what).toBe('Account changed');
  expect(by).toContain('because the vendor’s backend (ADMIN_KEY) changed the settings');
});

it('a long feed is read page after page, each event once', async () => {
  const { id } = await addUser(tenant);
  for (let number = 0; number < 60; number++) {
    await tenant.scim(
      'PATCH',
      `/Users/${id}`,
      patchBody({ op: 'replace', value: { title: `${number}`, displayName: `${number}` } }),
    );
    await scheduler.wait(0);
  }
  const first = await page('events');
  const [, next = ''] = /href="([^"]+)" rel="next"/.exec(first) ?? [];
  const rows = [...rowsIn(first), ...rowsIn((await visitor.get(next)).text)];
  expect(new Set(rows.map(([when = '']) => /no\. \d+/.exec(when)?.[0])).size).toBe(61);
  expect(first.length).toBeLessThan(100_000);
});

it('the audit says who did what, and names are text', async () => {
  await api('POST', `/tenants/${tenant.slug}/tokens`, { name: '<script>alert(1)</script>' });
  await api('PATCH', `/tenants/${tenant.slug}/settings`, { seats: { limit: 7 } });
  const html = await page('audit');
  expect(html).toMatch(/changed settings: seats/);
  expect(html).toMatch(/generated the token/);
  expect(html).toContain('&quot;limit&quot;: 7');
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toContain('<script>alert');
});

it('events and audit of a tenant have nothing of another', async () => {
  const other = await newTenant();
  await addUser(other, { userName: 'foreign' });
  await api('POST', `/tenants/${other.slug}/tokens`, { name: 'foreign' });
  expect(await page('events')).not.toContain('foreign');
  expect(await page('audit')).not.toContain('foreign');
});
