// The tenant's policy as the directory's verbs and storage ask for it.

import type { UserPolicy } from '../directory/policy.ts';
import { compilePolicy } from './policy.ts';
import { type Settings, settingsOf } from './settings.ts';

/** Of settings that were checked. */
export function userPolicyOf(settings: Settings): UserPolicy {
  const { userType, readingType, asksForGroups, admit, provision } = compilePolicy(settings);
  return {
    userType,
    readingType,
    seatLimit: settings.seats?.limit ?? null,
    asksForGroups,
    admit,
    provision: (decision, previous, groups) => {
      const { account, decidedBy } = provision(decision, previous, groups);
      return { account, decidedBy: decidedBy.kind === 'kept' ? undefined : decidedBy };
    },
  };
}

/** Of a tenant that wants nothing in particular. */
export const plainPolicy: UserPolicy = userPolicyOf(settingsOf({}));
