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
  const { assets, ...workerOptions } = unstable_getMiniflareWorkerOptions(config).workerOptions;
  const name = config.name ?? 'rollcall';
  const assetsName = `${name}-assets`;
  const described = {
    host: HOST,
    // Miniflare's own entry, with the dev proxy: only triggers go there.
    port: 0,
    cf: false,
    resourcePersistencePath: state.dataFolder,
    unsafeTriggerHandlers: true,
    workers: [
      {
        ...workerOptions,
        name,
        rootPath: root,
        modules: [{ type: 'ESModule', path: 'index.js', contents: readBundle(state) }],
        // In full: a .dev.vars beside wrangler.toml has no say here.
        bindings: { ...config.vars, ...variables, ADMIN_KEY: adminKey },
        unsafeDirectSockets: [{ host: HOST, port }],
        serviceBindings: { ASSETS: assetsName },
      },
      // Static files stand in a Worker of their own: Miniflare would put its router for them before each request,
      // which halves the look-ups. Deployed, that router is the platform's own.
      {
        name: assetsName,
        rootPath: root,
        compatibilityDate: config.compatibility_date ?? '2026-08-01',
        ...(assets === undefined ? {} : { assets }),
        modules: [
          {
            type: 'ESModule',
            path: 'assets.js',
            contents: 'export default { fetch: () => new Response(null, { status: 404 }) };',
          },
        ],
      },
    ],
  } as Parameters<typeof convertV4MiniflareOptions>[0];
  const runtime = withoutSignalHandlers(() => new Miniflare(convertV4MiniflareOptions(described)));
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
