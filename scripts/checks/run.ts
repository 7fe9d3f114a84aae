// Runs checks side by side and prints how each went; what it had to say only when it failed.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, setToolEnvironment } from '../local/tools.ts';
import type { Step } from './steps.ts';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export async function runSteps(steps: readonly Step[]): Promise<Tally> {
  useThrowawayConfiguration();
  const results = await Promise.all(steps.map(runStep));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

async function runStep({ name, command }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawnPackage(command);
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const isOk = (await exitCodeOf(child)) === 0;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`${isOk ? '✓' : '✗'} ${name}, ${seconds} s\n`);
  if (!isOk) process.stdout.write(`${Buffer.concat(output).toString().trim()}\n\n`);
  return isOk;
}

/** A script below node_modules; it ends with us. */
export function spawnPackage([script, ...args]: Step['command']): ChildProcess {
  const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
    cwd: root,
    env: { ...process.env, [process.stdout.isTTY ? 'FORCE_COLOR' : 'NO_COLOR']: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return child;
}

/** null after a signal. */
export function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => void child.once('error', reject).once('close', resolve));
}

function useThrowawayConfiguration(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-checks-'));
  setToolEnvironment(folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
