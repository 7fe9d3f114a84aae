// Walks through the pages of a list while people come and go: nobody who is there throughout is missed or seen
// twice, totals never make a client stop early, and a late page costs what the first did.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { Directory } from '../../src/directory/directory.ts';
import type { ListPage, ListQuery } from '../../src/directory/store.ts';
import { bindFilter } from '../../src/scim/filter/bind.ts';
import { evaluate } from '../../src/scim/filter/evaluate.ts';
import { parseFilter } from '../../src/scim/filter/parse.ts';
import { fold } from '../../src/scim/fold.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { resolvePath } from '../../src/scim/schema/path.ts';
import { userType } from '../../src/scim/schema/resource-type.ts';
import { fillUsers, openAs, openTenant, queryOf } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';

const ids = (page: ListPage) => page.resources.map(({ id }) => id);
const startsWith = (text: string) =>
  bindFilter(userType, parseFilter(`userName sw "${text}"`, defaultLeniencies), defaultLeniencies);

function sortedBy(name: string) {
  const sortBy = resolvePath(userType, name);
  if (!sortBy) throw new Error(name);
  return { sortBy };
}

/** As Okta imports: startIndex += count until totalResults is covered. `between` happens after each page. */
async function walk(
  directory: Directory,
  asked: Parameters<typeof queryOf>[1] & { count: number },
  between: (page: number) => Promise<unknown> = async () => undefined,
) {
  const seen: string[] = [];
  const totals: number[] = [];
  for (let startIndex = 1, page = 1; ; startIndex += asked.count, page++) {
    const answer = await directory.list(queryOf('User', { ...asked, startIndex }));
    seen.push(...ids(answer));
    totals.push(answer.totalResults);
    if (startIndex + asked.count > answer.totalResults) return { seen, totals };
    await between(page);
  }
}

it.each([
  ['unfiltered', {}],
  ['filtered', { filter: startsWith('user') }],
  ['sorted by user name', sortedBy('userName')],
  ['sorted by an attribute that nobody has', sortedBy('title')],
])('a walk, %s, sees each person once and counts exactly', async (_name, asked) => {
  const { tenant, directory } = await openTenant();
  const everybody = await fillUsers(tenant, 250);
  const { seen, totals } = await walk(directory, { ...asked, count: 100 });
  expect(seen.toSorted()).toEqual(everybody.toSorted());
  expect(totals).toEqual([250, 250, 250]);
});

it.each([
  ['unfiltered', {}],
  ['filtered', { filter: startsWith('user') }],
  ['sorted by user name', sortedBy('userName')],
  ['sorted by user name, descending', { ...sortedBy('userName'), sortOrder: 'descending' as const }],
])(
  'people who leave and come during a walk, %s, make it neither skip nor repeat those who stay',
  async (_name, asked) => {
    const { tenant, directory } = await openTenant();
    const everybody = await fillUsers(tenant, 250);
    const leavers = everybody.filter((_, index) => index % 5 === 0);
    const { seen, totals } = await walk(directory, { ...asked, count: 50 }, async (page) => {
      for (const id of leavers.slice((page - 1) * 10, page * 10))
        await directory.remove(userType, id, undefined);
      await fillUsers(tenant, 3, `user-newcomer-${page}-`);
    });
    const stayers = everybody.filter((id) => !leavers.includes(id));
    expect(stayers.filter((id) => !seen.includes(id))).toEqual([]);
    expect(new Set(seen).size).toBe(seen.length);
    expect(totals.at(-1)).toBe(seen.length);
  },
);

it('while rows remain, the total covers what was before the page and what remains', async () => {
  const { tenant, directory } = await openTenant();
  const everybody = await fillUsers(tenant, 250);
  await directory.list(queryOf('User', { count: 100 }));
  for (const id of everybody.slice(0, 30)) await directory.remove(userType, id, undefined);
  await fillUsers(tenant, 40, 'late');
  const second = await directory.list(queryOf('User', { startIndex: 101, count: 100 }));
  expect(ids(second)).toEqual(everybody.slice(100, 200));
  expect(second.totalResults).toBeGreaterThanOrEqual(100 + 150 + 40);
});

it('another token, another query and a page nobody came from begin by counting off, with an exact total', async () => {
  const { tenant, tokenId, directory } = await openTenant();
  const everybody = await fillUsers(tenant, 30);
  await directory.list(queryOf('User', { count: 10 }));
  await directory.remove(userType, everybody[0] ?? '', undefined);
  const other = openAs(tenant, tokenId);
  const walking = await other.directory.list(queryOf('User', { startIndex: 11, count: 10 }));
  expect(ids(walking)).toEqual(everybody.slice(10, 20));
  const jumping = await directory.list(queryOf('User', { startIndex: 12, count: 10 }));
  expect(ids(jumping)).toEqual(everybody.slice(12, 22));
  expect(jumping.totalResults).toBe(29);
  const filtered = await directory.list(
    queryOf('User', { filter: startsWith('user'), startIndex: 11, count: 10 }),
  );
  expect(ids(filtered)).toEqual(everybody.slice(11, 21));
});

