// The state folder of a local server: its data, its secrets and connection.json. `npm start` and `npm run serve`
// use it alike. Beginning anew removes only what is named here, and only from a folder that bears our mark.

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, messageOf } from './failure.ts';
import { holdFolder } from './hold.ts';
import { root } from './tools.ts';

export interface State {
  readonly folder: string;
  /** ADMIN_KEY, in the form of an .env file. */
  readonly secretsFile: string;
  readonly tokenFile: string;
  readonly connectionFile: string;
  /** wrangler's own configuration and logs. */
  readonly configFolder: string;
  /** What `serve` runs. */
  readonly bundleFolder: string;
  /** D1, KV and Durable Objects, in the layout of wrangler's `--persist-to`. */
  readonly dataFolder: string;
}

const MARK = '.rollcall-state';
const MARK_TEXT = 'State of a local Rollcall. `npm start -- --fresh` begins anew.\n';

export const stateFolder = (given: string | undefined): string => path.resolve(root, given || '.dev');

export async function openState(folder: string, isFresh: boolean): Promise<State> {
  const state = {
    folder,
    secretsFile: path.join(folder, 'secrets.env'),
    tokenFile: path.join(folder, 'token'),
    connectionFile: path.join(folder, 'connection.json'),
    configFolder: path.join(folder, 'config'),
    bundleFolder: path.join(folder, 'bundle'),
    dataFolder: path.join(folder, 'v3'),
  };
  const { folder: _, ...parts } = state;
  makeFolder(folder);
  const mark = path.join(folder, MARK);
  const isForeign = !existsSync(mark) && Object.values(parts).some((part) => existsSync(part));
  if (isFresh && isForeign) {
    throw new Failure(`${folder} was not made by Rollcall (it lacks ${MARK}): nothing is deleted.`);
  }
  await holdFolder(folder);
  if (isFresh) for (const part of Object.values(parts)) rmSync(part, { recursive: true, force: true });
  if (!isForeign) writeFileSync(mark, MARK_TEXT);
  return state;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Failure(`The state folder cannot be made: ${messageOf(error)}`);
  }
}

/** For the owner's eyes, and never seen half written. */
export function writePrivately(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, file);
}
