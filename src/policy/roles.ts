// Roles come with groups, by the tenant's settings. They are found out whenever an account is shown, and never kept.

import { fold } from '../scim/fold.ts';
import type { Settings } from './settings.ts';

/** Which role comes with the group of that folded name. */
export function groupRolesOf({
  roles,
}: Settings): readonly { readonly group: string; readonly role: string }[] {
  return roles.map(({ group, role }) => ({ group: fold(group), role }));
}
