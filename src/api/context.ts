// What each request to the management API carries from its door to its routes: its number, and whose it is.

import type { Caller } from '../tenancy/api-key.ts';
import type { Author } from '../tenancy/author.ts';

export interface ApiEnv {
  Variables: {
    /** Also in the answer (`X-Request-Id`), the audit and the log. */
    requestId: string;
    caller: Caller;
  };
}

/** Whom the audit is to name for what the request changes. */
export function authorOf(
  ports: { readonly now: () => number },
  { caller, requestId }: ApiEnv['Variables'],
): Author {
  return { actor: caller.actor, requestId, now: new Date(ports.now()).toISOString() };
}
