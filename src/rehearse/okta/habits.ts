// What both of Okta's SCIM clients have in common: headers, bodies, look-ups. Which of them speaks is decided by
// the application's configuration in Okta, never by the server.

import type { Client } from '../client.ts';
import { ENTERPRISE_USER, GROUP, USER } from '../urns.ts';

/** Okta's habits, for `custom.ts` and `catalog.ts` to add their steps to. */
export const okta: Pick<Client, 'headers' | 'contentType' | 'lookUp' | 'newUser' | 'newGroup'> = {
  headers: {
    Accept: 'application/scim+json',
    'Accept-Charset': 'utf-8',
    'Accept-Encoding': 'gzip,deflate',
    'User-Agent': 'Okta SCIM Client 1.0.0',
  },
  contentType: 'application/scim+json; charset=utf-8',
  lookUp: (collection, filter) => `${collection}?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`,
  newUser: (person) => ({
    // The core schema alone, although an extension follows.
    schemas: [USER],
    userName: person.userName,
    name: { givenName: person.givenName, familyName: person.familyName },
    emails: [{ primary: true, value: person.email, type: 'work' }],
    displayName: person.displayName,
    locale: 'en-US',
    externalId: person.externalId,
    groups: [],
    password: person.password,
    active: true,
    [ENTERPRISE_USER]: { department: 'Rehearsals' },
  }),
  newGroup: (displayName) => ({ schemas: [GROUP], displayName, members: [] }),
};
