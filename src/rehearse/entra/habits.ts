// How Entra ID writes whatever it sends: no User-Agent, look-ups of groups without their members, bodies with
// explicit nulls and URNs that nobody knows.

import type { Client } from '../client.ts';
import { ENTERPRISE_USER, GROUP, USER } from '../urns.ts';

/** Entra's habits; its steps are in `client.ts`. */
export const entraHabits: Pick<Client, 'headers' | 'contentType' | 'lookUp' | 'newUser' | 'newGroup'> = {
  headers: { Accept: 'application/scim+json' },
  contentType: 'application/scim+json; charset=utf-8',
  lookUp: (collection, filter) => {
    const projection = collection === '/Groups' ? 'excludedAttributes=members&' : '';
    return `${collection}?${projection}filter=${encodeURIComponent(filter)}`;
  },
  newUser: (person) => ({
    // The third is a slip in Entra's own configuration that has been seen on the wire.
    schemas: [USER, ENTERPRISE_USER, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User'],
    externalId: person.externalId,
    userName: person.userName,
    active: true,
    displayName: person.displayName,
    emails: [{ primary: true, type: 'work', value: person.email }],
    meta: { resourceType: 'User' },
    name: {
      formatted: person.displayName,
      familyName: person.familyName,
      givenName: person.givenName,
    },
    title: null,
    preferredLanguage: null,
    phoneNumbers: null,
    roles: [],
    [ENTERPRISE_USER]: { department: null, manager: null },
  }),
  newGroup: (displayName) => ({
    schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId: displayName,
    displayName,
    members: [],
    meta: { resourceType: 'Group' },
  }),
};
