// Verbs on groups, run in the tenant object instead of here.

import type { Writes } from '../directory/directory.ts';
import type { Found, Wants } from '../directory/stored.ts';
import type { Changed } from '../directory/update.ts';
import { unavailable } from '../scim/error.ts';
import { type Caller, type GroupVerb, settle } from './protocol.ts';
import type { TenantObject } from './tenant-object.ts';

const retryAfterSeconds = 1;

/** The stub as its caller sees it; the platform's own type of it is too deep for the compiler. */
type GroupWriter = Pick<TenantObject, 'write'>;

/** Reads what an answer shows of the group once it is written. */
type Read = (id: string, wants: Wants) => Promise<Found>;

/** Errors: those of the verbs, and 503 when the object was lost while it was at work: the change may be written or not. */
export function groupWrites(
  namespace: DurableObjectNamespace<TenantObject>,
  caller: Caller,
  read: Read,
): Writes {
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
  const change = async (verb: GroupVerb & { readonly id: string }, wants: Wants | undefined) => {
    const changed = (await send(verb)) as Changed;
    if (!wants) return changed;
    const found = await read(verb.id, wants);
    return { id: found.id, version: found.version, lastModified: found.lastModified, found };
  };
  return {
    create: async (_type, body, wants, id) => {
      const created = (await send({ verb: 'create', body, id })) as Found;
      return wants.members && !created.members ? read(created.id, wants) : created;
    },
    replace: (_type, id, body, condition, wants) => change({ verb: 'replace', id, body, condition }, wants),
    patch: (_type, id, body, condition, wants) => change({ verb: 'patch', id, body, condition }, wants),
    remove: async (_type, id, condition) => {
      await send({ verb: 'remove', id, condition });
    },
  };
}
