// *Test it now*: what it shows in each product's settings, what it leaves, who may press it, and what others see of it.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { blueprintNames } from '../../src/policy/blueprints.ts';
import { runCron } from '../support/cron.ts';
import { everythingStored, rowsOf, tenantId } from '../support/stored.ts';
import { type Answer, api, newTenant, send, type TestTenant } from '../support/tenant.ts';
import { newOperator, newVisitor, type Visitor } from '../support/visitor.ts';

let operator: Visitor;
beforeEach(async () => {
  operator = await newOperator();
});

const pathOf = ({ slug }: TestTenant) => `/dashboard/t/${slug}/try`;

const hidden = (name: string, { text }: Answer) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

/** What stands before each line: `done`, `refused`, `failed` or `skipped`. */
const outcomes = ({ text }: Answer) =>
  [...text.matchAll(/<li class="(done|refused|failed|skipped)">/g)].map(([, outcome]) => outcome);

async function begin(tenant: TestTenant, product = 'okta', visitor = operator): Promise<Answer> {
  const { status, headers } = await visitor.submit(pathOf(tenant), { with: product });
  expect([status, headers.get('location')]).toEqual([303, pathOf(tenant)]);
  return visitor.get(pathOf(tenant));
}

const next = (tenant: TestTenant, page: Answer, visitor = operator) =>
  visitor.submit(`${pathOf(tenant)}/next`, { run: hidden('run', page), step: hidden('step', page) });

/** Presses until there is nothing more to press. */
async function playToEnd(tenant: TestTenant, product = 'okta', visitor = operator): Promise<Answer> {
  let page = await begin(tenant, product, visitor);
  while (page.text.includes('Next step')) {
    expect((await next(tenant, page, visitor)).status).toBe(303);
    page = await visitor.get(pathOf(tenant));
  }
  return page;
}

/** The throw-away tenants that are there for this one. */
async function stagesOf({ slug }: TestTenant): Promise<readonly { id: string; slug: string }[]> {
  const { results } = await env.DB.prepare('SELECT id, slug FROM tenants WHERE trial_of = ?')
    .bind(await tenantId(slug))
    .run<{ id: string; slug: string }>();
  return results;
}

/** People of tenants that are not there any more. */
async function orphans(): Promise<number | null> {
  const query = 'SELECT count(*) AS n FROM users WHERE tenant NOT IN (SELECT id FROM tenants)';
  return env.DB.prepare(query).first<number>('n');
}

async function set(tenant: TestTenant, settings: object): Promise<void> {
  expect((await api('PATCH', `/tenants/${tenant.slug}/settings`, settings)).status).toBe(200);
}

describe('all steps pass', () => {
  it.each(
    [undefined, ...blueprintNames].flatMap((blueprint) =>
      ['okta', 'okta-catalog', 'entra', 'other'].map((product) => [blueprint ?? 'default', product] as const),
    ),
  )('with the settings of %s, for %s', async (blueprint, product) => {
    const tenant = await newTenant(blueprint === 'default' ? undefined : blueprint);
    const page = await playToEnd(tenant, product);
    const lines = outcomes(page);
    expect(lines, page.text).toEqual(lines.map(() => 'done'));
    expect(lines.length).toBeGreaterThan(10);
    expect(page.text).toContain(`All ${lines.length} steps passed`);
  });

  it('in about thirty requests', async () => {
    const { text } = await playToEnd(await newTenant());
    const counts = [...text.matchAll(/(\d+) requests?</g)].map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThan(40);
  });

  it('also where provisioning is off: in the copy it is on', async () => {
    const tenant = await newTenant();
    await set(tenant, { enabled: false });
    expect((await playToEnd(tenant)).text).toContain('steps passed: this directory understands Okta');
  });

  it('where user names must be other than addresses, which is said', async () => {
    const tenant = await newTenant('file-sharing');
    expect((await begin(tenant)).text).toContain('played as the part before the “@”. Okta must send them so');
    await set(tenant, { usernames: { allowedPattern: '[a-z0-9]{1,60}' } });
    const { text } = await playToEnd(tenant);
    expect(text).toContain('small letters and digits');
    expect(text).toContain('steps passed');
  });

  it('where an attribute is required that the product does not send by itself, which is said', async () => {
    const tenant = await newTenant();
    const namespace = 'urn:acme:2.0:User';
    await set(tenant, {
      attributes: [
        { name: 'userType', required: true, canonicalValues: ['admin', 'power'] },
        { name: 'badge', namespace, required: true, type: 'integer' },
        { name: 'displayName', required: true },
      ],
    });
    const { text } = await playToEnd(tenant);
    expect(text).toContain('“userType” is required here, which Okta does not send by itself');
    expect(text).toContain('played as “1”');
    expect(text).not.toContain('“displayName” is required');
    expect(text).toContain('steps passed: this directory');
  });

  it('where a change is passed over because the attribute is create-only, which is said', async () => {
    const { text } = await playToEnd(await newTenant('cloud-backup'));
    expect(text).toContain('name.givenName stays as it was created, as the settings say');
  });
});

