// Many clients at once on groups: some serial order of the acknowledged requests explains the members, the feed and
// every answer.

import { beforeEach, describe, expect, it } from 'vitest';
import { fillUsers } from '../support/directory.ts';
import { groupClients } from '../support/group-clients.ts';
import { checkGroup, feedOf, membersOf } from '../support/membership.ts';
import { addGroup, patchBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';
import { addAtOnce, crowdAtOnce, tenantsAtOnce } from './scenarios.ts';

const timeout = 60_000;

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

/** A group with the first `present` of `count` users in it. */
async function newGroup(count: number, present = 0) {
  const ids = await fillUsers(await tenantId(tenant.slug), count, crypto.randomUUID());
  const { id } = await addGroup(tenant, ids.slice(0, present));
  return {
    id,
    present: ids.slice(0, present),
    coming: ids.slice(present),
    clients: groupClients(tenant, id),
  };
}

const statusesOf = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))];

describe('of one group', { timeout }, () => {
  it('two hundred additions at once, each of another member, all land, each told of once', async () => {
    await addAtOnce(tenant, 200);
  });

  it('additions beside removals of others, under the eyes of readers: each has its effect', async () => {
    const { present, coming, clients } = await newGroup(120, 60);
    const read = async () => {
      for (let time = 0; time < 8; time++) await clients.read();
    };
    await Promise.all([
      ...present.slice(0, 50).flatMap((id, index) => [clients.remove(id), clients.add(coming[index] ?? '')]),
      ...coming.slice(50).map((id) => clients.add(id)),
      read(),
      read(),
    ]);
    const told = await clients.check([...present.slice(50), ...coming]);
    expect(told.steps).toHaveLength(110);
  });

  it('the same few members added, removed and replaced by everybody: some order explains who is left', async () => {
    await crowdAtOnce(3);
  });

  it('two clients that push the whole list against additions: each list counts when its turn comes', async () => {
    const { present, coming, clients } = await newGroup(100, 20);
    const push = async (from: number) => {
      for (let time = 0; time < 10; time++) await clients.replace(...present.slice(from, from + 5 + time));
    };
    const join = async (ids: readonly string[]) => {
      for (const id of ids) await clients.add(id);
    };
    const lanes = Array.from({ length: 8 }, (_, lane) => coming.slice(lane * 10, lane * 10 + 10));
    await Promise.all([push(0), push(5), ...lanes.map(join), clients.read(), clients.read()]);
    await clients.check();
  });

  it('whole lists by PUT beside PATCHes: no PATCH is lost that came later, no name is half set', async () => {
    const { present, coming, clients } = await newGroup(70, 10);
    const put = async (client: string) => {
      for (let time = 0; time < 6; time++) {
        const answer = await clients.put(`${client} ${time} ${tenant.slug}`, present.slice(time));
        expect(answer.status).toBe(200);
      }
    };
    const answers = coming.map((id) => clients.add(id));
    await Promise.all([put('first'), put('second'), ...present.map((id) => clients.remove(id)), ...answers]);
    expect(statusesOf(await Promise.all(answers))).toEqual([204]);
    const { displayName } = await clients.check();
    expect([`first 5 ${tenant.slug}`, `second 5 ${tenant.slug}`]).toContain(displayName);
  });

  it('new names by PUT beside deletions of members: who is left stays, and no two states share a tag', async () => {
    const { present, clients } = await newGroup(30, 30);
    let isBusy = true;
    const read = async () => {
      while (isBusy) {
        await clients.read();
        // Without a pause the test pool never comes to the tenant object, which shares the thread.
        await scheduler.wait(2);
      }
    };
    const rename = async () => {
      for (let time = 0; time < 12; time++) {
        expect((await clients.put(`Crew ${time} ${tenant.slug}`)).status).toBe(200);
      }
    };
    const leave = async (ids: readonly string[]) => {
      for (const id of ids) expect((await clients.deleteUser(id)).status).toBe(204);
    };
    const work = Promise.all([rename(), leave(present.slice(0, 10)), leave(present.slice(10, 20))]);
    await Promise.all([
      read(),
      read(),
      work.finally(() => {
        isBusy = false;
      }),
    ]);
    const told = await clients.check(present.slice(20));
    expect([told.changes, told.displayName]).toEqual([32, `Crew 11 ${tenant.slug}`]);
  });

  it('requests that change nothing leave version and lastModified alone, however many come at once', async () => {
    const { id, present, coming, clients } = await newGroup(20, 10);
    const { body: before } = await tenant.scim('GET', `/Groups/${id}`);
    await Promise.all([
      ...present.map((member) => clients.add(member)),
      ...coming.map((member) => clients.remove(member)),
      clients.replace(...present),
      clients.put(before.displayName, present),
    ]);
    expect((await tenant.scim('GET', `/Groups/${id}`)).body).toEqual(before);
    const told = await clients.check(present);
    expect([told.changes, clients.attempts.length]).toEqual([0, 23]);
  });

  it('requests of hundreds of members at once, told of in several parts, stay whole', async () => {
    const { present, coming, clients } = await newGroup(1_900, 600);
    const third = (at: number) => coming.slice(at * 400, at * 400 + 400);
    await Promise.all([
      ...[0, 1, 2].map((at) => clients.add(...third(at))),
      clients.replace(...present.slice(100), ...third(0)),
      clients.remove(...present.slice(300), ...third(1).slice(200)),
      ...coming.slice(1_200).map((id) => clients.add(id)),
      clients.replace(...third(2), ...present.slice(0, 200)),
      clients.read(),
    ]);
    await clients.check();
  });

  it('of changes on condition of one version exactly one is made, whatever else waits', async () => {
    const { id, coming, clients } = await newGroup(30);
    const { headers } = await tenant.scim('GET', `/Groups/${id}`);
    const condition = { 'If-Match': headers.get('etag') ?? '' };
    const [conditional, plain] = [coming.slice(0, 15), coming.slice(15)];
    const message = (value: string) => patchBody({ op: 'add', path: 'members', value: [{ value }] });
    const answers = await Promise.all(
      conditional.map((value) => tenant.scim('PATCH', `/Groups/${id}`, message(value), condition)),
    );
    const made = conditional.filter((_value, index) => answers[index]?.status === 204);
    expect(made).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 204) expectScimError(answer, 412);
    await Promise.all([
      ...plain.map((value) => clients.add(value)),
      ...conditional.map((value) => tenant.scim('PATCH', `/Groups/${id}`, message(value), condition)),
    ]);
    await checkGroup(tenant, id, [...made, ...plain]);
  });

  it('refused additions among good ones change nobody and hold up nobody', async () => {
    const { id, coming, clients } = await newGroup(40);
    const strangers = Array.from({ length: 20 }, () => crypto.randomUUID());
    const [good, bad] = await Promise.all([
      Promise.all(coming.map((member) => clients.add(member))),
      Promise.all(strangers.map((stranger, index) => clients.add(coming[index] ?? '', stranger))),
    ]);
    expect(statusesOf(good)).toEqual([204]);
    for (const [index, answer] of bad.entries()) {
      expectScimError(answer, 400, 'invalidValue');
      expect(answer.body.detail).toContain(strangers[index]);
    }
    await clients.check(coming);
    expect((await membersOf(tenant, id)).size).toBe(40);
  });
});

