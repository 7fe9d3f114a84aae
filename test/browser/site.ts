// A server as `npm start` makes it and a Chromium that looks at it, for the tests of one file. What a page must never
// do is watched on every page that is opened here: break its own content security policy, ask others for anything,
// fail in a script.

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openChromium } from '../../scripts/local/browser.ts';
import type { Connection } from '../../scripts/local/connection.ts';
import { type Command, cleanUp, connectionIn, freePort, newFolder, npm } from '../commands/command.ts';

export type Theme = 'light' | 'dark';

/** Characters of what a server said that has ended. */
const shownOutputLength = 2000;

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
  let browser: Browser | undefined;
  let connection: Connection | undefined;
  let command: Command | undefined;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const folder = newFolder();
    command = npm(['start'], { PORT: String(await freePort()), ROLLCALL_STATE: folder });
    [connection, browser] = await Promise.all([connectionIn(folder, command), openChromium()]);
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    const hasEnded = command && (command.child.exitCode ?? command.child.signalCode) !== null;
    if (hasEnded) complaints.push(`the server has ended: ${command?.output().slice(-shownOutputLength)}`);
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    cleanUp();
  });

  const started = () => {
    if (!connection || !browser) throw new Error('The site has not started.');
    return { connection, browser };
  };
  const site: Site = {
    get connection() {
      return started().connection;
    },
    async open(colorScheme = 'light', options = {}) {
      const { browser: running, connection: at } = started();
      const context = await running.newContext({ colorScheme, viewport, ...options });
      contexts.push(context);
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: at.origin });
      const page = await context.newPage();
      watch(page, at.origin, complaints);
      return page;
    },
    async openAsOperator(theme) {
      const page = await site.open(theme);
      await page.goto(started().connection.dashboardUrl);
      return page;
    },
    takeComplaints: () => complaints.splice(0),
    async api(path, body) {
      const { origin, adminKey } = started().connection;
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
