// `npm start -- --blueprint NAME`: the tenant `demo` is that product, from its beginning only.

import { afterAll, expect, it } from 'vitest';
import type { Connection } from '../../scripts/local/connection.ts';
import { cleanUp, connectionIn, freePort, killGroup, newFolder, npm, scim } from './command.ts';

afterAll(cleanUp);

const folder = newFolder();

async function start(...args: readonly string[]) {
  const command = npm(['start', '--', ...args], { PORT: `${await freePort()}`, ROLLCALL_STATE: folder });
  const connection = await connectionIn(folder, command);
  return { command, connection, accountSizeGb: await accountSizeGb(connection) };
}

async function accountSizeGb({ origin, adminKey }: Connection): Promise<unknown> {
  const headers = { Authorization: `Bearer ${adminKey}` };
  const response = await fetch(`${origin}/api/v1/tenants/demo/settings`, { headers });
  return ((await response.json()) as { accountSizeGb: unknown }).accountSizeGb;
}

it('a new tenant demo begins as the product; one that is there stays what it is, and that is said', async () => {
  const first = await start('--blueprint', 'cloud-backup');
  expect(first.accountSizeGb).toBe(50);
  expect(first.command.output()).toMatch(/Blueprint +cloud-backup/);
  expect((await scim(first.connection, first.connection.token, '/Users')).status).toBe(200);
  killGroup(first.command);
  await first.command.exitCode;

  const second = await start('--blueprint', 'file-sharing');
  expect(second.accountSizeGb).toBe(50);
  expect(second.command.output()).toMatch(/Blueprint +not applied; --fresh/);
  expect(second.connection.token).toBe(first.connection.token);
});

it('a name that no blueprint has ends it, and the names are said', async () => {
  const environment = { PORT: `${await freePort()}`, ROLLCALL_STATE: newFolder() };
  const command = npm(['start', '--', '--blueprint', 'fax'], environment);
  expect(await command.exitCode).toBe(1);
  expect(command.output()).toContain('There are: cloud-backup, ');
});
