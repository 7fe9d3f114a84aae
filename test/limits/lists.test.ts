// How long a page is, how long one may wait for the next, and how much a filter may hold.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { removeExpiredMarks } from '../../src/db/list/marks.ts';
import { openStore } from '../../src/db/store.ts';
import { openDirectory } from '../../src/directory/directory.ts';
import type { ListPage } from '../../src/directory/store.ts';
import { plainPolicy } from '../../src/policy/user-policy.ts';
import { ScimError } from '../../src/scim/error.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import {
  defaultPageSize,
  maxFilterComparisons,
  maxFilterDepth,
  maxFilterLength,
  maxPageSize,
  walkTimeoutSeconds,
} from '../../src/scim/limits.ts';
import { fillUsers, openTenant, queryOf } from '../support/directory.ts';
import { expectOverLimit } from '../support/over-limit.ts';
import { addUser } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const idsOf = ({ resources }: ListPage) => resources.map(({ id }) => id);

describe('a page holds as many as are asked for up to the largest page, and no more than that:', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await newTenant();
    await fillUsers(await tenantId(tenant.slug), maxPageSize + 1);
    const appRoles = Array.from({ length: maxPageSize }, (_, index) => ({
      id: `${index}`,
      displayName: 'x',
    }));
    await api('PATCH', `/tenants/${tenant.slug}/settings`, { appRoles });
  });

  const get = (path: string) => (count: string) => tenant.scim('GET', `${path}${count && `count=${count}`}`);
  const search = (path: string, more: object) => (count: string) =>
    tenant.scim('POST', path, { schemas: [searchUrn], ...more, ...(count && { count: Number(count) }) });

  it.each<[what: string, list: (count: string) => Promise<Answer>]>([
    ['by cursor', get('/Users?cursor&')],
    ['sorted', get('/Users?sortBy=userName&')],
    ['of all types', search('/.search', {})],
    ['searched for, by cursor', search('/Users/.search', { cursor: '' })],
    ['of roles', get('/Roles?')],
  ])('%s', async (_what, list) => {
    for (const [count, shown] of [
      ['', defaultPageSize],
      [String(maxPageSize), maxPageSize],
      [String(maxPageSize + 1), maxPageSize],
    ] as const) {
      const { body } = await list(count);
      expect([count, body.itemsPerPage, body.Resources.length]).toEqual([count, shown, shown]);
    }
  });

  it('and who asks for more than that goes on by asking the same', async () => {
    const query = `/Users?count=${maxPageSize + 1}&cursor`;
    const { nextCursor } = (await tenant.scim('GET', query)).body;
    expect((await tenant.scim('GET', `${query}=${nextCursor}`)).body.itemsPerPage).toBe(1);
  });
});

describe('a client may take as long as is reported from one page to the next, and no longer:', () => {
  const began = Date.parse('2026-05-04T03:02:01.000Z');

  /** A directory of five users whose clock stands where it is set. */
  async function clocked() {
    const { tenant, tokenId } = await openTenant();
    const everybody = await fillUsers(tenant, 5);
    const at = (milliseconds: number) => {
      const now = () => new Date(began + milliseconds).toISOString();
      const newId = () => crypto.randomUUID();
      const store = openStore(
        env.DB,
        { tenant, tokenId, settingsVersion: 1 },
        { requestId: 'request', now, newId },
      );
      return openDirectory({ store, leniencies: defaultLeniencies, policy: plainPolicy, now, newId });
    };
    return { everybody, at };
  }
  const byCursor = (cursor: string) => ({
    ...queryOf('User', { count: 2 }),
    page: { kind: 'cursor', cursor, count: 2 } as const,
  });
  const timeout = walkTimeoutSeconds * 1000;

  it('by cursor, which then has expired', async () => {
    const { everybody, at } = await clocked();
    const cursor = (await at(0).list(byCursor(''))).nextCursor ?? '';
    expect(idsOf(await at(timeout - 1).list(byCursor(cursor)))).toEqual(everybody.slice(2, 4));
    const error: unknown = await at(timeout + 1)
      .list(byCursor(cursor))
      .catch((cause: unknown) => cause);
    expect(error instanceof ScimError && error.facts).toMatchObject({
      status: 400,
      scimType: 'expiredCursor',
      detail: expect.stringContaining(String(walkTimeoutSeconds)),
    });
  });

  it('by index, which then is counted off anew', async () => {
    const { everybody, at } = await clocked();
    await at(0).list(queryOf('User', { count: 2 }));
    await env.DB.prepare('DELETE FROM users WHERE id = ?').bind(everybody[0]).run();
    const second = queryOf('User', { startIndex: 3, count: 2 });
    expect(idsOf(await at(timeout - 1).list(second))).toEqual(everybody.slice(2, 4));
    expect(idsOf(await at(timeout + 1).list(second))).toEqual(everybody.slice(3, 5));
  });

  it('an expired cursor is told from an invented one for an hour, then it is forgotten', async () => {
    const { at } = await clocked();
    const cursor = (await at(0).list(byCursor(''))).nextCursor ?? '';
    const refusal = (milliseconds: number) =>
      at(milliseconds)
        .list(byCursor(cursor))
        .catch((error: ScimError) => error.facts.scimType);
    const hour = timeout + 3_600_000;
    await removeExpiredMarks(env.DB, began + hour);
    expect(await refusal(hour)).toBe('expiredCursor');
    await removeExpiredMarks(env.DB, began + hour + 1);
    expect(await refusal(hour)).toBe('invalidCursor');
  });

  it('what has expired goes 5,000 at a time', async () => {
    await env.DB.prepare('DELETE FROM page_marks').run();
    await env.DB.prepare(
      `INSERT INTO page_marks (tenant, key, query, count, after, position, remaining, newest, expires_at)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5001)
       SELECT 'tenant', i, '', 1, '[]', 1, 1, '{}', '2026-01-01T00:00:00.000Z' FROM n`,
    ).run();
    for (const left of [1, 0]) {
      await removeExpiredMarks(env.DB, began);
      expect(await env.DB.prepare('SELECT count(*) AS n FROM page_marks').first('n')).toBe(left);
    }
  });
});

