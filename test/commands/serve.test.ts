// `npm run serve`: the deployable bundle with the seeding, the state and the manners of `npm start`.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connection } from '../../scripts/local/connection.ts';
import {
  type Command,
  cleanUp,
  connectionIn,
  freePort,
  newFolder,
  npm,
  scim,
  untilGroupIsGone,
} from './command.ts';

const folder = newFolder();
let port: number;
let command: Command;
let connection: Connection;

beforeAll(async () => {
  port = await freePort();
  command = npm(['run', 'serve', '--', '--port', `${port}`, '--state', folder]);
  connection = await connectionIn(folder, command);
});

afterAll(cleanUp);

it('the SCIM URL answers to the token, and names resources by that URL', async () => {
  const { status } = await scim(connection, 'rc_other', '/Users');
  expect(status).toBe(401);
  const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Readers' };
  const created = await scim(connection, connection.token, '/Groups', group);
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toMatch(`${connection.scimUrl}/Groups/`);
});

it('static files are served', async () => {
  const response = await fetch(`${connection.origin}/dashboard.css`);
  expect(await response.text()).toBe(readFileSync('public/dashboard.css', 'utf8'));
});

it('SIGINT to npm alone ends every process with exit code 0, and `npm start` goes on with the state', async () => {
  const before = connection;
  command.child.kill('SIGINT');
  expect(await command.exitCode).toBe(0);
  await untilGroupIsGone(command);

  command = npm(['start'], { PORT: `${port}`, ROLLCALL_STATE: folder });
  connection = await connectionIn(folder, command);
  expect(connection).toEqual(before);
  const found = await scim(connection, connection.token, '/Groups?count=10');
  expect(await found.json()).toMatchObject({ totalResults: 1, Resources: [{ displayName: 'Readers' }] });
});
