// The life of a local server, whatever serves: state, secrets, the server itself, the tenant `demo`,
// connection.json, the cron, and the end. `npm start` and `npm run serve` differ in `open` alone.

import { setTimeout as sleep } from 'node:timers/promises';
import { removeConnection, writeConnection } from './connection.ts';
import { fireCronEveryMinute } from './cron.ts';
import { scimUrlAt, seedDemoTenant } from './demo-tenant.ts';
import { Failure, messageOf } from './failure.ts';
import { HOST, portTaken, requireFreePort } from './port.ts';
import { endAll } from './process.ts';
import { loadAdminKey, readVariables } from './secrets.ts';
import { openState, type State } from './state.ts';
import { setToolEnvironment } from './tools.ts';

const START_MILLISECONDS = 60_000;
const SIGNAL_MILLISECONDS = 200;
const ORPHAN_CHECK_MILLISECONDS = 1_000;

export interface Settings {
  readonly port: number;
  readonly folder: string;
  readonly isFresh: boolean;
  /** The product that a new tenant `demo` begins as. */
  readonly blueprint?: string | undefined;
}

export interface Site {
  readonly port: number;
  readonly state: State;
  readonly adminKey: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface Server {
  /** Where the runtime takes its triggers. */
  readonly triggerOrigin: string;
  /** Its last output, should it end by itself. */
  readonly ended: Promise<string>;
  /** It answers: what it prints from now on is of interest. */
  readonly show: () => void;
  readonly stop: () => Promise<void>;
}

type Open = (site: Site) => Promise<Server>;

export async function runLocally(settings: () => Settings, open: Open): Promise<never> {
  // A reader that goes away is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let server: Server | undefined;
  const openAndRemember: Open = async (site) => {
    server = await open(site);
    return server;
  };
  let exitCode = 0;
  try {
    await Promise.race([askedToStop(), serve(settings(), openAndRemember)]);
  } catch (error) {
    exitCode = 1;
    process.stderr.write(`${describe(error)}\n`);
  }
  await server?.stop();
  await endAll();
  process.exit(exitCode);
}

async function serve({ port, folder, isFresh, blueprint }: Settings, open: Open): Promise<void> {
  const variables = readVariables();
  await requireFreePort(port);
  const state = await openState(folder, isFresh);
  removeConnection(state);
  process.once('exit', () => removeConnection(state));
  setToolEnvironment(state.configFolder);
  const adminKey = loadAdminKey(state);
  const server = await open({ port, state, adminKey, variables });
  const ended = server.ended.then(async (output) => {
    // Ctrl-C ends the server directly too: then the signal to us decides.
    await sleep(SIGNAL_MILLISECONDS);
    throw /address already in use|EADDRINUSE/i.test(output) ? portTaken(port) : unexpectedEnd(output);
  });
  await Promise.race([ended, announce()]);
  await ended;

  async function announce(): Promise<void> {
    const origin = `http://${HOST}:${port}`;
    await untilHealthy(origin);
    const { token, isNew } = await seedDemoTenant(origin, adminKey, state, blueprint);
    const { scimUrl, dashboardUrl } = writeConnection(state, origin, token, adminKey);
    const { PUBLIC_ORIGIN } = variables;
    const lines = [
      ['SCIM URL', scimUrl],
      ...(PUBLIC_ORIGIN ? [['  in public', scimUrlAt(PUBLIC_ORIGIN.replace(/\/+$/, ''))]] : []),
      ['Token', token],
      ['Dashboard', dashboardUrl],
      ...(blueprint ? [['Blueprint', isNew ? blueprint : 'not applied; --fresh begins anew with it']] : []),
      ['Written to', state.connectionFile],
    ];
    const text = lines.map(([name = '', value]) => `  ${name.padEnd(12)}${value}\n`).join('');
    process.stdout.write(`\nRollcall is running; Ctrl-C ends it.\n\n${text}\n`);
    server.show();
    fireCronEveryMinute(server.triggerOrigin);
  }
}

async function untilHealthy(origin: string): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    const isHealthy = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.body?.cancel().then(() => response.ok) ?? response.ok,
      () => false,
    );
    if (isHealthy) return;
    await sleep(50);
  }
  throw new Failure(`${origin}/healthz did not answer within ${START_MILLISECONDS / 1_000} seconds.`);
}

/** By a signal; or because npm, which started us, is gone and nobody is left to send one. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || resolve(), ORPHAN_CHECK_MILLISECONDS).unref();
  });
}

const unexpectedEnd = (output: string): Failure =>
  new Failure(`The server has ended unexpectedly.\n${output}`.trim());

/** With its stack when it is a defect of ours. */
function describe(error: unknown): string {
  const isExplained =
    error instanceof Failure || /^ERR_PARSE_ARGS/.test((error as NodeJS.ErrnoException).code ?? '');
  return (!isExplained && error instanceof Error && error.stack) || messageOf(error);
}
