// One request on its way: who asks, what may be done, and the repetition when the tenant's settings changed
// while it was being decided.

import { type Attempt, type RefusedUser, refusedUser } from '../directory/refused.ts';
import { StaleSettings } from '../directory/store.ts';
import { leniencyOf } from '../policy/settings.ts';
import { forbidden, ScimError, unavailable } from '../scim/error.ts';
import type { Leniencies } from '../scim/leniency.ts';
import { groupType, type StoredType } from '../scim/schema/resource-type.ts';
import type { Access } from '../tenancy/access.ts';
import { readJson } from './body.ts';
import type { OpenDirectory, ScimPorts } from './ports.ts';

export interface Exchange {
  readonly request: Request;
  readonly query: URLSearchParams;
  /** The tenant's SCIM base URL, absolute, without trailing slash. */
  readonly baseUrl: string;
  readonly access: Access;
  readonly leniencies: Leniencies;
  /** Users and groups as the tenant declares them, in the order of `/ResourceTypes`. */
  readonly types: readonly StoredType[];
  readonly directory: OpenDirectory;
  /** The body as JSON, read once. */
  readonly body: () => Promise<unknown>;
  /** The directory by the settings of this moment, for what cannot be repeated as a whole. */
  readonly reopen: () => Promise<OpenDirectory>;
  readonly newId: () => string;
  /** Says which user the request is about to write: if it is refused, that is noted of him. */
  readonly attempts: (attempt: Attempt) => void;
  /** Notes it of users whose refusals are no refusal of the request as a whole. */
  readonly noteRefused: (refused: readonly RefusedUser[]) => void;
}

/** What is known of a request when it is over, however it went. */
export interface Trace {
  /** Undefined while it was not let in. */
  access?: Access;
  /** Undefined while nobody read it. */
  body?: Promise<unknown>;
}

/** How often a request is decided anew when the tenant's settings changed meanwhile. */
export const maxAttempts = 4;

/** Runs a handler for the tenant of that slug, and fills in the trace. Errors: 401, 403, 429, and those of the handler. */
export async function exchange(
  ports: ScimPorts,
  request: Request,
  slug: string,
  requestId: string,
  trace: Trace,
  handle: (exchange: Exchange) => Promise<Response>,
): Promise<Response> {
  const url = new URL(request.url);
  const baseUrl = `${ports.publicOrigin ?? url.origin}/t/${slug}/scim/v2`;
  const body = () => {
    trace.body ??= readJson(request);
    return trace.body;
  };
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const access = await ports.authenticate(request, slug, attempt > 1);
    trace.access = access;
    const directory = ports.open(access, requestId);
    const leniencies = leniencyOf(access.settings);
    const noteRefused = (refused: readonly RefusedUser[]) => {
      if (refused.length > 0) ports.noteRefused(access, requestId, refused);
    };
    let attempted: Attempt | undefined;
    try {
      if (!access.settings.enabled) throw switchedOff();
      return await handle({
        request,
        query: url.searchParams,
        baseUrl,
        access,
        leniencies,
        types: [ports.declarationsOf(access.settings).shown, groupType],
        directory,
        body,
        reopen: async () => {
          const renewed = await ports.authenticate(request, slug, true);
          if (!renewed.settings.enabled) throw switchedOff();
          return ports.open(renewed, requestId);
        },
        newId: ports.newId,
        attempts: (attempt) => {
          attempted = attempt;
        },
        noteRefused,
      });
    } catch (error) {
      if (error instanceof StaleSettings) continue;
      if (!(error instanceof ScimError)) throw error;
      if (await isStale(directory, error)) continue;
      const refused = attempted && refusedUser(attempted, error.facts);
      if (refused) noteRefused([refused]);
      throw error;
    }
  }
  throw unavailable('The settings of this directory are being changed. Repeat the request.', 1);
}

/**
 * Refusals that were decided before the database was asked say no more than the memory knows: a dead token must
 * hear nothing but 401, and settings that changed meanwhile may well allow the request.
 */
async function isStale(directory: OpenDirectory, error: ScimError): Promise<boolean> {
  // These two are the database's own word.
  if (error.facts.status === 401 || error.facts.status === 503) return false;
  try {
    await directory.verify();
    return false;
  } catch (cause) {
    if (cause instanceof StaleSettings) return true;
    throw cause;
  }
}

const switchedOff = () =>
  forbidden(
    'Provisioning is switched off for this directory. Nothing was changed and nothing is lost; an administrator can switch it on again in the settings of the application.',
  );
