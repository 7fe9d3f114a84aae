// A tenant that begins as a product: `blueprint` in POST /tenants.

import { describe, expect, it } from 'vitest';
import { blueprintNames, blueprints } from '../../src/policy/blueprints.ts';
import { settingsOf } from '../../src/policy/settings.ts';
import { expectProblem, expectScimError } from '../support/refusals.ts';
import { rowsOf } from '../support/stored.ts';
import { api, newTenant } from '../support/tenant.ts';

const newSlug = () => `slug-${crypto.randomUUID().slice(0, 12)}`;

const make = (slug: string, blueprint: unknown) => api('POST', '/tenants', { slug, name: 'Acme', blueprint });

describe.each(blueprintNames)('a tenant of the blueprint %s', (blueprint) => {
  it('begins with its settings, as their first version', async () => {
    const slug = newSlug();
    const { status, body } = await make(slug, blueprint);
    expect(status).toBe(201);
    expect(body.settings).toEqual(settingsOf(blueprints[blueprint]));
    const settings = await api('GET', `/tenants/${slug}/settings`);
    expect([settings.body, settings.headers.get('etag')]).toEqual([body.settings, '"1"']);
    const { versions } = (await api('GET', `/tenants/${slug}/settings/history`)).body;
    expect(versions).toMatchObject([{ version: 1, settings: blueprints[blueprint] }]);
    expect(versions[0].settings).toEqual(blueprints[blueprint]);
  });

  it('says so in its audit', async () => {
    const slug = newSlug();
    await make(slug, blueprint);
    const { entries } = (await api('GET', `/tenants/${slug}/audit`)).body;
    expect(entries).toMatchObject([{ action: 'tenant.created', target: { name: slug }, before: null }]);
    expect(entries[0].after).toEqual({ slug, name: 'Acme', blueprint });
  });
});

it('a blueprint is in force from the first request', async () => {
  const tenant = await newTenant('file-sharing');
  const answer = await tenant.scim('POST', '/Users', { userName: 'ann@example.com' });
  expectScimError(answer, 400, 'invalidValue');
});

it('settings that came from a blueprint are changed, and changed back, like any others', async () => {
  const { slug } = await newTenant('cloud-backup');
  const changed = await api('PATCH', `/tenants/${slug}/settings`, { accountSizeGb: 75 });
  expect(changed.body).toEqual({ ...settingsOf(blueprints['cloud-backup']), accountSizeGb: 75 });
  const undone = await api('POST', `/tenants/${slug}/settings/undo`);
  expect(undone.body).toEqual(settingsOf(blueprints['cloud-backup']));
});

it('a change of one tenant is none of another with the same blueprint', async () => {
  const { slug } = await newTenant('cloud-backup');
  await api('PATCH', `/tenants/${slug}/settings`, { accountSizeGb: 75, createOnly: [] });
  const other = await newTenant('cloud-backup');
  const { body } = await api('GET', `/tenants/${other.slug}/settings`);
  expect(body).toEqual(settingsOf(blueprints['cloud-backup']));
});

it('a slug that is taken is 409 with a blueprint too, and the first tenant keeps its settings', async () => {
  const tenant = await newTenant('cloud-backup');
  const before = await rowsOf(tenant);
  expectProblem(await make(tenant.slug, 'file-sharing'), 409);
  expect(await rowsOf(tenant)).toEqual(before);
});

it.each<[what: string, blueprint: unknown]>([
  ['a name that nobody gave', 'nothing'],
  ['no name', ''],
  ['another case', 'File-Sharing'],
  ['the name of the file', 'file-sharing.json'],
  ['`constructor`', 'constructor'],
  ['`__proto__`', '__proto__'],
  ['null', null],
  ['a number', 1],
  ['a list', ['file-sharing']],
  ['settings', { accountSizeGb: 50 }],
])('%s is 422 with a pointer, and no tenant is made', async (_what, blueprint) => {
  const slug = newSlug();
  const answer = await make(slug, blueprint);
  expectProblem(answer, 422, ['/blueprint']);
  for (const name of blueprintNames) expect(answer.body.errors[0].detail).toContain(name);
  expectProblem(await api('GET', `/tenants/${slug}`), 404);
});
