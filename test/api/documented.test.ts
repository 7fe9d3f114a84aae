// The document of the API against real answers: each operation is asked for everything that it can answer when all
// is well, and for the usual refusals. The check itself is in `support/documented.ts`, and holds in every test.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountOfUser } from '../support/accounts.ts';
import { type ApiDocument, operationsOf } from '../support/api-document.ts';
import { newApiKey, withKey } from '../support/api-keys.ts';
import { answered, holdToDocument } from '../support/documented.ts';
import { addGroup, addUser, patchBody } from '../support/people.ts';
import { expectProblem } from '../support/refusals.ts';
import { type Answer, api, newTenant, origin, send, type TestTenant } from '../support/tenant.ts';

let document: ApiDocument;
let tenant: TestTenant;
const ids: Record<string, string> = {};
beforeAll(async () => {
  document = (await api('GET', '/openapi.json')).body;
  tenant = await newTenant();
  const { slug } = tenant;
  const user = await addUser(tenant);
  const group = await addGroup(tenant, [user.id]);
  await tenant.scim('PATCH', `/Groups/${group.id}`, patchBody({ op: 'remove', path: 'members' }));
  await tenant.scim('PATCH', `/Users/${user.id}`, patchBody({ op: 'replace', value: { active: false } }));
  const { body } = await api('GET', `/tenants/${slug}/accounts`);
  await api('PATCH', `/tenants/${slug}/settings`, { accountSizeGb: 5 });
  const key = await newApiKey(['read'], slug);
  const [dismissed, linked] = [await comeAgain('dismissed'), await comeAgain('linked')];
  const spare = await newTenant();
  Object.assign(ids, {
    slug,
    spare: spare.slug,
    token: tenant.tokenId,
    user: user.id,
    group: group.id,
    account: body.accounts[0].id,
    key: key.id,
    suggestion: `${dismissed.leaver}_${dismissed.newcomer}`,
    leaver: dismissed.leaver,
    linked: linked.leaver,
    newcomer: linked.newcomer,
  });
});

/** Somebody leaves, and somebody else of that name comes: their accounts. */
async function comeAgain(userName: string) {
  const people = [];
  for (const externalId of ['first', 'second']) {
    const { id } = await addUser(tenant, { userName, externalId: `${userName}-${externalId}` });
    people.push((await accountOfUser(tenant, id)).id);
    if (externalId === 'first') await tenant.scim('DELETE', `/Users/${id}`);
  }
  return { leaver: people[0], newcomer: people[1] };
}

/** Everything that is answered when all is well. `{…}` stands for the id of what was made. */
const successes: readonly [
  operation: string,
  status: number,
  method: string,
  path: string,
  body?: unknown,
][] = [
  ['createTenant', 201, 'POST', '/tenants', { slug: 'documented', name: 'Acme', blueprint: 'low-code' }],
  ['listTenants', 200, 'GET', '/tenants?limit=1'],
  ['getTenant', 200, 'GET', '/tenants/{slug}'],
  ['getSettings', 200, 'GET', '/tenants/{slug}/settings'],
  [
    'changeSettings',
    200,
    'PATCH',
    '/tenants/{slug}/settings',
    { accountSizeGb: 1, usernames: { replace: null } },
  ],
  ['listSettingsVersions', 200, 'GET', '/tenants/{slug}/settings/history?limit=1'],
  ['previewSettings', 200, 'POST', '/tenants/{slug}/settings/preview', { accountSizeGb: 7, roles: [] }],
  ['getReevaluation', 200, 'GET', '/tenants/{slug}/reevaluation'],
  ['freezeTenant', 202, 'POST', '/tenants/{spare}/freeze'],
  ['getFreeze', 200, 'GET', '/tenants/{spare}/freeze'],
  ['thawTenant', 202, 'POST', '/tenants/{spare}/thaw'],
  ['undoSettings', 200, 'POST', '/tenants/{slug}/settings/undo'],
  ['createToken', 201, 'POST', '/tenants/{slug}/tokens', { name: 'Okta', expiresInDays: null }],
  ['listTokens', 200, 'GET', '/tenants/{slug}/tokens'],
  ['createPortalLink', 201, 'POST', '/tenants/{slug}/portal-links', { role: 'viewer', expiresInHours: 2 }],
  ['listEvents', 200, 'GET', '/tenants/{slug}/events'],
  ['listUsers', 200, 'GET', '/tenants/{slug}/users'],
  ['getUser', 200, 'GET', '/tenants/{slug}/users/{user}'],
  ['listGroups', 200, 'GET', '/tenants/{slug}/groups'],
  ['getGroup', 200, 'GET', '/tenants/{slug}/groups/{group}'],
  ['listMembers', 200, 'GET', '/tenants/{slug}/groups/{group}/members'],
  ['listAccounts', 200, 'GET', '/tenants/{slug}/accounts?limit=1'],
  ['getAccount', 200, 'GET', '/tenants/{slug}/accounts/{account}'],
  ['reactivateAccount', 200, 'POST', '/tenants/{slug}/accounts/{account}/reactivate'],
  ['listRefusals', 200, 'GET', '/tenants/{slug}/refusals'],
  ['listSuggestions', 200, 'GET', '/tenants/{slug}/suggestions'],
  ['dismissSuggestion', 204, 'POST', '/tenants/{slug}/suggestions/{suggestion}/dismiss'],
  ['linkAccount', 200, 'POST', '/tenants/{slug}/accounts/{linked}/link', { accountId: '{newcomer}' }],
  ['purgeAccount', 204, 'POST', '/tenants/{slug}/accounts/{leaver}/purge'],
  ['importDirectory', 200, 'POST', '/tenants/{slug}/imports', { users: [{ userName: 'new' }], groups: [{}] }],
  ['listActivity', 200, 'GET', '/tenants/{slug}/activity'],
  ['listActivityReads', 200, 'GET', '/tenants/{slug}/activity/reads'],
  ['getConnection', 200, 'GET', '/tenants/{slug}/connection'],
  ['listAudit', 200, 'GET', '/audit'],
  ['listTenantAudit', 200, 'GET', '/tenants/{slug}/audit'],
  ['createApiKey', 201, 'POST', '/api-keys', { name: 'Backend', scopes: ['read', 'write'], tenant: null }],
  ['listApiKeys', 200, 'GET', '/api-keys'],
  ['getOpenApi', 200, 'GET', '/openapi.json'],
  // What removes comes last.
  ['revokeToken', 204, 'DELETE', '/tenants/{slug}/tokens/{token}'],
  ['revokeApiKey', 204, 'DELETE', '/api-keys/{key}'],
  ['deleteTenant', 204, 'DELETE', '/tenants/{spare}'],
];

