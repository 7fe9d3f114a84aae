// What the dashboard needs from outside; `worker.ts` provides it.

import type { SessionStore } from '../tenancy/session.ts';
import type { TenantStore } from '../tenancy/tenant.ts';

export interface DashboardPorts {
  readonly tenants: TenantStore;
  readonly sessions: SessionStore;
  /** The vendor's key; undefined or empty: nobody can sign in. */
  readonly adminKey: string | undefined;
  /** True for ADMIN_KEY itself; takes the same time for every other text. */
  readonly isAdminKey: (given: string) => Promise<boolean>;
  /** Overrides the request's origin in absolute URLs. */
  readonly publicOrigin: string | undefined;
  /** False when this client address has tried too many wrong keys and links. */
  readonly mayTry: (clientAddress: string) => Promise<boolean>;
  /** A form's fields. Errors: `ScimError` 400, 413, 415. */
  readonly readForm: (request: Request, maxBytes: number) => Promise<URLSearchParams>;
  /** Reads and drops what is left of a body. */
  readonly drain: (request: Request) => Promise<void>;
  /** Lets work end that the answer does not wait for. */
  readonly inBackground: (work: Promise<void>) => void;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
