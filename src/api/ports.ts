// What the management API needs from outside; `worker.ts` provides it.

import type { Browser } from '../directory/browse.ts';
import type { TenantStore } from '../tenancy/tenant.ts';

export interface ApiPorts {
  readonly tenants: TenantStore;
  /** The vendor's key; undefined or empty: nobody is let in. */
  readonly adminKey: string | undefined;
  /** Overrides the request's origin in absolute URLs. */
  readonly publicOrigin: string | undefined;
  /** A tenant's directory, by the tenant's id. */
  readonly browse: (tenant: string) => Browser;
  /** Writes a token's owner to KV, so that its first request is cheap. */
  readonly rememberToken: (hash: string, owner: { tenant: string; tokenId: string }) => Promise<void>;
  /** A request's body as JSON, as on the SCIM surface. Errors: `ScimError` 400, 413, 415. */
  readonly readJson: (request: Request) => Promise<unknown>;
  /** Reads and drops what is left of a body. */
  readonly drain: (request: Request) => Promise<void>;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
