// `npm run bench [-- --quick] [--json FILE] [--only TEXT] [--against FOLDER]`: ours and the control worker in the
// same run, in turns, on the same machine. bench/README.md says how to read it. Aims are shown, never asserted;
// an answer that is not the expected one ends the run with an error.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../scripts/local/tools.ts';
import { openClient } from './client.ts';
import { measureImports } from './imports.ts';
import { measure, type Plan, type Server } from './measure.ts';
import { measurePages, type PagesSize } from './pages.ts';
import { type Size, seed } from './people.ts';
import { measurePolicy, type PolicySize } from './policy.ts';
import { type Finding, findingLines, machine, type Result, resultOf, tableOf } from './report.ts';
import { measureScale, type Scale } from './scale.ts';
import { killAll, type RunningServer, startCheckout, startControl } from './servers.ts';
import { sharedGroups, type Workload, workloads } from './workloads.ts';

const connections = 16;
/** Above this the machine is doing something else too. */
const quietLoad = 0.5;
const endMilliseconds = 1_500;

const quick: Plan = {
  rounds: 3,
  busy: { connections, seconds: 1 },
  alone: { connections: 1, seconds: 0.3 },
};
const full: Plan = {
  rounds: 7,
  busy: { connections, seconds: 3 },
  alone: { connections: 1, seconds: 1 },
};

const scaleConnections = 200;
const quickScale: Scale = { users: [1_000, 10_000], members: [10, 1_000, 9_000], samples: 100, seconds: 1 };
const fullScale: Scale = {
  users: [1_000, 10_000, 100_000],
  members: [10, 1_000, 10_000, 50_000],
  samples: 300,
  seconds: 3,
};

const quickPolicy: PolicySize = { rounds: 5, requests: 40, users: 5_000 };
const quickPages: PagesSize = { users: 5_000, members: 2_000, samples: 7 };
const fullPages: PagesSize = { users: 100_000, members: 50_000, samples: 15 };

