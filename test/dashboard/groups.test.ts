// The pages of groups: the list, and one group with its members, its proof and what happened to it.

import { beforeEach, expect, it } from 'vitest';
import { hashOf } from '../support/membership-hash.ts';
import { addGroup, addUser, addUsers, patchBody } from '../support/people.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let visitor: Visitor;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  visitor = await newOperator();
  at = `/dashboard/t/${tenant.slug}/groups`;
});

const page = async (path: string) => (await visitor.get(at + path)).text;
const namesIn = (html: string) =>
  [...html.matchAll(/<th scope="row"><a[^>]*><bdi[^>]*>([^<]*)/g)].map(([, name]) => name);

it('without groups the page says how they come to be here', async () => {
  expect(await page('')).toMatch(/No groups yet\. Push one/);
  expect(await page('?search=x')).toContain('No group’s name begins so');
});

it.each([
  ['', ['Admins', 'Editors', 'Readers']],
  ['?order=name-descending', ['Readers', 'Editors', 'Admins']],
  ['?order=changed', ['Editors', 'Readers', 'Admins']],
  ['?search=EDI', ['Editors']],
])('the list %s has %j', async (query, names) => {
  await addGroup(tenant, [], { displayName: 'Admins' });
  const { id } = await addGroup(tenant, [], { displayName: 'Editors' });
  await addGroup(tenant, [], { displayName: 'Readers' });
  const user = await addUser(tenant);
  await tenant.scim(
    'PATCH',
    `/Groups/${id}`,
    patchBody({ op: 'add', path: 'members', value: [{ value: user.id }] }),
  );
  await api('PATCH', `/tenants/${tenant.slug}/settings`, { roles: [{ group: 'admins', role: 'boss' }] });
  const html = await page(query);
  expect(namesIn(html)).toEqual(names);
  if (names.includes('Admins')) expect(html).toContain('<bdi>boss</bdi>');
});

it('a group shows its members page by page, each once, their proof, and what happened', async () => {
  const users = await addUsers(tenant, 60);
  const { id } = await addGroup(
    tenant,
    users.map((user) => user.id),
    { displayName: 'Everybody' },
  );
  const first = await page(`/${id}`);
  const [, next = ''] = /href="([^"]+)" rel="next">More members/.exec(first) ?? [];
  const second = (await visitor.get(next)).text;
  const names = [...namesIn(first), ...namesIn(second)];
  expect([namesIn(first).length, new Set(names).size]).toEqual([50, 60]);
  expect(first).toContain(hashOf(users.map((user) => user.id)));
  expect(first).toMatch(/60 joined, 0 left/);
  expect(first).toMatch(/with the token “<bdi>Okta/);
  expect(first.length).toBeLessThan(60_000);
});

it('a group of another tenant is the same 404 as one that nobody has', async () => {
  const { id } = await addGroup(await newTenant());
  const nobody = await visitor.get(`${at}/6b5f1c3e-0000-4000-8000-000000000000`);
  const foreign = await visitor.get(`${at}/${id}`);
  expect([foreign.status, foreign.text]).toEqual([404, nobody.text]);
});

it('a name is never more than text', async () => {
  const { id } = await addGroup(tenant, [], { displayName: '<script>alert(1)</script>\u202E' });
  for (const html of [await page(''), await page(`/${id}`)]) {
    expect(html).not.toMatch(/<script>alert|\u202e/);
    expect(html).toContain('&lt;script&gt;alert(1)');
  }
});
