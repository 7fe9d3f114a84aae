// The operator's list of tenants, and making one.

import { expect, it } from 'vitest';
import { listLimit } from '../../src/dashboard/limits.ts';
import { openTenantOverview } from '../../src/db/tenant-overview.ts';
import { meteredDatabase } from '../support/metered.ts';
import { api, newTenant } from '../support/tenant.ts';
import { newOperator } from '../support/visitor.ts';

it('the list shows each tenant with people, groups, active seats of how many, errors and its last request', async () => {
  const tenant = await newTenant();
  await api('PATCH', `/tenants/${tenant.slug}/settings`, { seats: { limit: 40 } });
  await tenant.scim('POST', '/Users', { userName: 'ann' });
  await tenant.scim('POST', '/Users', { userName: 'ben', active: false });
  await tenant.scim('POST', '/Groups', { displayName: 'All' });
  await tenant.scim('POST', '/Users', { userName: 'ANN' });
  await tenant.scim('GET', '/Users/nobody');
  const operator = await newOperator();
  const row = async () => {
    const { text } = await operator.get(`/dashboard?search=${tenant.slug}`);
    return /<tbody>(.*?)<\/tbody>/s.exec(text)?.[1] ?? '';
  };
  await expect.poll(row).toContain('Connected · last request');
  const figures = async () =>
    [...(await row()).matchAll(/class="number">(?:<a [^>]*>)?([^<]*)/g)].map(([, figure]) => figure);
  await expect.poll(figures).toEqual(['2', '1', '1 of 40', '2']);
});

it.each(['ÄRZTE', 'ärzte', 'haus', 'aerzte-'])(
  'a search for "%s" finds by parts of name and slug in any case',
  async (search) => {
    const slug = `aerzte-${crypto.randomUUID().slice(0, 8)}`;
    await api('POST', '/tenants', { slug, name: 'Ärztehaus' });
    const operator = await newOperator();
    expect((await operator.get(`/dashboard?search=${encodeURIComponent(search)}`)).text).toContain(slug);
  },
);

it('a search that finds nothing says so, with what was searched for, as text', async () => {
  const operator = await newOperator();
  const { text } = await operator.get(`/dashboard?search=${encodeURIComponent('<script>x%_')}`);
  expect(text).toContain('has “<bdi>&lt;script&gt;x%_</bdi>” in it');
});

it('every tenant is on one of the pages, whatever their number', async () => {
  for (let made = 0; made < listLimit + 3; made++) {
    await api('POST', '/tenants', { slug: `paged-${String(made).padStart(3, '0')}`, name: 'Paged' });
    await scheduler.wait(0);
  }
  const operator = await newOperator();
  const seen = new Set<string>();
  let path = '/dashboard?search=paged-';
  for (let pages = 0; path !== '' && pages < 5; pages++) {
    const { text } = await operator.get(path);
    for (const [, slug = ''] of text.matchAll(/href="\/dashboard\/t\/(paged-\d+)"/g)) seen.add(slug);
    path = /href="([^"]+)">Next page/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  }
  expect(seen.size).toBe(listLimit + 3);
});

it('a page of the list reads its tenants and their tokens, and writes nothing', async () => {
  const metered = meteredDatabase();
  const overview = openTenantOverview(metered.db);
  const page = await overview.search('', '', '', listLimit);
  expect(page).toHaveLength(listLimit);
  expect(metered.seen.read).toBeLessThanOrEqual(3 * listLimit + 2);
  expect(metered.seen.written).toBe(0);
});

it('a tenant is made with the settings of a product, and one goes on at its set-up', async () => {
  const operator = await newOperator();
  const slug = `made-${crypto.randomUUID().slice(0, 8)}`;
  const { status, headers } = await operator.submit('/dashboard/new', {
    name: 'Acme',
    slug,
    blueprint: 'file-sharing',
  });
  expect([status, headers.get('location')]).toEqual([303, `/dashboard/t/${slug}?notice=created`]);
  const { body } = await api('GET', `/tenants/${slug}`);
  expect(body).toMatchObject({ name: 'Acme', settings: { usernames: { emailAllowed: false } } });
  const audit = await api('GET', `/tenants/${slug}/audit`);
  expect(audit.body.entries).toMatchObject([{ action: 'tenant.created', actor: { kind: 'operator' } }]);
});

it.each([
  ['name', { name: ' ', slug: 'fine', blueprint: '' }],
  ['slug', { name: 'Acme', slug: 'Not Fine', blueprint: '' }],
  ['slug', { name: 'Acme', slug: 'taken', blueprint: '' }],
])('a bad %s is refused beside the field, and all that was entered is kept', async (field, fields) => {
  await api('POST', '/tenants', { slug: 'taken', name: 'Taken' });
  const operator = await newOperator();
  const { status, text } = await operator.submit('/dashboard/new', fields);
  expect(status).toBe(422);
  expect(text).toContain(`id="${field}-error"`);
  for (const value of [fields.name, fields.slug]) expect(text).toContain(`value="${value}"`);
  expect((await api('GET', '/tenants/fine')).status).toBe(404);
});
