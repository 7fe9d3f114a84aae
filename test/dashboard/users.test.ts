// The pages of people: who is listed and found, why an account is as it is, and what is done to it by hand.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountOfUser } from '../support/accounts.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

let tenant: TestTenant;
let visitor: Visitor;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  visitor = await newOperator();
  at = `/dashboard/t/${tenant.slug}/users`;
});

const settings = (values: object) => api('PATCH', `/tenants/${tenant.slug}/settings`, values);
const page = async (path: string) => (await visitor.get(at + path)).text;

/** Names in the rows of the first table. */
const namesIn = (html: string) =>
  [...html.matchAll(/<th scope="row"><a[^>]*><bdi[^>]*>([^<]*)/g)].map(([, name]) => name);

/** An account whose user was deleted. */
async function leaver(values: object): Promise<Answer['body']> {
  const { id } = await addUser(tenant, values);
  const account = await accountOfUser(tenant, id);
  await tenant.scim('DELETE', `/Users/${id}`);
  return account;
}

it('without anybody the page says how people come to be here', async () => {
  expect(await page('')).toMatch(/No users yet\. Assign the app to somebody/);
  expect(await page('?search=ann')).toContain('Nobody is found by these words');
});

describe('the list', () => {
  beforeEach(async () => {
    const attributes = [{ name: 'plan' }];
    await settings({
      attributes,
      profiles: [{ name: 'Big' }],
      rules: [{ when: 'title eq "boss"', profile: 'Big' }],
    });
    await addUser(tenant, { userName: 'ann', displayName: 'Ann Neu', title: 'boss', plan: 'gold' });
    await addUser(tenant, { userName: 'bob', active: false, emails: [{ value: 'robert@example.com' }] });
    await leaver({ userName: 'cy' });
  });

  it.each([
    ['', ['Ann Neu', 'bob', 'cy']],
    ['?order=name-descending', ['cy', 'bob', 'Ann Neu']],
    ['?order=changed', ['cy', 'bob', 'Ann Neu']],
    ['?status=active', ['Ann Neu']],
    ['?status=inactive', ['bob']],
    ['?status=preserved', ['cy']],
    ['?profile=Big', ['Ann Neu']],
    ['?attribute=plan&value=gold', ['Ann Neu']],
    ['?attribute=plan&value=silver', []],
    ['?search=ANN', ['Ann Neu']],
    ['?search=robert', ['bob']],
    ['?search=c', ['cy']],
    ['?search=b&status=active', []],
  ])('%s has %j', async (query, names) => {
    expect(namesIn(await page(query))).toEqual(names);
  });

  it.each(['?status=dead', '?order=size', `?search=${'x'.repeat(201)}`, '?after=x', '?after=u1'])(
    '%s is refused, not passed over',
    async (query) => {
      expect((await visitor.get(at + query)).status).toBe(400);
    },
  );
});

it('a person shows why: the rule that matched, the group of a role, and whose request set each value', async () => {
  await settings({
    attributes: [{ name: 'plan' }],
    profiles: [{ name: 'DACH', quotaGb: 200, storage: 'eu-1' }],
    rules: [{ when: 'countryCode eq "DE"', profile: 'DACH' }],
    roles: [{ group: 'Admins', role: 'admin' }],
  });
  const user = await addUser(tenant, { userName: 'ann', countryCode: 'DE', plan: 'gold' });
  const group = await addGroup(tenant, [user.id], { displayName: 'Admins' });
  await tenant.scim(
    'PATCH',
    `/Users/${user.id}`,
    patchBody({ op: 'replace', value: { displayName: 'Ann' } }),
  );
  // Later rules are others: the page tells of the one that decided.
  await settings({ seats: { limit: 5 } });
  const { id } = await accountOfUser(tenant, user.id);
  const html = await page(`/${id}`);
  expect(html).toContain('200 GB on eu-1');
  expect(html).toMatch(/rule 1 matched: <bdi>countryCode eq &quot;DE&quot;/);
  expect(html).toMatch(new RegExp(`member of the group <a href="[^"]*/groups/${group.id}"><bdi>Admins`));
  expect(html).toMatch(/<bdi>plan<\/bdi><\/th><td><bdi>gold/);
  expect(html).toMatch(/with the token “<bdi>Okta<\/bdi>”/);
  expect(html).toMatch(/<bdi>displayName<\/bdi>: <bdi>none<\/bdi> → <bdi>Ann/);
  expect(html).toContain('SCIM document');
  expect(html).not.toContain('before the events that are kept');
});

it('what identity providers send is never more than text', async () => {
  const evil = '<script>alert(1)</script>';
  const user = await addUser(tenant, {
    userName: evil,
    displayName: `"><img src=x onerror=alert(1)>`,
    title: '\u202Eevil\u200Bname',
    profileUrl: 'javascript:alert(1)',
  });
  await addGroup(tenant, [user.id], { displayName: evil });
  const { id } = await accountOfUser(tenant, user.id);
  for (const html of [
    await page(''),
    await page(`/${id}`),
    await page(`?search=${encodeURIComponent(evil)}`),
  ]) {
    expect(html).not.toMatch(/<script>alert|<img src=x|href="javascript/);
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/[\u202e\u200b]/);
  }
  expect(await page(`/${id}`)).toContain('U+202E');
});

