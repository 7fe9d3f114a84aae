// The servers: ours, as `npm run serve` serves it, and the control, served the same way. Each has a workerd of
// its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { HOST } from '../scripts/local/port.ts';
import { root, runningTools, runWrangler, setToolEnvironment } from '../scripts/local/tools.ts';
import { workerdProcesses } from './cpu.ts';

export interface RunningServer {
  readonly name: string;
  readonly scimUrl: string;
  readonly token: string;
  /** The process that answers, where it can be found. */
  readonly workerd: number | undefined;
  stop(): Promise<void>;
}

/** Where the tenant is managed, and by which key. */
export interface Management {
  readonly apiUrl: string;
  readonly adminKey: string;
  /** Signs an operator in. */
  readonly dashboardUrl: string;
  readonly slug: string;
}

type Connection = Readonly<
  Record<'scimUrl' | 'token' | 'origin' | 'tenant' | 'adminKey' | 'dashboardUrl', string>
>;

const startMilliseconds = 120_000;
const children = new Set<ChildProcess>();

/** As in the control's tables. */
const controlOwner = {
  tenant: '00000000-0000-4000-8000-000000000001',
  slug: 'bench',
  token: '00000000-0000-4000-8000-000000000002',
} as const;

/** The checkout's own `serve`. `state`: a folder of its own, made when it is not there. */
export async function startCheckout(
  name: string,
  checkout: string,
  state: string,
): Promise<RunningServer & Management> {
  const before = new Set(workerdProcesses());
  const port = await freePort();
  const file = path.join(checkout, 'scripts', 'serve.ts');
  const child = spawn(process.execPath, [file, '--port', String(port), '--state', state], {
    cwd: checkout,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  children.add(child);
  const { scimUrl, token, origin, tenant, adminKey, dashboardUrl } = await connectionOf(
    child,
    path.join(state, 'connection.json'),
  );
  return {
    apiUrl: `${origin}/api/v1/tenants/${tenant}`,
    adminKey,
    dashboardUrl,
    slug: tenant,
    name,
    scimUrl,
    token,
    workerd: workerdProcesses().find((id) => !before.has(id)),
    stop: async () => {
      if (child.exitCode === null && child.kill()) await once(child, 'exit');
      children.delete(child);
    },
  };
}

/** bench/control.ts with its tables and its one token. */
export async function startControl(state: string): Promise<RunningServer> {
  const before = new Set(workerdProcesses());
  setToolEnvironment(path.join(state, 'config'));
  const configFile = path.join(root, 'bench', 'control.toml');
  const bundle = path.join(state, 'bundle');
  await Promise.all([
    runWrangler(['deploy', '--dry-run', '--config', configFile, '--outdir', bundle]),
    runWrangler([
      ...['d1', 'migrations', 'apply', 'control', '--local', '--config', configFile],
      ...['--persist-to', state],
    ]),
  ]);
  const config = unstable_readConfig({ config: configFile });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const contents = readFileSync(path.join(bundle, 'control.js'), 'utf8');
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      host: HOST,
      port: 0,
      cf: false,
      resourcePersistencePath: path.join(state, 'v3'),
      workers: [
        {
          ...workerOptions,
          name: 'control',
          rootPath: root,
          modules: [{ type: 'ESModule', path: 'index.js', contents }],
          unsafeDirectSockets: [{ host: HOST, port: 0 }],
        },
      ],
    }),
  );
  const token = `rc_${'control'.repeat(7)}`;
  const hash = createHash('sha256').update(token).digest('base64');
  const owners = await runtime.getKVNamespace('TOKENS');
  await owners.put(`token:${hash}`, JSON.stringify(controlOwner));
  const { origin } = await runtime.unsafeGetDirectURL('control');
  return {
    name: 'control',
    scimUrl: `${origin}/t/${controlOwner.slug}/scim/v2`,
    token,
    workerd: workerdProcesses().find((id) => !before.has(id)),
    stop: () => runtime.dispose(),
  };
}

/** For an exit that cannot wait. The number of processes that were still there; Miniflare ends its own. */
export function killAll(): number {
  return [...children, ...runningTools()].filter((child) => child.exitCode === null && child.kill()).length;
}

/** It appears, whole, when the server answers. */
async function connectionOf(child: ChildProcess, file: string) {
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const deadline = Date.now() + startMilliseconds;
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`serve did not start: ${output}`);
    await sleep(50);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Connection;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('No port is free.');
  return address.port;
}
