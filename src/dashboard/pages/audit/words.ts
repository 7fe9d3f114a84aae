// What somebody did, in words that the name of what it was done to follows.

import type { Action } from '../../../tenancy/audit.ts';

const words: Readonly<Record<Action, string>> = {
  'tenant.created': 'made the tenant',
  'tenant.deleted': 'deleted the tenant',
  'settings.changed': 'changed the settings of',
  'settings.undone': 'took the last change of settings back of',
  'token.created': 'made the token',
  'token.revoked': 'revoked the token',
  'account.reactivated': 'gave access back to',
  'account.linked': 'gave a newcomer the account of',
  'account.purged': 'erased the account',
  'suggestion.dismissed': 'said that a newcomer is somebody else than',
  'api-key.created': 'made the API key',
  'api-key.revoked': 'revoked the API key',
  'directory.imported': 'imported people and groups into',
  'session.opened': 'came in to the dashboard as',
  'session.ended': 'ended the visit of',
  'portal-link.created': 'made a link to the dashboard for',
};

export const actionWords = (action: Action): string => words[action] ?? action;