it('an account of another tenant is the same 404 as one that nobody has', async () => {
  const other = await newTenant();
  const user = await addUser(other, { userName: 'ann' });
  const { id: foreign } = await accountOfUser(other, user.id);
  const nobody = await visitor.get(`${at}/6b5f1c3e-0000-4000-8000-000000000000`);
  for (const id of [foreign, 'nobody', '%3Cscript%3E', 'x'.repeat(5000)]) {
    const { status, text } = await visitor.get(`${at}/${id}`);
    expect([status, text]).toEqual([404, nobody.text]);
  }
});

describe('by hand', () => {
  const newestAudit = async () => (await api('GET', `/tenants/${tenant.slug}/audit?limit=1`)).body.entries[0];

  it('somebody gets his access back, and the audit names the session', async () => {
    const user = await addUser(tenant, { userName: 'ann', active: false });
    const { id } = await accountOfUser(tenant, user.id);
    expect(await page(`/${id}`)).toContain('Make active again');
    const { status, headers } = await visitor.submit(`${at}/${id}/reactivate`);
    expect([status, headers.get('location')]).toEqual([303, `${at}/${id}?notice=reactivated`]);
    expect(await page(`/${id}?notice=reactivated`)).toMatch(/active again[\s\S]*by hand/);
    expect(await newestAudit()).toMatchObject({ action: 'account.reactivated', actor: { kind: 'operator' } });
  });

  it('without a free seat nothing happens, and the page says what to do', async () => {
    await settings({ seats: { limit: 0 } });
    const user = await addUser(tenant, { userName: 'ann', active: false });
    const { id } = await accountOfUser(tenant, user.id);
    const before = await rowsOf(tenant);
    const { status, text } = await visitor.submit(`${at}/${id}/reactivate`);
    expect(status).toBe(422);
    expect(text).toContain('All seats are taken. Raise the limit');
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('a leaver is erased once his name is typed, and not before', async () => {
    const { id } = await leaver({ userName: 'ann' });
    await page(`/${id}`);
    const refused = await visitor.submit(`${at}/${id}/purge`, { typed: 'bob' });
    expect([refused.status, refused.text.includes('not the user name')]).toEqual([422, true]);
    expect((await visitor.submit(`${at}/${id}/purge`, { typed: 'Ann' })).status).toBe(303);
    expect((await visitor.get(`${at}/${id}`)).status).toBe(404);
    expect(await newestAudit()).toMatchObject({ action: 'account.purged' });
  });

  it('who came in long ago comes in again before he erases', async () => {
    const { id } = await leaver({ userName: 'ann' });
    const then = new Date(Date.now() - 31 * 60_000).toISOString();
    await env.DB.prepare('UPDATE sessions SET entered_at = ?').bind(then).run();
    expect(await page(`/${id}`)).not.toContain('Erase for good');
    expect((await visitor.submit(`${at}/${id}/purge`, { typed: 'ann' })).status).toBe(422);
    expect((await visitor.get(`${at}/${id}`)).status).toBe(200);
  });

  it('a newcomer is given the account that he left, by his user name', async () => {
    const left = await leaver({ userName: 'ann', externalId: '1' });
    const user = await addUser(tenant, { userName: 'ann.neu', externalId: '2' });
    await page(`/${left.id}`);
    const refused = await visitor.submit(`${at}/${left.id}/link`, { newcomer: 'nobody' });
    expect([refused.status, refused.text.includes('Nobody in the directory')]).toEqual([422, true]);
    expect((await visitor.submit(`${at}/${left.id}/link`, { newcomer: 'ANN.neu' })).status).toBe(303);
    expect(await accountOfUser(tenant, user.id)).toMatchObject({ id: left.id });
  });

  it('a viewer sees no buttons and can do nothing', async () => {
    const { id } = await leaver({ userName: 'ann' });
    await env.DB.prepare(
      "UPDATE sessions SET kind = 'portal', role = 'viewer', tenant = (SELECT id FROM tenants WHERE slug = ?)",
    )
      .bind(tenant.slug)
      .run();
    expect(await page(`/${id}`)).not.toMatch(/Erase|another name/);
    expect((await visitor.submit(`${at}/${id}/purge`, { typed: 'ann' })).status).toBe(403);
    expect((await visitor.get(`${at}/${id}`)).status).toBe(200);
  });
});

it('a page of fifty people is small', async () => {
  for (let number = 0; number < 51; number++) {
    await addUser(tenant, { userName: `person-${number}`, displayName: `Person ${'x'.repeat(400)}` });
    await scheduler.wait(0);
  }
  const { text } = await visitor.get(at);
  expect(namesIn(text)).toHaveLength(50);
  expect(text.length).toBeLessThan(100_000);
  const [, next = ''] = /href="([^"]+)" rel="next"/.exec(text) ?? [];
  expect(namesIn((await visitor.get(next.replaceAll('&amp;', '&'))).text)).toHaveLength(1);
});
