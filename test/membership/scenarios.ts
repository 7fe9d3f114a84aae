// Scenarios that are played in two sizes: in each run of the tests, and larger where they may take minutes.

import fc from 'fast-check';
import { expect } from 'vitest';
import { fillUsers } from '../support/directory.ts';
import { groupClients } from '../support/group-clients.ts';
import { feedOf } from '../support/membership.ts';
import { addGroup, patchBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { tenantId } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

/** That many clients add one member each to one group. */
export async function addAtOnce(tenant: TestTenant, count: number): Promise<void> {
  const ids = await fillUsers(await tenantId(tenant.slug), count, crypto.randomUUID());
  const group = await addGroup(tenant);
  const clients = groupClients(tenant, group.id);
  const answers = await Promise.all(ids.map((id) => clients.add(id)));
  expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 204));
  const { steps } = await clients.check(ids);
  expect(steps).toHaveLength(count);
}

const place = fc.integer({ min: 0, max: 5 });

const action = fc.record({
  op: fc.constantFrom('add', 'add', 'add', 'remove', 'remove', 'remove', 'replace', 'read'),
  places: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }),
});

const crowd = fc.array(fc.array(action, { minLength: 8, maxLength: 12, size: 'max' }), {
  minLength: 8,
  maxLength: 8,
});

/** Eight clients at once do at random with six people what they like, each one thing after another. */
export async function crowdAtOnce(runs: number): Promise<void> {
  const play = fc.asyncProperty(crowd, async (scripts) => {
    const tenant = await newTenant();
    const ids = await fillUsers(await tenantId(tenant.slug), 6);
    const { id } = await addGroup(tenant, ids.slice(0, 3));
    const clients = groupClients(tenant, id);
    await Promise.all(
      scripts.map(async (script) => {
        for (const { op, places } of script) {
          await (op === 'read' ? clients.read() : clients[op](...places.map((each) => ids[each] ?? '')));
        }
      }),
    );
    await clients.check();
  });
  await fc.assert(play, { numRuns: runs, endOnFailure: true });
}

interface Size {
  readonly tenants: number;
  readonly groupsEach: number;
  readonly usersEach: number;
}

/** All at once: each group of each tenant gets all users of its tenant, one by one, and half of them leave again. */
export async function tenantsAtOnce({ tenants, groupsEach, usersEach }: Size): Promise<void> {
  const all = await Promise.all(
    Array.from({ length: tenants }, async () => {
      const tenant = await newTenant();
      const users = await fillUsers(await tenantId(tenant.slug), usersEach, 'same-name-');
      const groups = await Promise.all(
        Array.from({ length: groupsEach }, (_, index) =>
          addGroup(tenant, [], { displayName: `Crew ${index}` }),
        ),
      );
      return {
        tenant,
        users,
        groups: groups.map(({ id }) => groupClients(tenant, id)),
        ids: groups.map(({ id }) => id),
      };
    }),
  );
  await Promise.all(
    all.flatMap(({ users, groups }) =>
      groups.flatMap((clients) =>
        users.map(async (id, index) => {
          await clients.add(id);
          if (index % 2) await clients.remove(id);
        }),
      ),
    ),
  );
  for (const [index, { tenant, users, groups, ids }] of all.entries()) {
    for (const clients of groups) {
      const { steps } = await clients.check(users.filter((_id, place) => place % 2 === 0));
      expect(steps).toHaveLength(usersEach + Math.floor(usersEach / 2));
    }
    const other = all[(index + 1) % all.length];
    await expectStrangers(tenant, ids, { user: other?.users[0] ?? '', group: other?.ids[0] ?? '' });
    const text = JSON.stringify(await feedOf(tenant));
    for (const foreign of all.flatMap((each) =>
      each.tenant === tenant ? [] : [...each.users, ...each.ids],
    )) {
      expect(text).not.toContain(foreign);
    }
  }
}

/** The tenant has these groups only, and the other tenant's user and group are unknown to it. */
async function expectStrangers(
  tenant: TestTenant,
  groups: readonly string[],
  foreign: { readonly user: string; readonly group: string },
): Promise<void> {
  const { body } = await tenant.scim('GET', '/Groups');
  expect(body.Resources.map(({ id }: { id: string }) => id).toSorted()).toEqual(groups.toSorted());
  expectScimError(await tenant.scim('GET', `/Groups/${foreign.group}`), 404);
  const empty = patchBody({ op: 'remove', path: 'members' });
  expectScimError(await tenant.scim('PATCH', `/Groups/${foreign.group}`, empty), 404);
  for (const value of [foreign.user, foreign.group]) {
    const add = patchBody({ op: 'add', path: 'members', value: [{ value }] });
    expectScimError(await tenant.scim('PATCH', `/Groups/${groups[0]}`, add), 400, 'invalidValue');
  }
}
