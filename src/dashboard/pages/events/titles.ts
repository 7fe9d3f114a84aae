// Events by the names that people read.

export const eventTitles: Readonly<Record<string, string>> = {
  'account.created': 'Account created',
  'account.updated': 'Account changed',
  'account.deactivated': 'Deactivated',
  'account.reactivated': 'Active again',
  'account.preserved': 'Access ended, account kept',
  'account.restored': 'Came back to the account',
  'account.purged': 'Account erased',
  'group.created': 'Group created',
  'group.updated': 'Group changed',
  'group.deleted': 'Group deleted',
  'group.members_changed': 'Members changed',
};

/** Types that came later are shown by their own name. */
export const eventTitle = (type: string): string => eventTitles[type] ?? type;