describe('a filter', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await newTenant();
    for (let number = 0; number < 4; number++) await addUser(tenant, { userName: `u${number}` });
  });
  const refusal = (limit: number) => ({ status: 400, scimType: 'invalidFilter', naming: [limit] }) as const;

  it.each<[what: string, send: (filter: string) => Promise<Answer>]>([
    ['in a URL', (filter) => tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)],
    ['in a body', (filter) => tenant.scim('POST', '/Users/.search', { schemas: [searchUrn], filter })],
  ])('%s may be as long as is allowed, and not a character longer', async (_what, send) => {
    const long = (length: number) => `userName eq "u1" or userName eq "${'x'.repeat(length - 34)}"`;
    expect(long(maxFilterLength)).toHaveLength(maxFilterLength);
    expect((await send(long(maxFilterLength))).body.Resources).toMatchObject([{ userName: 'u1' }]);
    await expectOverLimit(tenant, refusal(maxFilterLength), () => send(long(maxFilterLength + 1)));
  });

  it('may compare with as many different values as are allowed, and not one more', async () => {
    const send = (count: number) => {
      const strangers = Array.from({ length: count - 2 }, (_, index) => `userName eq "x${index}"`);
      const filter = ['userName eq "u1"', ...strangers, 'userName eq "u2"'].join(' or ');
      return tenant.scim('POST', '/.search', { schemas: [searchUrn], filter });
    };
    const { body } = await send(maxFilterComparisons);
    expect(body.Resources).toMatchObject([{ userName: 'u1' }, { userName: 'u2' }]);
    await expectOverLimit(tenant, refusal(maxFilterComparisons), () => send(maxFilterComparisons + 1));
  });

  describe('may be as deep as is allowed, whatever stands in it, on each page:', () => {
    const leaf: readonly [what: string, term: string][] = [
      ['comparisons', 'displayName co "x"'],
      ['look-ups', 'emails.value eq "x"'],
      ['elements', 'emails[type eq "x" and (value sw "x" or value ew "x")]'],
      ['moments', 'meta.created lt "2001-01-01T00:00:00Z"'],
      ['references', 'groups.$ref eq "x"'],
    ];
    const shapes: readonly [what: string, around: (inner: string, terms: string, level: number) => string][] =
      [
        ['and, or in turn', (inner, terms, level) => `${level % 2 ? terms : or(terms)} or (${inner})`],
        [
          'not',
          (inner, terms, level) =>
            level % 2 ? `not (${inner}) and not (${terms})` : `(${inner}) or ${terms}`,
        ],
        [
          'deep terms first',
          (inner, terms, level) => `(${inner}) ${level % 2 ? 'and not' : 'or not'} (${terms})`,
        ],
      ];
    const or = (terms: string) => terms.replaceAll(' and ', ' or ');
    const deep = (term: string, around: (typeof shapes)[number][1], depth: number) => {
      const perLevel = Math.floor(
        maxFilterComparisons / depth / (term.match(/ (?:eq|sw|ew|co|lt) /g)?.length ?? 1),
      );
      const terms = Array.from({ length: Math.max(perLevel, 1) }, () => term).join(' and ');
      let filter = 'userName sw "u"';
      // A bracket within the terms takes one level too.
      for (let level = 1; level < depth - 2; level++) filter = around(filter, terms, level);
      return filter;
    };
    const cases = leaf.flatMap(([what, term]) =>
      shapes.map(([shape, around]): [string, string] => [
        `${what}, ${shape}`,
        deep(term, around, maxFilterDepth),
      ]),
    );

    it.each(cases)('%s', async (_what, filter) => {
      for (const startIndex of [1, 2, 3]) {
        const answer = await tenant.scim('POST', '/Users/.search', {
          schemas: [searchUrn],
          filter,
          startIndex,
          count: 1,
        });
        expect(answer.status).toBe(200);
      }
    });

    it('and not a bracket deeper', async () => {
      const nested = (depth: number) => `${'('.repeat(depth)}userName eq "u1"${')'.repeat(depth)}`;
      const send = (depth: number) =>
        tenant.scim('POST', '/Users/.search', { schemas: [searchUrn], filter: nested(depth) });
      expect((await send(maxFilterDepth)).body.totalResults).toBe(1);
      await expectOverLimit(tenant, refusal(maxFilterDepth), () => send(maxFilterDepth + 1));
    });
  });

  it('means the same however its values are handed to the database, on each page', async () => {
    for (let count = 80; count <= 100; count++) {
      const strangers = Array.from({ length: count - 2 }, (_, index) => `userName eq "x${index}"`);
      const filter = ['userName eq "u1"', ...strangers, 'userName gt "u2"'].join(' or ');
      const pages = [1, 2, 3].map((startIndex) =>
        tenant.scim('POST', '/Users/.search', { schemas: [searchUrn], filter, startIndex, count: 1 }),
      );
      const names = (await Promise.all(pages)).map(({ body }) =>
        body.Resources.map(({ userName }: { userName: string }) => userName),
      );
      expect([count, ...names]).toEqual([count, ['u1'], ['u3'], []]);
    }
  });
});
