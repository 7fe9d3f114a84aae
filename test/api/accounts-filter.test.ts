// …/accounts?filter=: SCIM's filters over accounts, cheap where an index finds them and bounded everywhere else.

import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAccountFilter } from '../../src/api/account-filter.ts';
import { accountsPage, scannedPerPage } from '../../src/db/accounts-page.ts';
import { settingsOf } from '../../src/policy/settings.ts';
import { maxFilterLength } from '../../src/scim/limits.ts';
import { emptyTenant, fillUsers } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let users: Record<string, Answer['body']>;
let accounts: Record<string, Answer['body']>;

const filtered = (filter: string, more = '', of: TestTenant = tenant) =>
  api('GET', `/tenants/${of.slug}/accounts?filter=${encodeURIComponent(filter)}${more}`);
const namesOf = ({ body }: Answer): string[] =>
  body.accounts.map(({ userName }: { userName: string }) => userName).toSorted();

beforeAll(async () => {
  tenant = await newTenant();
  await api('PATCH', `/tenants/${tenant.slug}/settings`, {
    accountSizeGb: 10,
    usernames: { replace: { characters: '?', with: '_' } },
    attributes: [
      { name: 'plan' },
      { name: 'level', type: 'integer' },
      { name: 'beta', type: 'boolean' },
      { name: 'hidden', store: false },
    ],
    profiles: [{ name: 'Größe', quotaGb: 200.5, storage: 'EU-1' }],
    rules: [{ when: 'plan eq "gold"', profile: 'Größe' }],
    roles: [{ group: 'Admins', role: 'admin' }],
  });
  const people = [
    { userName: 'ann', displayName: 'Ann Öst', externalId: 'X1', plan: 'Gold', level: 3, beta: true },
    { userName: 'b?b', displayName: 'Bob', externalId: 'x1', emails: [{ value: 'Ünal@Example.com' }] },
    { userName: 'CY', emails: [{ value: 'a@x.io' }, { value: 'cy@x.io', primary: true }], plan: 'basic' },
    { userName: 'd?e', externalId: 'left', emails: [{ value: 'DÉE@x.io' }] },
  ];
  users = {};
  for (const person of people) users[person.userName] = await addUser(tenant, person);
  await addGroup(tenant, [users['ann'].id], { displayName: 'admins' });
  await tenant.scim(
    'PATCH',
    `/Users/${users['b?b'].id}`,
    patchBody({ op: 'replace', value: { active: false } }),
  );
  await tenant.scim('DELETE', `/Users/${users['d?e'].id}`);
  const { body } = await api('GET', `/tenants/${tenant.slug}/accounts`);
  accounts = Object.fromEntries(body.accounts.map((one: Answer['body']) => [one.userName, one]));
});

describe('a filter finds', () => {
  it.each<[filter: string, names: string[]]>([
    ['userName eq "ANN"', ['ann']],
    ['userName eq "B_B"', ['b_b']],
    ['userName eq "b?b"', []],
    ['userName eq "D_E"', ['d_e']],
    ['username sw "c"', ['CY']],
    ['email eq "ünal@example.COM"', ['b_b']],
    ['email eq "CY@x.io"', ['CY']],
    ['email eq "a@x.io"', []],
    ['email eq "dée@x.io"', ['d_e']],
    ['email ew "@x.io"', ['CY', 'd_e']],
    ['externalId eq "X1"', ['ann']],
    ['externalId eq "left"', ['d_e']],
    ['not (externalId pr)', ['CY']],
    ['displayName co "öST"', ['ann']],
    ['displayName eq null', ['CY', 'd_e']],
    ['status eq "active"', ['CY', 'ann']],
    ['status ne "active"', ['b_b', 'd_e']],
    ['profile eq "GRÖSSE"', []],
    ['profile eq "größe"', ['ann']],
    ['profile pr', ['ann']],
    ['quotaGb gt 10', ['ann']],
    ['quotaGb eq 200.5 and storage eq "eu-1"', ['ann']],
    ['roles eq "ADMIN"', ['ann']],
    ['roles pr and status eq "active"', ['ann']],
    ['attributes.plan eq "gold" or attributes.PLAN eq "BASIC"', ['CY', 'ann']],
    ['attributes.level ge 3 and attributes.beta eq true', ['ann']],
    ['attributes[plan eq "gold" and level lt 4]', ['ann']],
    ['attributes pr', ['CY', 'ann']],
    ['createdAt gt "2020-01-01T00:00:00Z" and updatedAt lt "2020-01-01T00:00:00+01:00"', []],
    ['createdAt le "2099-01-01T00:00:00Z"', ['CY', 'ann', 'b_b', 'd_e']],
    ['userName eq "ann" and status eq "inactive"', []],
    ['userName eq "ann" or userName eq "cy"', ['CY', 'ann']],
  ])('by %s', async (filter, names) => {
    expect(namesOf(await filtered(filter))).toEqual(names);
  });

  it('an account by its id and by its user, in this very case', async () => {
    const { id, userId } = accounts['ann'];
    expect(namesOf(await filtered(`id eq "${id}"`))).toEqual(['ann']);
    expect(namesOf(await filtered(`userId eq "${userId}"`))).toEqual(['ann']);
    expect(namesOf(await filtered(`userId eq "${accounts['d_e'].userId}"`))).toEqual(['d_e']);
    expect(namesOf(await filtered(`userId eq "${userId.toUpperCase()}"`))).toEqual(
      userId === userId.toUpperCase() ? ['ann'] : [],
    );
  });

  it('accounts whole, their roles too, together with status and profile', async () => {
    const { body } = await filtered('userName pr', '&status=active&profile=Größe');
    expect(body).toEqual({ accounts: [accounts['ann']], nextCursor: null, sequence: expect.any(Number) });
    expect((await filtered('displayName sw "ann"')).body.accounts).toEqual([accounts['ann']]);
    expect(accounts['ann'].roles).toEqual(['admin']);
  });

  it('each once, page after page', async () => {
    const seen: string[] = [];
    for (let query: string | null = ''; query !== null; ) {
      const page: Answer = await filtered('status ne "preserved"', `&limit=1${query}`);
      expect(page.body.accounts.length).toBeLessThanOrEqual(201_000);
      seen.push(...namesOf(page));
      query = page.body.nextCursor === null ? null : `&cursor=${page.body.nextCursor}`;
    }
    expect(seen.toSorted()).toEqual(['CY', 'ann', 'b_b']);
  });

  it('nobody of another tenant', async () => {
    const other = await newTenant();
    for (const filter of ['userName eq "ann"', `id eq "${accounts['ann'].id}"`, 'status pr']) {
      expect((await filtered(filter, '', other)).body.accounts).toEqual([]);
    }
  });
});

