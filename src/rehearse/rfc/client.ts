// The protocol itself as a client: RFC 7643, RFC 7644 and RFC 9865 asserted one rule at a time, against any server.
// What a server may leave out is asserted where it advertises it, and reported as not offered where it does not.

import type { Client } from '../client.ts';
import { GROUP, USER } from '../urns.ts';
import { bulk } from './bulk.ts';
import { bulkLimits } from './bulk-limits.ts';
import { cursors } from './cursors.ts';
import { deletion } from './deletion.ts';
import { discovery } from './discovery.ts';
import { castCreated, filters } from './filters.ts';
import { groups } from './groups.ts';
import { lists } from './lists.ts';
import { patches } from './patch.ts';
import { patchRefusals } from './patch-refusals.ts';
import { projection } from './projection.ts';
import { protocol } from './protocol.ts';
import { replacement } from './put.ts';
import { resources } from './resources.ts';
import { search } from './search.ts';
import { sorting } from './sorting.ts';
import { versions } from './versions.ts';

/** The protocol. */
export const rfc: Client = {
  headers: { Accept: 'application/scim+json' },
  contentType: 'application/scim+json',
  lookUp: (collection, filter) => `${collection}?filter=${encodeURIComponent(filter)}`,
  newUser: (person) => ({
    schemas: [USER],
    userName: person.userName,
    externalId: person.externalId,
    name: { givenName: person.givenName, familyName: person.familyName },
    displayName: person.displayName,
    emails: [{ value: person.email, type: 'work', primary: true }],
    active: true,
  }),
  newGroup: (displayName) => ({ schemas: [GROUP], displayName }),
  name: 'rfc',
  title: 'The protocol (RFC 7643, 7644, 9865)',
  steps: [
    ...discovery,
    ...protocol,
    ...resources,
    ...deletion,
    ...replacement,
    ...patches,
    ...patchRefusals,
    ...groups,
    castCreated,
    ...filters,
    ...lists,
    ...sorting,
    ...projection,
    ...search,
    ...versions,
    ...bulk,
    ...bulkLimits,
    ...cursors,
  ],
};
