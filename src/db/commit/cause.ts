// Whose change is written, when, and what of his tenant's policy storage has to know.

import type { Change } from '../../directory/change.ts';
import type { GroupRole } from '../../policy/roles.ts';
import type { StoredType } from '../../scim/schema/resource-type.ts';
import type { Grant } from '../access.ts';
import { actorGuards } from '../author.ts';
import { accessGuard, notFrozenGuard, tenantGuard } from '../guards.ts';

/** Who changes, and by which request. */
export interface Cause {
  readonly grant: Grant;
  readonly requestId: string;
}

/** What of a tenant's policy storage has to know. */
export interface TenantShape {
  /** By which users are declared. */
  readonly userType: StoredType;
  readonly roles: readonly GroupRole[];
  /** How many accounts may be active; null: any number. */
  readonly seatLimit: number | null;
  /** Whether rules ask for groups, so that whose groups change is to be judged anew. */
  readonly marksDue: boolean;
}

/**
 * Who changes still may, and his tenant lives, by the settings that the change was decided by. What the house takes in
 * would be active at once: it waits until the accounts are no longer frozen.
 */
export function accessOf(db: D1Database, grant: Grant, now: string): readonly D1PreparedStatement[] {
  const { tenant, settingsVersion } = grant;
  if (grant.tokenId === null) {
    const guards = [tenantGuard(db, { tenant, settingsVersion }), notFrozenGuard(db, { tenant })];
    return [...actorGuards(db, grant.actor), ...guards];
  }
  return [accessGuard(db, { tenant, token: grant.tokenId, now, settingsVersion })];
}

/** When the change happens: one moment for its rows, its account and its events. */
export function momentOf(change: Change): string {
  if ('now' in change) return change.now;
  const stored = 'stored' in change ? change.stored : change.users[0]?.stored;
  return stored?.lastModified ?? '';
}
