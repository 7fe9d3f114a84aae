// …/activity, …/activity/reads: filters, pages and bounds.

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActivityRecord } from '../../src/activity/record.ts';
import { insertActivity } from '../../src/db/activity.ts';
import { addReads, addRejections } from '../../src/db/activity-counts.ts';
import { activityOf } from '../support/activity.ts';
import { newApiKey } from '../support/api-keys.ts';
import { expectProblem } from '../support/refusals.ts';
import { tenantId } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
const minute = (number: number) => `2026-11-22T08:${String(number).padStart(2, '0')}:00.000Z`;

beforeAll(async () => {
  tenant = await newTenant();
  const id = await tenantId(tenant.slug);
  const request = (number: number, values: Partial<ActivityRecord>): ActivityRecord => ({
    id: `request-${number}`,
    tenant: id,
    kind: 'write',
    occurredAt: minute(number),
    method: 'POST',
    path: '/Users',
    status: 201,
    durationMilliseconds: 3,
    scimType: null,
    detail: null,
    client: 'okta',
    userAgent: null,
    tokenId: tenant.tokenId,
    body: null,
    leftOut: null,
    operations: null,
    answerBytes: null,
    ...values,
  });
  await insertActivity(env.DB, [
    request(1, {}),
    request(2, { kind: 'error', status: 409, scimType: 'uniqueness', detail: 'Taken.' }),
    request(3, { method: 'PATCH', path: '/Users/1', status: 200 }),
    // Of the very same millisecond.
    request(4, { occurredAt: minute(3), method: 'DELETE', status: 204 }),
    request(5, { kind: 'error', method: 'GET', status: 404, detail: 'Gone.' }),
  ]);
  await addRejections(
    env.DB,
    [{ slug: tenant.slug, minute: minute(6), reason: 'no_token', client: 'okta', status: 401, count: 7 }],
    () => 'rejected',
  );
  await addReads(
    env.DB,
    ['GET /Users', 'GET /Users/{id}'].flatMap((name) =>
      [1, 2].map((number) => ({ tenant: id, minute: minute(number), request: name, count: number })),
    ),
  );
});

const ids = async (query: string) => (await activityOf(tenant, query)).map(({ id }) => id);

describe('asked', () => {
  it.each<[query: string, found: readonly (number | 'rejected')[]]>([
    ['', ['rejected', 5, 4, 3, 2, 1]],
    ['?kind=write', [4, 3, 1]],
    ['?kind=error', [5, 2]],
    ['?kind=rejected', ['rejected']],
    ['?status=409', [2]],
    ['?status=201', [1]],
    ['?method=DELETE', [4]],
    [`?from=${minute(5)}`, ['rejected', 5]],
    [`?to=${minute(2)}`, [2, 1]],
    [`?from=${minute(2)}&to=${minute(3)}&kind=write`, [4, 3]],
    ['?from=2026-11-22T10:05:00%2B02:00&kind=error', [5]],
    ['?kind=write&status=409', []],
  ])('"%s" shows %j', async (query, found) => {
    expect(await ids(query)).toEqual(found.map((one) => (one === 'rejected' ? one : `request-${one}`)));
  });

  it.each(['activity', 'activity/reads'])('%s page by page is what it is in one', async (list) => {
    const path = `/tenants/${tenant.slug}/${list}`;
    const name = list === 'activity' ? 'activity' : 'reads';
    const whole = (await api('GET', path)).body[name];
    const pages: unknown[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 10; page++) {
      const next = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const { body } = await api('GET', `${path}?limit=1${next}`);
      pages.push(...body[name]);
      cursor = body.nextCursor;
    }
    expect(pages).toEqual(whole);
    expect(whole.length).toBeGreaterThan(3);
  });

  it.each([
    ['activity?limit=0', '/limit'],
    ['activity?limit=1001', '/limit'],
    ['activity?kind=all', '/kind'],
    ['activity?status=99', '/status'],
    ['activity?method=TRACE', '/method'],
    ['activity?from=yesterday', '/from'],
    ['activity?cursor=x', '/cursor'],
    ['activity/reads?cursor=x', '/cursor'],
    ['activity/reads?to=x', '/to'],
  ])('%s is refused', async (path, pointer) => {
    expectProblem(await api('GET', `/tenants/${tenant.slug}/${path}`), 422, [pointer]);
  });
});

it.each(['activity', 'activity/reads', 'connection'])('%s is for keys of the tenant only', async (path) => {
  const key = await newApiKey(['read'], (await newTenant()).slug);
  expectProblem(await key.request('GET', `/tenants/${tenant.slug}/${path}`), 404);
  const own = await newApiKey(['read'], tenant.slug);
  expect((await own.request('GET', `/tenants/${tenant.slug}/${path}`)).status).toBe(200);
  expectProblem(await api('GET', `/tenants/nobody/${path}`), 404);
});
