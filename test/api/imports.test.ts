// …/imports: accounts and groups that the application has already come in, each with an outcome of its own.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { openTenantImport } from '../../src/wiring/tenant.ts';
import { newApiKey } from '../support/api-keys.ts';
import { accountOf, eventsDuring, eventsOf } from '../support/feed.ts';
import { hashOf } from '../support/membership-hash.ts';
import { meteredDatabase } from '../support/metered.ts';
import { addGroup, addUser, groupUrn, memberIds, userUrn } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { apiOver } from '../support/surfaces.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

type Body = Answer['body'];

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const importAll = (body: object, into: TestTenant = tenant) =>
  api('POST', `/tenants/${into.slug}/imports`, body);
const settings = (values: object) => api('PATCH', `/tenants/${tenant.slug}/settings`, values);
const person = (userName: string, values: object = {}) => ({ schemas: [userUrn], userName, ...values });
const group = (displayName: string, members: readonly string[] = [], values: object = {}) => ({
  schemas: [groupUrn],
  displayName,
  members: members.map((value) => ({ value })),
  ...values,
});
const lines = (items: readonly Body[]) => items.map(({ status, id }) => [status, id]);
const statuses = (items: readonly Body[]) => items.map(({ status }) => status);
const groupIn = async (id: string, of: TestTenant = tenant) =>
  (await api('GET', `/tenants/${of.slug}/groups/${id}`)).body;

describe('a user', () => {
  it('comes in with an account and an event, which name the request and no token', async () => {
    let answer = {} as Answer;
    const events = await eventsDuring(tenant, async () => {
      answer = await importAll({ users: [person('Ann', { externalId: 'v-1', displayName: 'Ann L.' })] });
    });
    const [user] = answer.body.users;
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      users: [
        {
          index: 0,
          status: 'created',
          id: expect.any(String),
          accountId: expect.any(String),
          detail: null,
        },
      ],
      groups: [],
    });
    const requestId = answer.headers.get('x-request-id');
    expect(events).toMatchObject([
      {
        type: 'account.created',
        data: { account: { id: user.accountId, userId: user.id, userName: 'Ann', externalId: 'v-1' } },
        cause: { requestId, tokenId: null },
      },
    ]);
    const shown = (await api('GET', `/tenants/${tenant.slug}/accounts/${user.accountId}`)).body;
    expect(shown.decidedBy).toMatchObject({ kind: 'none', requestId, tokenId: null });
    expect((await tenant.scim('GET', `/Users/${user.id}`)).body).toMatchObject({
      userName: 'Ann',
      externalId: 'v-1',
      displayName: 'Ann L.',
      active: true,
    });
    expect((await tenant.scim('GET', '/Users?count=0')).body.totalResults).toBe(1);
  });

  it('who is there already is answered with his ids and stays as he is', async () => {
    const ann = await addUser(tenant, { userName: 'ann', displayName: 'Ann' });
    const { id: accountId } = await accountOf(tenant, ann.id);
    const before = await rowsOf(tenant);
    const { body } = await importAll({ users: [person('ANN', { displayName: 'Another' })] });
    expect(body.users).toEqual([{ index: 0, status: 'exists', id: ann.id, accountId, detail: null }]);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('that is no user fails by itself, in words, and writes nothing', async () => {
    const long = 'x'.repeat(513);
    const { body } = await importAll({
      users: [
        person('ann'),
        { name: {} },
        'bob',
        person(long),
        person('cy', { active: 'perhaps' }),
        person('dan'),
      ],
    });
    expect(statuses(body.users)).toEqual(['created', 'failed', 'failed', 'failed', 'failed', 'created']);
    for (const [index, word] of [
      [1, '"userName" is required'],
      [2, 'must be the JSON object of a User'],
      [3, '512 are allowed'],
      [4, '"active"'],
    ] as const) {
      expect(body.users[index]).toMatchObject({ index, id: null, accountId: null });
      expect(body.users[index].detail).toContain(word);
    }
    expect((await tenant.scim('GET', '/Users?count=0')).body.totalResults).toBe(2);
  });

  it('is never known by an id that was sent', async () => {
    const stranger = crypto.randomUUID();
    const { body } = await importAll({ users: [person('ann', { id: stranger })] });
    expect(body.users[0].status).toBe('created');
    expect(body.users[0].id).not.toBe(stranger);
  });

  it('who is sent twice comes in once, whichever batch the second one is in', async () => {
    const others = Array.from({ length: 600 }, (_, index) => person(`p${index}`));
    const { body } = await importAll({ users: [person('ann'), person('Ann'), ...others, person('ANN')] });
    expect(body.users.at(0).status).toBe('created');
    expect([body.users.at(1), body.users.at(-1)]).toMatchObject([
      { status: 'failed', id: null, accountId: null, detail: expect.stringContaining('"Ann"') },
      { status: 'failed', id: null, accountId: null, detail: expect.stringContaining('index 0') },
    ]);
    expect((await tenant.scim('GET', '/Users?count=0')).body.totalResults).toBe(601);
  });

  it('who comes back after he left gets his account again', async () => {
    const ann = await addUser(tenant, { userName: 'ann', externalId: 'v-1' });
    const { id } = await accountOf(tenant, ann.id);
    await tenant.scim('DELETE', `/Users/${ann.id}`);
    const events = await eventsDuring(tenant, async () => {
      const { body } = await importAll({ users: [person('ann.lee', { externalId: 'v-1' })] });
      expect(body.users[0]).toMatchObject({ status: 'created', accountId: id });
    });
    expect(events.map(({ type }) => type)).toEqual(['account.restored']);
  });
});

