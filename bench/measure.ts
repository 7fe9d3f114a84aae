// One workload on both servers, in turns.

import { type Client, openClient } from './client.ts';
import { cpuSecondsOf } from './cpu.ts';
import { type Limits, load } from './load.ts';
import type { Directory } from './people.ts';
import type { Round, Turn } from './report.ts';
import type { RunningServer } from './servers.ts';
import type { Workload } from './workloads.ts';

export interface Server extends RunningServer {
  readonly directory: Directory;
}

export interface Plan {
  readonly rounds: number;
  readonly busy: Limits;
  readonly alone: Limits;
}

/** Round 0 warms up and is not counted. Who goes first changes from round to round. */
export async function measure(
  workload: Workload,
  ours: Server,
  control: Server,
  plan: Plan,
): Promise<readonly Round[]> {
  const oursTurn = prepare(workload, ours, plan);
  const controlTurn = prepare(workload, control, plan);
  await oursTurn(0);
  await controlTurn(0);
  const rounds: Round[] = [];
  for (let number = 1; number <= plan.rounds; number++) {
    if (number % 2 === 1) {
      const first = await oursTurn(number);
      rounds.push({ ours: first, control: await controlTurn(number) });
    } else {
      const first = await controlTurn(number);
      rounds.push({ ours: await oursTurn(number), control: first });
    }
  }
  return rounds;
}

function prepare(workload: Workload, server: Server, plan: Plan): (round: number) => Promise<Turn> {
  const requestsOf = workload.requests(server.directory);
  return async (round) => {
    const next = requestsOf(round);
    const client = openClient(server.scimUrl, server.token, plan.busy.connections);
    try {
      if (round === 0) await lookAtOne(workload, client, next, server.name);
      const before = server.workerd === undefined ? undefined : cpuSecondsOf(server.workerd);
      const busy = await load(client, next, plan.busy);
      const after = server.workerd === undefined ? undefined : cpuSecondsOf(server.workerd);
      const alone = await load(client, next, plan.alone);
      const used = before === undefined || after === undefined ? undefined : after - before;
      return {
        busy,
        alone,
        cpuMilliseconds: used === undefined ? undefined : (used / busy.requests) * 1000,
      };
    } finally {
      client.close();
    }
  };
}

async function lookAtOne(
  { answers, name }: Workload,
  client: Client,
  next: ReturnType<ReturnType<Workload['requests']>>,
  server: string,
): Promise<void> {
  const call = next();
  const body = call && (await client.send(call));
  if (body === undefined || !answers.test(body)) {
    throw new Error(`"${name}", ${server}: not the answer that was to be measured: ${body?.slice(0, 300)}`);
  }
}
