// The whole directory as JSON lines: everybody and everything once, nothing that is not kept, and an end that shows
// that nothing is missing.

import { beforeEach, expect, it } from 'vitest';
import { openWholeDirectory } from '../../src/db/export.ts';
import { exportLines } from '../../src/directory/export.ts';
import { userType } from '../../src/scim/schema/resource-type.ts';
import { accountOfUser } from '../support/accounts.ts';
import { fillUsers } from '../support/directory.ts';
import { meteredDatabase } from '../support/metered.ts';
import { addGroup, addUser, userUrn } from '../support/people.ts';
import { tenantId } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, newPortalUser } from '../support/visitor.ts';

let tenant: TestTenant;
let path: string;
beforeEach(async () => {
  tenant = await newTenant();
  path = `/dashboard/t/${tenant.slug}/switch-off/directory.jsonl`;
});

type Line = Answer['body'];
const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const ofKind = (lines: readonly Line[], kind: string) =>
  lines.filter((line) => line.kind === kind).map((line) => line[kind]);

it('has users and groups as SCIM shows them, and accounts as the application sees them, leavers too', async () => {
  const [ann, bob] = [await addUser(tenant), await addUser(tenant, { password: 'hunter2!' })];
  const team = await addGroup(tenant, [ann.id, bob.id]);
  await addGroup(tenant, [team.id]);
  await addGroup(tenant);
  const gone = await addUser(tenant);
  const left = await accountOfUser(tenant, gone.id);
  await tenant.scim('DELETE', `/Users/${gone.id}`);
  const { status, headers, text } = await (await newPortalUser(tenant)).get(path);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="tenant-.*-directory-.*\.jsonl"$/,
  );
  expect(text).not.toContain('hunter2');
  const lines = linesOf(text);
  const shown = async (endpoint: string) => (await tenant.scim('GET', endpoint)).body.Resources;
  expect(ofKind(lines, 'user')).toEqual(await shown('/Users'));
  expect(ofKind(lines, 'group')).toEqual(await shown('/Groups'));
  const accounts = (await api('GET', `/tenants/${tenant.slug}/accounts`)).body.accounts;
  expect(ofKind(lines, 'account')).toEqual(accounts);
  expect(ofKind(lines, 'account').map(({ id }: Line) => id)).toContain(left.id);
  expect(lines[0]).toMatchObject({ kind: 'directory', tenant: tenant.slug });
  expect(lines.at(-1)).toEqual({ kind: 'end', users: 2, groups: 3, accounts: 3 });
});

it('of an attribute that is no longer declared there is nothing', async () => {
  const declare = (attributes: object[]) => api('PATCH', `/tenants/${tenant.slug}/settings`, { attributes });
  await declare([{ name: 'badge', namespace: userUrn, type: 'string' }]);
  await addUser(tenant, { badge: 'B-4711' });
  const operator = await newOperator();
  expect((await operator.get(path)).text).toContain('B-4711');
  await declare([]);
  const users = ofKind(linesOf((await operator.get(path)).text), 'user');
  expect(JSON.stringify(users)).not.toContain('B-4711');
});

it('a large group has all of its members on its one line', async () => {
  const ids = await fillUsers(await tenantId(tenant.slug), 12_000);
  await addGroup(tenant, ids);
  const lines = linesOf((await (await newOperator()).get(path)).text);
  const [group] = ofKind(lines, 'group');
  expect(group.members.map(({ value }: Line) => value)).toEqual(ids.toSorted());
  expect(lines.at(-1)).toMatchObject({ users: 12_000, accounts: 12_000 });
});

it('is read in few round trips, and never far ahead of who reads it', async () => {
  const id = await tenantId(tenant.slug);
  await fillUsers(id, 9_000);
  for (let count = 0; count < 30; count++) await addGroup(tenant);
  const { db, seen } = meteredDatabase();
  const exported = { slug: tenant.slug, name: 'Acme', baseUrl: tenant.baseUrl, userType };
  const pieces = exportLines(openWholeDirectory(db, id, []), exported, '2026-11-22T10:00:00.000Z');
  await pieces.next();
  expect(seen.trips).toBe(0);
  const { value } = await pieces.next();
  expect(seen.trips).toBe(1);
  expect(linesOf(String(value)).length).toBeLessThanOrEqual(2_000);
  for await (const _piece of pieces);
  expect(seen.trips).toBeLessThanOrEqual(40);
});
