// Roles come with groups, by the tenant's settings. They are found out whenever an account is shown, and never kept.

import { fold } from '../scim/fold.ts';
import type { Settings } from './settings.ts';

/** Which role comes with which group. */
export interface GroupRole {
  /** The group's display name, folded. */
  readonly group: string;
  readonly role: string;
}

export function groupRolesOf({ roles }: Settings): readonly GroupRole[] {
  return roles.map(({ group, role }) => ({ group: fold(group), role }));
}