it('a mark that is too old is not followed', async () => {
  const { tenant, directory } = await openTenant();
  const everybody = await fillUsers(tenant, 30);
  await directory.list(queryOf('User', { count: 10 }));
  await directory.remove(userType, everybody[0] ?? '', undefined);
  await env.DB.prepare("UPDATE page_marks SET expires_at = '2020-01-01T00:00:00.000Z'").run();
  const page = await directory.list(queryOf('User', { startIndex: 11, count: 10 }));
  expect(ids(page)).toEqual(everybody.slice(11, 21));
});

it('a late page of a walk reads as many rows as an early one, at most 130 with its total', async () => {
  const metered = meteredDatabase();
  const { tenant, directory } = await openTenant(metered.db);
  await fillUsers(tenant, 5000);
  const costs: number[] = [];
  for (let startIndex = 1; startIndex < 5000; startIndex += 100) {
    metered.reset();
    await directory.list(queryOf('User', { startIndex, count: 100, wants: {} }));
    costs.push(metered.seen.read);
  }
  expect(Math.max(...costs)).toBeLessThanOrEqual(130);
});

it('numbers beyond the end, zero and one answer as the RFC has it', async () => {
  const { tenant, directory } = await openTenant();
  await fillUsers(tenant, 5);
  const none = await directory.list(queryOf('User', { count: 0 }));
  expect(none).toMatchObject({ totalResults: 5, resources: [] });
  const beyond = await directory.list(queryOf('User', { startIndex: 99 }));
  expect(beyond).toMatchObject({ totalResults: 5, resources: [] });
  const filteredBeyond = await directory.list(
    queryOf('User', { startIndex: 99, filter: startsWith('user') }),
  );
  expect(filteredBeyond).toMatchObject({ totalResults: 5, resources: [] });
  const nothing = await directory.list(queryOf('User', { filter: startsWith('nobody') }));
  expect(nothing).toMatchObject({ totalResults: 0, resources: [] });
});

function byCursor(cursor: string, count: number, more: Partial<ListQuery> = {}): ListQuery {
  return { ...queryOf('User', { count }), page: { kind: 'cursor', cursor, count }, ...more };
}

it('a walk by cursor sees each person once, with a total on every page and no cursor on the last', async () => {
  const { tenant, directory } = await openTenant();
  const everybody = await fillUsers(tenant, 25);
  const seen: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const page: ListPage = await directory.list(byCursor(cursor, 10));
    expect(page.totalResults).toBe(25);
    seen.push(...ids(page));
    cursor = page.nextCursor;
    if (cursor !== undefined) expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/);
    await directory.remove(userType, seen[0] ?? '', undefined).catch(() => undefined);
  }
  expect(seen).toEqual(everybody);
});

it('a cursor of another tenant or query, an invented, an expired one and another count are told apart', async () => {
  const { tenant, directory } = await openTenant();
  await fillUsers(tenant, 25);
  const first = await directory.list(byCursor('', 10));
  const cursor = first.nextCursor ?? '';
  const refused = (query: ListQuery, by = directory) =>
    by.list(query).catch((error) => error.facts.scimType as string);
  const stranger = await openTenant();
  expect(await refused(byCursor(cursor, 10), stranger.directory)).toBe('invalidCursor');
  expect(await refused(byCursor('invented', 10))).toBe('invalidCursor');
  expect(await refused(byCursor(cursor, 10, { identity: () => 'another query' }))).toBe('invalidCursor');
  expect(await refused(byCursor(cursor, 11))).toBe('invalidCount');
  await env.DB.prepare('UPDATE page_marks SET expires_at = ? WHERE key = ?').bind('2020-01-01', cursor).run();
  expect(await refused(byCursor(cursor, 10))).toBe('expiredCursor');
});

it('sorting: folded, in code-point order, the primary or first of several values, missing last and first when descending', async () => {
  const { directory } = await openTenant();
  const names = ['bob', 'Ann', 'ÄNN', '😀', '\uffee', 'zoe', 'ann neu'];
  for (const [index, userName] of names.entries()) {
    await directory.create(
      userType,
      {
        userName,
        ...(index > 1 && {
          emails: [{ value: 'z@x.io' }, { value: `${9 - index}@x.io`, ...(index % 2 && { primary: true }) }],
        }),
      },
      {},
    );
  }
  const listed = async (name: string, sortOrder: ListQuery['sortOrder']) =>
    (await directory.list(queryOf('User', { ...sortedBy(name), sortOrder }))).resources;
  const byName = (await listed('userName', 'ascending')).map(({ resource }) => resource['userName']);
  expect(byName).toEqual(['Ann', 'ann neu', 'bob', 'zoe', 'ÄNN', '\uffee', '😀']);
  expect(fold('ÄNN') > fold('zoe')).toBe(true);
  const descending = (await listed('userName', 'descending')).map(({ resource }) => resource['userName']);
  expect(descending).toEqual(byName.toReversed());
  const path = resolvePath(userType, 'emails.value');
  if (!path) throw new Error('emails.value');
  const byEmail = await listed('emails.value', 'ascending');
  const hasEmail = byEmail.map(({ resource }) => evaluate({ kind: 'present', path }, resource));
  expect(hasEmail).toEqual([true, true, true, true, true, false, false]);
  expect(byEmail.slice(0, 2).map(({ resource }) => resource['userName'])).toEqual(['zoe', '😀']);
  const first = (await listed('emails.value', 'descending')).slice(0, 2);
  expect(first.map(({ resource }) => resource['emails'])).toEqual([undefined, undefined]);
});
