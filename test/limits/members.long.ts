// Each verb on a group with as many members as one request may name, all of them in the database.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { maxMembersPerRequest } from '../../src/scim/limits.ts';
import { fillUsers } from '../support/directory.ts';
import { addGroup, groupBody, patchBody } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

const membersOf = (groupId: string) =>
  env.DB.prepare('SELECT count(*) AS n FROM members WHERE group_id = ?').bind(groupId).first('n');

/** Hands as many users as are allowed to a verb, which answers the id of their group. */
async function fill(verb: (tenant: TestTenant, ids: readonly string[]) => Promise<string>): Promise<string> {
  const tenant = await newTenant();
  return verb(tenant, await fillUsers(await tenantId(tenant.slug), maxMembersPerRequest));
}

const quietly = '?excludedAttributes=members';

it('as many members as one request may name are those of a new group', async () => {
  const id = await fill(async (tenant, members) => {
    const { status, body } = await tenant.scim('POST', `/Groups${quietly}`, groupBody([], { members }));
    expect(status).toBe(201);
    return body.id;
  });
  expect(await membersOf(id)).toBe(maxMembersPerRequest);
}, 120_000);

it('as many members as one request may name replace those of a group by PUT', async () => {
  const id = await fill(async (tenant, members) => {
    const group = await addGroup(tenant, members.slice(0, 1));
    const answer = await tenant.scim('PUT', `/Groups/${group.id}${quietly}`, groupBody([], { members }));
    expect(answer.status).toBe(200);
    return group.id;
  });
  expect(await membersOf(id)).toBe(maxMembersPerRequest);
}, 120_000);

it('as many members as one request may name go by one PATCH', async () => {
  const id = await fill(async (tenant, ids) => {
    const group = await addGroup(tenant);
    for (const op of ['add', 'remove']) {
      const message = patchBody({ op, path: 'members', value: ids });
      expect((await tenant.scim('PATCH', `/Groups/${group.id}`, message)).status).toBe(204);
    }
    return group.id;
  });
  expect(await membersOf(id)).toBe(0);
}, 120_000);
