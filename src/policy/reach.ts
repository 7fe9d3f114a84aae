// Whether a change of settings reaches users who are there already: then all of them are judged anew.

import type { Settings } from './settings.ts';

/** What accounts and stored attributes come from. The rest of a policy is asked when somebody changes. */
const reaching = (settings: Settings) => [
  settings.accountSizeGb,
  settings.attributes,
  settings.profiles,
  settings.rules,
  settings.deprovision.deactivate,
];

export function reachesUsers(before: Settings, after: Settings): boolean {
  return JSON.stringify(reaching(before)) !== JSON.stringify(reaching(after));
}
