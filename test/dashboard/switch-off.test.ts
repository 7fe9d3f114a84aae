// The page "Switch off": keep, freeze, or remove, each told first what it means; and what is taken along before.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { typedAbove } from '../../src/dashboard/limits.ts';
import { accountOfUser, accountsOf } from '../support/accounts.ts';
import { settled, thawed } from '../support/freeze.ts';
import { addUser, addUsers } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, newPortalUser, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let base: string;
let path: string;
let visitor: Visitor;
beforeEach(async () => {
  tenant = await newTenant();
  base = `/dashboard/t/${tenant.slug}`;
  path = `${base}/switch-off`;
  visitor = await newPortalUser(tenant);
});

const actions = async () =>
  (await api('GET', `/tenants/${tenant.slug}/audit?limit=2`)).body.entries.map(
    ({ action, actor }: { action: string; actor: { kind: string } }) => [action, actor.kind],
  );
const enteredLongAgo = () =>
  env.DB.prepare('UPDATE sessions SET entered_at = ?')
    .bind(new Date(Date.now() - 31 * 60_000).toISOString())
    .run();
const page = async () => (await visitor.get(path)).text;

it('is in the navigation and on the set-up page, and offers the three ways with what each means', async () => {
  const setUp = (await visitor.get(base)).text;
  expect(setUp.split(`href="${path}"`)).toHaveLength(3);
  const text = await page();
  for (const said of [
    'Nobody loses access, and nothing is deleted',
    'every active account is deactivated',
    'Only the vendor can do this',
    `href="${base}/report.csv"`,
    `href="${path}/directory.jsonl"`,
  ]) {
    expect(text).toContain(said);
  }
  expect(text).not.toContain(`href="${base}/remove"`);
  expect((await (await newOperator()).get(path)).text).toContain(`href="${base}/remove"`);
});

it('a viewer sees the page without a button, downloads no directory, and each of his forms is refused', async () => {
  await addUser(tenant);
  const viewer = await newPortalUser(tenant, 'viewer');
  const [, main = ''] = (await viewer.get(path)).text.split('<main');
  expect(main).not.toMatch(/<button|method="post"|directory\.jsonl/);
  const download = await viewer.get(`${path}/directory.jsonl`);
  expect(download.status).toBe(403);
  expect(download.text).not.toContain('userName');
  const before = await rowsOf(tenant);
  for (const form of ['keep', 'freeze']) {
    expect((await viewer.submit(`${path}/${form}`, { accounts: '1' })).status).toBe(403);
  }
  expect((await viewer.submit(`${base}/switch-on`)).status).toBe(403);
  expect(await rowsOf(tenant)).toEqual(before);
});

it('is 404 for the administrators of others', async () => {
  const stranger = await newPortalUser(await newTenant());
  for (const below of ['', '/directory.jsonl', '/progress']) {
    expect((await stranger.get(path + below)).status).toBe(404);
  }
  expect((await stranger.submit(`${path}/freeze`)).status).toBe(404);
});

describe('keep', () => {
  it('turns provisioning off and leaves every account as it is', async () => {
    const user = await addUser(tenant);
    const { status, headers } = await visitor.submit(`${path}/keep`);
    expect([status, headers.get('location')]).toEqual([303, `${path}?notice=kept`]);
    expect((await tenant.scim('GET', '/Users')).status).toBe(403);
    expect((await accountOfUser(tenant, user.id)).status).toBe('active');
    const text = await page();
    expect(text).toContain('Provisioning is off already');
    expect(text).not.toContain(`action="${path}/keep"`);
    expect(await actions()).toContainEqual(['settings.changed', 'portal']);
  });
});

