// What the dashboard needs from outside; `worker.ts` provides it.

import type { ActivityLog } from '../activity/log.ts';
import type { PortalLinkPorts } from '../administration/portal-links.ts';
import type { SettingsPorts } from '../administration/settings.ts';
import type { TokenPorts } from '../administration/tokens.ts';
import type { AccountActions } from '../directory/account-actions.ts';
import type { Browser } from '../directory/browse.ts';
import type { WholeDirectory } from '../directory/export.ts';
import type { Look } from '../directory/look.ts';
import type { Refusals } from '../directory/refused.ts';
import type { ReevaluationPort } from '../policy/reevaluation.ts';
import type { Fetch } from '../rehearse/fetch.ts';
import type { AuditLog } from '../tenancy/audit.ts';
import type { Author } from '../tenancy/author.ts';
import type { AccessCheck } from '../tenancy/cloudflare-access.ts';
import type { FreezeStore } from '../tenancy/freeze.ts';
import type { PortalLinkStore } from '../tenancy/portal-link.ts';
import type { SessionStore } from '../tenancy/session.ts';
import type { Tenant, TenantOverview, TenantStore } from '../tenancy/tenant.ts';
import type { TrialStore } from '../tenancy/trial.ts';

export interface DashboardPorts extends TokenPorts, SettingsPorts, PortalLinkPorts {
  readonly tenants: TenantStore;
  readonly overview: TenantOverview;
  readonly audit: AuditLog;
  readonly activity: ActivityLog;
  readonly portalLinks: PortalLinkStore;
  readonly sessions: SessionStore;
  /** A tenant's people, groups and events, for lists. */
  readonly look: (tenant: Pick<Tenant, 'id'>) => Look;
  /** A tenant's directory and accounts, one by one. */
  readonly browse: (tenant: Pick<Tenant, 'id' | 'settings'>) => Browser;
  /** All of a tenant's directory and accounts, to take along. */
  readonly wholeDirectory: (tenant: Pick<Tenant, 'id' | 'settings'>) => WholeDirectory;
  /** What this author may do by hand to the accounts of the tenant, by the settings that it has here. */
  readonly accountActions: (tenant: Tenant, author: Author) => AccountActions;
  readonly refusals: Refusals;
  readonly reevaluation: ReevaluationPort;
  readonly trials: TrialStore;
  /** Sends a request of a trial to the SCIM surface, where nothing is noted of it. */
  readonly playOn: Fetch;
  /** Accounts that are frozen, and given back. */
  readonly freezes: FreezeStore;
  /** The vendor's key; undefined or empty: nobody can sign in. */
  readonly adminKey: string | undefined;
  /** True for ADMIN_KEY itself; takes the same time for every other text. */
  readonly isAdminKey: (given: string) => Promise<boolean>;
  /** Whom an assertion of Cloudflare Access is of; undefined where operators do not come in by it. */
  readonly checkAccess: AccessCheck | undefined;
  /** Overrides the request's origin in absolute URLs. */
  readonly publicOrigin: string | undefined;
  /** False when this client address has tried too many wrong keys and links. */
  readonly mayTry: (clientAddress: string) => Promise<boolean>;
  /** A form's fields. Errors: `ScimError` 400, 413, 415. */
  readonly readForm: (request: Request, maxBytes: number) => Promise<URLSearchParams>;
  /** Reads and drops what is left of a body. */
  readonly drain: (request: Request) => Promise<void>;
}
