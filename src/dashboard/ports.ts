// What the dashboard needs from outside; `worker.ts` provides it.

import type { AccountActions } from '../directory/account-actions.ts';
import type { Browser } from '../directory/browse.ts';
import type { Look } from '../directory/look.ts';
import type { Refusals } from '../directory/refused.ts';
import type { ReevaluationPort } from '../policy/reevaluation.ts';
import type { AuditLog } from '../tenancy/audit.ts';
import type { Author } from '../tenancy/author.ts';
import type { SessionStore } from '../tenancy/session.ts';
import type { Tenant, TenantStore } from '../tenancy/tenant.ts';

export interface DashboardPorts {
  readonly tenants: TenantStore;
  readonly sessions: SessionStore;
  /** A tenant's people, groups and events, for lists. */
  readonly look: (tenant: Pick<Tenant, 'id'>) => Look;
  /** A tenant's directory and accounts, one by one. */
  readonly browse: (tenant: Pick<Tenant, 'id' | 'settings'>) => Browser;
  /** What this author may do by hand to the accounts of the tenant, by the settings that it has here. */
  readonly accountActions: (tenant: Tenant, author: Author) => AccountActions;
  readonly audit: AuditLog;
  readonly refusals: Refusals;
  readonly reevaluation: ReevaluationPort;
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