describe('freeze', () => {
  it('takes access from everybody, and gives it back when provisioning is turned on', async () => {
    const user = await addUser(tenant);
    const { status, headers } = await visitor.submit(`${path}/freeze`);
    expect([status, headers.get('location')]).toEqual([303, `${path}#freeze`]);
    await settled(tenant);
    expect((await accountOfUser(tenant, user.id)).status).toBe('inactive');
    const text = await page();
    expect(text).toContain('1 account was frozen');
    expect(text).toContain('All accounts are frozen already');
    expect(text).not.toContain(`action="${path}/freeze"`);
    expect(await actions()).toContainEqual(['accounts.frozen', 'portal']);
    expect((await visitor.get(`${base}/audit`)).text).toContain('froze the accounts (1 account)');
    expect((await visitor.get(base)).text).toContain('with provisioning turned');
    const on = await visitor.submit(`${base}/switch-on`);
    expect(on.headers.get('location')).toBe(`${path}?notice=on`);
    await settled(tenant);
    expect((await accountOfUser(tenant, user.id)).status).toBe('active');
    expect(await page()).toContain('1 account was given back');
  });

  it('is told on the page of the person and in the report, with who did it', async () => {
    const user = await addUser(tenant, { userName: 'ann' });
    await visitor.submit(`${path}/freeze`);
    await settled(tenant);
    const { id } = await accountOfUser(tenant, user.id);
    const person = (await visitor.get(`${base}/users/${id}`)).text;
    expect(person).toContain('<span class="status inactive">Frozen</span>');
    expect(person).toContain('all accounts are frozen until provisioning is turned on again');
    expect(person).toContain('froze all accounts');
    expect(person).not.toContain('Give access back');
    const report = (await visitor.get(`${base}/report`)).text;
    expect(report).toContain('>Frozen<');
    expect((await visitor.get(`${base}/report.csv`)).text).toMatch(/ann,.*,Frozen,/);
    const refused = await visitor.submit(`${base}/users/${id}/reactivate`);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Turn provisioning on first');
    await thawed(tenant);
    expect((await visitor.get(`${base}/users/${id}`)).text).not.toContain('Frozen');
  });

  it('shows how far it has come, also after a reload, and asks again until it is over', async () => {
    await addUser(tenant);
    await visitor.submit(`${path}/freeze`);
    await settled(tenant);
    await env.DB.prepare('UPDATE freezes SET finished_at = NULL, total = 200, done = 120').run();
    for (const at of [path, path, `${path}/progress`]) {
      const { text } = await visitor.get(at);
      expect(text).toContain(`data-refresh="${path}/progress"`);
      expect(text).toContain('Freezing accounts: 120 of 200');
    }
    await env.DB.prepare("UPDATE freezes SET finished_at = '2026-11-22T10:00:00.000Z'").run();
    expect((await visitor.get(`${path}/progress`)).text).not.toContain('data-refresh="');
  });

  it('says who found no seat, and tries again', async () => {
    await addUsers(tenant, 3);
    await visitor.submit(`${path}/freeze`);
    await settled(tenant);
    await api('PATCH', `/tenants/${tenant.slug}/settings`, { seats: { limit: 1 } });
    await thawed(tenant);
    expect(await page()).toContain('2 accounts stay frozen, because no seat is free');
    const waiting = (await accountsOf(tenant, 'status=inactive'))[0];
    const person = (await visitor.get(`${base}/users/${waiting.id}`)).text;
    expect(person).toContain('it needs a free seat');
    await api('PATCH', `/tenants/${tenant.slug}/settings`, { seats: null });
    await visitor.submit(`${base}/switch-on`);
    await settled(tenant);
    expect(await accountsOf(tenant, 'status=active')).toHaveLength(3);
  });

  it.each(['', '50', '<b>51</b>', '5100'])(
    'of many accounts is refused with "%s" typed instead of their number',
    async (accounts) => {
      await addUsers(tenant, typedAbove + 1);
      const before = await rowsOf(tenant);
      const { status, text } = await visitor.submit(`${path}/freeze`, { accounts });
      expect(status).toBe(422);
      expect(text).toContain('id="accounts-error"');
      expect(text).toContain(`There are ${typedAbove + 1} active accounts at present.`);
      expect(text).not.toContain('<b>51');
      expect(await rowsOf(tenant)).toEqual(before);
    },
  );

  it('of many accounts goes with their number typed', async () => {
    await addUsers(tenant, typedAbove + 1);
    expect((await visitor.submit(`${path}/freeze`, { accounts: ` ${typedAbove + 1} ` })).status).toBe(303);
    expect(await settled(tenant)).toMatchObject({ state: 'frozen', done: typedAbove + 1 });
  });
});

it('keep and freeze ask for an entry within half an hour; turning on does not', async () => {
  await enteredLongAgo();
  const before = await rowsOf(tenant);
  const text = await page();
  expect(text).toContain('To freeze all accounts, ask whoever sent you the link for a new one.');
  expect(text).not.toMatch(/action="[^"]*\/switch-off/);
  for (const form of ['keep', 'freeze']) {
    expect((await visitor.submit(`${path}/${form}`)).status).toBe(403);
  }
  expect(await rowsOf(tenant)).toEqual(before);
  expect((await visitor.submit(`${base}/switch-on`)).status).toBe(303);
});
