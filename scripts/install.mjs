// Runs before every npm script: installs the packages when node_modules is missing or is not what
// package-lock.json asks for, else does nothing. Plain JavaScript of Node 20, since nothing is installed yet;
// what follows in the same npm run already finds the newer Node among the packages.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = readLock('package-lock.json');
const found = readLock('node_modules/.package-lock.json');

if (!existsSync(path.join(root, 'node_modules/.bin/node')) || !isInstalled(wanted, found)) install();

function readLock(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** npm notes what it installed in a lock file of its own, the last thing that it writes. What is optional may be
 *  missing there: binaries for other platforms. */
function isInstalled(wanted, found) {
  if (!wanted || !found) return false;
  const isAsWanted = ([name, { version, integrity, optional }]) => {
    const there = found[name];
    if (there === undefined) return Boolean(optional);
    return there.version === version && there.integrity === integrity;
  };
  const packages = Object.entries(wanted).filter(([name]) => name !== '');
  return packages.every(isAsWanted) && Object.keys(found).every((name) => name in wanted);
}

/** Prints to stderr: stdout belongs to the command that follows. */
function install() {
  process.stderr.write('Installing what package-lock.json names …\n');
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const { status, error } = spawnSync(command, [...first, ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) process.stderr.write(`${error.message}\n`);
  if (status !== 0) process.exit(status || 1);
}
