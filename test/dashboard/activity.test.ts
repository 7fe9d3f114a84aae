// The page of the activity: requests one by one with advice, filters, pages, the chart, and texts that mean harm.

import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import type { ActivityRecord } from '../../src/activity/record.ts';
import { activityLimit } from '../../src/dashboard/limits.ts';
import { insertActivity } from '../../src/db/activity.ts';
import { addReads, addRejections } from '../../src/db/activity-counts.ts';
import { tenantId } from '../support/stored.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';
import { newOperator, type Visitor } from '../support/visitor.ts';

let operator: Visitor;
let tenant: TestTenant;
beforeAll(async () => {
  operator = await newOperator();
  tenant = await newTenant();
  await record(tenant, [
    { occurredAt: at(1), path: '/Users?n=1' },
    {
      kind: 'error',
      occurredAt: at(2),
      path: '/Users?n=2',
      status: 409,
      scimType: 'uniqueness',
      detail: 'A user with the userName "ann" exists already.',
      durationMilliseconds: 1234,
      body: { userName: 'ann' },
      leftOut: { names: ['password'], undeclared: 2, omitted: 0 },
    },
    { occurredAt: at(3), method: 'PATCH', path: '/Users/1?n=3', status: 200 },
    { kind: 'error', occurredAt: at(4), path: '/Users?n=4', status: 503, detail: 'Try again.' },
    { kind: 'error', occurredAt: '2026-11-21T23:59:59.999Z', path: '/Users?n=5', status: 404 },
  ]);
});

const at = (minute: number) => `2026-11-22T08:${String(minute).padStart(2, '0')}:00.000Z`;

async function record(of: TestTenant, requests: readonly Partial<ActivityRecord>[]): Promise<void> {
  const id = await tenantId(of.slug);
  const records = requests.map((values, index) => ({
    id: `${of.slug}-${index}`,
    tenant: id,
    kind: 'write' as const,
    occurredAt: at(0),
    method: 'POST',
    path: '/Users',
    status: 201,
    durationMilliseconds: 3,
    scimType: null,
    detail: null,
    client: 'okta-put' as const,
    userAgent: null,
    tokenId: of.tokenId,
    body: null,
    leftOut: null,
    operations: null,
    answerBytes: null,
    ...values,
  }));
  await insertActivity(env.DB, records);
}

const page = async (query = '', of = tenant) =>
  (await operator.get(`/dashboard/t/${of.slug}/activity${query}`)).text;

const shown = (text: string) => [...text.matchAll(/\?n=(\d+)<\/bdi>/g)].map(([, number]) => Number(number));

it('each request stands there, newest first, and an error with what to do in which product', async () => {
  const text = await page();
  expect(shown(text)).toEqual([4, 3, 2, 1, 5]);
  for (const said of [
    '22 Nov 2026, 08:02:00 UTC',
    '1,234 ms',
    'Okta, custom app (PUT)',
    'token <bdi>Okta</bdi>',
    'A user with the userName &quot;ann&quot; exists already.',
    '<dt>In Okta</dt>',
    '<dt>In Entra ID</dt>',
    '&quot;userName&quot;: &quot;ann&quot;',
    'Not recorded: <bdi>password, 2 of what no schema declares</bdi>',
  ]) {
    expect(text).toContain(said);
  }
});

it.each<[string, number[]]>([
  ['?kind=error', [4, 2, 5]],
  ['?kind=write', [3, 1]],
  ['?status=4', [2, 5]],
  ['?status=5', [4]],
  ['?status=2', [3, 1]],
  ['?method=PATCH', [3]],
  ['?from=2026-11-22', [4, 3, 2, 1]],
  ['?to=2026-11-21', [5]],
  ['?kind=error&status=4&method=POST&from=2026-11-22&to=2026-11-22', [2]],
])('the filter %s leaves %j, and stays chosen', async (query, expected) => {
  const text = await page(query);
  expect(shown(text)).toEqual(expected);
  for (const [name, value] of new URLSearchParams(query)) {
    const isChosen =
      text.includes(`<option value="${value}" selected`) ||
      text.includes(`name="${name}" type="date" value="${value}"`);
    expect([name, isChosen]).toEqual([name, true]);
  }
});

