// Imports as the Worker opens them, on a database of the test's choice.

import type { ApiPorts } from '../../src/api/ports.ts';
import { openStore } from '../../src/db/store.ts';
import { type ImportVerbs, openImport } from '../../src/directory/import.ts';
import { groupRolesOf } from '../../src/policy/roles.ts';
import { leniencyOf, settingsOf } from '../../src/policy/settings.ts';
import { userPolicyOf } from '../../src/policy/user-policy.ts';

const newId = () => crypto.randomUUID();
const now = () => new Date().toISOString();

type Opened = Parameters<ApiPorts['openImport']>;

export function openTenantImport(
  db: D1Database,
  { id: tenant, settings: stored, settingsVersion }: Opened[0],
  { actor, requestId }: Opened[1],
): ImportVerbs {
  const settings = settingsOf(stored);
  const policy = userPolicyOf(settings);
  const { userType, seatLimit, asksForGroups: marksDue } = policy;
  const grant = { tenant, tokenId: null, settingsVersion, actor, action: 'directory.imported' } as const;
  const shape = { userType, seatLimit, roles: groupRolesOf(settings), marksDue };
  const store = openStore(db, grant, { requestId, now, newId }, shape);
  const mayShareNames = settings.groups.duplicateNames;
  return openImport({ store, leniencies: leniencyOf(settings), policy, now, newId, mayShareNames });
}
