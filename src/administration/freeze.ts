// Freezing a tenant and taking it back. Provisioning is off as long as accounts are frozen: turning it on, by whatever
// way, gives them back.

import type { Author } from '../tenancy/author.ts';
import type { FreezeProgress, FreezeStore } from '../tenancy/freeze.ts';
import { maxMergeAttempts } from './limits.ts';
import { changeSettings, mergePatch, type SettingsOutcome, type SettingsPorts } from './settings.ts';

export interface FreezePorts extends SettingsPorts {
  readonly freezes: FreezeStore;
}

export type FreezeOutcome =
  /** Or was begun before: then this is how far it has come. */
  | { readonly kind: 'begun'; readonly progress: FreezeProgress }
  /** Others change the settings all the time. */
  | { readonly kind: 'overtaken' }
  /** There is no such tenant (any more). */
  | { readonly kind: 'missing' };

/** Turns provisioning off, and takes access from every account. Once more is harmless. Errors: `DeadKey`. */
export async function freezeAccounts(
  ports: FreezePorts,
  slug: string,
  author: Author,
): Promise<FreezeOutcome> {
  for (let attempt = 1; attempt <= maxMergeAttempts; attempt++) {
    const tenant = await ports.tenants.find(slug);
    if (!tenant) return { kind: 'missing' };
    const settings = mergePatch(tenant.settings, { enabled: false });
    const isBegun = await ports.freezes.freeze(tenant, settings, author);
    if (isBegun) ports.inBackground(ports.reevaluation.wake(tenant.id));
    const progress = await ports.freezes.progress(tenant.id);
    if (progress?.direction === 'freeze') return { kind: 'begun', progress };
  }
  return { kind: 'overtaken' };
}

export type ThawOutcome =
  /** `progress`: undefined where the tenant was never frozen. */
  | { readonly kind: 'on'; readonly progress: FreezeProgress | undefined }
  | Exclude<SettingsOutcome, { readonly kind: 'saved' }>;

/**
 * Turns provisioning on, and gives back what was frozen. Where it is on already, it tries again for those who found no
 * seat. Errors: `DeadKey`.
 */
export async function turnOn(ports: FreezePorts, slug: string, author: Author): Promise<ThawOutcome> {
  const outcome = await changeSettings(ports, slug, { enabled: true }, author);
  if (outcome.kind !== 'saved') return outcome;
  const tenant = await ports.tenants.find(slug);
  if (!tenant) return { kind: 'missing' };
  if (await ports.freezes.thaw(tenant, author)) ports.inBackground(ports.reevaluation.wake(tenant.id));
  return { kind: 'on', progress: await ports.freezes.progress(tenant.id) };
}