describe("the tenant's policy", () => {
  it('decides about an import as about what an identity provider creates', async () => {
    await settings({
      usernames: { emailAllowed: false, replace: { characters: '?*', with: '_' } },
      attributes: [
        { name: 'userType', canonicalValues: ['admin', 'power'], default: 'power' },
        { name: 'countryCode', store: false },
      ],
      constraints: [{ when: 'userType eq "admin"', require: 'title pr', message: 'Admins need a title.' }],
      profiles: [{ name: 'DACH', quotaGb: 200, storage: 'eu-1' }],
      rules: [{ when: 'countryCode eq "DE"', profile: 'DACH' }],
    });
    const { body } = await importAll({
      users: [
        person('a?b', { countryCode: 'DE' }),
        person('ann@example.com'),
        person('bob', { userType: 'admin' }),
        person('a*b'),
        person('a_b'),
        person('cy', { userType: 'guest' }),
      ],
    });
    expect(statuses(body.users)).toEqual(['created', 'failed', 'failed', 'failed', 'failed', 'failed']);
    for (const [index, word] of [
      [1, 'e-mail'],
      [2, 'Admins need a title.'],
      [3, '"a_b"'],
      [5, 'admin, power'],
    ] as const) {
      expect(body.users[index].detail).toContain(word);
    }
    const { accounts } = (await api('GET', `/tenants/${tenant.slug}/accounts`)).body;
    expect(accounts).toMatchObject([
      { userName: 'a_b', profile: 'DACH', quotaGb: 200, storage: 'eu-1', attributes: { userType: 'power' } },
    ]);
    expect((await tenant.scim('GET', `/Users/${body.users[0].id}`)).text).not.toContain('countryCode');
    // By the name that is shown he is the same; who only becomes the same is somebody else.
    const again = await importAll({ users: [person('a_b')] });
    const namesake = await importAll({ users: [person('a*b')] });
    expect(lines(again.body.users)).toEqual([['exists', body.users[0].id]]);
    expect(namesake.body.users[0]).toMatchObject({ status: 'failed', id: null });
    expect(namesake.body.users[0].detail).toContain('becomes "a_b"');
  });

  it('lets in so many as there are seats, in their order, and those who need none', async () => {
    await settings({ seats: { limit: 2 } });
    await addUser(tenant);
    const { body } = await importAll({
      users: [person('a'), person('b'), person('c', { active: false }), person('d')],
      groups: [group('All', ['a', 'c']), group('More', ['b'])],
    });
    expect(statuses(body.users)).toEqual(['created', 'failed', 'created', 'failed']);
    expect(body.users[1].detail).toContain('2 of 2 seats');
    expect(statuses(body.groups)).toEqual(['created', 'failed']);
    await settings({ seats: { limit: 3 } });
    const { body: again } = await importAll({ users: ['a', 'b', 'c', 'd'].map((name) => person(name)) });
    expect(statuses(again.users)).toEqual(['exists', 'created', 'exists', 'failed']);
  });

  it('of many imports at once lets in nobody twice and nobody beyond the seats', async () => {
    await settings({ seats: { limit: 5 } });
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const answers = await Promise.all(
      [names, names.toReversed(), names].map((list) =>
        importAll({ users: list.map((name) => person(name)) }),
      ),
    );
    const all = answers.flatMap(({ body }) => body.users);
    expect(all.filter(({ status }) => status === 'created')).toHaveLength(5);
    expect((await tenant.scim('GET', '/Users?count=0')).body.totalResults).toBe(5);
  });
});

