// How large and how deep a body may be, on each surface and in each message.

import { beforeAll, describe, expect, it } from 'vitest';
import { maxDrainedBytes } from '../../src/http/body.ts';
import { maxBodyBytes, maxJsonDepth } from '../../src/scim/limits.ts';
import { expectOverLimit } from '../support/over-limit.ts';
import { addGroup, addUser, groupBody, patchBody, patchUrn, userBody } from '../support/people.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { type Answer, api, newTenant, origin, send, type TestTenant } from '../support/tenant.ts';

const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

let tenant: TestTenant;
let userId: string;
let groupId: string;
beforeAll(async () => {
  tenant = await newTenant();
  userId = (await addUser(tenant)).id;
  groupId = (await addGroup(tenant)).id;
});

const bulkOf = (data: unknown) => ({
  schemas: [bulkUrn],
  Operations: [{ method: 'POST', path: '/Users', bulkId: 'one', data }],
});

describe('a body of as many bytes as are allowed is taken, one of a byte more is 413:', () => {
  const padded = (body: unknown, bytes: number) => {
    const text = JSON.stringify(body);
    return text + ' '.repeat(bytes - text.length);
  };

  it.each<[what: string, method: string, path: () => string, body: () => unknown, status: number]>([
    ['a bulk request', 'POST', () => '/Bulk', () => bulkOf(userBody()), 200],
    ['a PUT', 'PUT', () => `/Users/${userId}`, () => userBody(), 200],
    [
      'a PATCH',
      'PATCH',
      () => `/Groups/${groupId}`,
      () => patchBody({ op: 'remove', path: 'externalId' }),
      204,
    ],
    ['a search', 'POST', () => '/.search', () => ({ schemas: [searchUrn] }), 200],
  ])('%s', async (_what, method, path, body, status) => {
    expect((await tenant.scim(method, path(), padded(body(), maxBodyBytes))).status).toBe(status);
    await expectOverLimit(tenant, { status: 413, naming: [maxBodyBytes] }, () =>
      tenant.scim(method, path(), padded(body(), maxBodyBytes + 1)),
    );
  });

  it('one to the management API', async () => {
    const slug = `slug-${crypto.randomUUID().slice(0, 8)}`;
    const over = await api('POST', '/tenants', padded({ slug, name: 'Acme' }, maxBodyBytes + 1));
    expectProblem(over, 413);
    expect(over.body.detail).toContain(String(maxBodyBytes));
    expectProblem(await api('GET', `/tenants/${slug}`), 404);
    const within = await api('POST', '/tenants', padded({ slug, name: 'Acme' }, maxBodyBytes));
    expect(within.status).toBe(201);
  });
});

describe('a body that nests as deep as is allowed is taken, one that nests a level deeper is 400 and never worse:', () => {
  /** Lists inside one another, so many. */
  const lists = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  /** The message with `levels` further levels below the place of "@", which is `at` levels deep. */
  const nested = (message: unknown, at: number, depth: number) =>
    JSON.stringify(message).replace('"@"', lists(depth - at));

  it.each<
    [what: string, method: string, path: () => string, at: number, message: () => unknown, status: number]
  >([
    ['a new user', 'POST', () => '/Users', 1, () => userBody({ unknown: '@' }), 201],
    ['a new group', 'POST', () => '/Groups', 1, () => groupBody([], { unknown: '@' }), 201],
    ['a PUT of a group', 'PUT', () => `/Groups/${groupId}`, 1, () => groupBody([], { unknown: '@' }), 200],
    [
      'a PATCH of a user',
      'PATCH',
      () => `/Users/${userId}`,
      4,
      () => patchBody({ op: 'add', value: { unknown: '@' } }),
      200,
    ],
    [
      'a PATCH of a group',
      'PATCH',
      () => `/Groups/${groupId}`,
      1,
      () => ({ schemas: [patchUrn], Operations: [{ op: 'remove', path: 'externalId' }], unknown: '@' }),
      204,
    ],
    ['a bulk request', 'POST', () => '/Bulk', 4, () => bulkOf(userBody({ unknown: '@' })), 200],
    ['a search', 'POST', () => '/.search', 1, () => ({ schemas: [searchUrn], unknown: '@' }), 200],
  ])('%s', async (_what, method, path, at, message, status) => {
    const within = await tenant.scim(method, path(), nested(message(), at, maxJsonDepth));
    expect([within.status, within.text.includes('"400"')]).toEqual([status, false]);
    for (const depth of [maxJsonDepth + 1, 5000, 100_000]) {
      await expectOverLimit(tenant, { status: 400, scimType: 'invalidSyntax', naming: [maxJsonDepth] }, () =>
        tenant.scim(method, path(), nested(message(), at, depth)),
      );
    }
  });

  it('one to the management API', async () => {
    const patch = (depth: number) =>
      api('PATCH', `/tenants/${tenant.slug}/settings`, nested({ colour: '@' }, 1, depth));
    expectProblem(await patch(maxJsonDepth), 422, ['/colour']);
    const over = await patch(maxJsonDepth + 1);
    expectProblem(over, 400);
    expect(over.body.detail).toContain(String(maxJsonDepth));
  });
});

describe('what a refused client goes on sending is read', () => {
  const chunk = new Uint8Array(1024 * 1024).fill(32);

  /** Sends so many bytes, and on without end if nobody stops it. Answers how much was asked for. */
  async function sent(
    url: string,
    bytes: number,
    endless: boolean,
  ): Promise<{ answer: Answer; ended: boolean }> {
    let left = bytes;
    let ended = false;
    const body = new ReadableStream({
      pull(controller) {
        if (left > 0) controller.enqueue(chunk.subarray(0, left));
        else if (endless) controller.enqueue(chunk.subarray(0, 1));
        else {
          ended = true;
          controller.close();
        }
        left -= chunk.byteLength;
      },
    });
    const answer = await send('POST', url, body, { Authorization: `Bearer ${tenant.token}` });
    return { answer, ended };
  }

  it.each<[what: string, url: () => string, status: number]>([
    ['is too large', () => `${tenant.baseUrl}/Users`, 413],
    ['is for nobody', () => `${tenant.baseUrl}/nothing`, 404],
  ])(
    'to the end of what a Worker is ever sent, and no further: a body that %s',
    async (_what, url, status) => {
      const before = await rowsOf(tenant);
      const whole = await sent(url(), maxDrainedBytes, false);
      expectScimError(whole.answer, status);
      expect(whole.ended).toBe(true);
      const endless = await sent(url(), maxDrainedBytes, true);
      expectScimError(endless.answer, status);
      expect(await rowsOf(tenant)).toEqual(before);
    },
  );

  it('by the management API too', async () => {
    const { answer } = await sent(`${origin}/api/v1/tenants`, maxDrainedBytes, true);
    expectProblem(answer, 401);
  });
});
