// RFC 9865: pages by cursor, by the examples of the RFC with data of our own.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const unreserved = /^[A-Za-z0-9._~-]+$/;

let tenant: TestTenant;
const everybody: string[] = [];
beforeAll(async () => {
  tenant = await newTenant();
  for (let number = 0; number < 5; number++) {
    everybody.push(
      (await addUser(tenant, { userName: `J-${number}`, displayName: `Jetty ${9 - number}` })).id,
    );
  }
  await addUser(tenant, { userName: 'other' });
});

const list = (query: string, on = tenant) => on.scim('GET', `/Users?${query}`);
const idsOf = ({ body }: Answer) => body.Resources.map(({ id }: { id: string }) => id);

async function cursorOf(query = 'cursor&count=2'): Promise<string> {
  return (await list(query)).body.nextCursor;
}

describe('pages by cursor', () => {
  it('RFC 9865 §2: an empty cursor begins, nextCursor leads on, and the last page has none', async () => {
    const query = `filter=${encodeURIComponent('userName sw "J"')}&count=2`;
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const answer: Answer = await list(`${query}&cursor=${next}`);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.body).toMatchObject({ schemas: [listUrn], totalResults: 5 });
      expect(answer.body).not.toHaveProperty('startIndex');
      expect(answer.body).not.toHaveProperty('previousCursor');
      expect(answer.body.itemsPerPage).toBe(answer.body.Resources.length);
      sizes.push(answer.body.itemsPerPage);
      seen.push(...idsOf(answer));
      next = answer.body.nextCursor;
      if (next !== undefined) expect(next).toMatch(unreserved);
    }
    expect(seen).toEqual(everybody);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('RFC 9865 §2: a cursor without a sign of equality is an empty one', async () => {
    expect((await list('cursor&count=2')).body.nextCursor).toMatch(unreserved);
  });

  it.each([0, -3])('RFC 9865 §2: count=%i shows nobody, only the total', async (count) => {
    const { status, body } = await list(`cursor&count=${count}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 6, itemsPerPage: 0, Resources: [] });
  });

  it('RFC 9865 §2: pages that end exactly with the last resource end without a cursor', async () => {
    const first = await list('cursor&count=3');
    const second = await list(`cursor=${first.body.nextCursor}&count=3`);
    expect(second.body.itemsPerPage).toBe(3);
    expect(second.body).not.toHaveProperty('nextCursor');
  });

  it('RFC 9865 §2.2: pages by cursor are sorted as a whole', async () => {
    const query = `filter=${encodeURIComponent('displayName pr')}&sortBy=displayName&count=3`;
    const first = await list(`${query}&cursor`);
    const second = await list(`${query}&cursor=${first.body.nextCursor}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(everybody.toReversed());
  });

  it('RFC 9865 §2.4: a query that asks for neither method is paged by index', async () => {
    const { body } = await list('count=2');
    expect(body).toMatchObject({ startIndex: 1, itemsPerPage: 2, totalResults: 6 });
    expect(body).not.toHaveProperty('nextCursor');
  });

  it('RFC 9865 §2.4: startIndex together with a cursor is refused', async () => {
    expectScimError(await list('cursor&startIndex=1'), 400, 'invalidValue');
  });
});

describe('errors', () => {
  it('RFC 9865 §2.1: an invented cursor is 400 invalidCursor', async () => {
    expectScimError(await list('cursor=invented&count=2'), 400, 'invalidCursor');
  });

  it('RFC 9865 §2.1: the cursor of another query is 400 invalidCursor', async () => {
    const cursor = await cursorOf();
    const filter = encodeURIComponent('userName sw "J"');
    expectScimError(await list(`cursor=${cursor}&count=2&filter=${filter}`), 400, 'invalidCursor');
    expectScimError(await list(`cursor=${cursor}&count=2&sortBy=userName`), 400, 'invalidCursor');
    expectScimError(await tenant.scim('GET', `/Groups?cursor=${cursor}&count=2`), 400, 'invalidCursor');
  });

  it('RFC 9865 §2.1: an expired cursor is 400 expiredCursor', async () => {
    const cursor = await cursorOf();
    await env.DB.prepare('UPDATE page_marks SET expires_at = ? WHERE key = ?')
      .bind('2020-01-01', cursor)
      .run();
    expectScimError(await list(`cursor=${cursor}&count=2`), 400, 'expiredCursor');
  });

  it('RFC 9865 §2.1: another count than on the first page is 400 invalidCount', async () => {
    expectScimError(await list(`cursor=${await cursorOf()}&count=3`), 400, 'invalidCount');
  });

  it('RFC 9865 §2.1: a count that is no number is 400', async () => {
    expectScimError(await list('cursor&count=many'), 400, 'invalidValue');
  });
});

it('RFC 9865 §3: a search by POST takes the cursor in its body and leads on the same way', async () => {
  const message = {
    schemas: [searchUrn],
    attributes: ['displayName', 'userName'],
    filter: 'displayName sw "jetty"',
    count: 3,
  };
  const first = await tenant.scim('POST', '/Users/.search', { ...message, cursor: '' });
  expect(first.body).toMatchObject({ schemas: [listUrn], totalResults: 5, itemsPerPage: 3 });
  expect(first.body.nextCursor).toMatch(unreserved);
  const second = await tenant.scim('POST', '/Users/.search', { ...message, cursor: first.body.nextCursor });
  expect([...idsOf(first), ...idsOf(second)]).toEqual(everybody);
  expect(second.body).not.toHaveProperty('nextCursor');
});

it('RFC 9865 §4: the configuration says which ways of paging there are, and what it says is so', async () => {
  const { pagination, filter } = (await tenant.scim('GET', '/ServiceProviderConfig')).body;
  expect(pagination).toEqual({
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: expect.any(Number),
    maxPageSize: filter.maxResults,
    cursorTimeout: expect.any(Number),
  });
  const cursor = await cursorOf();
  const mark = await env.DB.prepare('SELECT expires_at FROM page_marks WHERE key = ?')
    .bind(cursor)
    .first<{ expires_at: string }>();
  const lives = (Date.parse(mark?.expires_at ?? '') - Date.now()) / 1000;
  expect(lives).toBeGreaterThan(pagination.cursorTimeout - 30);
});

describe('who may go on', () => {
  it('RFC 9865 §5.2: a cursor shows nothing to another tenant', async () => {
    expectScimError(
      await list(`cursor=${await cursorOf()}&count=2`, await newTenant()),
      400,
      'invalidCursor',
    );
  });

  it('RFC 9865 §5.2: each page asks for a living token', async () => {
    const own = await newTenant();
    for (let number = 0; number < 3; number++) await addUser(own);
    const { nextCursor } = (await list('cursor&count=2', own)).body;
    await env.DB.prepare('UPDATE tokens SET revoked_at = ? WHERE id = ?')
      .bind(new Date().toISOString(), own.tokenId)
      .run();
    expectScimError(await list(`cursor=${nextCursor}&count=2`, own), 401);
  });
});
