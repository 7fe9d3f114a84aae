// `npm start`: Rollcall on this machine, from source, rebuilt when a file changes. `--fresh` begins anew,
// `--blueprint NAME` as that product.

import { parseArgs } from 'node:util';
import { readBlueprint } from './local/blueprint.ts';
import { applyMigrations } from './local/migrations.ts';
import { HOST, readPort } from './local/port.ts';
import { startServer } from './local/process.ts';
import { runLocally, type Server, type Settings, type Site } from './local/run.ts';
import { stateFolder } from './local/state.ts';
import { WRANGLER } from './local/tools.ts';

await runLocally(readSettings, async (site) => {
  await applyMigrations(site.state);
  return openDevServer(site);
});

function readSettings(): Settings {
  const { values } = parseArgs({
    options: { fresh: { type: 'boolean', default: false }, blueprint: { type: 'string' } },
  });
  return {
    port: readPort(process.env['PORT'] || '8787'),
    folder: stateFolder(process.env['ROLLCALL_STATE']),
    isFresh: values.fresh,
    blueprint: readBlueprint(values.blueprint),
  };
}

function openDevServer({ port, state, variables }: Site): Server {
  const { ended, show } = startServer(WRANGLER, [
    'dev',
    ...['--ip', HOST, '--port', `${port}`, '--inspector-port', '0'],
    ...['--show-interactive-dev-session=false', '--log-level', 'warn'],
    ...['--persist-to', state.folder, '--env-file', state.secretsFile],
    ...Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  ]);
  return { triggerOrigin: `http://${HOST}:${port}`, ended, show, stop: async () => {} };
}
