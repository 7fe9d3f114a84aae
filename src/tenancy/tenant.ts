// A tenant: one customer of the vendor, with a URL, a directory and settings of its own. And the port by which
// tenants and their tokens are kept.

import { z } from 'zod';
import type { Actor, Author } from './author.ts';

/** `[a-z0-9][a-z0-9-]{1,38}`: it stands in URLs. */
export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{1,38}$/,
    'must be 2 to 39 small letters, digits and hyphens, not beginning with a hyphen',
  );

export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** As stored: without defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** One more with each change of the settings. */
  readonly settingsVersion: number;
  readonly users: number;
  readonly groups: number;
  readonly epoch: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}

export interface NewTenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly epoch: string;
  /** Whose settings it begins with; absent: with the defaults. */
  readonly blueprint?: {
    readonly name: string;
    /** As they are stored: without defaults. */
    readonly settings: Readonly<Record<string, unknown>>;
  };
}

export interface SettingsVersion {
  readonly version: number;
  /** As stored: without defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** ISO 8601 UTC. */
  readonly changedAt: string;
  readonly changedBy: Actor;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly lastFour: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

/** A tenant with what the dashboard shows of him on every page. */
export interface SeenTenant extends Tenant {
  /** Active accounts. */
  readonly seatsTaken: number;
  /** When any of his tokens was last used. */
  readonly lastUsedAt: string | null;
}

/** A tenant in the list of all. */
export type TenantSummary = Pick<
  SeenTenant,
  'slug' | 'name' | 'users' | 'groups' | 'seatsTaken' | 'lastUsedAt'
> & {
  readonly seatLimit: number | null;
  readonly enabled: boolean;
  /** Requests that failed or were not let in, since the moment that was asked for. */
  readonly errors: number;
};

export interface TenantOverview {
  find(slug: string): Promise<SeenTenant | undefined>;
  /** By slug, after the given one ('' for the first page): those whose slug or name has the text; '': all. */
  search(text: string, after: string, errorsSince: string, limit: number): Promise<readonly TenantSummary[]>;
}

export interface TenantEvent {
  readonly sequence: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly data: unknown;
  readonly cause: { readonly requestId: string; readonly tokenId: string | null };
}

export interface KeptEvents {
  readonly events: readonly TenantEvent[];
  /** The number of the newest event that is no longer kept, 0 while all are. */
  readonly forgotten: number;
}

/** How many versions of a tenant's settings are kept, the present one among them. */
export const keptSettingsVersions = 50;

/** Every change carries its author. Errors of each: `DeadKey`, and then nothing was written. */
export interface TenantStore {
  insert(tenant: NewTenant, author: Author): Promise<boolean>;
  find(slug: string): Promise<Tenant | undefined>;
  list(after: string, limit: number): Promise<readonly Tenant[]>;
  remove(slug: string, author: Author): Promise<boolean>;
  /** False when the settings are no longer those of `tenant`. `reachesUsers`: all users are to be judged anew. */
  replaceSettings(
    tenant: Tenant,
    settings: Readonly<Record<string, unknown>>,
    action: 'settings.changed' | 'settings.undone',
    author: Author,
    reachesUsers: boolean,
  ): Promise<boolean>;
  /** Newest first, older than the version `before`; fewer than `limit` where they are long. `isLast`: none is older. */
  settingsVersions(
    tenant: string,
    before: number,
    limit: number,
  ): Promise<{ readonly versions: readonly SettingsVersion[]; readonly isLast: boolean }>;
  insertToken(tenant: string, token: TokenRecord & { readonly hash: string }, author: Author): Promise<void>;
  listTokens(tenant: string, after: string, limit: number): Promise<readonly TokenRecord[]>;
  /** False when the tenant has no such living token. */
  revokeToken(tenant: string, id: string, author: Author): Promise<boolean>;
  eventsAfter(
    tenant: string,
    after: number,
    types: readonly string[] | undefined,
    limit: number,
  ): Promise<KeptEvents>;
}
