// Commands run as a user runs them, through npm, each in a process group of its own, with a state folder and a
// port that nobody else has.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Connection } from '../../scripts/local/connection.ts';

export interface Command {
  readonly group: number;
  readonly child: ChildProcess;
  /** When all of its output has been read. */
  readonly exitCode: Promise<number | null>;
  readonly output: () => string;
}

export function npm(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Command {
  const child = spawn('npm', args, {
    env: { ...ownEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  const group = child.pid ?? 0;
  started.add(group);
  return { group, child, exitCode, output: () => output };
}

const started = new Set<number>();

export function killGroup({ group }: Pick<Command, 'group'>): void {
  if (isGroupThere(group)) process.kill(-group, 'SIGKILL');
}

/** For `afterAll`: whatever the tests, failed ones too, have left. */
export function cleanUp(): void {
  for (const group of started) killGroup({ group });
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

export function isGroupThere(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** The system may take a moment to forget processes whose parent has gone. */
export async function untilGroupIsGone({ group }: Command): Promise<void> {
  await until(() => !isGroupThere(group), 'the process group still has processes');
}

/** What the command wrote down, when it says that it is ready: after a hard kill an old one lies there. */
export async function connectionIn(folder: string, { child, output }: Command): Promise<Connection> {
  const isReady = () => output().includes('Rollcall is running');
  await until(() => isReady() || child.exitCode !== null, 'the server does not start');
  if (!isReady()) throw new Error(`It has ended:\n${output()}`);
  return JSON.parse(readFileSync(path.join(folder, 'connection.json'), 'utf8'));
}

export function scim(connection: Connection, token: string, pathAndQuery: string, body?: object) {
  return fetch(`${connection.scimUrl}${pathAndQuery}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

const folders = new Set<string>();

export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-commands-'));
  folders.add(folder);
  return folder;
}

/** Free when it was asked for. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Until the end of the test. */
export function listenOn(port: number): Promise<void> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', resolve);
    onTestFinished(() => void server.close());
  });
}

const PATIENCE_MILLISECONDS = 60_000;

async function until(isSo: () => boolean, complaint: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(complaint);
    await sleep(50);
  }
}

/** Without what npm and vitest have added for this run. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const added =
    /^(npm_|VITEST|ROLLCALL_|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|PORT$|PUBLIC_ORIGIN$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}
