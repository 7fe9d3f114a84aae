// `npm run deploy`: creates the database where it is missing, applies the migrations, deploys. Other arguments
// are those of `wrangler deploy`.
// The order is the same the first time and later. wrangler.toml names no ids: the migrations and the deployment
// both find the database by its name, and the namespace TOKENS, which needs nothing beforehand, is provisioned by
// the deployment. So no Worker ever meets a database without the tables that it asks for. The Worker that still
// runs while the migrations are applied meets the new tables: a migration must leave it working.
// For a jurisdiction of your own, create the database first: `npx wrangler d1 create rollcall --jurisdiction eu`.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { DATABASE } from './local/migrations.ts';
import { root, WRANGLER } from './local/tools.ts';

const SIGN_IN =
  'Sign in once with `npx wrangler login`, or set CLOUDFLARE_API_TOKEN; with several accounts set CLOUDFLARE_ACCOUNT_ID.';

if (!databaseNames().includes(DATABASE)) wrangler(['d1', 'create', DATABASE, '--update-config=false']);
wrangler(['d1', 'migrations', 'apply', DATABASE, '--remote']);
wrangler(['deploy', ...process.argv.slice(2)]);
console.log('The management API answers nobody until it has a key: `npx wrangler secret put ADMIN_KEY`.');

function databaseNames(): readonly string[] {
  const listed = wrangler(['d1', 'list', '--json'], SIGN_IN);
  return (JSON.parse(listed) as { name: string }[]).map(({ name }) => name);
}

/** With advice for its failure, its stdout is read; without, it is shown. */
function wrangler(args: readonly string[], advice?: string): string {
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules', WRANGLER), ...args],
    {
      cwd: root,
      stdio: ['inherit', advice ? 'pipe' : 'inherit', 'inherit'],
      encoding: 'utf8',
    },
  );
  if (status === 0) return stdout ?? '';
  if (advice) console.error(advice);
  process.exit(status ?? 1);
}