describe('a group', () => {
  it('comes in with its members, named by id, externalId or userName, with events and its proof', async () => {
    const ann = await addUser(tenant, { userName: 'ann' });
    const nested = await addGroup(tenant);
    const before = (await eventsOf(tenant)).at(-1).sequence;
    const { body } = await importAll({
      users: [person('Bob'), person('cy', { externalId: 'v-3' })],
      groups: [group('Sales', [ann.id, 'BOB', 'v-3', 'cy', nested.id]), group('Empty')],
    });
    expect(body.groups).toEqual([
      { index: 0, status: 'created', id: expect.any(String), detail: null },
      { index: 1, status: 'created', id: expect.any(String), detail: null },
    ]);
    const [sales, empty] = body.groups;
    const ids = [ann.id, body.users[0].id, body.users[1].id, nested.id];
    expect(await memberIds(tenant, sales.id)).toEqual(ids.toSorted());
    expect(await groupIn(sales.id)).toMatchObject({ memberCount: 4, membersHash: hashOf(ids) });
    expect(await groupIn(empty.id)).toMatchObject({ memberCount: 0, membersHash: hashOf([]) });
    const events = await eventsOf(tenant, before);
    expect(events.map(({ type }) => type)).toEqual([
      'account.created',
      'account.created',
      'group.created',
      'group.created',
      'group.members_changed',
    ]);
    expect(events.map(({ sequence }) => sequence - before)).toEqual([1, 2, 3, 4, 5]);
    const [, , created, , changed] = events;
    expect(created.data.group).toMatchObject({ id: sales.id, displayName: 'Sales', memberCount: 0 });
    expect(changed.data).toMatchObject({
      group: { id: sales.id, memberCount: 4, membersHash: hashOf(ids) },
      removed: [],
      part: 1,
      parts: 1,
    });
    const bob = body.users[0];
    expect(changed.data.added).toContainEqual({ value: bob.id, accountId: bob.accountId });
    expect(changed.data.added).toContainEqual({ value: nested.id, accountId: null });
    expect(changed.cause).toEqual({ requestId: expect.any(String), tokenId: null });
    const { members } = (await tenant.scim('GET', `/Groups/${sales.id}`)).body;
    expect(members.find(({ value }: Body) => value === nested.id).type).toBe('Group');
    expect((await tenant.scim('GET', '/Groups?count=0')).body.totalResults).toBe(3);
  });

  it('that is there already keeps its id and its members', async () => {
    const ann = await addUser(tenant, { userName: 'ann' });
    const sales = await addGroup(tenant, [], { displayName: 'Sales' });
    const support = await addGroup(tenant, [], { displayName: 'Support', externalId: 'g-2' });
    const before = await rowsOf(tenant);
    const { body } = await importAll({
      groups: [group('SALES', [ann.id]), group('Renamed', ['nobody'], { externalId: 'g-2' })],
    });
    expect(body.groups).toEqual([
      { index: 0, status: 'exists', id: sales.id, detail: null },
      { index: 1, status: 'exists', id: support.id, detail: null },
    ]);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('whose members are not known, or may be several, fails and says who', async () => {
    await addUser(tenant, { userName: 'ann', externalId: 'same' });
    await addUser(tenant, { userName: 'bob', externalId: 'same' });
    const { body } = await importAll({
      users: [person('cy')],
      groups: [
        group('A', ['cy', 'nobody', crypto.randomUUID()]),
        group('B', ['same']),
        group('C', ['cy']),
        { displayName: '' },
        group('C'),
        { members: [{}], displayName: 'D' },
      ],
    });
    expect(statuses(body.groups)).toEqual(['failed', 'failed', 'created', 'failed', 'failed', 'failed']);
    expect(body.groups[0].detail).toMatch(/"nobody", "[0-9a-f-]{36}" are not known here/);
    expect(body.groups[1].detail).toContain('several users have the externalId "same"');
    expect(body.groups[3].detail).toContain('"displayName" is required');
    expect(body.groups[4].detail).toContain('Send each group once');
    expect((await tenant.scim('GET', '/Groups?count=0')).body.totalResults).toBe(1);
  });

  it('leaves out unknown members where the tenant wants that, and says so', async () => {
    await settings({ leniency: { skipUnknownMembers: true } });
    const { body } = await importAll({ users: [person('ann')], groups: [group('A', ['ann', 'nobody'])] });
    expect(body.groups[0]).toMatchObject({ status: 'created', detail: expect.stringContaining('"nobody"') });
    expect(await memberIds(tenant, body.groups[0].id)).toEqual([body.users[0].id]);
  });

  it('shares its name where the tenant lets it, and is known by its externalId', async () => {
    await settings({ groups: { duplicateNames: true } });
    const one = group('Sales', [], { externalId: 'g-1' });
    const other = group('Sales', [], { externalId: 'g-2' });
    const first = (await importAll({ groups: [one, other, group('Sales')] })).body.groups;
    expect(statuses(first)).toEqual(['created', 'created', 'failed']);
    const again = (await importAll({ groups: [other, one] })).body.groups;
    expect(lines(again)).toEqual([
      ['exists', first[1].id],
      ['exists', first[0].id],
    ]);
    const [either] = (await importAll({ groups: [group('sales')] })).body.groups;
    expect(either.status).toBe('failed');
    expect(either.detail).toContain('several groups');
  });

  it.each([1, 499, 500, 501, 1001, 5_001])('of %i members is told of in events of 500', async (count) => {
    const names = Array.from({ length: count }, (_, index) => `p${index}`);
    const ids: string[] = [];
    for (let at = 0; at < count; at += 1000) {
      const users = names.slice(at, at + 1000).map((name) => person(name));
      ids.push(...(await importAll({ users })).body.users.map(({ id }: Body) => id));
    }
    const before = (await eventsOf(tenant, count - 1)).at(-1).sequence;
    const { body } = await importAll({ groups: [group('All', names), group('One', ['p0'])] });
    expect(statuses(body.groups)).toEqual(['created', 'created']);
    expect(await groupIn(body.groups[0].id)).toMatchObject({ memberCount: count, membersHash: hashOf(ids) });
    const parts = (await eventsOf(tenant, before)).filter(
      ({ type, data }) => type === 'group.members_changed' && data.group.id === body.groups[0].id,
    );
    const added = parts.map(({ data }) => data.added.map(({ value }: Body) => value));
    expect(added.flat().toSorted()).toEqual(ids.toSorted());
    expect(Math.max(...added.map((list) => list.length))).toBeLessThanOrEqual(500);
    let known: string[] = [];
    for (const [index, { data }] of parts.entries()) {
      known = [...known, ...(added[index] ?? [])];
      expect(data).toMatchObject({ part: index + 1, parts: parts.length });
      expect(data.group).toMatchObject({ memberCount: known.length, membersHash: hashOf(known) });
    }
  });
});

describe('an import', () => {
  const whole = {
    users: [person('ann', { externalId: 'v-1' }), person('bob'), person('')],
    groups: [group('Sales', ['v-1', 'bob']), group('Support', ['nobody'])],
  };

  it('once more answers the same ids and changes nothing', async () => {
    const first = (await importAll(whole)).body;
    const before = await rowsOf(tenant);
    const again = (await importAll(whole)).body;
    expect(await rowsOf(tenant)).toEqual(before);
    const asExisting = (items: readonly Body[]) =>
      items.map((item) => ({ ...item, status: item.status === 'created' ? 'exists' : item.status }));
    expect(again).toEqual({ users: asExisting(first.users), groups: asExisting(first.groups) });
  });

  it('of another tenant shares nothing with this one, and its ids are nobody here', async () => {
    const other = await newTenant();
    const theirs = (await importAll(whole, other)).body;
    const ours = (await importAll(whole)).body;
    expect(statuses(ours.users)).toEqual(['created', 'created', 'failed']);
    expect(ours.users[0].id).not.toBe(theirs.users[0].id);
    const before = await rowsOf(other);
    const { body } = await importAll({
      groups: [group('Foreign', [theirs.users[0].id]), group('Nested', [theirs.groups[0].id])],
    });
    expect(statuses(body.groups)).toEqual(['failed', 'failed']);
    expect(body.groups[0].detail).toContain(theirs.users[0].id);
    expect(await rowsOf(other)).toEqual(before);
  });

  it('stands in the audit: who, by which request, how many, and nothing of a person', async () => {
    const key = await newApiKey(['write'], tenant.slug);
    const { headers } = await key.request('POST', `/tenants/${tenant.slug}/imports`, whole);
    const { entries } = (await api('GET', `/tenants/${tenant.slug}/audit`)).body;
    const imported = entries.filter(({ action }: Body) => action === 'directory.imported');
    expect(imported.map(({ after }: Body) => after)).toEqual([{ groups: 1, members: 2 }, { users: 2 }]);
    for (const entry of imported) {
      expect(entry).toMatchObject({
        actor: { kind: 'api-key', id: key.id, name: key.name },
        tenant: tenant.slug,
        target: { kind: 'tenant', name: tenant.slug },
        requestId: headers.get('x-request-id'),
      });
    }
    expect(JSON.stringify(imported)).not.toContain('ann');
  });

  it('needs a living key that may write, and a tenant that is there', async () => {
    const at = `/tenants/${tenant.slug}/imports`;
    const before = await rowsOf(tenant);
    expectProblem(await (await newApiKey(['read'])).request('POST', at, whole), 403);
    expectProblem(
      await (await newApiKey(['write'], (await newTenant()).slug)).request('POST', at, whole),
      404,
    );
    expectProblem(await api('POST', at, whole, { Authorization: 'Bearer x' }), 401);
    expectProblem(await api('POST', at, whole, { Authorization: `Bearer ${tenant.token}` }), 401);
    expectProblem(await api('POST', '/tenants/nobody/imports', whole), 404);
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('comes in while SCIM is switched off, for the day when it is switched on', async () => {
    await settings({ enabled: false });
    expect(statuses((await importAll(whole)).body.groups)).toEqual(['created', 'failed']);
    await settings({ enabled: true });
    expect((await tenant.scim('GET', '/Users?count=0')).body.totalResults).toBe(2);
  });

  it.each([
    [{ users: 7 }, '/users'],
    [{ groups: {} }, '/groups'],
    [{ people: [] }, '/people'],
  ])('%j is refused', async (body, pointer) => {
    expectProblem(await importAll(body), 422, [pointer]);
  });

  it('of large resources comes in whole, however many statements it takes', async () => {
    const text = '"ä'.repeat(16_000);
    const addresses = Array.from({ length: 5 }, (_, index) => ({ formatted: text, type: `${index}` }));
    const users = Array.from({ length: 12 }, (_, index) => person(`p${index}`, { addresses }));
    const { body } = await importAll({ users });
    expect(statuses(body.users)).toEqual(Array(12).fill('created'));
    const [, , third] = body.users;
    expect((await tenant.scim('GET', `/Users/${third.id}`)).body.addresses).toEqual(addresses);
  });

  it('of nobody is an import too', async () => {
    expect((await importAll({})).body).toEqual({ users: [], groups: [] });
  });
});

describe('what happens meanwhile', () => {
  /** Imports through a database where `act` happens before the batch of that number. */
  async function importWhile(body: object, batch: number, act: () => Promise<unknown>, headers = {}) {
    let batches = 0;
    const db = {
      prepare: (sql: string) => env.DB.prepare(sql),
      async batch(statements: D1PreparedStatement[]) {
        if (++batches === batch) await act();
        return env.DB.batch(statements);
      },
    } as unknown as D1Database;
    const send = apiOver({ openImport: (...opened) => openTenantImport(db, ...opened) });
    return send('POST', `/tenants/${tenant.slug}/imports`, body, headers);
  }

  it('somebody else takes a name: he is found, and the others come in', async () => {
    let ann: Body;
    const { body } = await importWhile({ users: [person('ann'), person('bob')] }, 2, async () => {
      ann = await addUser(tenant, { userName: 'ann' });
    });
    expect(lines(body.users)).toEqual([
      ['exists', ann.id],
      ['created', expect.any(String)],
    ]);
  });

  it('somebody else makes the group, or a member leaves: decided anew, and the others come in', async () => {
    const gone = await addUser(tenant, { userName: 'gone' });
    let sales: Body;
    const groups = [group('Sales'), group('Support', ['gone']), group('Others')];
    const { body } = await importWhile({ groups }, 3, async () => {
      sales = await addGroup(tenant, [], { displayName: 'SALES' });
      await tenant.scim('DELETE', `/Users/${gone.id}`);
    });
    expect(lines(body.groups)).toEqual([
      ['exists', sales.id],
      ['failed', null],
      ['created', expect.any(String)],
    ]);
  });

  it('the settings change: it goes on by the new ones, and what came in before was created', async () => {
    const users = Array.from({ length: 501 }, (_, index) => person(`p${index}`));
    const { body } = await importWhile({ users }, 4, () => settings({ seats: { limit: 500 } }));
    expect(statuses(body.users.slice(0, 500)).every((status) => status === 'created')).toBe(true);
    expect(body.users[500].detail).toContain('500 of 500 seats');
  });

  it('the settings change between two batches of groups: those of the first were created', async () => {
    const groups = Array.from({ length: 300 }, (_, index) => group(`Team ${index}`));
    const { body } = await importWhile({ groups }, 3, () => settings({ accountSizeGb: 5 }));
    expect(statuses(body.groups)).toEqual(Array(300).fill('created'));
    expect((await tenant.scim('GET', '/Groups?count=0')).body.totalResults).toBe(300);
  });

  it.each([
    ['their own', false],
    ['shared', true],
  ])(
    'the same import comes several times at once, its names %s: each group is made once',
    async (_what, shared) => {
      await settings({ groups: { duplicateNames: shared } });
      const groups = ['a', 'b', 'c'].map((name) =>
        group(shared ? 'Team' : `Team ${name}`, [], { externalId: name }),
      );
      const answers = await Promise.all(
        [groups, groups.toReversed(), groups].map((list) => importAll({ groups: list })),
      );
      const all = answers.flatMap(({ body }) => body.groups);
      expect(statuses(all).toSorted()).toEqual([...Array(3).fill('created'), ...Array(6).fill('exists')]);
      expect(new Set(all.map(({ id }) => id)).size).toBe(3);
      expect((await tenant.scim('GET', '/Groups?count=0')).body.totalResults).toBe(3);
    },
  );

  it('the API key is revoked, or the tenant deleted: nothing more is written', async () => {
    const key = await newApiKey(['write']);
    const headers = { Authorization: `Bearer ${key.key}` };
    const before = await rowsOf(tenant);
    const revoked = await importWhile(
      { users: [person('a')] },
      2,
      () => api('DELETE', `/api-keys/${key.id}`),
      headers,
    );
    expectProblem(revoked, 401);
    const deleted = await importWhile({ users: [person('a')] }, 2, () =>
      api('DELETE', `/tenants/${tenant.slug}`),
    );
    expectProblem(deleted, 404);
    const after = await rowsOf(tenant);
    expect(after).toEqual({ ...before, tenants: after['tenants'] });
  });

  it('the database fails: 503, and the import can be repeated', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const body = { users: [person('ann')], groups: [group('Sales', ['ann'])] };
    const failed = await importWhile(body, 4, () => Promise.reject(new Error('D1_ERROR: lost')));
    expectProblem(failed, 503);
    expect(failed.body.detail).toContain('may have come in');
    expect(failed.headers.get('retry-after')).toBe('5');
    expect(log).toHaveBeenCalled();
    log.mockRestore();
    const again = (await importAll(body)).body;
    expect([...statuses(again.users), ...statuses(again.groups)]).toEqual(['exists', 'created']);
  });
});

describe('a thousand users and ten thousand members of a thousand groups', () => {
  const users = Array.from({ length: 1000 }, (_, index) =>
    person(`person.${index}@example.com`, {
      externalId: `v-${index}`,
      name: { givenName: 'Person', familyName: `Number ${index}` },
      emails: [{ primary: true, value: `person.${index}@example.com`, type: 'work' }],
      displayName: `Person Number ${index}`,
    }),
  );
  const teams = (name: string) =>
    Array.from({ length: 1000 }, (_, index) =>
      group(
        `${name} ${index}`,
        Array.from({ length: 10 }, (_, member) => `v-${(index * 10 + member) % 1000}`),
      ),
    );

  it('come in by some dozens of statements, and cost the same however many are there', async () => {
    const metered = meteredDatabase();
    const found = await openTenantStore(env.DB).find(tenant.slug);
    if (!found) throw new Error('There is no tenant.');
    const send = apiOver({ openImport: (...opened) => openTenantImport(metered.db, ...opened) });
    const cost = async (body: object) => {
      metered.reset();
      const answer = await send('POST', `/tenants/${tenant.slug}/imports`, body);
      const { read, written, trips, sql } = metered.seen;
      return { body: answer.body, cost: { read, written, trips, statements: sql.length } };
    };
    const people = await cost({ users });
    expect(statuses(people.body.users)).toEqual(Array(1000).fill('created'));
    expect(people.cost.trips).toBeLessThanOrEqual(5);
    expect(people.cost.statements).toBeLessThanOrEqual(30);
    expect(people.cost.read).toBeLessThanOrEqual(17 * 1000);
    expect(people.cost.written).toBeLessThanOrEqual(15.1 * 1000);

    const groups = await cost({ groups: teams('Team') });
    expect(statuses(groups.body.groups)).toEqual(Array(1000).fill('created'));
    expect(groups.cost.trips).toBeLessThanOrEqual(8);
    expect(groups.cost.statements).toBeLessThanOrEqual(50);
    expect(groups.cost.read).toBeLessThanOrEqual(10 * 10_000);
    expect(groups.cost.written).toBeLessThanOrEqual(2 * 10_000 + 12.1 * 1000);

    const more = await cost({ groups: teams('Crew') });
    expect(more.cost.read).toBeLessThanOrEqual(groups.cost.read * 1.01);

    const again = await cost({ users, groups: teams('Team') });
    expect(statuses([...again.body.users, ...again.body.groups])).toEqual(Array(2000).fill('exists'));
    expect(again.cost.written).toBe(0);
    expect(again.cost.read).toBeLessThanOrEqual(12 * 1000);
  });
});
