// Reads and applies a PATCH as a client sends it, and the user and the group that the cases speak about.

import { defaultLeniencies, type Leniencies } from '../../../src/scim/leniency.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { patchOpUrn } from '../../../src/scim/patch/message.ts';
import { readPatch } from '../../../src/scim/patch/operations.ts';
import type { Resource } from '../../../src/scim/resource/value.ts';
import type { ResourceType } from '../../../src/scim/schema/resource-type.ts';
import { badgeUrn, enterpriseUrn, staffType } from '../resource/staff.ts';

export const message = (...Operations: readonly unknown[]) => ({ schemas: [patchOpUrn], Operations });

export function patched(
  resource: Resource,
  operations: readonly unknown[],
  leniencies: Leniencies = defaultLeniencies,
  type: ResourceType = staffType,
): Resource {
  return applyPatch(resource, readPatch(type, message(...operations), leniencies), leniencies);
}

export const ann: Resource = {
  externalId: '00uAnn',
  userName: 'ann',
  active: true,
  title: 'Dr',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [
    { value: 'ann@work', type: 'work', primary: true },
    { value: 'ann@home', type: 'home' },
  ],
  addresses: [{ type: 'home', locality: 'Umeå' }],
  [enterpriseUrn]: { department: 'R&D', manager: { value: '7' } },
  [badgeUrn]: {
    number: '9',
    issued: '2026',
    doors: ['a', 'b'],
    keys: [{ value: 'K1' }],
    safe: { room: '5' },
  },
};
