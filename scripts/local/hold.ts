// One server for a state folder: a second one would change the same database files. The first listens on a
// socket in the folder; the socket of a process that was killed refuses connections and is taken over.

import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { Failure } from './failure.ts';

/** Until this process ends. Where the folder cannot hold a socket (its path is too long, or its file system
 *  has none) nothing is checked. */
export async function holdFolder(folder: string): Promise<void> {
  const socket = path.join(folder, 'in-use.sock');
  if (await isAnswering(socket)) throw new Failure(`${folder} is in use by another server.`);
  rmSync(socket, { force: true });
  await new Promise<void>((resolve) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', () => resolve());
    server.listen(socket, resolve).unref();
  });
}

function isAnswering(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once('connect', () => resolve(true)).once('error', () => resolve(false));
    connection.once('connect', () => connection.destroy());
  });
}