describe('what the settings refuse', () => {
  it('is said in the words of the error, with what to do, and blames nobody else', async () => {
    const tenant = await newTenant();
    await set(tenant, {
      constraints: [{ when: 'displayName pr', require: 'nickName pr', message: 'Map the nickname, please.' }],
    });
    const page = await playToEnd(tenant);
    expect(page.text).toContain('Refused by this directory: <bdi>Map the nickname, please.</bdi>');
    expect(page.text).toContain('Change what Okta sends');
    expect(page.text).not.toContain('no fault of yours');
    expect(outcomes(page)).toContain('skipped');
    expect(outcomes(page)).not.toContain('failed');
    expect(await stagesOf(tenant)).toEqual([]);
  });

  it('is told of seats and of names that no form of them fits', async () => {
    const tenant = await newTenant();
    await set(tenant, { seats: { limit: 1 } });
    expect(outcomes(await playToEnd(tenant))).toContain('refused');
    await set(tenant, { seats: null, usernames: { allowedPattern: '[0-9]{3}' } });
    expect((await playToEnd(tenant)).text).toContain('match [0-9]{3} as a whole');
  });
});

describe('the throw-away tenant', () => {
  it('leaves nothing, and nothing of the real one changes', async () => {
    const tenant = await newTenant('low-code');
    const before = await rowsOf(tenant);
    const page = await begin(tenant);
    const [stage] = await stagesOf(tenant);
    await next(tenant, page);
    await playToEnd(tenant);
    expect(await stagesOf(tenant)).toEqual([]);
    const stored = await everythingStored();
    expect(stored).not.toContain(stage?.id);
    expect(stored).not.toContain(stage?.slug);
    expect(await orphans()).toBe(0);
    expect(await rowsOf(tenant)).toEqual(before);
    const { body } = await api('GET', `/tenants/${tenant.slug}/activity`);
    expect(body.activity).toEqual([]);
  });

  it('is in no list, and is found by nobody who knows its slug', async () => {
    const tenant = await newTenant();
    let page = await begin(tenant);
    for (let step = 0; step < 4; step++) {
      await next(tenant, page);
      page = await operator.get(pathOf(tenant));
    }
    const [stage = { slug: '' }] = await stagesOf(tenant);
    expect(stage.slug).toMatch(/^try-[0-9a-f]{32}$/);
    const { body } = await api('GET', '/tenants?limit=1000');
    expect(JSON.stringify(body)).not.toContain('try-');
    expect((await operator.get(`/dashboard?search=${stage.slug}`)).text).not.toContain('/t/try-');
    expect((await operator.get(`/dashboard/t/${stage.slug}`)).status).toBe(404);
    for (const path of ['', '/settings', '/events', '/tokens', '/users', '/audit']) {
      expect((await api('GET', `/tenants/${stage.slug}${path}`)).status).toBe(404);
    }
    expect((await api('DELETE', `/tenants/${stage.slug}`)).status).toBe(404);
    const url = `http://rollcall.test/t/${stage.slug}/scim/v2/Users`;
    const asked = await send('GET', url, undefined, { Authorization: `Bearer ${tenant.token}` });
    expect(asked.status).toBe(401);
  });

  it('has a token that stands in no page, and in the database as a hash alone', async () => {
    const tenant = await newTenant();
    const page = await begin(tenant);
    await next(tenant, page);
    const { text } = await operator.get(pathOf(tenant));
    expect(text).not.toContain('rc_');
    expect(await everythingStored()).not.toMatch(/rc_[\w-]{49}/);
  });

  it('is erased by the cron an hour after its browser has gone, and not before', async () => {
    const tenant = await newTenant();
    await next(tenant, await begin(tenant));
    await runCron();
    expect(await stagesOf(tenant)).toHaveLength(1);
    const ago = new Date(Date.now() - 61 * 60_000).toISOString();
    await env.DB.prepare('UPDATE tenants SET created_at = ? WHERE trial_of IS NOT NULL').bind(ago).run();
    await env.DB.prepare('UPDATE trials SET started_at = ?').bind(ago).run();
    await runCron();
    expect(await stagesOf(tenant)).toEqual([]);
    expect(await orphans()).toBe(0);
    expect((await operator.get(pathOf(tenant))).text).toContain('Test it now</button>');
    expect(await tenantId(tenant.slug)).toBeTruthy();
  });

  it('makes way for the next one: a tenant has one at a time', async () => {
    const tenant = await newTenant();
    const first = await begin(tenant);
    await next(tenant, first);
    const [before] = await stagesOf(tenant);
    await Promise.all([begin(tenant, 'entra'), begin(tenant, 'entra')]).catch(() => {});
    const [after, ...others] = await stagesOf(tenant);
    expect(others).toEqual([]);
    expect(after?.id).not.toBe(before?.id);
    expect(await everythingStored()).not.toContain(before?.id);
  });
});

