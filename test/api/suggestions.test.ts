// …/suggestions: leavers' accounts and newcomers who may be the same people.

import { env } from 'cloudflare:workers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { suggestionsPage } from '../../src/db/suggestions.ts';
import { accountOfUser } from '../support/accounts.ts';
import { emptyTenant, fillUsers } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';
import { addUser, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeEach(async () => {
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}`;
});

const list = async (query = ''): Promise<Answer['body'][]> =>
  (await api('GET', `${at}/suggestions${query}`)).body.suggestions;
const dismiss = (id: string) => api('POST', `${at}/suggestions/${id}/dismiss`);

async function leaver(values: object): Promise<Answer['body']> {
  const { id } = await addUser(tenant, values);
  const account = await accountOfUser(tenant, id);
  await tenant.scim('DELETE', `/Users/${id}`);
  return account;
}

async function newcomer(values: object): Promise<Answer['body']> {
  return accountOfUser(tenant, (await addUser(tenant, values)).id);
}

const ann = { userName: 'ann', externalId: '1', emails: [{ value: 'Ann@x.io' }] };

describe('suggested is', () => {
  it.each<[what: string, values: object, because: string[]]>([
    ['a namesake with another externalId', { userName: 'ANN', externalId: '2' }, ['userName']],
    [
      'who has the address, be it one of several',
      {
        userName: 'ann.neu',
        emails: [
          { value: 'b@x.io', primary: true },
          { value: 'ANN@X.IO', type: 'home' },
        ],
      },
      ['email'],
    ],
    ['who has both', { ...ann, externalId: '2' }, ['userName', 'email']],
  ])('%s', async (_what, values, because) => {
    const left = await leaver(ann);
    const came = await newcomer(values);
    expect(await list()).toEqual([
      {
        id: `${left.id}_${came.id}`,
        leaver: expect.objectContaining({ id: left.id, status: 'preserved', userName: 'ann' }),
        newcomer: came,
        because,
      },
    ]);
  });

  it('a namesake by the name as it was sent, not by what became of it', async () => {
    await api('PATCH', `${at}/settings`, { usernames: { replace: { characters: '?*', with: '_' } } });
    await leaver({ userName: 'a?b', externalId: '1' });
    const same = await newcomer({ userName: 'a?b', externalId: '2' });
    expect((await list()).map(({ newcomer: { id } }) => id)).toEqual([same.id]);
    await tenant.scim('DELETE', `/Users/${same.userId}`);
    await newcomer({ userName: 'a*b', externalId: '3' });
    expect(await list()).toEqual([]);
  });
});

describe('not suggested is', () => {
  it('who shares nothing, who is gone as well, and who is deactivated but there', async () => {
    await leaver(ann);
    await newcomer({ userName: 'bob' });
    await leaver({ ...ann, externalId: '2', userName: 'ann.neu' });
    expect(await list()).toEqual([]);
    const { id } = await addUser(tenant, { userName: 'cy', emails: [{ value: 'cy@x.io' }] });
    await tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { active: false } }));
    await newcomer({ userName: 'cy2', emails: [{ value: 'cy@x.io' }] });
    expect(await list()).toEqual([]);
  });

  it('who got his account back, was linked, or whose leaver was purged', async () => {
    await leaver(ann);
    await newcomer(ann);
    expect(await list()).toEqual([]);
    const bob = { emails: [{ value: 'bob@x.io' }] };
    const left = await leaver({ ...bob, userName: 'bob' });
    await newcomer({ ...bob, userName: 'bob2' });
    const other = await leaver({ ...ann, userName: 'bob3', emails: [{ value: 'bob@x.io' }] });
    const [first, second] = await list();
    expect([first.leaver.id, second.leaver.id]).toEqual([other.id, left.id]);
    await api('POST', `${at}/accounts/${other.id}/purge`);
    const link = { accountId: second.newcomer.id };
    expect((await api('POST', `${at}/accounts/${second.leaver.id}/link`, link)).status).toBe(200);
    expect(await list()).toEqual([]);
  });

  it('a pair that was dismissed, which is audited', async () => {
    const left = await leaver(ann);
    const came = await newcomer({ ...ann, externalId: '2' });
    const other = await newcomer({ ...ann, externalId: '3', userName: 'ann3' });
    expect(await list()).toHaveLength(2);
    const answer = await dismiss(`${left.id}_${came.id}`);
    expect(answer.status).toBe(204);
    expect((await list()).map(({ newcomer: { id } }) => id)).toEqual([other.id]);
    expect((await api('GET', `${at}/audit?limit=1`)).body.entries[0]).toMatchObject({
      action: 'suggestion.dismissed',
      target: { kind: 'account', id: left.id, name: 'ann' },
      before: null,
      after: { newcomer: came.id },
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('anybody of another tenant', async () => {
    await leaver(ann);
    const other = await newTenant();
    await addUser(other, { ...ann, externalId: '2' });
    expect(await list()).toEqual([]);
    expect((await api('GET', `/tenants/${other.slug}/suggestions`)).body).toEqual({
      suggestions: [],
      nextCursor: null,
    });
  });
});

it('what is not suggested cannot be dismissed, and nothing is written', async () => {
  const left = await leaver(ann);
  const came = await newcomer({ userName: 'bob' });
  const before = await rowsOf(tenant);
  for (const id of [`${left.id}_${came.id}`, `${came.id}_${left.id}`, 'x', 'x_y', 'x_y_z']) {
    expectProblem(await dismiss(id), 404);
  }
  expect(await rowsOf(tenant)).toEqual(before);
});

it('suggestions are read page after page, each once, who left last first', async () => {
  const shared = { emails: [{ value: 'team@x.io' }] };
  for (const userName of ['a', 'b']) await leaver({ userName, ...shared });
  for (const userName of ['x', 'y', 'z']) await newcomer({ userName, ...shared });
  const seen: string[] = [];
  for (let query: string | null = ''; query !== null; ) {
    const { body }: Answer = await api('GET', `${at}/suggestions?limit=2${query}`);
    expect(body.suggestions.length).toBeLessThanOrEqual(2);
    seen.push(
      ...body.suggestions.map((one: Answer['body']) => `${one.leaver.userName}${one.newcomer.userName}`),
    );
    query = body.nextCursor === null ? null : `&cursor=${body.nextCursor}`;
  }
  expect(seen.map((pair) => pair[0])).toEqual(['b', 'b', 'b', 'a', 'a', 'a']);
  expect(seen.toSorted()).toEqual(['ax', 'ay', 'az', 'bx', 'by', 'bz']);
  expectProblem(await api('GET', `${at}/suggestions?cursor=x`), 422, ['/cursor']);
});

describe('in a directory of many', () => {
  let id = '';
  afterAll(() => emptyTenant(id));

  it('a page looks at 500 leavers, by index, however many there are and however many share an address', async () => {
    id = await tenantId(tenant.slug);
    await fillUsers(id, 6000);
    await env.DB.batch([
      env.DB.prepare(
        `UPDATE accounts SET status = 'preserved', left_at = '2026', left_name_key = user_name, left_email_key = user_name
         WHERE tenant = ? AND user_name LIKE 'user1%'`,
      ).bind(id),
      env.DB.prepare(
        `UPDATE accounts SET left_email_key = 'team@x.io' WHERE tenant = ? AND user_name LIKE 'user11%'`,
      ).bind(id),
      env.DB.prepare(`DELETE FROM user_emails WHERE tenant = ? AND value LIKE 'user1%'`).bind(id),
      env.DB.prepare(`DELETE FROM users WHERE tenant = ? AND user_name_key LIKE 'user1%'`).bind(id),
      env.DB.prepare(
        `UPDATE user_emails SET value = 'team@x.io' WHERE tenant = ? AND value LIKE 'user2%'`,
      ).bind(id),
    ]);
    const metered = meteredDatabase();
    let left = 0;
    let pairs = 0;
    type Page = Awaited<ReturnType<typeof suggestionsPage>>;
    for (let after: Page['next'] | undefined; after !== null; left++) {
      metered.reset();
      const { suggestions, next }: Page = await suggestionsPage(metered.db, id, [], { after, limit: 1000 });
      pairs += suggestions.length;
      expect(metered.seen.read).toBeLessThanOrEqual(21 * 500);
      after = next;
    }
    expect(left).toBeGreaterThan(2);
    expect(pairs).toBe(111 * 20);
  });
});
