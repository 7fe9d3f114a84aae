// Explanations of errors about groups and their members.

import type { Situation } from '../explain.ts';

export const aboutGroups: readonly Situation[] = [
  {
    scimType: 'uniqueness',
    detail: /^There is already a group/,
    what: 'A group of this name is here already.',
    okta: 'On the tab "Push Groups" choose "Link Group" instead of "Create Group", or rename the group.',
    entra: 'Check that displayName matches groups under Mappings, or rename the group.',
    here: 'Setting "groups.duplicateNames" lets groups share a name.',
  },
  {
    scimType: 'invalidValue',
    detail: /^Nobody was added or removed/,
    what: 'The group has members that were never provisioned here, so that the group was left as it was.',
    okta: 'Assign these people to the application first (tab "Assignments"; assigning the group is best). Then "Push now" on the tab "Push Groups".',
    entra: 'Bring these people into scope under "Users and groups"; the next cycle adds them.',
    here: 'Setting "leniency.skipUnknownMembers" passes over members that nobody knows.',
  },
  {
    scimType: 'invalidValue',
    detail: /cannot be a member of itself/,
    what: 'The group was to become a member of itself.',
    okta: 'Take the group out of its own members.',
    entra: 'Take the group out of its own members.',
  },
  {
    scimType: 'noTarget',
    detail: /^The group has no member/,
    what: 'A member was to be changed who is not in the group.',
    okta: 'On the tab "Push Groups" choose "Push now", which sends the whole membership.',
    entra: 'Restart provisioning of the group, which sends the whole membership.',
  },
];
