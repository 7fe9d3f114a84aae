// Changing a tenant's settings by a JSON merge patch (RFC 7396): what is null goes back to its default. What a
// setting may be is `policy/settings`' business.

import type { z } from 'zod';
import { reachesUsers } from '../policy/reach.ts';
import { settingsOf, storedSettingsSchema } from '../policy/settings.ts';
import { isSame } from '../tenancy/audit.ts';
import type { Author } from '../tenancy/author.ts';
import type { Tenant, TenantStore } from '../tenancy/tenant.ts';
import { maxMergeAttempts } from './limits.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export interface SettingsPorts {
  readonly tenants: Pick<TenantStore, 'find' | 'replaceSettings'>;
  readonly reevaluation: {
    /** Has a tenant's users judged anew, and his accounts frozen or given back, where that is due. Errors: none. */
    readonly wake: (tenant: string) => Promise<void>;
  };
  /** Lets work end that the answer does not wait for. */
  readonly inBackground: (work: Promise<void>) => void;
}

export type SettingsOutcome =
  | { readonly kind: 'saved'; readonly settings: JsonRecord; readonly version: number }
  | { readonly kind: 'invalid'; readonly issues: readonly z.core.$ZodIssue[] }
  /** Others change the settings all the time. */
  | { readonly kind: 'overtaken' }
  /** There is no such tenant (any more). */
  | { readonly kind: 'missing' };

/** Nothing is saved unless all of the patch can be. `check` may throw what stands against changing these settings. */
export async function changeSettings(
  ports: SettingsPorts,
  slug: string,
  patch: JsonRecord,
  author: Author,
  check: (tenant: Tenant) => void = () => {},
): Promise<SettingsOutcome> {
  for (let attempt = 1; attempt <= maxMergeAttempts; attempt++) {
    const tenant = await ports.tenants.find(slug);
    if (!tenant) return { kind: 'missing' };
    check(tenant);
    const settings = mergePatch(tenant.settings, patch);
    const checked = storedSettingsSchema.safeParse(settings);
    if (!checked.success) return { kind: 'invalid', issues: checked.error.issues };
    const { settingsVersion: version } = tenant;
    // What changes nothing is no version that somebody could want back.
    if (isSame(settings, tenant.settings)) return { kind: 'saved', settings, version };
    if (await saveSettings(ports, tenant, settings, 'settings.changed', author)) {
      return { kind: 'saved', settings, version: version + 1 };
    }
  }
  return { kind: 'overtaken' };
}

/**
 * False when the settings are no longer those of `tenant`. Where the new ones reach his users, they are judged anew, and
 * where they turn provisioning on, what was frozen is given back.
 */
export async function saveSettings(
  ports: SettingsPorts,
  tenant: Tenant,
  next: JsonRecord,
  action: 'settings.changed' | 'settings.undone',
  author: Author,
): Promise<boolean> {
  const [before, after] = [settingsOf(tenant.settings), settingsOf(next)];
  const reaches = reachesUsers(before, after);
  const isSaved = await ports.tenants.replaceSettings(tenant, next, action, author, reaches);
  const turnsOn = !before.enabled && after.enabled;
  if (isSaved && (reaches || turnsOn)) ports.inBackground(ports.reevaluation.wake(tenant.id));
  return isSaved;
}

/** RFC 7396: objects are merged, null removes, everything else replaces. */
export function mergePatch(target: JsonRecord, patch: JsonRecord): JsonRecord {
  const merged = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else if (isRecord(value)) {
      const before = merged.get(name);
      merged.set(name, mergePatch(isRecord(before) ? before : {}, value));
    } else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
