// What is opened for one tenant by the settings that were read of it.

import { openAccountActions } from '../db/account-actions/actions.ts';
import { openStore } from '../db/store.ts';
import type { AccountActions } from '../directory/account-actions.ts';
import { type ImportVerbs, openImport } from '../directory/import.ts';
import { groupRolesOf } from '../policy/roles.ts';
import { leniencyOf, type Settings, settingsOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import type { Author } from '../tenancy/author.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import { newId, now } from './platform.ts';

/** What an administrator may do by hand to accounts, by the settings that the tenant has here. */
export function openActions(db: D1Database, tenant: Tenant, author: Author): AccountActions {
  const { id, settings: stored, settingsVersion } = tenant;
  const { shape } = wishesOf(settingsOf(stored));
  return openAccountActions({ db, tenant: id, settingsVersion, shape, author });
}

/** Groups too are written here: nobody knows a new one yet, so that there is no order to keep. */
export function openTenantImport(
  db: D1Database,
  { id: tenant, settings: stored, settingsVersion }: Pick<Tenant, 'id' | 'settings' | 'settingsVersion'>,
  { actor, requestId }: Author,
): ImportVerbs {
  const settings = settingsOf(stored);
  const { policy, shape } = wishesOf(settings);
  const grant = { tenant, tokenId: null, settingsVersion, actor, action: 'directory.imported' } as const;
  const store = openStore(db, grant, { requestId, now, newId }, shape);
  const leniencies = leniencyOf(settings);
  return openImport({ store, leniencies, policy, now, newId, mayShareNames: settings.groups.duplicateNames });
}

/** What verbs and storage have to know of a tenant's settings. */
export function wishesOf(settings: Settings) {
  const policy = userPolicyOf(settings);
  const { userType, seatLimit, asksForGroups: marksDue } = policy;
  return { policy, shape: { userType, seatLimit, roles: groupRolesOf(settings), marksDue } };
}
