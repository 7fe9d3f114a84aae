// `npm start`: what it writes down, what survives a hard kill, how it refuses and how it ends.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connection } from '../../scripts/local/connection.ts';
import {
  type Command,
  cleanUp,
  connectionIn,
  freePort,
  killGroup,
  listenOn,
  newFolder,
  npm,
  scim,
  untilGroupIsGone,
} from './command.ts';

const folder = newFolder();
const connectionFile = path.join(folder, 'connection.json');
let port: number;
let command: Command;
let connection: Connection;

async function start(): Promise<void> {
  command = npm(['start'], { PORT: `${port}`, ROLLCALL_STATE: folder });
  connection = await connectionIn(folder, command);
}

beforeAll(async () => {
  port = await freePort();
  await start();
});

afterAll(cleanUp);

it('connection.json says where the server is and how to reach it, to its owner only', () => {
  const origin = `http://127.0.0.1:${port}`;
  expect(connection).toEqual({
    origin,
    tenant: 'demo',
    scimUrl: `${origin}/t/demo/scim/v2`,
    token: expect.stringMatching(/^rc_/),
    adminKey: expect.stringMatching(/^\S{32,}$/),
    dashboardUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/dashboard/),
  });
  expect(statSync(connectionFile).mode & 0o777).toBe(0o600);
});

it('the SCIM URL, the token and the dashboard are printed; the management key is not', () => {
  for (const value of [connection.scimUrl, connection.token, connection.dashboardUrl]) {
    expect(command.output()).toContain(value);
  }
  expect(command.output()).not.toContain(connection.adminKey);
});

it('the link to the dashboard signs in, and does not hold the management key', async () => {
  expect(connection.dashboardUrl).not.toContain(connection.adminKey);
  const entered = await fetch(connection.dashboardUrl, { redirect: 'manual' });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/dashboard']);
  const [cookie = ''] = entered.headers.getSetCookie();
  const page = await fetch(`${connection.origin}/dashboard`, {
    headers: { Cookie: cookie.split(';')[0] ?? '' },
  });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('href="/dashboard/t/demo"');
});

it('the SCIM URL answers to the token, and only to it', async () => {
  expect((await scim(connection, connection.token, '/Users')).status).toBe(200);
  expect((await scim(connection, 'rc_other', '/Users')).status).toBe(401);
});

it('the cron can be fired as it is fired every minute', async () => {
  const [, cron = ''] = /^crons = \["(.*)"\]$/m.exec(readFileSync('wrangler.toml', 'utf8')) ?? [];
  expect(cron).toBe('* * * * *');
  const query = `cron=${encodeURIComponent(cron)}`;
  const response = await fetch(`${connection.origin}/cdn-cgi/local/scheduled?${query}`);
  expect(response.status).toBe(200);
});

it('a second server is refused on the same port, and on the same state', async () => {
  const samePort = npm(['start'], { PORT: `${port}`, ROLLCALL_STATE: newFolder() });
  const sameState = npm(['start'], { PORT: `${await freePort()}`, ROLLCALL_STATE: folder });
  expect(await samePort.exitCode).toBe(1);
  expect(samePort.output()).toContain(`Port ${port} is taken`);
  expect(await sameState.exitCode).toBe(1);
  expect(sameState.output()).toContain(`${folder} is in use`);
  expect(existsSync(connectionFile)).toBe(true);
});

it('data and token survive a SIGKILL of all processes', async () => {
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada@example.com' };
  const created = await scim(connection, connection.token, '/Users', user);
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  const before = connection;
  killGroup(command);
  await command.exitCode;

  await start();
  expect(connection).toEqual(before);
  const found = await scim(connection, connection.token, `/Users/${id}`);
  expect(await found.json()).toMatchObject({ id, userName: 'ada@example.com' });
});

it('SIGTERM to npm alone ends every process, with exit code 0 and without a connection.json', async () => {
  command.child.kill('SIGTERM');
  expect(await command.exitCode).toBe(0);
  await untilGroupIsGone(command);
  expect(existsSync(connectionFile)).toBe(false);
  await expect(fetch(connection.origin)).rejects.toThrow();
});

it('a port where something else listens is named, and nothing is left behind', async () => {
  await listenOn(port);
  const { exitCode, output } = npm(['start'], { PORT: `${port}`, ROLLCALL_STATE: folder });
  expect(await exitCode).toBe(1);
  expect(output()).toContain(`Port ${port} is taken`);
});
