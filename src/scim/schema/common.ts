// What every resource carries whatever its type (RFC 7643 §3 `schemas`, §3.1 `id`, `externalId`, `meta`),
// and the four sub-attributes that most multi-valued attributes share (§2.4).

import { type Attribute, attribute } from './attribute.ts';

/** In the order in which an answer shows them. They are no part of any schema (RFC 7643 §3.1). */
export const commonAttributes: readonly Attribute[] = [
  attribute('schemas', 'The URNs of the schemas that the resource carries values of.', {
    type: 'reference',
    referenceTypes: ['uri'],
    multiValued: true,
    required: true,
    returned: 'always',
  }),
  attribute('id', 'The identifier that the server gave the resource. Never reused.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  attribute('externalId', "The provisioning client's own identifier for the resource.", { caseExact: true }),
  attribute('meta', 'What the server knows about the resource.', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'The name of the resource type.', {
        caseExact: true,
        mutability: 'readOnly',
      }),
      attribute('created', 'When the resource was created.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', 'When the resource last changed.', {
        type: 'dateTime',
        mutability: 'readOnly',
      }),
      attribute('location', 'The URI of the resource.', {
        type: 'reference',
        referenceTypes: ['uri'],
        mutability: 'readOnly',
      }),
      attribute('version', 'The version of the resource: its entity tag.', {
        caseExact: true,
        mutability: 'readOnly',
      }),
    ],
  }),
];

/** The two sub-attributes that say what an element is for and whether it is the preferred one. */
export const typeAndPrimary = (canonicalTypes: readonly string[]): readonly Attribute[] => [
  attribute(
    'type',
    'What the value is for.',
    canonicalTypes.length === 0 ? {} : { canonicalValues: canonicalTypes },
  ),
  attribute('primary', 'Whether this is the preferred value. True for one value at most.', {
    type: 'boolean',
  }),
];

/** A multi-valued attribute of `value`, `display`, `type` and `primary` (RFC 7643 §2.4). */
export function plural(
  name: string,
  description: string,
  options: { readonly value?: Partial<Attribute>; readonly canonicalTypes?: readonly string[] } = {},
): Attribute {
  return attribute(name, description, {
    multiValued: true,
    subAttributes: [
      attribute('value', 'The value itself.', options.value ?? {}),
      attribute('display', 'A name for display; the server keeps what the client sends.'),
      ...typeAndPrimary(options.canonicalTypes ?? []),
    ],
  });
}