/** How a user's deletion meets his addition: one awaits the other, or they go so many milliseconds apart. */
const meetings = ['added first', 'deleted first', 0, 0, 5, 10, 20, 40, -5, -10, -20, -40] as const;

describe('a user who is deleted while groups change', { timeout }, () => {
  it('is added before and removed by it, or refused by his id: in no case is he a member afterwards', async () => {
    const { present, coming, clients } = await newGroup(41, 5);
    const add = (id: string) => clients.add(id);
    const leave = (id: string) => clients.deleteUser(id);
    const meet = async (id: string, how: (typeof meetings)[number]) => {
      if (how === 'added first') return { id, added: await add(id), deleted: await leave(id) };
      if (how === 'deleted first') return { id, deleted: await leave(id), added: await add(id) };
      const [added, deleted] = await Promise.all([
        scheduler.wait(Math.max(0, -how)).then(() => add(id)),
        scheduler.wait(Math.max(0, how)).then(() => leave(id)),
      ]);
      return { id, added, deleted };
    };
    const answers = await Promise.all(
      coming.map((id, index) => meet(id, meetings[index % meetings.length] ?? 0)),
    );
    const { steps } = await clients.check(present);
    expect(new Set(answers.map(({ added }) => added.status))).toEqual(new Set([204, 400]));
    for (const { id, added, deleted } of answers) {
      expect(deleted.status).toBe(204);
      expectScimError(await tenant.scim('GET', `/Users/${id}`), 404);
      const moves = steps.filter((step) => step.added.has(id) || step.removed.has(id));
      if (added.status !== 204) {
        expectScimError(added, 400, 'invalidValue');
        expect(added.body.detail).toContain(id);
      }
      expect(moves).toHaveLength(added.status === 204 ? 2 : 0);
    }
  });

  it('and is in several of them leaves each, while others come and go', async () => {
    const groups = await Promise.all(Array.from({ length: 4 }, () => newGroup(10, 5)));
    const [shared = ''] = await fillUsers(await tenantId(tenant.slug), 1, crypto.randomUUID());
    await Promise.all(groups.map(({ clients }) => clients.add(shared)));
    const message = patchBody({ op: 'remove', path: `members[value eq "${shared}"]` });
    const [deleted] = await Promise.all([
      tenant.scim('DELETE', `/Users/${shared}`),
      ...groups.flatMap(({ coming, clients }) => coming.map((id) => clients.add(id))),
      ...groups.map(({ id }) => tenant.scim('PATCH', `/Groups/${id}`, message)),
    ]);
    expect(deleted.status).toBe(204);
    for (const { id, present, coming } of groups) {
      const { steps } = await checkGroup(tenant, id, [...present, ...coming]);
      expect(steps.filter(({ removed }) => removed.has(shared))).toHaveLength(1);
    }
  });
});

