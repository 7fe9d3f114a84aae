// Groups that are too large to be read at once are answered in portions: everybody once, and nothing that is JSON
// only by chance.

import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersPerPage } from '../../src/db/member-pages.ts';
import { emptyTenant, fillUsers } from '../support/directory.ts';
import { addGroup, groupBody, patchBody } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

const size = 2 * membersPerPage + 5_000;

let tenant: TestTenant;
let people: readonly string[];
/** All of them in order; of three others, two are as large as a portion and one small. */
let large: string;
let others: readonly string[];

beforeAll(async () => {
  tenant = await newTenant();
  people = await fillUsers(await tenantId(tenant.slug), size);
  large = await filledGroup('Everybody', people);
  others = [
    await filledGroup('First', people.slice(0, membersPerPage)),
    await filledGroup('Few', people.slice(0, 3)),
    await filledGroup('Last', people.slice(-membersPerPage)),
  ];
});

afterAll(async () => {
  await emptyTenant(await tenantId(tenant.slug));
});

async function filledGroup(displayName: string, members: readonly string[]): Promise<string> {
  const { id } = await addGroup(tenant, [], { displayName });
  for (let at = 0; at < members.length; at += 10_000) {
    const value = members.slice(at, at + 10_000).map((member) => ({ value: member }));
    const answer = await tenant.scim(
      'PATCH',
      `/Groups/${id}`,
      patchBody({ op: 'add', path: 'members', value }),
    );
    expect(answer.status).toBe(204);
  }
  return id;
}

const idsOf = (group: Answer['body']): readonly string[] =>
  (group.members ?? []).map(({ value }: { value: string }) => value);

describe('a group that is larger than what is read at once', () => {
  it('is answered with everybody once, like any other group', async () => {
    const { status, headers, body } = await tenant.scim('GET', `/Groups/${large}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(headers.get('etag')).toBe(body.meta.version);
    expect(idsOf(body).toSorted()).toEqual(people.toSorted());
    const [first] = body.members;
    expect(first).toEqual({
      value: first.value,
      $ref: `${tenant.baseUrl}/Users/${first.value}`,
      type: 'User',
    });
  });

  it('shows of its members what is asked for', async () => {
    const { body } = await tenant.scim('GET', `/Groups/${large}?attributes=members.value`);
    expect(Object.keys(body).toSorted()).toEqual(['id', 'members', 'schemas']);
    expect(body.members).toHaveLength(size);
    expect(Object.keys(body.members.at(-1))).toEqual(['value']);
  });

  it('and nothing of them where they have nothing of it', async () => {
    const { body } = await tenant.scim('GET', `/Groups/${large}?attributes=members.display`);
    expect(Object.keys(body).toSorted()).toEqual(['id', 'schemas']);
  });

  it('shows what only its last members have', async () => {
    const last = people.toSorted().at(-1);
    await env.DB.prepare("UPDATE members SET display = 'Last' WHERE group_id = ? AND member_id = ?")
      .bind(large, last)
      .run();
    const { body } = await tenant.scim('GET', `/Groups/${large}?attributes=members.display`);
    expect(body.members).toEqual([{ display: 'Last' }]);
    await env.DB.prepare('UPDATE members SET display = NULL WHERE group_id = ?').bind(large).run();
  });

  it('is answered whole when it is renamed by PUT, and to a PATCH that asks for its members', async () => {
    const put = await tenant.scim('PUT', `/Groups/${large}`, { displayName: 'All of them' });
    expect([put.status, put.body.displayName, idsOf(put.body).length]).toEqual([200, 'All of them', size]);
    expect(put.headers.get('etag')).toBe(put.body.meta.version);
    const patch = await tenant.scim(
      'PATCH',
      `/Groups/${large}?attributes=members`,
      patchBody({ op: 'replace', path: 'displayName', value: 'Everybody' }),
    );
    expect([patch.status, idsOf(patch.body).length]).toEqual([200, size]);
  });

  it('ends in the middle when the token is revoked meanwhile, and then is no JSON', async () => {
    const other = await newTenant();
    const ids = await fillUsers(await tenantId(other.slug), membersPerPage + 1);
    const { body: group } = await other.scim('POST', '/Groups', groupBody(ids));
    const worker = (await import('../../src/worker.ts')).default;
    const request = new Request(`${other.baseUrl}/Groups/${group.id}`, {
      headers: { Authorization: `Bearer ${other.token}` },
    });
    const { body } = await worker.fetch(request as Parameters<typeof worker.fetch>[0], env);
    const reader = body?.getReader();
    const first = await reader?.read();
    await env.DB.prepare("UPDATE tokens SET revoked_at = '2020-01-01T00:00:00.000Z' WHERE id = ?")
      .bind(other.tokenId)
      .run();
    const rest = (async () => {
      while (!(await reader?.read())?.done);
    })();
    await expect(rest).rejects.toThrow();
    expect(() => JSON.parse(new TextDecoder().decode(first?.value))).toThrow();
  });
});

describe('a list of groups whose members are too many to be read at once', () => {
  const expected = () =>
    new Map([
      [large, size],
      [others[0], membersPerPage],
      [others[1], 3],
      [others[2], membersPerPage],
    ]);
  const sizes = (body: Answer['body']) =>
    new Map(body.Resources.map((group: Answer['body']) => [group.id, idsOf(group).length]));

  it('holds all of them with everybody', async () => {
    const { status, body } = await tenant.scim('GET', '/Groups');
    expect(status).toBe(200);
    expect([body.totalResults, body.itemsPerPage, body.startIndex]).toEqual([4, 4, 1]);
    expect(sizes(body)).toEqual(expected());
    const found = body.Resources.find(({ id }: { id: string }) => id === others[2]);
    expect(idsOf(found).toSorted()).toEqual(people.slice(-membersPerPage).toSorted());
  });

  it('also by cursor, sorted, and beside users', async () => {
    const first = (await tenant.scim('GET', '/Groups?cursor&count=2')).body;
    const second = (await tenant.scim('GET', `/Groups?cursor=${first.nextCursor}&count=2`)).body;
    expect(new Map([...sizes(first), ...sizes(second)])).toEqual(expected());
    const sorted = (await tenant.scim('GET', '/Groups?sortBy=displayName')).body;
    expect(sorted.Resources.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Everybody',
      'Few',
      'First',
      'Last',
    ]);
    const both = await tenant.scim('POST', '/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'displayName eq "Everybody" or userName eq "user0@example.com"',
    });
    expect(both.body.Resources.map((found: Answer['body']) => found.meta.resourceType)).toEqual([
      'User',
      'Group',
    ]);
    expect(idsOf(both.body.Resources[1])).toHaveLength(size);
  });

  it('reads nobody where members are left out', async () => {
    const { body } = await tenant.scim('GET', '/Groups?excludedAttributes=members');
    expect(body.Resources.map(idsOf)).toEqual([[], [], [], []]);
  });
});
