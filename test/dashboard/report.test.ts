// The user provisioning report: its figures, its filters, and its CSV, which holds everybody and no formula.

import { env } from 'cloudflare:workers';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { emptyTenant, fillUsers } from '../support/directory.ts';
import { addUser } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let visitor: Visitor;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  visitor = await newOperator();
  at = `/dashboard/t/${tenant.slug}/report`;
});

const filled: string[] = [];
afterAll(async () => {
  for (const id of filled) await emptyTenant(id);
});

const page = async (query = '') => (await visitor.get(at + query)).text;
const csv = async (query = '') => (await visitor.get(`${at}.csv${query}`)).text;

async function fewPeople(): Promise<void> {
  await api('PATCH', `/tenants/${tenant.slug}/settings`, {
    accountSizeGb: 5,
    profiles: [{ name: 'Big', quotaGb: 200, storage: 'eu-1' }],
    rules: [{ when: 'title eq "boss"', profile: 'Big' }],
  });
  await addUser(tenant, { userName: 'ann', title: 'boss' });
  await addUser(tenant, { userName: 'bob', active: false });
  const { id } = await addUser(tenant, { userName: 'cy' });
  await tenant.scim('DELETE', `/Users/${id}`);
}

it('without accounts the page says what will stand here', async () => {
  expect(await page()).toContain('No accounts yet');
});

it('adds up accounts and storage by status, profile and month, as charts and as tables', async () => {
  await fewPeople();
  const html = await page();
  expect(html).toMatch(/<dt>accounts<\/dt><dd>3<\/dd>/);
  expect(html).toMatch(/<dt>of them active<\/dt><dd>1<\/dd>/);
  expect(html).toMatch(/<dt>assigned storage<\/dt><dd>210 GB<\/dd>/);
  expect(html).toMatch(/<bdi>Big<\/bdi><\/th><td>1<\/td><td>200 GB/);
  expect(html).toMatch(/<bdi>No profile<\/bdi><\/th><td>2<\/td><td>10 GB/);
  const month = new Date().toISOString().slice(0, 7);
  expect(html).toMatch(new RegExp(`<bdi>${month}</bdi></th><td>3</td><td>3</td>`));
  expect(html.match(/<svg [^>]*aria-hidden="true"/g)).toHaveLength(3);
});

it.each([
  ['?status=active', '1', ['ann']],
  ['?status=preserved', '1', ['cy']],
  ['?profile=Big', '1', ['ann']],
  ['?status=inactive&profile=Big', undefined, []],
])('%s counts and lists only those', async (query, count, names) => {
  await fewPeople();
  const html = await page(query);
  if (count) expect(html).toContain(`<dt>accounts</dt><dd>${count}</dd>`);
  const lines = (await csv(query)).split('\r\n').slice(1, -1);
  expect(lines.map((line) => line.split(',')[0])).toEqual(names);
});

it('the CSV has a head, a line for each account, and what reads as a formula is text', async () => {
  const evil = ['=1+1', '+SUM(A1)', '-2', '@cmd', ' =x', '＝1', 'a;=1+1', 'a"b,c\nd'];
  for (const displayName of evil) await addUser(tenant, { displayName });
  const { headers, text } = await visitor.get(`${at}.csv`);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toMatch(
    new RegExp(`^attachment; filename="${tenant.slug}-accounts-`),
  );
  expect(text.split('\r\n')[0]).toContain('User name,Display name,E-mail,Status,Profile,Quota (GB)');
  for (const value of ["'=1+1", "'+SUM(A1)", "'-2", "'@cmd", "' =x", "'＝1", "a;'=1+1", '"a""b,c\nd"']) {
    expect(text).toContain(`,${value},`);
  }
});

it('the CSV of many accounts has each of them once, and the page stays small', async () => {
  const id = await tenantId(tenant.slug);
  filled.push(id);
  await fillUsers(id, 10_000);
  await env.DB.prepare(
    "UPDATE accounts SET status = 'inactive' WHERE tenant = ? AND user_name LIKE '%9@example.com'",
  )
    .bind(id)
    .run();
  const names = (await csv())
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[0]);
  expect([names.length, new Set(names).size]).toEqual([10_000, 10_000]);
  expect((await csv('?status=inactive')).split('\r\n')).toHaveLength(1000 + 2);
  expect((await page()).length).toBeLessThan(100_000);
});

it('a profile that names a script is text in charts and tables', async () => {
  const name = '<script>alert(1)</script>';
  await api('PATCH', `/tenants/${tenant.slug}/settings`, {
    profiles: [{ name, quotaGb: 1 }],
    rules: [{ when: 'userName pr', profile: name }],
  });
  await addUser(tenant);
  expect(await page()).not.toContain('<script>alert');
});