describe('a group that is deleted while it changes', { timeout }, () => {
  it('answers changes with 204 before and 404 after, is gone, and nothing is told of it any more', async () => {
    const { id, coming } = await newGroup(30);
    const { id: outer } = await newGroup(0);
    const add = (group: string, value: string) =>
      tenant.scim('PATCH', `/Groups/${group}`, patchBody({ op: 'add', path: 'members', value: [{ value }] }));
    const early = await Promise.all(coming.slice(0, 10).map((member) => add(id, member)));
    expect(statusesOf(early)).toEqual([204]);
    const [nested, deleted, ...between] = await Promise.all([
      add(outer, id),
      tenant.scim('DELETE', `/Groups/${id}`),
      ...coming.slice(10, 25).map((member) => add(id, member)),
    ]);
    expect(deleted.status).toBe(204);
    const late = await Promise.all(coming.slice(25).map((member) => add(id, member)));
    for (const answer of [...late, await tenant.scim('GET', `/Groups/${id}`)]) expectScimError(answer, 404);
    for (const answer of between) if (answer.status !== 204) expectScimError(answer, 404);
    if (nested.status !== 204) expectScimError(nested, 400, 'invalidValue');
    await checkGroup(tenant, outer, []);
    const own = (await feedOf(tenant)).filter(({ data }) => data.group?.id === id);
    const acknowledged = [...early, ...between].filter(({ status }) => status === 204);
    expect(own.map(({ type }) => type)).toEqual([
      'group.created',
      ...acknowledged.map(() => 'group.members_changed'),
      'group.deleted',
    ]);
  });
});

it('twenty groups of five tenants at once: each has its own members, and no tenant sees another', {
  timeout,
}, async () => {
  await tenantsAtOnce({ tenants: 5, groupsEach: 4, usersEach: 8 });
});
