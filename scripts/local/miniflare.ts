// The Workers runtime in this process's hands, as wrangler.toml describes the Worker, with a socket that leads
// straight to it.

import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler';
import { readBundle } from './bundle.ts';
import { HOST } from './port.ts';
import type { Server, Site } from './run.ts';
import { root } from './tools.ts';

export async function openRuntime({ port, state, adminKey, variables }: Site): Promise<Server> {
  const config = unstable_readConfig({ config: path.join(root, 'wrangler.toml') });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const options = convertV4MiniflareOptions({
    host: HOST,
    // Miniflare's own entry, with the dev proxy: only triggers go there.
    port: 0,
    cf: false,
    resourcePersistencePath: state.dataFolder,
    unsafeTriggerHandlers: true,
    workers: [
      {
        ...workerOptions,
        name: config.name ?? 'rollcall',
        rootPath: root,
        modules: [{ type: 'ESModule', path: 'index.js', contents: readBundle(state) }],
        // In full: a .dev.vars beside wrangler.toml has no say here.
        bindings: { ...config.vars, ...variables, ADMIN_KEY: adminKey },
        unsafeDirectSockets: [{ host: HOST, port }],
      },
    ],
  });
  const runtime = withoutSignalHandlers(() => new Miniflare(options));
  const entry = await runtime.ready;
  return {
    triggerOrigin: entry.origin,
    ended: new Promise(() => {}),
    show: () => {},
    stop: () => runtime.dispose(),
  };
}

/** Miniflare would exit at once, with a code of its own; here the end is run.ts's affair. */
function withoutSignalHandlers<T>(make: () => T): T {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const made = make();
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.has(listener)) process.removeListener(signal, listener);
    }
  }
  return made;
}
