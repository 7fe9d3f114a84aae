// The state folder: beginning anew removes what is ours and nothing else.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openState } from '../../scripts/local/state.ts';
import { cleanUp, newFolder } from './command.ts';

const MARK = '.rollcall-state';

afterAll(cleanUp);

function folderWith(...files: readonly string[]): string {
  const folder = newFolder();
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), 'kept');
  }
  return folder;
}

it('--fresh removes data, secrets and token from a folder of ours, and leaves what others put there', async () => {
  const folder = folderWith(
    MARK,
    'v3/d1/data.sqlite',
    'secrets.env',
    'token',
    'connection.json',
    'server.log',
  );
  await openState(folder, true);
  expect(readdirSync(folder).filter((name) => name !== 'in-use.sock')).toEqual([MARK, 'server.log']);
});

it('--fresh deletes nothing in a folder that Rollcall did not make', async () => {
  const folder = folderWith('v3/photos/1.jpg', 'token');
  await expect(openState(folder, true)).rejects.toThrow('nothing is deleted');
  expect(readdirSync(folder)).toEqual(['token', 'v3']);
});

it('a folder that Rollcall did not make does not become one that it may delete', async () => {
  const folder = folderWith('token');
  await openState(folder, false);
  expect(existsSync(path.join(folder, MARK))).toBe(false);
});

it('a new folder becomes one of ours, even if others have put something there', async () => {
  const folder = folderWith('server.log');
  await openState(folder, false);
  expect(existsSync(path.join(folder, MARK))).toBe(true);
});
