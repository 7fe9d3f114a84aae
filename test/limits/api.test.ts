// The bounds of the management API: names, lifetimes, pages, and what a tenant's settings may hold.

import { beforeAll, describe, expect, it } from 'vitest';
import { maxLifetimeDays, maxNameLength } from '../../src/administration/limits.ts';
import {
  defaultLimit,
  maxCursorLength,
  maxIdLength,
  maxImportBytes,
  maxImported,
  maxImportedMembers,
  maxLimit,
  maxTypesLength,
} from '../../src/api/limits.ts';
import {
  maxCatalogDescriptionLength,
  maxCatalogEntries,
  maxCatalogLength,
  maxCatalogNameLength,
} from '../../src/policy/settings.ts';
import { fillUsers } from '../support/directory.ts';
import { expectTooMuch } from '../support/over-limit.ts';
import { addGroup, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { rowsOf, tenantId } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let at: string;
beforeAll(async () => {
  tenant = await newTenant();
  at = `/tenants/${tenant.slug}`;
});

describe('a name of as many characters as are allowed is kept, one of a character more is 422:', () => {
  it("a tenant's", async () => {
    const slug = `slug-${crypto.randomUUID().slice(0, 8)}`;
    const post = (length: number) => api('POST', '/tenants', { slug, name: 'n'.repeat(length) });
    expectTooMuch(await post(maxNameLength + 1), '/name', maxNameLength);
    expectProblem(await api('GET', `/tenants/${slug}`), 404);
    expect((await post(maxNameLength)).body.name).toHaveLength(maxNameLength);
  });

  it("a token's", async () => {
    const post = (length: number) => api('POST', `${at}/tokens`, { name: 'n'.repeat(length) });
    expectTooMuch(await post(maxNameLength + 1), '/name', maxNameLength);
    expect((await api('GET', `${at}/tokens`)).body.tokens).toHaveLength(1);
    expect((await post(maxNameLength)).body.name).toHaveLength(maxNameLength);
  });
});

it('a token may live for as many days as are allowed, and not a moment longer', async () => {
  const post = (expiresInDays: number) => api('POST', `${at}/tokens`, { name: 'Okta', expiresInDays });
  for (const days of [maxLifetimeDays + 1, maxLifetimeDays + 1e-6]) {
    expectTooMuch(await post(days), '/expiresInDays', maxLifetimeDays);
  }
  const { body } = await post(maxLifetimeDays);
  expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(maxLifetimeDays * 86_400_000);
});

it('an id in a body may have as many characters as are allowed', async () => {
  const link = (length: number) =>
    api('POST', `${at}/accounts/nobody/link`, { accountId: 'n'.repeat(length) });
  expectTooMuch(await link(maxIdLength + 1), '/accountId', maxIdLength);
  expectProblem(await link(maxIdLength), 404);
});

describe('a page', () => {
  let busy: TestTenant;
  let busyAt: string;
  beforeAll(async () => {
    busy = await newTenant();
    busyAt = `/tenants/${busy.slug}`;
    const ids = await fillUsers(await tenantId(busy.slug), 1);
    const { id } = await addGroup(busy);
    const turns = Array.from({ length: maxLimit / 2 }, (_, index) => index);
    for (const _turn of turns.slice(0, defaultLimit / 2)) {
      for (const op of ['add', 'remove']) {
        await busy.scim('PATCH', `/Groups/${id}`, patchBody({ op, path: 'members', value: ids }));
      }
    }
  });

  it.each(['/tenants', '$/tokens', '$/events'])(
    'of %s may be as long as is allowed, and not longer',
    async (list) => {
      const get = (limit: number) => api('GET', `${list.replace('$', at)}?limit=${limit}`);
      expectTooMuch(await get(maxLimit + 1), '/limit', maxLimit);
      expect((await get(maxLimit)).status).toBe(200);
    },
  );

  it('is as long as is usual where nothing is said', async () => {
    const { events, next } = (await api('GET', `${busyAt}/events`)).body;
    expect([events.length, next]).toEqual([defaultLimit, defaultLimit]);
    const rest = (await api('GET', `${busyAt}/events?after=${next}`)).body;
    expect(rest.events).toHaveLength(1);
  });

  it.each(['/tenants', '$/tokens'])(
    'of %s begins behind a cursor of as many characters as are allowed',
    async (list) => {
      const get = (length: number) => api('GET', `${list.replace('$', at)}?cursor=${'z'.repeat(length)}`);
      expectTooMuch(await get(maxCursorLength + 1), '/cursor', maxCursorLength);
      expect((await get(maxCursorLength)).body.nextCursor).toBeNull();
    },
  );

  it('of events shows the types that are asked for in as many characters as are allowed', async () => {
    const get = (length: number) =>
      api('GET', `${busyAt}/events?limit=1&types=${`group.created,${'x'.repeat(length - 14)}`}`);
    expectTooMuch(await get(maxTypesLength + 1), '/types', maxTypesLength);
    expect((await get(maxTypesLength)).body.events).toMatchObject([{ type: 'group.created' }]);
  });
});

describe('settings at a limit are kept, past it they are 422 and nothing changes:', () => {
  const entry = { id: 'one', displayName: 'One' };

  async function expectKeptAndRefused(
    within: Record<string, unknown>,
    over: Record<string, unknown>,
    pointer: string,
    limit: number,
  ) {
    const own = await newTenant();
    const path = `/tenants/${own.slug}/settings`;
    const kept = await api('PATCH', path, within);
    expect(kept.status).toBe(200);
    expect(kept.body).toMatchObject(within);
    const before = await rowsOf(own);
    expectTooMuch(await api('PATCH', path, over), pointer, limit);
    expect(await rowsOf(own)).toEqual(before);
    expect((await api('GET', path)).body).toEqual(kept.body);
    return own;
  }

  it.each<[list: string, key: string, limit: number]>([
    ['appRoles', 'id', maxCatalogNameLength],
    ['appRoles', 'displayName', maxCatalogNameLength],
    ['appRoles', 'description', maxCatalogDescriptionLength],
    ['entitlements', 'id', maxCatalogNameLength],
    ['entitlements', 'displayName', maxCatalogNameLength],
    ['entitlements', 'description', maxCatalogDescriptionLength],
    ['entitlements', 'type', maxCatalogNameLength],
  ])('in %s the length of %s', async (list, key, limit) => {
    const patch = (length: number) => ({ [list]: [{ ...entry, [key]: 'x'.repeat(length) }] });
    await expectKeptAndRefused(patch(limit), patch(limit + 1), `/${list}/0/${key}`, limit);
  });

  it.each([
    ['appRoles', '/Roles'],
    ['entitlements', '/Entitlements'],
  ])('the number of %s', async (list, endpoint) => {
    const patch = (count: number) => ({
      [list]: Array.from({ length: count }, (_, index) => ({ id: `${index}`, displayName: 'One' })),
    });
    const over = patch(maxCatalogEntries + 1);
    const own = await expectKeptAndRefused(patch(maxCatalogEntries), over, `/${list}`, maxCatalogEntries);
    const { body } = await own.scim('GET', `${endpoint}?startIndex=${maxCatalogEntries}`);
    expect(body).toMatchObject({ totalResults: maxCatalogEntries, itemsPerPage: 1 });
  });

  it('the length of all roles and entitlements together, however many patches they come by', async () => {
    const own = await newTenant();
    const path = `/tenants/${own.slug}/settings`;
    const entries = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `${index}`, displayName: 'One', description: '' }));
    const appRoles = entries(200);
    const entitlements = entries(300);
    /** The two lists, of so many characters together. */
    const lists = (length: number) => {
      let left = length - JSON.stringify([appRoles, entitlements]).length;
      const [roles = [], others = []] = [appRoles, entitlements].map((list) =>
        list.map((described) => {
          const more = Math.min(left, maxCatalogDescriptionLength);
          left -= more;
          return { ...described, description: '山'.repeat(more) };
        }),
      );
      expect(left).toBe(0);
      return { appRoles: roles, entitlements: others };
    };
    const [within, over] = [lists(maxCatalogLength), lists(maxCatalogLength + 1)];
    expect((await api('PATCH', path, { appRoles: over.appRoles })).status).toBe(200);
    const before = await rowsOf(own);
    expectTooMuch(await api('PATCH', path, { entitlements: over.entitlements }), '', maxCatalogLength);
    expect(await rowsOf(own)).toEqual(before);
    expect((await api('PATCH', path, { entitlements: within.entitlements })).status).toBe(200);
    expect((await api('PATCH', path, { enabled: false })).body.entitlements).toEqual(within.entitlements);
  });
});

