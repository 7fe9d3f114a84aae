// What the hot statements cost, in rows and round trips: exact, and the same however large the tenant is.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindFilter } from '../../src/scim/filter/bind.ts';
import { parseFilter } from '../../src/scim/filter/parse.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { groupType, type StoredType, userType } from '../../src/scim/schema/resource-type.ts';
import { emptyTenant, fillUsers, openTenant, queryOf } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';

const metered = meteredDatabase();

const tenants: string[] = [];
afterAll(async () => {
  for (const tenant of tenants) await emptyTenant(tenant);
});

/** As Okta sends it. */
const person = (name: string) => ({
  schemas: [userType.schema.id],
  userName: `${name}@example.com`,
  name: { givenName: name, familyName: 'Neu' },
  emails: [{ primary: true, value: `${name}@example.com`, type: 'work' }],
  displayName: `${name} Neu`,
  locale: 'en-US',
  externalId: `00u${name}`,
  groups: [],
  password: 'h7$kdP2!',
  active: true,
});

function lookUp(type: StoredType, filter: string) {
  return queryOf(type.name, {
    filter: bindFilter(type, parseFilter(filter, defaultLeniencies), defaultLeniencies),
  });
}

const membersPerFill = 25_000;

async function cost(work: () => Promise<unknown>) {
  metered.reset();
  await work();
  const { read, written, trips } = metered.seen;
  return { read, written, trips };
}

/** In a tenant with so many users and a group with so many members. */
async function costs(users: number, groupSize: number) {
  const { tenant, directory } = await openTenant(metered.db);
  tenants.push(tenant);
  const ids = await fillUsers(tenant, users);
  const [newcomer = ''] = await fillUsers(tenant, 1, 'newcomer');
  const group = await directory.create(groupType, { displayName: 'All' }, {});
  for (let at = 0; at < groupSize; at += membersPerFill) {
    const value = ids.slice(at, Math.min(at + membersPerFill, groupSize)).map((id) => ({ value: id }));
    await directory.patch(
      groupType,
      group.id,
      { Operations: [{ op: 'add', path: 'members', value }] },
      undefined,
    );
  }
  // Not the last one in the order of ids: behind him the index would have nobody to stop at.
  const member = `user${ids.indexOf(ids.slice(0, 10).toSorted()[4] ?? '')}@example.com`;
  const many = ids.slice(-256).map((value) => ({ value }));
  const path = `members[value eq "${newcomer}"]`;
  const patch = (operation: object) =>
    directory.patch(groupType, group.id, { Operations: [operation] }, undefined);
  const created = await directory.create(userType, person('first'), { groups: true });
  return {
    lookUp: await cost(() => directory.list(lookUp(userType, 'userName eq "NEWCOMER0@example.com"'))),
    lookUpMember: await cost(() => directory.list(lookUp(userType, `userName eq "${member.toUpperCase()}"`))),
    miss: await cost(() => directory.list(lookUp(userType, 'userName eq "nobody"'))),
    create: await cost(() => directory.create(userType, person('ann'), { groups: true })),
    get: await cost(() => directory.find(userType, created.id, { groups: true })),
    deactivate: await cost(() =>
      directory.patch(
        userType,
        created.id,
        { Operations: [{ op: 'replace', value: { active: false } }] },
        undefined,
        { groups: true },
      ),
    ),
    add: await cost(() => patch({ op: 'add', path: 'members', value: [{ value: newcomer }] })),
    addAgain: await cost(() => patch({ op: 'add', path: 'members', value: [{ value: newcomer }] })),
    remove: await cost(() => patch({ op: 'remove', path })),
    addMany: await cost(() => patch({ op: 'add', path: 'members', value: many })),
    removeMany: await cost(() => patch({ op: 'remove', path: 'members', value: many })),
    page: await cost(() => directory.list(queryOf('User', { wants: {} }))),
  };
}

describe('row budgets', () => {
  let small: Awaited<ReturnType<typeof costs>>;
  let large: Awaited<ReturnType<typeof costs>>;

  beforeAll(async () => {
    small = await costs(1_000, 10);
    large = await costs(100_000, 50_000);
  });

  it('a look-up by userName reads at most 5 rows in one round trip', () => {
    expect(small.lookUp.read).toBeLessThanOrEqual(5);
    expect(small.lookUp).toMatchObject({ written: 0, trips: 1 });
    expect(small.miss).toMatchObject({ written: 0, trips: 1 });
  });

  it('each group that the found person belongs to adds at most 3 rows', () => {
    expect(small.lookUpMember.read - small.lookUp.read).toBeLessThanOrEqual(3);
    expect(small.lookUpMember.trips).toBe(1);
  });

  it('deactivating a person takes two round trips: read, decide, write', () => {
    expect(small.deactivate.trips).toBe(2);
    expect(small.deactivate.read).toBeLessThanOrEqual(16);
    expect(small.deactivate.written).toBeLessThanOrEqual(9);
  });

  it('an unfiltered page of 100 reads at most 130 rows, its total and the mark for the next page included', () => {
    expect(small.page.read).toBeLessThanOrEqual(130);
    expect(small.page.trips).toBe(2);
    expect(small.page.written).toBeLessThanOrEqual(2);
  });

  it('a create reads at most 14 rows and writes at most 16, in one round trip', () => {
    expect(small.create.read).toBeLessThanOrEqual(14);
    expect(small.create.written).toBeLessThanOrEqual(16);
    expect(small.create.trips).toBe(1);
  });

  it('adding or removing one member reads at most 16 rows and writes at most 10, in one round trip', () => {
    for (const one of [small.add, small.remove, small.addAgain]) {
      expect(one.read).toBeLessThanOrEqual(16);
      expect(one.written).toBeLessThanOrEqual(10);
      expect(one.trips).toBe(1);
    }
  });

  it('adding or removing 256 members reads and writes at most 6 rows for each, in one round trip', () => {
    for (const many of [small.addMany, small.removeMany]) {
      expect(many.read).toBeLessThanOrEqual(6 * 256);
      expect(many.written).toBeLessThanOrEqual(6 * 256);
      expect(many.written).toBeGreaterThanOrEqual(256);
      expect(many.trips).toBe(1);
    }
  });

  it('nothing costs more with 100,000 users than with 1,000, in a group of 50,000 than in one of 10', () => {
    expect(large).toEqual(small);
  });
});
