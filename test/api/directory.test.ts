// …/users, …/groups: the directory as the application sees it.

import { beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../support/membership-hash.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let users: readonly Answer['body'][];
let crew: Answer['body'];
let all: Answer['body'];
const get = (path: string, of: TestTenant = tenant) => api('GET', `/tenants/${of.slug}${path}`);
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

beforeAll(async () => {
  tenant = await newTenant();
  const made: Answer['body'][] = [];
  for (let number = 0; number < 5; number++) made.push(await addUser(tenant));
  users = made;
  crew = await addGroup(tenant, idsOf(users.slice(0, 3)), { displayName: 'Crew' });
  all = await addGroup(tenant, [users[4].id, crew.id], { displayName: 'All' });
});

describe('a user', () => {
  it('is shown as on the SCIM surface', async () => {
    const { status, body } = await get(`/users/${users[0].id}`);
    expect(status).toBe(200);
    expect(body).toEqual((await tenant.scim('GET', `/Users/${users[0].id}`)).body);
    expect(body.groups).toMatchObject([{ display: 'Crew' }]);
  });

  it('has what his tenant declared', async () => {
    const other = await newTenant();
    const settings = { attributes: [{ name: 'plan', default: 'free' }] };
    await api('PATCH', `/tenants/${other.slug}/settings`, settings);
    const { id } = await addUser(other);
    expect((await get(`/users/${id}`, other)).body).toMatchObject({ plan: 'free' });
  });

  it('comes in pages, in creation order, each once', async () => {
    const first = (await get('/users?limit=2')).body;
    const second = (await get(`/users?limit=2&cursor=${first.nextCursor}`)).body;
    const third = (await get(`/users?limit=2&cursor=${second.nextCursor}`)).body;
    expect([first, second, third].flatMap((page) => idsOf(page.users))).toEqual(idsOf(users));
    expect(third.nextCursor).toBeNull();
  });
});

describe('a group', () => {
  it('is shown without its members, with their number and their hash', async () => {
    const { body } = await get(`/groups/${crew.id}`);
    const { members: _members, ...rest } = (await tenant.scim('GET', `/Groups/${crew.id}`)).body;
    expect(body).toEqual({ ...rest, memberCount: 3, membersHash: hashOf(idsOf(users.slice(0, 3))) });
    expect((await get('/groups')).body).toEqual({
      groups: [body, (await get(`/groups/${all.id}`)).body],
      nextCursor: null,
    });
  });

  it('has the proof of its members after everything that changes them', async () => {
    const { id } = await addGroup(tenant);
    const proof = async () => {
      const { memberCount, membersHash } = (await get(`/groups/${id}`)).body;
      return { memberCount, membersHash };
    };
    const ofAll = (members: readonly string[]) => ({
      memberCount: members.length,
      membersHash: hashOf(members),
    });
    const [a, b, c, d] = await Promise.all(Array.from({ length: 4 }, () => addUser(tenant)));
    const patch = (operation: object) => tenant.scim('PATCH', `/Groups/${id}`, patchBody(operation));
    const value = (...of: Answer['body'][]) => of.map((user) => ({ value: user.id }));
    expect(await proof()).toEqual(ofAll([]));
    await patch({ op: 'add', path: 'members', value: value(a, b, c) });
    expect(await proof()).toEqual(ofAll([a.id, b.id, c.id]));
    await patch({ op: 'remove', path: `members[value eq "${b.id}"]` });
    expect(await proof()).toEqual(ofAll([a.id, c.id]));
    await patch({ op: 'replace', path: 'members', value: value(c, d) });
    expect(await proof()).toEqual(ofAll([c.id, d.id]));
    await tenant.scim('PUT', `/Groups/${id}`, { displayName: 'Renamed', members: value(a, c, d) });
    expect(await proof()).toEqual(ofAll([a.id, c.id, d.id]));
    await tenant.scim('DELETE', `/Users/${c.id}`);
    expect(await proof()).toEqual(ofAll([a.id, d.id]));
    await patch({ op: 'remove', path: 'members' });
    expect(await proof()).toEqual(ofAll([]));
  });

  it('tells its members in pages by id, with their accounts', async () => {
    const first = (await get(`/groups/${crew.id}/members?limit=2`)).body;
    const second = (await get(`/groups/${crew.id}/members?limit=2&cursor=${first.nextCursor}`)).body;
    const members = [...first.members, ...second.members];
    expect(members.map(({ value }) => value)).toEqual(idsOf(users.slice(0, 3)).toSorted());
    expect(second.nextCursor).toBeNull();
    for (const { type, accountId } of members) {
      expect(type).toBe('User');
      expect(accountId).toMatch(/^[0-9a-f-]{36}$/);
    }
    const nested = (await get(`/groups/${all.id}/members`)).body.members;
    expect(nested.find(({ value }: { value: string }) => value === crew.id)).toMatchObject({
      type: 'Group',
      accountId: null,
    });
  });
});

describe('nothing is shown', () => {
  it.each(['users', 'groups'])('of %s of another tenant', async (name) => {
    const other = await newTenant();
    expect((await get(`/${name}`, other)).body[name]).toEqual([]);
    const { id } = name === 'users' ? users[0] : crew;
    expectProblem(await get(`/${name}/${id}`, other), 404);
  });

  it('of the members of a group that is not there', async () => {
    expectProblem(await get(`/groups/${crypto.randomUUID()}/members`), 404);
  });

  it('for a cursor that is none', async () => {
    expectProblem(await get('/users?cursor=later'), 422, ['/cursor']);
  });
});