describe('an import', () => {
  const imported = (body: unknown) => api('POST', `${at}/imports`, body);

  it.each(['users', 'groups'])('may hold as many %s as are allowed, and not one more', async (list) => {
    const items = (count: number) => ({ [list]: Array.from({ length: count }, () => null) });
    const before = await rowsOf(tenant);
    expectTooMuch(await imported(items(maxImported + 1)), `/${list}`, maxImported);
    expect((await imported(items(maxImported))).body[list]).toHaveLength(maxImported);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('may list as many members in all groups as are allowed, and not one more', async () => {
    const groups = (count: number) => ({
      groups: [
        { displayName: 'One', Members: Array.from({ length: count - 1 }, () => ({ value: 'ann' })) },
        { displayName: 'Other', members: [{ value: 'ann' }] },
      ],
    });
    expectTooMuch(await imported(groups(maxImportedMembers + 1)), '/groups', maxImportedMembers);
    const { status, body } = await imported(groups(maxImportedMembers));
    expect(status).toBe(200);
    // More than one group may list in a request is that group's failure.
    expect(body.groups.map(({ detail }: { detail: string }) => detail)).toEqual([
      expect.stringContaining(`${maxImportedMembers - 1} members`),
      expect.stringContaining('"ann"'),
    ]);
  });

  it('may be as large as is allowed, and not a byte more', async () => {
    const padded = (bytes: number) => `{"users": []${' '.repeat(bytes - 13)}}`;
    const over = await imported(padded(maxImportBytes + 1));
    expectProblem(over, 413);
    expect(over.body.detail).toContain(String(maxImportBytes));
    expect((await imported(padded(maxImportBytes))).status).toBe(200);
  });
});