const at = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');

it.each(successes)('%s answers %i as documented', async (operation, status, method, path, body) => {
  const name = `${operation} ${status}`;
  answered.delete(name);
  const answer = await api(method, at(path), body && JSON.parse(at(JSON.stringify(body))));
  expect(answer.status, answer.text).toBe(status);
  expect(answered).toContain(name);
});

it('every success of the document is asked for above', () => {
  const documented = operationsOf(document).flatMap(({ operationId, responses }) =>
    Object.keys(responses)
      .filter((status) => status.startsWith('2'))
      .map((status) => `${operationId} ${status}`),
  );
  expect(successes.map(([operation, status]) => `${operation} ${status}`).toSorted()).toEqual(
    documented.toSorted(),
  );
});

describe('refused as documented is', () => {
  it.each(successes)(
    '%s without a key, and with an API key that may not',
    async (...[, , method, path, body]) => {
      expectProblem(await send(method, `${origin}/api/v1${at(path)}`, body), 401);
      const { key } = await newApiKey([method === 'GET' ? 'write' : 'read']);
      expectProblem(await withKey(key, method, at(path), body), 403);
    },
  );

  it.each<[status: number, method: string, path: string, body?: unknown, headers?: Record<string, string>]>([
    [400, 'POST', '/tenants', '{'],
    [404, 'GET', '/tenants/nobody/accounts'],
    [404, 'GET', '/tenants/{slug}/users/nobody'],
    [409, 'POST', '/tenants', { slug: 'documented', name: 'Acme' }],
    [412, 'PATCH', '/tenants/{slug}/settings', {}, { 'If-Match': '"99"' }],
    [413, 'PATCH', '/tenants/{slug}/settings', ' '.repeat(3_000_000)],
    [415, 'POST', '/tenants', 'slug=acme', { 'Content-Type': 'text/plain' }],
  ])('%i: %s %s', async (status, method, path, body, headers) => {
    expectProblem(await api(method, at(path), body, headers), status);
  });

  it.each<[method: string, path: string, body: unknown, pointer: string]>([
    ['PATCH', '/tenants/{slug}/settings', { seats: { limit: -1 } }, '/seats/limit'],
    ['GET', '/tenants/{slug}/events?limit=0', undefined, '/limit'],
  ])('422: %s %s', async (method, path, body, pointer) => {
    expectProblem(await api(method, at(path), body), 422, [pointer]);
  });
});

describe('the document', () => {
  it('is for every living key that may read, that of one tenant too, and for nobody without one', async () => {
    const { request } = await newApiKey(['read'], tenant.slug);
    expect((await request('GET', '/openapi.json')).body).toEqual(document);
    expectProblem(await send('GET', `${origin}/api/v1/openapi.json`), 401);
    expectProblem(await request('POST', '/openapi.json', {}), 403);
  });

  it('says nothing of the deployment: no key, no tenant, no address', async () => {
    const text = JSON.stringify(document);
    expect(text).not.toContain(env.ADMIN_KEY);
    expect(text).not.toContain(tenant.slug);
    expect(text).not.toContain(origin);
  });
});

describe('an answer is found not to be as documented', () => {
  const asked = (path: string) => ({ method: 'GET', url: `${origin}/api/v1${path}` });
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
    status,
    headers: new Headers({ 'Content-Type': 'application/json', 'X-Request-Id': '1', ...headers }),
    text: JSON.stringify(body),
    body,
  });
  const page = { tokens: [], nextCursor: null };

  it.each<[what: string, path: string, answer: Answer, message: string]>([
    ['with a member more', '/tenants/a/tokens', answer(200, { ...page, more: 1 }), 'more'],
    ['with a member less', '/tenants/a/tokens', answer(200, { tokens: [] }), 'nextCursor'],
    ['with a value of another type', '/tenants/a/tokens', answer(200, { ...page, tokens: [{}] }), 'tokens'],
    ['by its status', '/tenants/a/tokens', answer(418, page), '418'],
    ['by its type', '/tenants/a/tokens', answer(200, page, { 'Content-Type': 'text/html' }), 'text/html'],
    ['without a header', '/tenants/a/settings', answer(200, {}), 'ETag'],
    ['where no route is', '/novel', answer(200, page), 'not documented'],
  ])('%s', async (_what, path, given, message) => {
    await expect(holdToDocument(asked(path), given)).rejects.toThrow(message);
  });

  it('as it is by a right one', async () => {
    await holdToDocument(asked('/tenants/a/tokens'), answer(200, page));
  });
});
