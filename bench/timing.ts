// How long requests take, one after another.

import type { Call, Client } from './client.ts';

/** Milliseconds of each request, in their order. */
export async function timesOf(client: Client, calls: readonly Call[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const call of calls) times.push((await timed(() => client.send(call))).milliseconds);
  return times;
}

export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const begun = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - begun };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export const range = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);
