// Saving a tenant's settings, by the API or in the dashboard: where the new ones reach his users, they are judged anew.

import { reachesUsers } from '../policy/reach.ts';
import { settingsOf } from '../policy/settings.ts';
import type { Author } from './author.ts';
import type { Tenant, TenantStore } from './tenant.ts';

export interface SettingsPorts {
  readonly tenants: Pick<TenantStore, 'replaceSettings'>;
  readonly reevaluation: { readonly wake: (tenant: string) => Promise<void> };
  /** Lets work end that the answer does not wait for. */
  readonly inBackground: (work: Promise<void>) => void;
}

/** `next` was checked. False when the settings are no longer those of `tenant`: nothing is written then. */
export async function saveSettings(
  ports: SettingsPorts,
  tenant: Tenant,
  next: Readonly<Record<string, unknown>>,
  action: 'settings.changed' | 'settings.undone',
  author: Author,
): Promise<boolean> {
  const reaches = reachesUsers(settingsOf(tenant.settings), settingsOf(next));
  const isSaved = await ports.tenants.replaceSettings(tenant, next, action, author, reaches);
  if (isSaved && reaches) ports.inBackground(ports.reevaluation.wake(tenant.id));
  return isSaved;
}
