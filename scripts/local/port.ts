// The port on 127.0.0.1 that a local server is to have.

import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';

export const HOST = '127.0.0.1';

const TRIES = 5;
const PAUSE_MILLISECONDS = 200;

export function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new Failure(`Port ${text}: must be a number from 1 to 65535.`);
  }
  return port;
}

/** Tried for a second: a server that was killed a moment ago may still be on its way out. */
export async function requireFreePort(port: number): Promise<void> {
  for (let tries = 1; ; tries++) {
    const code = await tryListening(port);
    if (code === undefined) return;
    if (code !== 'EADDRINUSE') throw new Failure(`Port ${port} cannot be used: ${code}.`);
    if (tries === TRIES) throw portTaken(port);
    await sleep(PAUSE_MILLISECONDS);
  }
}

export function portTaken(port: number): Failure {
  return new Failure(`Port ${port} is taken. End what listens there, or choose another port.`);
}

/** The error's code; undefined when nobody listens there. */
function tryListening(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