describe('a step', () => {
  it('is played once, however often its form is sent', async () => {
    const tenant = await newTenant();
    const page = await begin(tenant);
    const answers = await Promise.all([next(tenant, page), next(tenant, page), next(tenant, page)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    await next(tenant, page);
    expect(outcomes(await operator.get(pathOf(tenant)))).toEqual(['done']);
  });

  it.each([
    ['of another run', { run: '12345678', step: '0' }],
    ['of no run', {}],
  ])('%s is not found, and nothing is played', async (_, fields) => {
    const tenant = await newTenant();
    await begin(tenant);
    expect((await operator.submit(`${pathOf(tenant)}/next`, fields)).status).toBe(404);
    expect(outcomes(await operator.get(pathOf(tenant)))).toEqual([]);
  });

  it('that does not exist is not played', async () => {
    const tenant = await newTenant();
    const page = await begin(tenant);
    for (const step of ['-1', '99', 'x', '']) {
      await operator.submit(`${pathOf(tenant)}/next`, { run: hidden('run', page), step });
    }
    expect(outcomes(await operator.get(pathOf(tenant)))).toEqual([]);
  });
});

describe('by a link of the tenant', () => {
  async function enter({ slug }: TestTenant, role: string): Promise<Visitor> {
    const { body } = await api('POST', `/tenants/${slug}/portal-links`, { role });
    const visitor = newVisitor();
    const link = new URL(body.url).pathname;
    await visitor.get(link);
    await visitor.submit(link);
    await visitor.get(`/dashboard/t/${slug}`);
    return visitor;
  }

  it('an administrator tests, and nobody of another tenant sees or touches it', async () => {
    const [tenant, other] = [await newTenant(), await newTenant()];
    const administrator = await enter(tenant, 'administrator');
    const page = await begin(tenant, 'okta', administrator);
    const stranger = await enter(other, 'administrator');
    expect((await stranger.get(pathOf(tenant))).status).toBe(404);
    expect((await next(tenant, page, stranger)).status).toBe(404);
    expect((await next(other, page, stranger)).status).toBe(404);
    expect(outcomes(await administrator.get(pathOf(tenant)))).toEqual([]);
  });

  it('a viewer sees what came of it and no button, and can neither begin nor go on', async () => {
    const tenant = await newTenant();
    const page = await begin(tenant);
    await next(tenant, page);
    const viewer = await enter(tenant, 'viewer');
    const seen = await viewer.get(pathOf(tenant));
    expect(outcomes(seen)).toEqual(['done']);
    expect(seen.text).not.toMatch(/Next step|Test it (now|again)<\/button>/);
    expect((await viewer.get(`/dashboard/t/${tenant.slug}`)).text).not.toContain('Test it now');
    expect((await viewer.submit(pathOf(tenant), { with: 'okta' })).status).toBe(403);
    expect((await next(tenant, page, viewer)).status).toBe(403);
  });
});
