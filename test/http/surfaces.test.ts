// What stands beside SCIM and the management API: health, the dashboard's start, and which surface an address is of.

import { expect, it } from 'vitest';
import { origin, send } from '../support/tenant.ts';

it('/healthz answers 200 to everybody', async () => {
  const { status, body } = await send('GET', `${origin}/healthz`);
  expect([status, body]).toEqual([200, { status: 'ok' }]);
});

it('the root leads to the dashboard', async () => {
  const { status, headers } = await send('GET', `${origin}/`);
  expect(status).toBe(302);
  expect(headers.get('location')).toBe(`${origin}/dashboard`);
});

it('the dashboard sends strangers to a page where they can sign in', async () => {
  const { status, headers } = await send('GET', `${origin}/dashboard`);
  expect([status, headers.get('location')]).toEqual([303, '/dashboard/sign-in']);
  const page = await send('GET', `${origin}/dashboard/sign-in`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.text).toMatch(/^<!doctype html>/i);
});

it.each(['/dashboard/nothing', '/dashboard/__proto__', '/dashboard/a/b/c', '/portal', '/portal/a/b'])(
  '%s is a page that says 404',
  async (path) => {
    const { status, headers, text } = await send('GET', origin + path);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toMatch(/^<!doctype html>/i);
  },
);

it.each([
  ['/api/nothing', 'application/problem+json'],
  ['/api/v2/tenants', 'application/problem+json'],
  ['/dashboards', 'application/scim+json; charset=utf-8'],
  ['/apis', 'application/scim+json; charset=utf-8'],
])('%s is refused in the language of its surface', async (path, type) => {
  const { status, headers } = await send('GET', origin + path);
  expect([401, 404]).toContain(status);
  expect(headers.get('content-type')).toBe(type);
});
