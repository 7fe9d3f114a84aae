// The SCIM surface as trials play it: the same app on the same stores, called by itself and not over the network. It
// leaves no trace but in the throw-away tenant: no activity, no refusals, nothing in KV, no last use.

import { loadAccess } from '../db/tokens.ts';
import type { Env } from '../env.ts';
import { createScimApp } from '../http/app.ts';
import type { Fetch } from '../rehearse/fetch.ts';
import { authenticate, createAccessMemory } from '../tenancy/access.ts';
import { now } from './platform.ts';
import { scimPorts } from './scim.ts';

/** Sends a request to the SCIM surface. */
export function trialFetch(env: Env, publicOrigin: string | undefined): Fetch {
  const memory = createAccessMemory();
  const accessPorts = {
    recall: async () => undefined,
    remember: async () => {},
    load: (hash: string) => loadAccess(env.DB, hash, undefined, now()),
    mayLookUp: async () => true,
    now: Date.now,
  };
  const app = createScimApp({
    ...scimPorts(env, publicOrigin),
    authenticate: ({ headers }, slug, fresh) => {
      const authorization = headers.get('authorization');
      return authenticate(memory, accessPorts, { authorization, slug, clientAddress: 'trial' }, fresh);
    },
    noteRequest: () => {},
    noteRefused: () => {},
  });
  return async (url, request) => app.fetch(new Request(url, request));
}
