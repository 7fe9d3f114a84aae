// The Worker's secrets and variables on this machine. The management key is made once and kept in the state
// folder; it reaches the Worker in a file or in memory, never on a command line.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Failure } from './failure.ts';
import { type State, writePrivately } from './state.ts';

/** Taken from the environment when they are set there. */
const VARIABLES = ['PUBLIC_ORIGIN'] as const;

const ADMIN_KEY_LINE = /^ADMIN_KEY=(\S+)$/m;

export function loadAdminKey({ secretsFile }: State): string {
  const known = existsSync(secretsFile) && ADMIN_KEY_LINE.exec(readFileSync(secretsFile, 'utf8'))?.[1];
  if (known) return known;
  const adminKey = randomBytes(32).toString('base64url');
  writePrivately(secretsFile, `ADMIN_KEY=${adminKey}\n`);
  return adminKey;
}

export function readVariables(): Readonly<Record<string, string>> {
  const given = VARIABLES.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  const variables = Object.fromEntries(given);
  const { PUBLIC_ORIGIN } = variables;
  if (PUBLIC_ORIGIN !== undefined && !/^https?:$/.test(URL.parse(PUBLIC_ORIGIN)?.protocol ?? '')) {
    throw new Failure(`PUBLIC_ORIGIN=${PUBLIC_ORIGIN}: must begin with http:// or https://`);
  }
  return variables;
}
