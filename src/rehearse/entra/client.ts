// Microsoft Entra ID in the order in which it acts: test, match, create, update, deactivate, and groups; each kind
// of change both without and with the `aadOptscim062020` flag, since the flag is the administrator's choice.

import { patch } from '../change.ts';
import type { Client } from '../client.ts';
import { assign, lifecycle } from '../scenes/assign.ts';
import { refusals, wrongToken } from '../scenes/connect.ts';
import { linkAndUnlink, pushGroup, rename } from '../scenes/groups.ts';
import { importOf } from '../scenes/import.ts';
import { membership } from '../scenes/membership.ts';
import { questions, replaceMembers, shapes } from './groups.ts';
import { entraHabits } from './habits.ts';
import { managers } from './managers.ts';
import { deletion, matching, oddCreations, testConnection } from './people.ts';
import { flaggedUpdates, replace, setActive, setActiveByString, updates } from './updates.ts';

/** Microsoft Entra ID. */
export const entra: Client = {
  ...entraHabits,
  name: 'entra',
  title: 'Microsoft Entra ID',
  steps: [
    ...testConnection,
    wrongToken,
    ...assign,
    ...matching,
    ...oddCreations,
    ...updates,
    ...flaggedUpdates,
    ...managers,
    ...lifecycle('by the string "False" or "True"', setActiveByString),
    ...lifecycle('by a boolean (new flag)', setActive),
    ...importOf(250),
    ...pushGroup,
    ...membership(replaceMembers, shapes),
    ...questions,
    rename('by "Replace" of the name', 'Crew', replaceMembers, (stage, group, displayName) =>
      patch(stage, '/Groups', group, [replace('displayName', displayName)]),
    ),
    rename('without a path (new flag)', 'Staff', replaceMembers, (stage, group, displayName) =>
      patch(stage, '/Groups', group, [{ op: 'replace', value: { displayName } }]),
    ),
    ...linkAndUnlink(replaceMembers),
    deletion,
    ...refusals,
  ],
};