describe('422 that points at the filter is the answer to', () => {
  it.each<[filter: string, words: string]>([
    ['', 'empty'],
    ['userName', 'expected one of the operators'],
    ['userName eq ann', 'quotation marks'],
    ['nickName eq "x"', 'Accounts have id'],
    ['attributes.hidden eq "x"', 'hidden'],
    ['meta.created pr', 'Accounts have id'],
    ['schemas pr', 'Accounts have id'],
    ['quotaGb eq "10"', 'a number'],
    ['status gt 5', 'a string'],
    ['createdAt gt "yesterday"', 'a time'],
    [`userName eq "${'x'.repeat(maxFilterLength)}"`, String(maxFilterLength)],
  ])('%.40s', async (filter, words) => {
    const answer = await filtered(filter);
    expectProblem(answer, 422, ['/filter']);
    expect(answer.body.errors[0].detail).toContain(words);
  });
});

describe('in a directory of many', () => {
  let id = '';
  let ids: readonly string[] = [];
  const metered = meteredDatabase();
  beforeAll(async () => {
    const large = await newTenant();
    id = await tenantId(large.slug);
    ids = await fillUsers(id, 20_000);
    await env.DB.batch([
      env.DB.prepare(
        `UPDATE accounts SET email = user_name, external_id = 'ext-' || user_name WHERE tenant = ?`,
      ).bind(id),
      env.DB.prepare(
        `UPDATE accounts SET status = 'preserved', left_at = '2026', left_name_key = user_name,
           left_email_key = user_name WHERE tenant = ? AND user_name LIKE 'user1%'`,
      ).bind(id),
      env.DB.prepare(`DELETE FROM users WHERE tenant = ? AND user_name_key LIKE 'user1%'`).bind(id),
    ]);
  });
  afterAll(() => emptyTenant(id));

  const page = (filter: string, after = '', roles: { group: string; role: string }[] = []) =>
    accountsPage(metered.db, id, roles, {
      filter: readAccountFilter(filter, settingsOf({})),
      after,
      limit: 100,
    });

  it.each([
    'userName eq "USER7@example.com"',
    'userName eq "user10@example.com"',
    'email eq "user7@example.com" and status pr',
    'email eq "user10@example.com"',
    'externalId eq "ext-user7@example.com"',
    'externalId eq "ext-user10@example.com"',
    'userId eq "$"',
    'id eq "account-$"',
    'userName eq "nobody"',
  ])('%s reads at most 8 rows', async (filter) => {
    metered.reset();
    const { accounts: found, next } = await page(filter.replace('$', ids[7] ?? ''));
    expect(found).toHaveLength(filter.includes('nobody') ? 0 : 1);
    expect(next).toBeNull();
    expect(metered.seen.read).toBeLessThanOrEqual(8);
  });

  it('what no index finds is walked through by bounded pages, each account once', async () => {
    const seen: string[] = [];
    let pages = 0;
    for (let after: string | null = ''; after !== null; pages++) {
      metered.reset();
      const { accounts: found, next }: Awaited<ReturnType<typeof accountsPage>> = await page(
        'userName ew "99@example.com"',
        after,
      );
      seen.push(...found.map(({ userName }) => userName));
      expect(metered.seen.read).toBeLessThanOrEqual(2 * scannedPerPage + 200);
      after = next;
    }
    expect(seen).toHaveLength(200);
    expect(new Set(seen).size).toBe(200);
    expect(pages).toBeGreaterThanOrEqual(20_000 / scannedPerPage);
  });

  it('the more roles the tenant gives, the fewer accounts one page looks at for them', async () => {
    const roles = Array.from({ length: 1000 }, (_, index) => ({ group: `g${index}`, role: 'r' }));
    metered.reset();
    const { accounts: found, next } = await page('roles eq "r"', '', roles);
    expect([found, typeof next]).toEqual([[], 'string']);
    expect(metered.seen.read).toBeLessThanOrEqual(201_000);
  });
});
