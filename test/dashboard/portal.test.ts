// Portal links: once, for one tenant, for a limited time; what those who came by one may see and change.

import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { maxLinkHours } from '../../src/administration/limits.ts';
import { runCron } from '../support/cron.ts';
import { expectTooMuch } from '../support/over-limit.ts';
import { expectProblem } from '../support/refusals.ts';
import { everythingStored, rowsOf } from '../support/stored.ts';
import { api, newTenant, origin, type TestTenant } from '../support/tenant.ts';
import { newOperator, newVisitor, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await newTenant();
});

async function newLink(role = 'administrator', of: TestTenant = tenant): Promise<string> {
  const { body } = await api('POST', `/tenants/${of.slug}/portal-links`, { role });
  return body.url.slice(origin.length);
}

async function newPortalUser(role = 'administrator', of: TestTenant = tenant): Promise<Visitor> {
  const visitor = newVisitor();
  await visitor.submit(await newLink(role, of));
  await visitor.get(`/dashboard/t/${of.slug}`);
  return visitor;
}

it('a link says where it leads and until when, and its secret is stored nowhere', async () => {
  const { status, body } = await api('POST', `/tenants/${tenant.slug}/portal-links`, {
    role: 'viewer',
    expiresInHours: 2,
  });
  expect(status).toBe(201);
  expect(body.url).toMatch(new RegExp(`^${origin}/portal/rp_[\\w-]{49}$`));
  expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(2 * 3_600_000 - 60_000);
  expect(await everythingStored()).not.toContain(body.url.split('/').at(-1));
});

it('a link of an unknown role, for too long, or for an unknown tenant is refused', async () => {
  const post = (body: object, slug = tenant.slug) => api('POST', `/tenants/${slug}/portal-links`, body);
  expectProblem(await post({ role: 'owner' }), 422, ['/role']);
  expectTooMuch(
    await post({ role: 'viewer', expiresInHours: maxLinkHours + 1 }),
    '/expiresInHours',
    maxLinkHours,
  );
  expectProblem(await post({ role: 'viewer' }, 'nobody'), 404);
});

it('looking at a link, however often, shows a button and uses nothing up', async () => {
  const link = await newLink();
  const scanner = newVisitor();
  for (let times = 0; times < 3; times++) {
    const { status, text } = await scanner.get(link);
    expect(status).toBe(200);
    expect(text).toContain(`action="${link}"`);
    await scheduler.wait(0);
  }
  expect(scanner.cookies.size).toBe(0);
  expect((await newVisitor().submit(link)).status).toBe(303);
});

it('the button works once, also for two who press it at the same moment', async () => {
  const link = await newLink();
  const answers = await Promise.all([newVisitor().submit(link), newVisitor().submit(link)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410]);
  expect((await newVisitor().submit(link)).status).toBe(410);
  expect((await newVisitor().get(link)).status).toBe(410);
});

it.each(['rp_x', 'rp_'.padEnd(52, 'a'), 'x', `rc_${'a'.repeat(49)}`])(
  '%s is a link that does not work',
  async (secret) => {
    expect((await newVisitor().get(`/portal/${secret}`)).status).toBe(410);
    expect((await newVisitor().submit(`/portal/${secret}`)).status).toBe(410);
  },
);

it('an expired link, and one of a deleted tenant, let nobody in; the cron forgets the expired', async () => {
  const doomed = await newTenant();
  const [late, orphaned] = [await newLink(), await newLink('viewer', doomed)];
  await api('DELETE', `/tenants/${doomed.slug}`);
  expect((await newVisitor().submit(orphaned)).status).toBe(410);
  await env.DB.prepare('UPDATE portal_links SET expires_at = ?').bind(new Date(0).toISOString()).run();
  expect((await newVisitor().submit(late)).status).toBe(410);
  await runCron();
  expect(await env.DB.prepare('SELECT count(*) AS n FROM portal_links').first('n')).toBe(0);
});

it('a form of another site does not use a link up', async () => {
  const link = await newLink();
  const { status } = await newVisitor().submit(link, {}, { 'Sec-Fetch-Site': 'cross-site' });
  expect(status).toBe(403);
  expect((await newVisitor().submit(link)).status).toBe(303);
});

it('who came by a link sees his tenant, and of the rest the page of what is not there', async () => {
  const other = await newTenant();
  const visitor = await newPortalUser();
  expect((await visitor.get('/dashboard')).headers.get('location')).toBe(`/dashboard/t/${tenant.slug}`);
  const missing = await visitor.get('/dashboard/nothing');
  const hidden = [`/t/${other.slug}`, `/t/${other.slug}/tokens`, '/new', '/audit'];
  for (const path of hidden.map((below) => `/dashboard${below}`)) {
    const { status, text } = await visitor.get(path);
    expect([path, status]).toEqual([path, 404]);
    expect(text).toBe(missing.text);
    await scheduler.wait(0);
  }
  const foreign = await visitor.submit(`/dashboard/t/${other.slug}/tokens`, { name: 'x', lifetime: '90' });
  expect(foreign.status).toBe(404);
});

