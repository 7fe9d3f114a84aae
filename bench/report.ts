// From rounds to figures: medians, and ratios of rounds that were run side by side, so that what slows the
// machine down for a while slows both.

import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import type { Measured } from './load.ts';

/** One server in one round. */
export interface Turn {
  /** Under load. */
  readonly busy: Measured;
  /** One request after another. */
  readonly alone: Measured;
  /** CPU time that the server's process took for a request under load; undefined where that cannot be read. */
  readonly cpuMilliseconds: number | undefined;
}

export interface Round {
  readonly ours: Turn;
  readonly control: Turn;
}

export interface Figures {
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly cpuMilliseconds: number | undefined;
}

export interface Result {
  readonly name: string;
  readonly aim: number | undefined;
  readonly ours: Figures;
  readonly control: Figures;
  /** Ours to the control's requests per second: the median of the rounds, and the least and the greatest. */
  readonly ratio: number;
  readonly ratioRange: readonly [number, number];
  /** The control's CPU time to ours. */
  readonly cpuRatio: number | undefined;
  readonly rounds: readonly { readonly ours: Figures; readonly control: Figures }[];
}

export function resultOf(name: string, aim: number | undefined, rounds: readonly Round[]): Result {
  const ratios = rounds.map(({ ours, control }) => rate(ours) / rate(control));
  const cpuRatios = rounds.flatMap(({ ours, control }) =>
    ours.cpuMilliseconds && control.cpuMilliseconds ? [control.cpuMilliseconds / ours.cpuMilliseconds] : [],
  );
  return {
    name,
    aim,
    ours: medianFigures(rounds.map(({ ours }) => figures(ours))),
    control: medianFigures(rounds.map(({ control }) => figures(control))),
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    cpuRatio: cpuRatios.length > 0 ? median(cpuRatios) : undefined,
    rounds: rounds.map(({ ours, control }) => ({ ours: figures(ours), control: figures(control) })),
  };
}

/** The table's lines, head included. `control`: what ours is compared with. */
export function tableOf(results: readonly Result[], control: string): readonly string[] {
  const head = [
    '',
    'ours /s',
    `${control} /s`,
    'ratio',
    '(range)',
    'aim',
    'ours ms',
    `${control} ms`,
    'CPU ratio',
  ];
  const rows = results.map(({ name, aim, ours, control, ratio, ratioRange, cpuRatio }) => [
    name,
    ours.requestsPerSecond.toFixed(0),
    control.requestsPerSecond.toFixed(0),
    ratio.toFixed(2),
    `(${ratioRange.map((end) => end.toFixed(2)).join('–')})`,
    aim === undefined ? '' : `≥ ${aim.toFixed(1)}`,
    ours.p50Milliseconds.toFixed(2),
    control.p50Milliseconds.toFixed(2),
    cpuRatio?.toFixed(2) ?? '–',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

/** A figure of ours alone. */
export interface Finding {
  readonly name: string;
  /** Median of one request after another. */
  readonly milliseconds?: number;
  readonly perSecond?: number;
  readonly compared?: { readonly with: string; readonly ratio: number; readonly aim: string };
}

/** The lines of a table of findings. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.map(({ name, milliseconds, perSecond, compared }) =>
    [
      name.padEnd(width),
      (milliseconds === undefined ? '' : `${milliseconds.toFixed(2)} ms`).padStart(12),
      (perSecond === undefined ? '' : `${perSecond.toFixed(0)} /s`).padStart(10),
      compared ? `  ${compared.ratio.toFixed(2)} × ${compared.with} (aim ${compared.aim})` : '',
    ].join(''),
  );
}

/** What the figures depend on. */
export function machine() {
  const [oneMinute = 0] = loadavg();
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
    /** Processes that wanted a core in the last minute; at the beginning it should be near nought. */
    load: oneMinute,
  };
}

const rate = ({ busy }: Turn): number => busy.requests / busy.seconds;

function figures(turn: Turn): Figures {
  const { latencies } = turn.alone;
  return {
    requestsPerSecond: rate(turn),
    p50Milliseconds: latencies[Math.floor(latencies.length / 2)] ?? Number.NaN,
    cpuMilliseconds: turn.cpuMilliseconds,
  };
}

function medianFigures(all: readonly Figures[]): Figures {
  const cpu = all.flatMap(({ cpuMilliseconds }) => cpuMilliseconds ?? []);
  return {
    requestsPerSecond: median(all.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50Milliseconds: median(all.map(({ p50Milliseconds }) => p50Milliseconds)),
    cpuMilliseconds: cpu.length > 0 ? median(cpu) : undefined,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (low + (sorted[Math.floor(middle)] ?? low)) / 2;
}
