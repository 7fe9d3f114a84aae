// A tenant: one customer of the vendor, with a URL, a directory and settings of its own. And the port by which
// tenants and their tokens are kept.

import { z } from 'zod';

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
  readonly now: string;
}

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly lastFour: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface TenantEvent {
  readonly sequence: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly data: unknown;
  readonly cause: { readonly requestId: string; readonly tokenId: string | null };
}

export interface TenantStore {
  insert(tenant: NewTenant): Promise<boolean>;
  find(slug: string): Promise<Tenant | undefined>;
  list(after: string, limit: number): Promise<readonly Tenant[]>;
  remove(slug: string, now: string): Promise<boolean>;
  replaceSettings(tenant: string, settings: object, version: number): Promise<boolean>;
  insertToken(tenant: string, token: TokenRecord & { readonly hash: string }): Promise<void>;
  listTokens(tenant: string, after: string, limit: number): Promise<readonly TokenRecord[]>;
  /** False when the tenant has no such living token. */
  revokeToken(tenant: string, id: string, now: string): Promise<boolean>;
  eventsAfter(
    tenant: string,
    after: number,
    types: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly TenantEvent[]>;
}
