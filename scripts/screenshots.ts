// `npm run screenshots`: a picture of every page of the dashboard in docs/screenshots/, from a server of its own with
// a small directory in it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openChromium } from './local/browser.ts';
import type { Connection } from './local/connection.ts';
import { Failure } from './local/failure.ts';
import { endAll, startServer } from './local/process.ts';
import { root } from './local/tools.ts';

const SMALL = { width: 390, height: 844 };
const LARGE = { width: 1280, height: 800 };
/** As seen from node_modules, where servers are started from. */
const START = '../scripts/start.ts';
const START_MILLISECONDS = 60_000;

/** Where each picture is taken. */
const PAGES = {
  tenants: '/dashboard',
  'new-tenant': '/dashboard/new',
  'set-up': '/dashboard/t/acme',
  'set-up-entra': '/dashboard/t/acme?with=entra',
  tokens: '/dashboard/t/acme/tokens',
  access: '/dashboard/t/acme/access',
  'switch-off': '/dashboard/t/acme/switch-off',
  audit: '/dashboard/audit',
  'not-found': '/dashboard/t/nobody',
} as const;

const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-screenshots-'));
const target = path.join(root, 'docs/screenshots');
mkdirSync(target, { recursive: true });
try {
  const connection = await startSite();
  await fill(connection);
  await takeAll(connection);
  console.log(`The pictures are in ${path.relative(process.cwd(), target)}.`);
} finally {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function startSite(): Promise<Connection> {
  process.env['ROLLCALL_STATE'] = folder;
  process.env['PORT'] ??= '8797';
  startServer(START, []);
  const file = path.join(folder, 'connection.json');
  for (const deadline = Date.now() + START_MILLISECONDS; Date.now() < deadline; await sleep(200)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // Not yet.
    }
  }
  throw new Failure('The server does not start.');
}

/** A directory as it looks after a first day. */
async function fill({ origin, adminKey }: Connection): Promise<void> {
  const api = async (pathBelow: string, body: object) =>
    (await send(`${origin}/api/v1${pathBelow}`, adminKey, body)) as Record<string, string>;
  await api('/tenants', { slug: 'acme', name: 'Acme Corporation', blueprint: 'file-sharing' });
  await api('/tenants', { slug: 'globex', name: 'Globex' });
  const { token = '' } = await api('/tenants/acme/tokens', { name: 'Okta production' });
  await api('/tenants/acme/tokens', { name: 'Okta preview', expiresInDays: null });
  await api('/tenants/acme/portal-links', { role: 'viewer' });
  const scim = (below: string, body?: object) => send(`${origin}/t/acme/scim/v2${below}`, token, body);
  await scim('/Users?filter=userName%20eq%20%22ann%22&startIndex=1&count=100');
  for (const [givenName, familyName] of [
    ['Ann', 'Neu'],
    ['Ben', 'Ode'],
    ['Cleo', 'Park'],
  ]) {
    await scim('/Users', {
      userName: givenName?.toLowerCase(),
      name: { givenName, familyName },
      displayName: `${givenName} ${familyName}`,
      emails: [{ value: `${givenName}@acme.example`, type: 'work', primary: true }],
      active: true,
    });
  }
  await scim('/Groups', { displayName: 'Admins' });
}

async function send(url: string, token: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'User-Agent': 'Okta SCIM Client 1.0.0',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function takeAll({ origin, dashboardUrl }: Connection): Promise<void> {
  const browser = await openChromium();
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, viewport: LARGE });
    const page = await context.newPage();
    const take = (name: string, of: Page = page) =>
      of.screenshot({ path: path.join(target, `${name}-${colorScheme}.png`), fullPage: true });
    await page.goto(`${origin}/dashboard`);
    await take('sign-in');
    await page.goto(dashboardUrl);
    for (const [name, address] of Object.entries(PAGES)) {
      await page.goto(origin + address);
      await take(name);
    }
    await page.goto(`${origin}/dashboard/t/acme`);
    await page.getByRole('button', { name: 'Generate new token' }).click();
    await take('token-shown');
    await page.setViewportSize(SMALL);
    await page.goto(`${origin}/dashboard/t/acme`);
    await take('set-up-phone');
    await page.goto(`${origin}/dashboard`);
    await take('tenants-phone');
    await context.close();
  }
  await browser.close();
}
