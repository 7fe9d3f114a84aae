// The Group schema (RFC 7643 §4.2), one record. `displayName` is required as the text has it (§8.7.1 prints
// otherwise); `members.value` holds an id and is exact; `members.display` stands in the RFC's examples only.

import { attribute, type Schema } from './attribute.ts';

export const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'A group of people.',
  attributes: [
    attribute('displayName', "The group's name.", { required: true }),
    attribute('members', 'The members of the group.', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'The id of the member.', { caseExact: true, mutability: 'immutable' }),
        attribute('$ref', 'The URI of the member.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'immutable',
        }),
        attribute('display', 'A name for display; kept as sent.'),
        attribute('type', 'Whether the member is a user or a group.', {
          canonicalValues: ['User', 'Group'],
          mutability: 'immutable',
        }),
      ],
    }),
  ],
};
