// When something fails inside: the client is asked to come again, learns nothing of the cause, and finds nothing
// half-written.

import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { addGroup, addUser, groupBody, patchBody, userBody } from '../support/people.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { apiOver, databaseWith, deadDatabase, scimOver } from '../support/surfaces.ts';
import { type Answer, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
let user: Answer['body'];
let group: Answer['body'];
const logged = vi.fn();
beforeEach(async () => {
  tenant = await newTenant();
  user = await addUser(tenant);
  group = await addGroup(tenant, [user.id]);
  vi.spyOn(console, 'error').mockImplementation(logged);
});
afterEach(() => {
  vi.restoreAllMocks();
  logged.mockReset();
});

const title = patchBody({ op: 'replace', value: { title: 'Changed', userName: 'changed' } });
/** `reads`: how often the directory is asked before the change is written. */
const changes: readonly [what: string, method: string, path: string, body: () => unknown, reads: number][] = [
  ['POST of a user', 'POST', '/Users', userBody, 0],
  ['PUT of a user', 'PUT', '/Users/$user', userBody, 1],
  ['PATCH of a user', 'PATCH', '/Users/$user', () => title, 1],
  ['DELETE of a user', 'DELETE', '/Users/$user', () => undefined, 1],
  ['POST of a group', 'POST', '/Groups', () => groupBody([user.id]), 0],
  ['PUT of a group', 'PUT', '/Groups/$group', () => groupBody([]), 1],
  ['PATCH of a group', 'PATCH', '/Groups/$group', () => patchBody({ op: 'remove', path: 'members' }), 0],
  [
    'renaming a group',
    'PATCH',
    '/Groups/$group',
    () => patchBody({ op: 'replace', value: { displayName: 'x' } }),
    1,
  ],
  ['DELETE of a group', 'DELETE', '/Groups/$group', () => undefined, 1],
];
const reads: readonly [what: string, method: string, path: string, body: () => unknown][] = [
  ['GET of a user', 'GET', '/Users/$user', () => undefined],
  ['GET of a group', 'GET', '/Groups/$group', () => undefined],
  ['a list', 'GET', '/Users?filter=userName%20pr', () => undefined],
  ['a count', 'GET', '/Groups?count=0', () => undefined],
  ['discovery', 'GET', '/Schemas', () => undefined],
  ['an unknown route', 'GET', '/nothing', () => undefined],
];
const at = (path: string) => path.replace('$user', user.id).replace('$group', group.id);

describe('while the database answers nobody', () => {
  it.each([...changes.map(([what, method, path, body]) => [what, method, path, body] as const), ...reads])(
    '%s is 503 with an integer Retry-After',
    async (_what, method, path, body) => {
      const before = await rowsOf(tenant);
      const scim = scimOver(deadDatabase(), tenant);
      const answer = await scim(method, at(path), body());
      expectScimError(answer, 503);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(await rowsOf(tenant)).toEqual(before);
    },
  );

  it('a request without a token is 401: the database is not even asked', async () => {
    const scim = scimOver(deadDatabase(), tenant);
    expectScimError(await scim('GET', '/Users', undefined, { Authorization: 'Bearer x' }), 401);
  });

  it('the cause is logged, and no token with it', async () => {
    await scimOver(deadDatabase(), tenant)('GET', '/Users');
    const log = JSON.stringify(logged.mock.calls);
    expect(log).toContain('storage is being reset');
    expect(log).not.toContain(tenant.token.slice(0, 12));
  });

  it('the management API is 503 too, as problem details with an integer Retry-After', async () => {
    const request = apiOver({ tenants: openTenantStore(deadDatabase()) });
    const refused = await request('GET', '/tenants');
    expectProblem(refused, 503);
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expectProblem(await request('POST', '/tenants', { slug: 'never-made', name: 'Never' }), 503);
  });
});

describe('when a change fails in the middle of being written', () => {
  it.each(changes)(
    '%s is 503, and nothing of it is there',
    async (_what, method, path, body, readsBefore) => {
      const before = await rowsOf(tenant);
      let batches = 0;
      const db = databaseWith({
        batch: (statements: D1PreparedStatement[]) =>
          env.DB.batch(
            batches++ < readsBefore ? statements : [...statements, env.DB.prepare("SELECT json('{')")],
          ),
      });
      const answer = await scimOver(db, tenant)(method, at(path), body());
      expectScimError(answer, 503);
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
      expect(batches).toBe(readsBefore + 1);
      expect(await rowsOf(tenant)).toEqual(before);
    },
  );

  it.each(changes)('%s, repeated, succeeds', async (_what, method, path, body) => {
    const fails = scimOver(deadDatabase(), tenant);
    const works = scimOver(env.DB, tenant);
    const sent = body();
    expectScimError(await fails(method, at(path), sent), 503);
    expect((await works(method, at(path), sent)).status).toBeLessThan(300);
  });
});

describe('a fault of our own', () => {
  it('is 500 with a number to ask for, which the log has with the cause', async () => {
    const scim = scimOver(env.DB, tenant, {
      open: () => {
        throw new TypeError('secret is not a function');
      },
    });
    const answer = await scim('GET', '/Users');
    expectScimError(answer, 500);
    expect(answer.text).not.toContain('secret');
    const [requestId] = /[0-9a-f-]{36}/.exec(answer.body.detail) ?? [];
    const log = JSON.stringify(logged.mock.calls);
    expect(log).toContain('secret is not a function');
    expect(log).toContain(requestId);
  });
});
