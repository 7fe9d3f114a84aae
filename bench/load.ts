// Load: so many requests at once, as long as there is time and something to send. Each answer's status is
// checked by the client; the first error ends the load.

import type { Call, Client } from './client.ts';

export interface Limits {
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of each request, ascending. */
  readonly latencies: Float64Array;
}

/** `next` gives undefined when there is nothing left to send. */
export async function load(client: Client, next: () => Call | undefined, limits: Limits): Promise<Measured> {
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + limits.seconds * 1000;
  let failed = false;
  const oneConnection = async () => {
    while (!failed && performance.now() < end) {
      const call = next();
      if (!call) return;
      const sent = performance.now();
      await client.send(call);
      latencies.push(performance.now() - sent);
    }
  };
  const stopOthers = (error: unknown) => {
    failed = true;
    throw error;
  };
  await Promise.all(Array.from({ length: limits.connections }, () => oneConnection().catch(stopOthers)));
  const seconds = (performance.now() - begun) / 1000;
  return { requests: latencies.length, seconds, latencies: Float64Array.from(latencies).toSorted() };
}

/** Sends all of it and answers the bodies in the order of the calls. */
export async function sendAll(
  client: Client,
  calls: readonly Call[],
  connections: number,
): Promise<readonly string[]> {
  const bodies: string[] = [];
  let place = 0;
  const oneConnection = async () => {
    for (let at = place++; at < calls.length; at = place++) {
      const call = calls[at];
      if (call) bodies[at] = await client.send(call);
    }
  };
  await Promise.all(Array.from({ length: connections }, oneConnection));
  return bodies;
}
