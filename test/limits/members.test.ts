// How many members one request may name, and how many one event names. The other verbs at the edge, with all their
// members in the database, are in `members.long.ts`.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { maxFilterComparisons, maxMembersPerRequest } from '../../src/scim/limits.ts';
import { fillUsers } from '../support/directory.ts';
import { eventsDuring } from '../support/feed.ts';
import { expectOverLimit } from '../support/over-limit.ts';
import { addGroup, groupBody, patchBody } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

const membersBy = (op: string, value: readonly unknown[]) => ({ op, path: 'members', value });
const namedByFilter = (count: number) => ({
  op: 'remove',
  path: `members[${Array.from({ length: count }, () => 'value eq "x"').join(' or ')}]`,
});

describe('one member more than one request may name is 400, and nobody comes or goes:', () => {
  let tenant: TestTenant;
  let path: string;
  beforeAll(async () => {
    tenant = await newTenant();
    const ids = await fillUsers(await tenantId(tenant.slug), 1);
    path = `/Groups/${(await addGroup(tenant, ids)).id}`;
  });

  const names = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);
  const half = names(maxMembersPerRequest / 2);
  const tooMany = names(maxMembersPerRequest + 1);
  const filters = (count: number) => Array.from({ length: count }, () => namedByFilter(maxFilterComparisons));

  it.each<[what: string, method: string, at: () => string, body: () => object]>([
    ['in a POST', 'POST', () => '/Groups', () => groupBody([], { members: tooMany })],
    ['in a PUT', 'PUT', () => path, () => groupBody([], { members: tooMany })],
    ['added', 'PATCH', () => path, () => patchBody(membersBy('add', tooMany))],
    ['removed', 'PATCH', () => path, () => patchBody(membersBy('remove', tooMany))],
    [
      'over all operations of a PATCH, the same member each time',
      'PATCH',
      () => path,
      () => patchBody(membersBy('add', half), membersBy('remove', half), namedByFilter(1)),
    ],
    [
      'by many filters that name many each',
      'PATCH',
      () => path,
      () => patchBody(...filters(maxMembersPerRequest / maxFilterComparisons), namedByFilter(1)),
    ],
  ])('%s', async (_what, method, at, body) => {
    const refusal = {
      status: 400,
      scimType: 'invalidValue',
      naming: [maxMembersPerRequest, maxMembersPerRequest + 1],
    } as const;
    await expectOverLimit(tenant, refusal, () => tenant.scim(method, at(), body()));
  });

  it('and as many as are allowed, in filters, are looked for', async () => {
    const message = patchBody(...filters(maxMembersPerRequest / maxFilterComparisons));
    expect((await tenant.scim('PATCH', path, message)).status).toBe(204);
    expect((await tenant.scim('GET', path)).body.members).toHaveLength(1);
  });
});

describe('as many members as one request may name', () => {
  let tenant: TestTenant;
  let ids: readonly string[];
  beforeAll(async () => {
    tenant = await newTenant();
    ids = await fillUsers(await tenantId(tenant.slug), maxMembersPerRequest);
  });

  it('come by one PATCH', async () => {
    const { id } = await addGroup(tenant);
    const half = maxMembersPerRequest / 2;
    const message = patchBody(membersBy('add', ids.slice(0, half)), membersBy('add', ids.slice(half)));
    expect((await tenant.scim('PATCH', `/Groups/${id}`, message)).status).toBe(204);
    const members = env.DB.prepare('SELECT count(*) AS n FROM members WHERE group_id = ?').bind(id);
    expect(await members.first('n')).toBe(maxMembersPerRequest);
  });
});

it.each([
  [500, [[1, 1, 500]]],
  [
    501,
    [
      [1, 2, 500],
      [2, 2, 1],
    ],
  ],
])('%i members who come at once are told of in events of 500 at most', async (count, parts) => {
  const tenant = await newTenant();
  const ids = await fillUsers(await tenantId(tenant.slug), count);
  const { id } = await addGroup(tenant);
  const events = await eventsDuring(tenant, () =>
    tenant.scim('PATCH', `/Groups/${id}`, patchBody(membersBy('add', ids))),
  );
  expect(events.map(({ data }) => [data.part, data.parts, data.added.length])).toEqual(parts);
});
