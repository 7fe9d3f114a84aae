// The tools among the packages, run offline and quietly, in the caller's process group. `runWrangler` is for those
// that end by themselves; servers, and the end of everything, are in process.ts.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Failure } from './failure.ts';

export const root = path.join(import.meta.dirname, '..', '..');

export const WRANGLER = 'wrangler/bin/wrangler.js';

/** In the environment of all that this process starts, so that it can be found again. */
export const RUN_MARK = { name: 'ROLLCALL_RUN', value: randomUUID() } as const;

/** For this process, which runs a part of the tools itself, and so for its children. wrangler keeps its logs and
 *  its registry in `configFolder`; else it would use the home folder. */
export function setToolEnvironment(configFolder: string): void {
  Object.assign(process.env, {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    CI: '1',
    XDG_CONFIG_HOME: configFolder,
    [RUN_MARK.name]: RUN_MARK.value,
  });
}

const running = new Set<ChildProcess>();

/** Tools that have not ended yet. */
export const runningTools = (): readonly ChildProcess[] => [...running];

export function spawnTool(script: string, args: readonly string[]): ChildProcess {
  const file = path.join(root, 'node_modules', script);
  const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Silent when it succeeds; its output is in the Failure when it does not. */
export function runWrangler(args: readonly string[]): Promise<void> {
  const child = spawnTool(WRANGLER, args);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Failure(`wrangler ${args.slice(0, 3).join(' ')} failed:\n${output.trim()}`));
    });
  });
}
