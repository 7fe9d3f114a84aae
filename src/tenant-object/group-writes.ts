// Verbs on groups, run in the tenant object instead of here.

import type { Writes } from '../directory/directory.ts';
import type { Found } from '../directory/stored.ts';
import type { Changed } from '../directory/update.ts';
import { unavailable } from '../scim/error.ts';
import { type Caller, type GroupVerb, settle } from './protocol.ts';
import type { TenantObject } from './tenant-object.ts';

const retryAfterSeconds = 1;

/** The stub as its caller sees it; the platform's own type of it is too deep for the compiler. */
type GroupWriter = Pick<TenantObject, 'write'>;

/** Errors: those of the verbs, and 503 when the object was lost while it was at work: the change may be written or not. */
export function groupWrites(namespace: DurableObjectNamespace<TenantObject>, caller: Caller): Writes {
  const send = async (verb: GroupVerb) => {
    // A stub that saw its object die stays broken: each call takes a fresh one.
    const stub: unknown = namespace.get(namespace.idFromName(caller.tenant));
    const outcome = await (stub as GroupWriter).write(caller, verb).catch((error: unknown) => {
      console.error(
        JSON.stringify({ event: 'tenant object failed', requestId: caller.requestId, cause: String(error) }),
      );
      throw unavailable(
        'The change was interrupted and may not have been made. Repeat the request.',
        retryAfterSeconds,
      );
    });
    return settle(outcome);
  };
  return {
    create: (_type, body, wants, id) => send({ verb: 'create', body, wants, id }) as Promise<Found>,
    replace: (_type, id, body, condition, wants) =>
      send({ verb: 'replace', id, body, condition, wants }) as Promise<Changed>,
    patch: (_type, id, body, condition, wants) =>
      send({ verb: 'patch', id, body, condition, wants }) as Promise<Changed>,
    remove: async (_type, id, condition) => {
      await send({ verb: 'remove', id, condition });
    },
  };
}