it("another tenant's token cannot be revoked by its id in the address", async () => {
  const other = await newTenant();
  const visitor = await newPortalUser();
  const before = await rowsOf(other);
  const { status } = await visitor.submit(`/dashboard/t/${tenant.slug}/tokens/${other.tokenId}/revoke`);
  expect(status).toBe(404);
  expect(await rowsOf(other)).toEqual(before);
  expect((await other.scim('GET', '/Users')).status).toBe(200);
});

it('a viewer sees every page without a button, and each of his forms is refused', async () => {
  const visitor = await newPortalUser('viewer');
  const before = await rowsOf(tenant);
  const base = `/dashboard/t/${tenant.slug}`;
  for (const path of ['', '/tokens', '/access', '/audit', '/switch-off']) {
    const { status, text } = await visitor.get(base + path);
    expect(status).toBe(200);
    const [, main = ''] = text.split('<main');
    expect(main).not.toMatch(
      /<button type="submit"|method="post" action="(?!\/dashboard\/t\/[\w-]+\/account-size)/,
    );
    await scheduler.wait(0);
  }
  const forms = [
    '/set-up/token',
    '/switch-on',
    '/switch-off/keep',
    '/switch-off/freeze',
    '/account-size',
    '/tokens',
    `/tokens/${tenant.tokenId}/revoke`,
    '/access',
  ];
  for (const path of forms) {
    const { status, text } = await visitor.submit(base + path, {
      name: 'x',
      enabled: 'true',
      lifetime: '90',
    });
    expect([path, status]).toEqual([path, 403]);
    expect(text).toContain('You can look, but not change anything');
    await scheduler.wait(0);
  }
  expect(await rowsOf(tenant)).toEqual(before);
  expect((await visitor.submit('/dashboard/sign-out')).status).toBe(303);
});

it('only the vendor makes links, cancels them and ends visits', async () => {
  const visitor = await newPortalUser();
  const base = `/dashboard/t/${tenant.slug}/access`;
  expect((await visitor.submit(base, { role: 'administrator', hours: '24' })).status).toBe(403);

  const operator = await newOperator();
  const made = await operator.submit(base, { role: 'viewer', hours: '24' });
  const [, link = ''] = /(\/portal\/rp_[\w-]{49})/.exec(made.text) ?? [];
  const [, cancel = ''] = /action="([^"]*\/cancel)"/.exec((await operator.get(base)).text) ?? [];
  expect((await operator.submit(cancel)).status).toBe(303);
  expect((await newVisitor().submit(link)).status).toBe(410);

  const [, end = ''] = /action="([^"]*\/end)"/.exec((await operator.get(base)).text) ?? [];
  expect((await operator.submit(end)).status).toBe(303);
});

it('an ended visit is over at once', async () => {
  const lone = await newTenant();
  const visitor = await newPortalUser('administrator', lone);
  const operator = await newOperator();
  const page = await operator.get(`/dashboard/t/${lone.slug}/access`);
  const [, end = ''] = /action="([^"]*\/end)"/.exec(page.text) ?? [];
  expect((await operator.submit(end)).status).toBe(303);
  expect((await visitor.get(`/dashboard/t/${lone.slug}`)).status).toBe(303);
});

it("a visit ends with its tenant's deletion", async () => {
  const doomed = await newTenant();
  const visitor = await newPortalUser('administrator', doomed);
  await api('DELETE', `/tenants/${doomed.slug}`);
  expect((await visitor.get(`/dashboard/t/${doomed.slug}`)).status).toBe(303);
});

it('what somebody does who came by a link is in the audit under his visit', async () => {
  const lone = await newTenant();
  const visitor = await newPortalUser('administrator', lone);
  await visitor.submit(`/dashboard/t/${lone.slug}/account-size`, { accountSizeGb: '50' });
  const { body } = await api('GET', `/tenants/${lone.slug}/audit?limit=3`);
  expect(body.entries).toMatchObject([
    {
      action: 'settings.changed',
      actor: { kind: 'portal', name: 'Administrator by link' },
      after: { settings: { accountSizeGb: 50 } },
    },
    { action: 'session.opened', target: { kind: 'session', name: 'Administrator by link' } },
    { action: 'portal-link.created', actor: { kind: 'admin-key' }, after: { role: 'administrator' } },
  ]);
  expect(body.entries[0].actor.id).toBe(body.entries[1].target.id);
});
