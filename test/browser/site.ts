// The Worker, which all files share (`global.ts`), so that each makes tenants of its own; and a Chromium that looks at
// it, for the tests of one file, since a browser has one clipboard. What a page must never do is watched on every page
// that is opened here: break its own content security policy, ask others for anything, fail in a script.

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { openChromium } from '../../scripts/local/browser.ts';
import type { Connection } from '../../scripts/local/connection.ts';

export type Theme = 'light' | 'dark';

const viewport = { width: 1280, height: 800 };

export interface Site {
  readonly connection: Connection;
  /** Somebody new, with nobody's cookies. */
  open(theme?: Theme, options?: BrowserContextOptions): Promise<Page>;
  /** An operator who has signed in by the link. */
  openAsOperator(theme?: Theme): Promise<Page>;
  /** What was wrong with the pages so far, which is then no failure of the test. */
  takeComplaints(): readonly string[];
  /** The management API with ADMIN_KEY. */
  api(path: string, body: object): Promise<Record<string, string>>;
}

/** Call it at the top of a test file; the site is there from the first test on. */
export function useSite(): Site {
  const connection = inject('connection');
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(() => browser?.close());

  const site: Site = {
    connection,
    async open(colorScheme = 'light', options = {}) {
      if (!browser) throw new Error('The browser is opened before the first test.');
      const context = await browser.newContext({ colorScheme, viewport, ...options });
      contexts.push(context);
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: connection.origin });
      const page = await context.newPage();
      watch(page, connection.origin, complaints);
      return page;
    },
    async openAsOperator(theme) {
      const page = await site.open(theme);
      await page.goto(connection.dashboardUrl);
      return page;
    },
    takeComplaints: () => complaints.splice(0),
    async api(path, body) {
      const { origin, adminKey } = connection;
      const response = await fetch(`${origin}/api/v1${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.status, await response.clone().text()).toBe(201);
      return (await response.json()) as Record<string, string>;
    },
  };
  return site;
}

/** A page that answers an error says so in the console too, which is no complaint. */
const answeredError = /^Failed to load resource: the server responded with a status of 4\d\d/;

function watch(page: Page, origin: string, complaints: string[]): void {
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !answeredError.test(text)) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) complaints.push(`asks ${url}`);
  });
}
