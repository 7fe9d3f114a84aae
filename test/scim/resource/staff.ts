// A user type with attributes of every kind that the standard's schemas lack, and shorthands for leniencies.

import { defaultLeniencies, type Leniencies, type LeniencyName } from '../../../src/scim/leniency.ts';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import { type ResourceType, userType } from '../../../src/scim/schema/resource-type.ts';

export const coreUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const badgeUrn = 'urn:example:badge:1.0:User';

export const staffType: ResourceType = {
  ...userType,
  schema: {
    ...userType.schema,
    attributes: [
      ...userType.schema.attributes,
      attribute('countryCode', 'A custom attribute of the core schema.'),
    ],
  },
  schemaExtensions: [
    ...userType.schemaExtensions,
    {
      required: false,
      schema: {
        id: badgeUrn,
        name: 'Badge',
        description: 'Badges.',
        attributes: [
          attribute('number', 'The number.', { required: true }),
          attribute('floor', 'A floor.', { type: 'integer' }),
          attribute('height', 'A height.', { type: 'decimal' }),
          attribute('expires', 'A time.', { type: 'dateTime' }),
          attribute('picture', 'A picture.', { type: 'binary' }),
          attribute('issued', 'Set once.', { mutability: 'immutable' }),
          attribute('secret', 'On request only.', { returned: 'request' }),
          attribute('doors', 'Doors.', { multiValued: true }),
          attribute('keys', 'Keys.', {
            multiValued: true,
            subAttributes: [
              attribute('value', 'The key.', { mutability: 'immutable', caseExact: true }),
              attribute('note', 'A note.'),
            ],
          }),
          attribute('safe', 'A safe.', {
            subAttributes: [
              attribute('room', 'Its room.', { mutability: 'immutable' }),
              attribute('code', 'Its code.', { returned: 'never' }),
            ],
          }),
        ],
      },
    },
  ],
};

export const strict: Leniencies = new Set();
export const without = (...names: readonly LeniencyName[]): Leniencies =>
  new Set([...defaultLeniencies].filter((name) => !names.includes(name)));
