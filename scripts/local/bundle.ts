// The bundle that a deployment would upload.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { State } from './state.ts';
import { runWrangler } from './tools.ts';

export const makeBundle = ({ bundleFolder }: State): Promise<void> =>
  runWrangler(['deploy', '--dry-run', '--outdir', bundleFolder]);

/** It is named after the entry point, src/worker.ts. */
export const readBundle = ({ bundleFolder }: State): string =>
  readFileSync(path.join(bundleFolder, 'worker.js'), 'utf8');
