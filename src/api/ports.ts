// What the management API needs from outside; `worker.ts` provides it.

import type { ActivityLog } from '../activity/log.ts';
import type { AccountActions } from '../directory/account-actions.ts';
import type { Browser } from '../directory/browse.ts';
import type { ImportVerbs } from '../directory/import.ts';
import type { Refusals } from '../directory/refused.ts';
import type { ReevaluationPort } from '../policy/reevaluation.ts';
import type { ApiKeyStore } from '../tenancy/api-key.ts';
import type { AuditLog } from '../tenancy/audit.ts';
import type { Author } from '../tenancy/author.ts';
import type { FreezeStore } from '../tenancy/freeze.ts';
import type { PortalLinkStore } from '../tenancy/portal-link.ts';
import type { Tenant, TenantStore } from '../tenancy/tenant.ts';

export interface ApiPorts {
  readonly tenants: TenantStore;
  readonly apiKeys: ApiKeyStore;
  readonly audit: AuditLog;
  /** What identity providers asked. */
  readonly activity: ActivityLog;
  readonly refusals: Refusals;
  readonly portalLinks: PortalLinkStore;
  /** The vendor's key; undefined or empty: nobody is let in by it. */
  readonly adminKey: string | undefined;
  /** Overrides the request's origin in absolute URLs. */
  readonly publicOrigin: string | undefined;
  readonly reevaluation: ReevaluationPort;
  /** Accounts that are frozen, and given back. */
  readonly freezes: FreezeStore;
  /** A tenant's directory and accounts. */
  readonly browse: (tenant: Pick<Tenant, 'id' | 'settings'>) => Browser;
  /** Takes in users and groups by a tenant's settings as they were read. Errors: `StaleSettings`, `DeadKey`, `ScimError` 503. */
  readonly openImport: (
    tenant: Pick<Tenant, 'id' | 'settings' | 'settingsVersion'>,
    author: Author,
  ) => ImportVerbs;
  /** What this author may do by hand to the accounts of the tenant, by the settings that it has here. */
  readonly accountActions: (tenant: Tenant, author: Author) => AccountActions;
  /** Writes a token's owner to KV, so that its first request is cheap. */
  readonly rememberToken: (hash: string, owner: { tenant: string; tokenId: string }) => Promise<void>;
  /** A request's body as JSON, as on the SCIM surface; `maxBytes` is its limit there unless given. Errors: `ScimError` 400, 413, 415. */
  readonly readJson: (request: Request, maxBytes?: number) => Promise<unknown>;
  /** Reads and drops what is left of a body. */
  readonly drain: (request: Request) => Promise<void>;
  /** Lets work end that the answer does not wait for. */
  readonly inBackground: (work: Promise<void>) => void;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
