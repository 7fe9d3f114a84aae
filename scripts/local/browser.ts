// The Chromium of this machine, for tests of the dashboard and for its pictures. Nothing is downloaded.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { Failure } from './failure.ts';

/** Where distributions put it. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** `CHROMIUM` says where it is, if anybody does. */
export function findChromium(): string {
  const given = process.env['CHROMIUM'];
  const found = given || PLACES.find((place) => existsSync(place));
  if (found && existsSync(found)) return found;
  throw new Failure(
    given
      ? `CHROMIUM=${given}: there is no such file.`
      : 'There is no Chromium on this machine. Install it (Debian: apt-get install chromium), or name one in CHROMIUM.',
  );
}

export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}
