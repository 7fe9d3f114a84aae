// The end of a tenant: only operators, only with the slug typed, only after an entry within half an hour.

import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { rowsOf } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, newVisitor, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let path: string;
let operator: Visitor;
beforeEach(async () => {
  tenant = await newTenant();
  path = `/dashboard/t/${tenant.slug}/remove`;
  operator = await newOperator();
});

it('says what goes, and what to take along or do instead', async () => {
  await tenant.scim('POST', '/Users', { userName: 'ann' });
  const { text } = await operator.get(path);
  for (const said of [
    'People (1), groups (0)',
    `/dashboard/t/${tenant.slug}/switch-off"`,
    `/dashboard/t/${tenant.slug}/report.csv`,
  ]) {
    expect(text).toContain(said);
  }
  expect((await operator.get(`/dashboard/t/${tenant.slug}/switch-off`)).text).toContain(`href="${path}"`);
});

it('with the slug typed the tenant is gone at once, and the audit says who did it', async () => {
  const { status, headers } = await operator.submit(path, { slug: ` ${tenant.slug} ` });
  expect([status, headers.get('location')]).toEqual([303, '/dashboard?notice=removed']);
  expect((await operator.get('/dashboard?notice=removed')).text).toContain('The tenant is removed.');
  expect((await tenant.scim('GET', '/Users')).status).toBe(401);
  expect((await operator.get(`/dashboard/t/${tenant.slug}`)).status).toBe(404);
  const { body } = await api('GET', '/audit?limit=1');
  expect(body.entries).toMatchObject([{ action: 'tenant.deleted', actor: { kind: 'operator' } }]);
});

it.each(['', 'acme', '<script>x</script>'])('with "%s" typed nothing goes', async (slug) => {
  const before = await rowsOf(tenant);
  const { status, text } = await operator.submit(path, { slug });
  expect(status).toBe(422);
  expect(text).toContain('id="slug-error"');
  expect(text).not.toContain('<script>x');
  expect(await rowsOf(tenant)).toEqual(before);
});

it('asks for an entry within half an hour', async () => {
  const long = new Date(Date.now() - 31 * 60_000).toISOString();
  await env.DB.prepare('UPDATE sessions SET entered_at = ?').bind(long).run();
  const before = await rowsOf(tenant);
  expect((await operator.submit(path, { slug: tenant.slug })).status).toBe(403);
  expect((await operator.get(path)).text).toContain('Sign in again to remove the tenant');
  expect(await rowsOf(tenant)).toEqual(before);
});

it.each(['administrator', 'viewer'])("is none of the business of the tenant's own %s", async (role) => {
  const { body } = await api('POST', `/tenants/${tenant.slug}/portal-links`, { role });
  const visitor = newVisitor();
  const link = new URL(body.url).pathname;
  await visitor.get(link);
  await visitor.submit(link);
  const home = await visitor.get(`/dashboard/t/${tenant.slug}`);
  expect(home.status).toBe(200);
  expect(home.text).not.toContain('Remove this tenant');
  expect((await visitor.get(path)).status).toBe(404);
  const before = await rowsOf(tenant);
  expect((await visitor.submit(path, { slug: tenant.slug })).status).toBe(role === 'viewer' ? 403 : 404);
  expect(await rowsOf(tenant)).toEqual(before);
});
