// `npm run serve -- --port N --state DIR`: the bundle that would be deployed, on the Workers runtime without the
// dev proxy, which takes half of the speed. For load tests; its state can be served by `npm start` and back.

import { parseArgs } from 'node:util';
import { makeBundle } from './local/bundle.ts';
import { applyMigrations } from './local/migrations.ts';
import { readPort } from './local/port.ts';
import { runLocally, type Settings } from './local/run.ts';
import { stateFolder } from './local/state.ts';

await runLocally(readSettings, async (site) => {
  const [{ openRuntime }] = await Promise.all([
    import('./local/miniflare.ts'),
    applyMigrations(site.state),
    makeBundle(site.state),
  ]);
  return openRuntime(site);
});

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      state: { type: 'string' },
      fresh: { type: 'boolean', default: false },
    },
  });
  return {
    port: readPort(values.port ?? process.env['PORT'] ?? '8787'),
    folder: stateFolder(values.state ?? process.env['ROLLCALL_STATE']),
    isFresh: values.fresh,
  };
}
