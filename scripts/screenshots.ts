// `npm run screenshots`: a picture of every page of the dashboard in docs/screenshots/, from a server of its own with
// a small directory in it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openChromium } from './local/browser.ts';
import type { Connection } from './local/connection.ts';
import { Failure } from './local/failure.ts';
import { endAll, startServer } from './local/process.ts';
import { fillSample, type Sample } from './local/sample-directory.ts';
import { root } from './local/tools.ts';

const SMALL = { width: 390, height: 844 };
const LARGE = { width: 1280, height: 800 };
/** Longer pages are cut off there. */
const MAX_HEIGHT = 1600;
/** As seen from node_modules, where servers are started from. */
const START = '../scripts/start.ts';
const START_MILLISECONDS = 60_000;

/** Where each picture is taken. */
const pagesOf = ({ person, group }: Sample) => ({
  tenants: '/dashboard',
  'new-tenant': '/dashboard/new',
  'set-up': '/dashboard/t/globex',
  'set-up-entra': '/dashboard/t/globex?with=entra',
  try: '/dashboard/t/globex/try',
  overview: '/dashboard/t/acme',
  users: '/dashboard/t/acme/users',
  person: `/dashboard/t/acme/${person}`,
  groups: '/dashboard/t/acme/groups',
  group: `/dashboard/t/acme/${group}`,
  mappings: '/dashboard/t/acme/mappings',
  profiles: '/dashboard/t/acme/mappings/profiles',
  rules: '/dashboard/t/acme/mappings/rules',
  attributes: '/dashboard/t/acme/mappings/attributes',
  'user-names': '/dashboard/t/acme/mappings/user-names',
  constraints: '/dashboard/t/acme/mappings/constraints',
  history: '/dashboard/t/acme/mappings/history',
  suggestions: '/dashboard/t/acme/mappings/suggestions',
  refused: '/dashboard/t/acme/mappings/refused',
  report: '/dashboard/t/acme/report',
  activity: '/dashboard/t/acme/activity',
  events: '/dashboard/t/acme/events',
  tokens: '/dashboard/t/acme/tokens',
  access: '/dashboard/t/acme/access',
  'switch-off': '/dashboard/t/acme/switch-off',
  audit: '/dashboard/t/acme/audit',
  remove: '/dashboard/t/acme/remove',
  'not-found': '/dashboard/t/nobody',
});

/** Those that are taken as a phone shows them, and in the dark, too. */
const PHONE = ['tenants', 'set-up', 'overview', 'users', 'person', 'report'] as const;
const DARK = [...PHONE, 'mappings', 'rules', 'activity', 'tokens'] as const;

const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-screenshots-'));
const target = path.join(root, 'docs/screenshots');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
try {
  const connection = await startSite();
  await takeAll(connection, await fillSample(connection));
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

async function takeAll({ origin, dashboardUrl }: Connection, sample: Sample): Promise<void> {
  const pages = pagesOf(sample);
  const browser = await openChromium();
  const open = async (colorScheme: 'light' | 'dark', viewport: typeof LARGE) => {
    const context = await browser.newContext({ colorScheme, viewport });
    const page = await context.newPage();
    const take = async (name: string) => {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width: viewport.width, height: Math.min(height, MAX_HEIGHT) };
      await page.screenshot({ path: path.join(target, `${name}.png`), fullPage: true, clip });
    };
    return { page, take };
  };
  const { page, take } = await open('light', LARGE);
  await page.goto(`${origin}/dashboard`);
  await take('sign-in');
  await page.goto(sample.portalUrl);
  await take('portal');
  await page.goto(dashboardUrl);
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(origin + address);
    await take(name);
  }
  await page.goto(origin + pages['set-up']);
  await page.getByRole('button', { name: 'Generate new token' }).click();
  await take('token-shown');
  for (const [names, suffix, colorScheme, viewport] of [
    [DARK, 'dark', 'dark', LARGE],
    [PHONE, 'phone', 'light', SMALL],
  ] as const) {
    const other = await open(colorScheme, viewport);
    await other.page.goto(dashboardUrl);
    for (const name of names) {
      await other.page.goto(origin + pages[name]);
      await other.take(`${name}-${suffix}`);
    }
  }
  await browser.close();
}
