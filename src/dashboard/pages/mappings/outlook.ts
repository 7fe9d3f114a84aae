// What settings would come to if they were saved: the accounts that would change, and the roles.

import { type Preview, previewOf } from '../../../directory/preview.ts';
import { groupRolesOf } from '../../../policy/roles.ts';
import { type Settings, settingsOf } from '../../../policy/settings.ts';
import { userPolicyOf } from '../../../policy/user-policy.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { maxPreviewedUsers } from '../../limits.ts';
import type { DashboardPorts } from '../../ports.ts';

export interface Outlook {
  readonly users: number;
  readonly preview: Preview;
  readonly roles: readonly { readonly role: string; readonly gained: number; readonly lost: number }[];
}

/** `now`: milliseconds since 1970. Nothing is written. */
export async function outlookOf(
  ports: Pick<DashboardPorts, 'reevaluation'>,
  tenant: Tenant,
  next: Settings,
  now: number,
): Promise<Outlook> {
  const before = settingsOf(tenant.settings);
  const preview = await previewOf(
    userPolicyOf(next),
    (range) => ports.reevaluation.people(tenant.id, range),
    new Date(now).toISOString(),
    maxPreviewedUsers,
  );
  const roles = await ports.reevaluation.compareRoles(tenant.id, groupRolesOf(before), groupRolesOf(next));
  return { users: tenant.users, preview, roles };
}
