// Freezing a tenant: his identity provider is refused, and every account loses its access until it is given back. How
// far that has come, and the port by which it is asked for. Accounts follow behind the answer, by steps of the tenant's
// object.

import type { Author } from './author.ts';
import type { Tenant } from './tenant.ts';

/** How far the latest freeze has come, or the thaw behind it. Times are ISO 8601 UTC. */
export interface FreezeProgress {
  readonly direction: 'freeze' | 'thaw';
  /** Of the request that asked for it. */
  readonly requestId: string;
  /** How many accounts were to be frozen, or given back, when it began, and how many are by now. */
  readonly total: number;
  readonly done: number;
  /** Of those that were to be given back: whose user is gone or inactive, and for whom no seat is free. */
  readonly notBack: number;
  readonly withoutSeat: number;
  readonly startedAt: string;
  /** Null while it is under way. */
  readonly finishedAt: string | null;
}

/** Turning provisioning on gives back what is frozen too, whoever does it (`TenantStore.replaceSettings`). */
export interface FreezeStore {
  /** Undefined where the tenant was never frozen. */
  progress(tenant: string): Promise<FreezeProgress | undefined>;
  /**
   * From then on nobody gets access, and the settings are these. False where the tenant's settings are no longer his
   * present ones, or he is frozen already. Errors: `DeadKey`.
   */
  freeze(tenant: Tenant, settings: Tenant['settings'], author: Author): Promise<boolean>;
  /** Tries again what lacked seats. False where there is nothing to give back, or it is under way. Errors: `DeadKey`. */
  thaw(tenant: Tenant, author: Author): Promise<boolean>;
}

/** In one word. */
export function freezeState({ direction, finishedAt }: FreezeProgress) {
  if (direction === 'freeze') return finishedAt === null ? 'freezing' : 'frozen';
  return finishedAt === null ? 'thawing' : 'thawed';
}
