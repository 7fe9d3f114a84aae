// The migrations of `drizzle/` on the local database. wrangler applies and records them, as it does remotely;
// since it takes seconds to say that there is nothing to do, what was applied is noted beside the data.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { State } from './state.ts';
import { root, runWrangler } from './tools.ts';

export const DATABASE = 'rollcall';

export async function applyMigrations({ folder, dataFolder }: State): Promise<void> {
  const files = readdirSync(path.join(root, 'drizzle')).filter((name) => name.endsWith('.sql'));
  const wanted = files.sort().join('\n');
  const note = path.join(dataFolder, 'applied-migrations');
  if (existsSync(note) && readFileSync(note, 'utf8') === wanted) return;
  await runWrangler(['d1', 'migrations', 'apply', DATABASE, '--local', '--persist-to', folder]);
  writeFileSync(note, wanted);
}
