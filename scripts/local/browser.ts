// The Chromium of this machine, for tests of the dashboard and for its pictures. Where there is none, Debian's is
// installed, if we may.

import { spawnSync } from 'node:child_process';
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

/** Debian's package, for its administrator alone: nobody else may install it. */
export function installChromium(): void {
  const isThere = process.env['CHROMIUM'] || PLACES.some((place) => existsSync(place));
  if (isThere || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write('Installing Chromium, for the browser tests …\n');
  const options = ['install', '--yes', '--no-install-recommends', 'chromium'];
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], options]) {
    spawnSync('apt-get', ['--quiet', '--quiet', ...args], { stdio: ['ignore', 2, 2], env: environment });
  }
}

export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}
