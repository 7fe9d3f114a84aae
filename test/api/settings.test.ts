// …/settings: a merge patch that is in force with the next request, whatever an isolate remembers.

import { beforeEach, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/refusals.ts';
import { api, newTenant, type TestTenant } from '../support/tenant.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const read = () => api('GET', `/tenants/${tenant.slug}/settings`);
const write = (patch: unknown, headers?: Record<string, string>) =>
  api('PATCH', `/tenants/${tenant.slug}/settings`, patch, headers);

describe('settings', () => {
  it('are the defaults of a new tenant, with an entity tag', async () => {
    const { status, body, headers } = await read();
    expect(status).toBe(200);
    expect(body).toMatchObject({ enabled: true, leniency: null });
    expect(headers.get('etag')).toMatch(/^"[^"]+"$/);
  });

  it('are merged: what a patch does not name stays', async () => {
    await write({ leniency: { stringBooleans: false } });
    await write({ leniency: { numbersAsText: false } });
    const { body } = await write({ enabled: false });
    expect(body).toMatchObject({ enabled: false, leniency: { stringBooleans: false, numbersAsText: false } });
    expect((await read()).body).toEqual(body);
  });

  it('go back to their defaults by null, one by one and all together', async () => {
    await write({ enabled: false, leniency: { stringBooleans: false, numbersAsText: false } });
    expect((await write({ leniency: { stringBooleans: null } })).body.leniency).toEqual({
      numbersAsText: false,
    });
    expect((await write({ enabled: null, leniency: null })).body).toMatchObject({
      enabled: true,
      leniency: null,
    });
  });

  it.each(['application/json', 'application/merge-patch+json', 'application/json; charset=utf-8'])(
    'are taken as %s',
    async (type) => {
      expect((await write({ enabled: false }, { 'Content-Type': type })).status).toBe(200);
    },
  );

  it('are never shared with another tenant', async () => {
    const other = await newTenant();
    await write({ enabled: false });
    expect((await other.scim('GET', '/Users')).status).toBe(200);
    expect((await api('GET', `/tenants/${other.slug}/settings`)).body.enabled).toBe(true);
  });

  it.each<[what: string, patch: unknown, pointers: string[]]>([
    ['an unknown key', { colour: 'red' }, ['/colour']],
    ['an unknown leniency', { leniency: { everything: true } }, ['/leniency/everything']],
    ['`__proto__`', '{"__proto__": {"enabled": false}}', ['/__proto__']],
    ['`__proto__` as a leniency', '{"leniency": {"__proto__": true}}', ['/leniency/__proto__']],
    ['`constructor`', { constructor: 1 }, ['/constructor']],
    ['a string for a boolean', { enabled: 'false' }, ['/enabled']],
    ['a leniency that is no boolean', { leniency: { stringBooleans: 'no' } }, ['/leniency/stringBooleans']],
    ['leniencies as a list', { leniency: ['stringBooleans'] }, ['/leniency']],
    ['two mistakes', { enabled: 1, colour: 'red' }, ['/enabled', '/colour']],
    ['a list', [], ['']],
    ['a string', '"off"', ['']],
    ['null', 'null', ['']],
  ])('with %s are 422 with a pointer, and nothing changes', async (_what, patch, pointers) => {
    const before = await read();
    expectProblem(await write(patch), 422, pointers);
    const after = await read();
    expect([after.body, after.headers.get('etag')]).toEqual([before.body, before.headers.get('etag')]);
  });

  it('that nest without end are 400', async () => {
    const deep = `${'{"leniency":'.repeat(20_000)}{}${'}'.repeat(20_000)}`;
    expectProblem(await write(deep), 400);
  });

  it('one wrong value refuses all of a patch', async () => {
    expectProblem(await write({ enabled: false, colour: 'red' }), 422, ['/colour']);
    expect((await tenant.scim('GET', '/Users')).status).toBe(200);
  });
});

describe('If-Match', () => {
  it('of the present version goes through, and the answer has the next', async () => {
    const tag = (await read()).headers.get('etag') ?? '';
    const { status, headers } = await write({ enabled: false }, { 'If-Match': tag });
    expect(status).toBe(200);
    expect(headers.get('etag')).not.toBe(tag);
    expect((await read()).headers.get('etag')).toBe(headers.get('etag'));
  });

  it('of another version is 412 and changes nothing', async () => {
    const tag = (await read()).headers.get('etag') ?? '';
    await write({ enabled: false });
    for (const condition of [tag, '"999"', '"', 'nonsense', '"*"']) {
      expectProblem(await write({ enabled: true }, { 'If-Match': condition }), 412);
    }
    expect((await read()).body.enabled).toBe(false);
  });

  it.each(['*', '"999", $', 'W/$'])('%s goes through', async (condition) => {
    const tag = (await read()).headers.get('etag') ?? '';
    expect((await write({ enabled: false }, { 'If-Match': condition.replace('$', tag) })).status).toBe(200);
  });

  it('lets one of two through who read the same version', async () => {
    const tag = (await read()).headers.get('etag') ?? '';
    const answers = await Promise.all(
      [{ enabled: false }, { leniency: { stringBooleans: false } }].map((patch) =>
        write(patch, { 'If-Match': tag }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });
});

it('two who change different settings at once, without a condition, both have their way', async () => {
  const answers = await Promise.all([
    write({ enabled: false }),
    write({ leniency: { stringBooleans: false } }),
    write({ leniency: { numbersAsText: false } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await read()).body).toMatchObject({
    enabled: false,
    leniency: { stringBooleans: false, numbersAsText: false },
  });
});