const fullPolicy: PolicySize = { rounds: 10, requests: 100, users: 100_000 };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      /** Only workloads whose name holds the text; `scale` and `import` are two of them. */
      only: { type: 'string', default: '' },
      /** Another checkout, with its packages installed, instead of the control. */
      against: { type: 'string' },
    },
  });
  const plan = values.quick ? quick : full;
  const size = {
    users: values.quick ? 2_000 : 10_000,
    // One for each round and one for the warm-up.
    groups: sharedGroups + plan.rounds + 1,
    membersPerGroup: values.quick ? 200 : 1_000,
  };
  const facts = { ...machine(), date: new Date().toISOString() };
  say(`${facts.cores} cores (${facts.processor}), Node ${facts.node}, load ${facts.load.toFixed(1)}`);
  if (facts.load > quietLoad) say('The machine is busy with other things: trust the ratios, not the rates.');

  const folder = ownFolder();
  const chosen = workloads.filter(({ name }) => name.includes(values.only));
  const against = values.against ? 'other' : 'control';
  const results = chosen.length > 0 ? await compared(folder, chosen, values.against, plan, size) : [];
  const isOurs = (name: string) => name.includes(values.only) && !values.against;
  const findings = [
    ...(isOurs('scale') ? await scaled(folder, values.quick) : []),
    ...(isOurs('import') ? await imported(folder) : []),
    ...(isOurs('policy') ? await judged(folder, values.quick) : []),
    ...(isOurs('pages') ? await looked(folder, values.quick ? quickPages : fullPages) : []),
  ];

  say('');
  for (const line of results.length > 0 ? tableOf(results, against) : []) say(line);
  say(
    `\n${connections} connections, medians of ${plan.rounds} rounds; ms: p50 of one request after another.`,
  );
  for (const line of findingLines(findings)) say(line);
  if (values.json) {
    const report = { machine: facts, against, connections, plan, size, results, findings };
    writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

/** Ours and the control (or another checkout) in turns. */
async function compared(
  folder: string,
  chosen: readonly Workload[],
  against: string | undefined,
  plan: Plan,
  size: Size,
): Promise<readonly Result[]> {
  const { ours, control, stop } = await startBoth(folder, against);
  try {
    say(`Making ${size.users} users and ${size.groups} groups of ${size.membersPerGroup} on both …`);
    const servers = [await filled(ours, size), await filled(control, size)] as const;
    const results: Result[] = [];
    for (const workload of chosen) {
      results.push(resultOf(workload.name, workload.aim, await measure(workload, ...servers, plan)));
      say(`Measured: ${workload.name}`);
    }
    return results;
  } finally {
    await stop();
  }
}

/** Goes with the process. */
function ownFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-bench-'));
  process.once('exit', () => {
    // What was interrupted is still writing there.
    if (killAll() > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, endMilliseconds);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  // Else the listeners of `exit` would not be asked.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return folder;
}

async function startBoth(folder: string, against: string | undefined) {
  const ours = await startCheckout('ours', root, path.join(folder, 'ours'));
  const control = against
    ? await startCheckout('other', path.resolve(against), path.join(folder, 'control'))
    : await startControl(path.join(folder, 'control'));
  const stop = async () => {
    await Promise.all([ours.stop(), control.stop()]);
  };
  return { ours, control, stop };
}

/** One tenant that grows, on a server of its own. */
async function scaled(folder: string, isQuick: boolean): Promise<readonly Finding[]> {
  say('Measuring what must not grow …');
  const server = await startCheckout('ours', root, path.join(folder, 'scale'));
  const client = openClient(server.scimUrl, server.token, scaleConnections);
  try {
    return await measureScale(client, isQuick ? quickScale : fullScale, say);
  } finally {
    client.close();
    await server.stop();
  }
}

async function imported(folder: string): Promise<readonly Finding[]> {
  say('Measuring imports …');
  const server = await startCheckout('ours', root, path.join(folder, 'import'));
  const clients = [
    openClient(server.scimUrl, server.token, 1),
    openClient(server.apiUrl, server.adminKey, 1),
  ] as const;
  try {
    return await measureImports(...clients);
  } finally {
    for (const client of clients) client.close();
    await server.stop();
  }
}

async function looked(folder: string, size: PagesSize): Promise<readonly Finding[]> {
  say('Measuring pages …');
  const server = await startCheckout('ours', root, path.join(folder, 'pages'));
  const scim = openClient(server.scimUrl, server.token, 1);
  const api = openClient(server.apiUrl, server.adminKey, 1);
  try {
    return await measurePages({ ...server, scim, api }, size);
  } finally {
    for (const client of [scim, api]) client.close();
    await server.stop();
  }
}

/** Two tenants on one server: the first without a policy. */
async function judged(folder: string, isQuick: boolean): Promise<readonly Finding[]> {
  say('Measuring policies …');
  const server = await startCheckout('ours', root, path.join(folder, 'policy'));
  const { origin, pathname } = new URL(server.apiUrl);
  const admin = openClient(`${origin}/api/v1`, server.adminKey, 1);
  const made = { slug: 'rich', name: 'Rich' };
  await admin.send({ method: 'POST', path: '/tenants', body: JSON.stringify(made), expected: 201 });
  const newToken = {
    method: 'POST',
    path: '/tenants/rich/tokens',
    body: '{"name":"Okta"}',
    expected: 201,
  } as const;
  const { token } = JSON.parse(await admin.send(newToken)) as { token: string };
  const clients = [
    openClient(server.scimUrl, server.token, 1),
    openClient(`${origin}${pathname}`, server.adminKey, 1),
    openClient(`${origin}/t/rich/scim/v2`, token, 1),
    openClient(`${origin}/api/v1/tenants/rich`, server.adminKey, 1),
  ] as const;
  try {
    const [scim, api, richScim, richApi] = clients;
    return await measurePolicy(
      { scim, api },
      { scim: richScim, api: richApi },
      isQuick ? quickPolicy : fullPolicy,
    );
  } finally {
    for (const client of [admin, ...clients]) client.close();
    await server.stop();
  }
}

async function filled(server: RunningServer, size: Size): Promise<Server> {
  const client = openClient(server.scimUrl, server.token, connections);
  try {
    return { ...server, directory: await seed(client, size, connections) };
  } finally {
    client.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
