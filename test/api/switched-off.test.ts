// The setting `enabled`: in force with the next request, whatever an isolate remembers, and nothing is lost by it.

import { beforeEach, describe, expect, it } from 'vitest';
import { addGroup, addUser, patchBody, userBody } from '../support/people.ts';
import { expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const write = (patch: unknown) => api('PATCH', `/tenants/${tenant.slug}/settings`, patch);

describe('a tenant that is switched off', () => {
  let user: Answer['body'];
  beforeEach(async () => {
    user = await addUser(tenant);
    await addGroup(tenant, [user.id]);
    await write({ enabled: false });
  });

  const requests: readonly [method: string, path: string, body?: unknown][] = [
    ['GET', '/Users'],
    ['GET', '/Users/@'],
    ['POST', '/Users', { userName: 'late' }],
    ['POST', '/Users', '{'],
    ['PUT', '/Users/@', { userName: 'late' }],
    ['PATCH', '/Users/@', patchBody({ op: 'replace', value: { active: false } })],
    ['DELETE', '/Users/@'],
    ['POST', '/Groups', { displayName: 'late' }],
    ['GET', '/ServiceProviderConfig'],
    ['GET', '/nothing'],
  ];

  it('answers 403 that says what is the matter, whatever is asked, and keeps everything', async () => {
    const before = await rowsOf(tenant);
    for (const [method, path, body] of requests) {
      const answer = await tenant.scim(method, path.replace('@', user.id), body);
      expectScimError(answer, 403);
      expect(answer.body.detail).toMatch(/switched off/);
    }
    expect(await rowsOf(tenant)).toEqual(before);
  });

  it('answers 401 to a token that is not its own', async () => {
    expectScimError(await tenant.scim('GET', '/Users', undefined, { Authorization: 'Bearer x' }), 401);
    await api('DELETE', `/tenants/${tenant.slug}/tokens/${tenant.tokenId}`);
    expectScimError(await tenant.scim('GET', '/Users'), 401);
  });

  it('works again at once when it is switched on, with all that it had', async () => {
    expectScimError(await tenant.scim('GET', '/Users'), 403);
    await write({ enabled: true });
    const { status, body } = await tenant.scim('GET', `/Users/${user.id}`);
    expect(status).toBe(200);
    expect(body.groups).toHaveLength(1);
  });

  it('follows each turn of the switch at once', async () => {
    for (let time = 0; time < 3; time++) {
      await write({ enabled: true });
      expect((await tenant.scim('POST', '/Users', userBody())).status).toBe(201);
      expect((await tenant.scim('POST', '/Groups', { displayName: `${time}` })).status).toBe(201);
      await write({ enabled: false });
      expectScimError(await tenant.scim('POST', '/Users', userBody()), 403);
      expectScimError(await tenant.scim('POST', '/Groups', { displayName: `late ${time}` }), 403);
    }
  });
});

it('requests under way while settings change are answered by the old or the new ones, and none fails', async () => {
  const { id } = await addUser(tenant);
  const group = await addGroup(tenant, [id]);
  const work = Array.from({ length: 12 }, (_, index) => [
    tenant.scim('PATCH', `/Users/${id}`, patchBody({ op: 'replace', value: { title: `${index}` } })),
    tenant.scim(
      'PATCH',
      `/Groups/${group.id}`,
      patchBody({ op: 'replace', value: { externalId: `${index}` } }),
    ),
    tenant.scim('GET', '/Users'),
    index % 4 === 0
      ? write({ leniency: { stringBooleans: index % 8 === 0 } })
      : tenant.scim('GET', '/Schemas'),
  ]).flat();
  const answers = await Promise.all(work);
  for (const answer of answers) {
    if (answer.status >= 300) expectScimError(answer, 503);
  }
  expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThan(30);
});
