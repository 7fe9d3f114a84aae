// The shape of each setting by itself: types, bounds, inner defaults. Whether several settings agree with one
// another is `coherence`'s business. Inner defaults stand in the objects, so that a merge patch may set one key. The
// descriptions are those of the API's document.

import { z } from 'zod';
import * as limits from './limits.ts';
import { compilePattern } from './pattern.ts';

/** D1 ends a text at a NUL and cannot hold half a surrogate pair; other control signs are nobody's wish. */
function isText(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);
}

const text = (maxLength: number) =>
  z.string().max(maxLength).refine(isText, 'must be text without control characters');
const label = text(limits.maxLabelLength).min(1);
const condition = z.string().min(1).max(limits.maxConditionLength);
const sizeGb = z.number().min(0).max(limits.maxSizeGb);
const keepDays = z.int().min(1).max(limits.maxKeepDays);

/** The types that a tenant's own attribute can have. */
export const attributeTypes = ['string', 'boolean', 'integer', 'decimal', 'dateTime'] as const;

/** RFC 7643 §2.1 `ATTRNAME`. */
export const attributeName = /^[A-Za-z][A-Za-z0-9$_-]*$/;
/** URNs whose signs can stand in a filter and in a PATCH path. */
export const namespaceUrn = /^[Uu][Rr][Nn]:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9._~:@/+=-]*[A-Za-z0-9]$/;

export const userSchemaUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';

const attribute = z.strictObject({
  name: z
    .string()
    .max(limits.maxAttributeNameLength)
    .regex(attributeName, 'must be a name of letters, digits, "-", "_" and "$" that begins with a letter'),
  namespace: z
    .string()
    .max(limits.maxNamespaceLength)
    .regex(namespaceUrn, `must be a URN such as ${userSchemaUrn}`)
    .default(userSchemaUrn),
  type: z.enum(attributeTypes).default('string'),
  canonicalValues: z
    .array(text(limits.maxValueLength).min(1))
    .min(1)
    .max(limits.maxCanonicalValues)
    .refine((values) => new Set(values).size === values.length, 'each value may be listed once')
    .nullable()
    .default(null)
    .describe('The only values that are taken, in this very spelling.'),
  required: z.boolean().default(false),
  default: z
    .union([text(limits.maxValueLength).min(1), z.boolean(), z.number()])
    .nullable()
    .default(null),
  defaultFrom: text(limits.maxNamespaceLength + limits.maxAttributeNameLength)
    .min(1)
    .nullable()
    .default(null)
    .describe('The attribute whose value is taken when this one is absent; it comes before `default`.'),
  store: z
    .boolean()
    .default(true)
    .describe('Whether it is kept and shown; else it serves rules and constraints only.'),
});

export type AttributeSettings = z.output<typeof attribute>;

const replacement = z
  .strictObject({
    characters: text(limits.maxReplacedCharacters).min(1),
    with: text(limits.maxReplacementLength).default('_'),
  })
  .refine(({ characters, with: by }) => Array.from(characters).every((sign) => !by.includes(sign)), {
    path: ['with'],
    message: 'must not contain a character that is replaced',
  });

const pattern = z
  .string()
  .min(1)
  .max(limits.maxPatternLength)
  .superRefine((source, context) => {
    try {
      compilePattern(source);
    } catch (error) {
      const problem = error instanceof SyntaxError ? error.message : 'cannot be read';
      context.addIssue({ code: 'custom', message: `The pattern ${problem}.` });
    }
  });

const usernames = z.strictObject({
  emailAllowed: z.boolean().default(true).describe('Off: names that contain "@" are refused.'),
  allowedPattern: pattern
    .nullable()
    .default(null)
    .describe('What a whole name must match once its characters are replaced.'),
  replace: replacement.nullable().default(null),
  changeable: z.boolean().default(true).describe('Off: a user keeps the name that he was created with.'),
});

export type UserNameSettings = z.output<typeof usernames>;

/** What a tenant wants of its users and their accounts, each key with its default. */
export const policyShape = {
  accountSizeGb: sizeGb.nullable().default(null).describe('The quota of an account that no profile decides.'),
  usernames: usernames.prefault({}),
  attributes: z.array(attribute).max(limits.maxAttributes).default([]),
  createOnly: z
    .array(text(limits.maxNamespaceLength + limits.maxAttributeNameLength).min(1))
    .max(limits.maxCreateOnly)
    .default([])
    .describe('Attributes, and sub-attributes, that keep the value that they had when the user was created.'),
  constraints: z
    .array(
      z.strictObject({ when: condition, require: condition, message: text(limits.maxMessageLength).min(1) }),
    )
    .max(limits.maxConstraints)
    .default([]),
  profiles: z
    .array(
      z.strictObject({
        name: label,
        quotaGb: sizeGb.nullable().default(null),
        storage: label.nullable().default(null),
      }),
    )
    .max(limits.maxProfiles)
    .default([]),
  rules: z
    .array(z.strictObject({ when: condition, profile: label }))
    .max(limits.maxRules)
    .default([])
    .describe(
      'The first that matches decides. May name attributes that nobody declared: they are read, and not kept.',
    ),
  roles: z
    .array(z.strictObject({ group: label, role: label }))
    .max(limits.maxRoles)
    .default([])
    .describe('Members of the group have the role.'),
  seats: z
    .strictObject({ limit: z.int().min(0).max(limits.maxSeats) })
    .nullable()
    .default(null)
    .describe('How many accounts may be active.'),
  deprovision: z
    .strictObject({
      deactivate: z
        .enum(['inactive', 'preserve'])
        .default('inactive')
        .describe('What the account of a user who is not active is.'),
      keepDays: keepDays
        .nullable()
        .default(null)
        .describe('How long the account of a deleted user is kept; null: until somebody purges it.'),
    })
    .prefault({}),
  events: z.strictObject({ keepDays: keepDays.default(90) }).prefault({}),
  brake: z
    .strictObject({
      atLeast: z.int().min(1).max(limits.maxBrakeChanges).default(10),
      share: z.number().min(0).max(1).default(0.2).describe('Of the active accounts.'),
      windowMinutes: z.int().min(1).max(limits.maxBrakeMinutes).default(60),
    })
    .nullable()
    .default(null)
    .describe('Holds back what takes access away from many at once.'),
};