it.each(['kind=all', 'status=7', 'method=%3Cb%3E', 'from=yesterday', 'to=2026-02-31', 'cursor=1', 'until=x'])(
  'a filter that cannot be read (%s) is refused instead of shown as everything',
  async (query) => {
    const { status, text } = await operator.get(`/dashboard/t/${tenant.slug}/activity?${query}`);
    expect([status, shown(text)]).toEqual([400, []]);
    expect(text).toContain('The filter could not be read');
  },
);

it('says what will come where nothing has come yet, and that nothing is as was chosen', async () => {
  const fresh = await newTenant();
  expect(await page('', fresh)).toContain('Each change and each error will stand here');
  expect(await page('?kind=error', fresh)).toContain('No request is as you chose');
});

it('every request is on one of the pages, once, filters and all', async () => {
  const busy = await newTenant();
  const errors = 2 * activityLimit + 3;
  await record(
    busy,
    Array.from({ length: 2 * errors }, (_, index) => ({
      kind: index % 2 ? ('error' as const) : ('write' as const),
      status: index % 2 ? 400 : 200,
      path: `/Users?n=${index}`,
    })),
  );
  const seen: number[] = [];
  let path = `/dashboard/t/${busy.slug}/activity?kind=error`;
  for (let pages = 0; path !== '' && pages < 5; pages++) {
    const { text } = await operator.get(path);
    seen.push(...shown(text));
    path = /href="([^"]+)">Earlier/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  }
  expect(seen).toEqual(Array.from({ length: errors }, (_, index) => 2 * (errors - index) - 1));
});

it('reads, and requests that were not let in, are drawn by the minute and stand in figures beside it', async () => {
  const busy = await newTenant();
  const id = await tenantId(busy.slug);
  await addReads(env.DB, [
    { tenant: id, minute: at(30), request: 'GET /Users', count: 1200 },
    { tenant: id, minute: at(31), request: 'GET /Users/{id}', count: 600 },
    { tenant: id, minute: '2026-11-22T07:10:00.000Z', request: 'GET /Groups', count: 7 },
  ]);
  await addRejections(
    env.DB,
    [{ slug: busy.slug, minute: at(31), reason: 'expired_token', client: 'okta', status: 401, count: 42 }],
    () => crypto.randomUUID(),
  );
  const text = await page('', busy);
  expect(text.match(/<rect class="\w+" x="\d+" y="\d+" width="8" height="\d+"/g)).toEqual([
    '<rect class="read" x="580" y="2" width="8" height="100"',
    '<rect class="read" x="590" y="52" width="8" height="50"',
    '<rect class="rejected" x="590" y="48" width="8" height="4"',
  ]);
  expect(text).toMatch(
    /GET \/Users<\/th><td class="number">1,200<[\s\S]*Not let in: The token has expired.<\/th><td class="number">42</,
  );
  expect(text).toContain('42 requests were not let in');
  expect(text).not.toContain('GET /Groups');
  const before = /href="([^"]+)#by-the-minute">The hour before/.exec(text)?.[1] ?? '';
  const earlier = (await operator.get(before)).text;
  expect(earlier).toMatch(/GET \/Groups<\/th><td class="number">7</);
  expect(earlier).not.toContain('GET /Users');
});

it('what was sent stays text, and turns nothing around it', async () => {
  const attacked = await newTenant();
  const evil = '<script>alert(1)</script>\u202egnp.exe';
  const { body } = await api('POST', `/tenants/${attacked.slug}/tokens`, { name: evil });
  await record(attacked, [
    {
      kind: 'error',
      path: `/Users?n=1&x=${evil}`,
      detail: evil,
      scimType: evil,
      status: 400,
      userAgent: evil,
      tokenId: body.id,
      body: { [evil]: evil },
      leftOut: { names: [evil], undeclared: 0, omitted: 0 },
    },
  ]);
  const text = await page('', attacked);
  expect(text).not.toContain('<script>alert');
  // In what was sent, signs that turn others around are written as JSON writes them; everywhere else they are named.
  expect(text).toContain('\\u202egnp.exe');
  expect(text).not.toContain('\u202e');
  expect(text.match(/U\+202E/g)).toHaveLength(6);
});

it("another tenant's requests are on no page of this one", async () => {
  const other = await newTenant();
  await record(other, [{ path: '/Users?n=77' }]);
  expect(shown(await page())).not.toContain(77);
  expect(shown(await page('', other))).toEqual([77]);
});
