// A server as a child process, and the end of everything that was started here. Nothing is detached: killing
// the caller's process group kills all of it.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_MARK, runningTools, spawnTool } from './tools.ts';

const GRACE_MILLISECONDS = 5_000;
const OUTPUT_KEPT = 20_000;

export interface ServerProcess {
  /** Its last output, when it has ended. */
  readonly ended: Promise<string>;
  /** Shows its output from now on. */
  readonly show: () => void;
}

export function startServer(script: string, args: readonly string[]): ServerProcess {
  const child = spawnTool(script, args);
  let output = '';
  let isShown = false;
  const listen = (stream: NodeJS.ReadableStream | null, target: NodeJS.WritableStream) =>
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-OUTPUT_KEPT);
      if (isShown) target.write(chunk);
    });
  listen(child.stdout, process.stdout);
  listen(child.stderr, process.stderr);
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject).once('close', () => resolve(isShown ? '' : output.trim()));
  });
  const show = () => {
    isShown = true;
  };
  return { ended, show };
}

/** Asks first; kills what does not end in time, and what outlived the process that started it. Returns when the
 *  system has forgotten all of them, so that the caller's process group is empty after us. */
export async function endAll(): Promise<void> {
  const known = new Set<number>();
  const remaining = () => {
    for (const id of markedProcesses()) known.add(id);
    return runningTools().length > 0 || [...known].some(isThere);
  };
  for (const child of runningTools()) child.kill('SIGTERM');
  const deadline = Date.now() + GRACE_MILLISECONDS;
  while (remaining() && Date.now() < deadline) {
    if (runningTools().length === 0) signal(markedProcesses(), 'SIGTERM');
    await sleep(50);
  }
  for (const child of runningTools()) child.kill('SIGKILL');
  signal(markedProcesses(), 'SIGKILL');
}

const isThere = (processId: number): boolean => signal([processId], 0) > 0;

/** The number of those that were there. */
function signal(processIds: readonly number[], name: NodeJS.Signals | 0): number {
  let found = 0;
  for (const id of processIds) {
    try {
      process.kill(id, name);
      found++;
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** Known by their environment, which children hand on: a process whose parent has died is found too. Linux
 *  only; elsewhere wrangler's own orderly end is relied on. */
function markedProcesses(): readonly number[] {
  if (process.platform !== 'linux') return [];
  const ids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return ids.filter((id) => environmentOf(id).includes(`${RUN_MARK.name}=${RUN_MARK.value}`)).map(Number);
}

function environmentOf(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/environ`, 'utf8');
  } catch {
    return '';
  }
}
