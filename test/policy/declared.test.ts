// The two User types of a tenant: as shown and stored, as read.

import { describe, expect, it } from 'vitest';
import type { Attribute } from '../../src/scim/schema/attribute.ts';
import { resolvePath } from '../../src/scim/schema/path.ts';
import { type StoredType, schemasOf, userType } from '../../src/scim/schema/resource-type.ts';
import { acmeUrn, coreUrn, enterpriseUrn, policyOf, type Wishes } from './wishes.ts';

function attributeOf(type: StoredType, name: string): Attribute | undefined {
  const path = resolvePath(type, name);
  return path?.subAttribute ?? path?.attribute;
}
const profiles = [{ name: 'A' }];

it('without wishes both types are the standard one, and the policy is plain', () => {
  const policy = policyOf({});
  expect([policy.userType, policy.readingType]).toEqual([userType, userType]);
  expect(policy.userType).toBe(userType);
  expect(policy.readingType).toBe(userType);
  expect(policy.isPlain).toBe(true);
});

it.each<Wishes>([
  { accountSizeGb: 1 },
  { usernames: { emailAllowed: false } },
  { usernames: { allowedPattern: 'a' } },
  { usernames: { replace: { characters: '?' } } },
  { usernames: { changeable: false } },
  { attributes: [{ name: 'plan' }] },
  { attributes: [{ name: 'title', default: 'x' }] },
  { createOnly: ['title'] },
  { constraints: [{ when: 'title pr', require: 'active eq true', message: 'No.' }] },
  { profiles, rules: [{ when: 'title pr', profile: 'A' }] },
  { deprovision: { deactivate: 'preserve' } },
])('%j is not plain', (wishes) => {
  expect(policyOf(wishes).isPlain).toBe(false);
});

describe('an attribute of its own', () => {
  const { userType: shown, readingType } = policyOf({
    attributes: [
      { name: 'plan', canonicalValues: ['a', 'b'], required: true },
      { name: 'floor', type: 'integer', namespace: enterpriseUrn.toUpperCase() },
      { name: 'badge', namespace: acmeUrn },
      { name: 'secret', type: 'boolean', store: false, required: true },
      { name: 'key', namespace: acmeUrn.toLowerCase() },
    ],
  });

  it.each<[name: string, characteristics: Partial<Attribute>]>([
    [
      'plan',
      {
        type: 'string',
        required: true,
        canonicalValues: ['a', 'b'],
        mutability: 'readWrite',
        returned: 'default',
      },
    ],
    [`${coreUrn}:plan`, { name: 'plan' }],
    [`${enterpriseUrn}:floor`, { type: 'integer' }],
    [`${acmeUrn}:badge`, { type: 'string' }],
    [`${acmeUrn}:key`, { type: 'string' }],
    ['secret', { type: 'boolean', mutability: 'writeOnly', returned: 'never' }],
  ])('is shown: %s', (name, characteristics) => {
    expect(attributeOf(shown, name)).toMatchObject(characteristics);
  });

  it.each(['plan', `${enterpriseUrn}:floor`, `${acmeUrn}:badge`, 'secret'])(
    'is read like any other, and required by the policy alone: %s',
    (name) => {
      expect(attributeOf(readingType, name)).toMatchObject({
        mutability: 'readWrite',
        returned: 'default',
        required: false,
      });
    },
  );

  it('stands in the schema of its namespace, each namespace once', () => {
    const urns = [coreUrn, enterpriseUrn, acmeUrn];
    expect(schemasOf(shown).map(({ id }) => id)).toEqual(urns);
    expect(schemasOf(readingType).map(({ id }) => id)).toEqual(urns);
  });
});

it('a standard attribute that is narrowed keeps its place, its description and its name', () => {
  const policy = policyOf({ attributes: [{ name: 'usertype', canonicalValues: ['a'], required: true }] });
  const names = policy.userType.schema.attributes.map(({ name }) => name);
  expect(names).toEqual(userType.schema.attributes.map(({ name }) => name));
  expect(attributeOf(policy.userType, 'userType')).toMatchObject({
    name: 'userType',
    canonicalValues: ['a'],
    required: true,
    description: attributeOf(userType, 'userType')?.description,
  });
  expect(policy.readingType).toBe(userType);
});

it('what applies on create only is shown as immutable, and read as ever', () => {
  const policy = policyOf({
    attributes: [{ name: 'plan', namespace: acmeUrn }],
    createOnly: ['name.givenName', 'EMAILS.type', 'title', `${acmeUrn}:plan`],
  });
  const mutabilityOf = (type: StoredType) =>
    [
      'name',
      'name.givenName',
      'name.familyName',
      'emails',
      'emails.type',
      'emails.value',
      'title',
      `${acmeUrn}:plan`,
    ].filter((name) => attributeOf(type, name)?.mutability === 'immutable');
  expect(mutabilityOf(policy.userType)).toEqual([
    'name.givenName',
    'emails.type',
    'title',
    `${acmeUrn}:plan`,
  ]);
  expect(mutabilityOf(policy.readingType)).toEqual([]);
});

describe('what only rules and constraints name', () => {
  const policy = policyOf({
    profiles,
    rules: [
      { when: 'vip pr or countryCode eq "DE" or COUNTRYCODE eq "AT"', profile: 'A' },
      { when: 'vip eq true and floor gt 3 and urn:example:acme:2.0:User:badge pr', profile: 'A' },
    ],
    constraints: [{ when: `${coreUrn}:trial eq true`, require: 'not (ends eq null)', message: 'No.' }],
  });

  it.each([
    ['countryCode', 'string'],
    ['vip', 'boolean'],
    ['floor', 'decimal'],
    [`${acmeUrn}:badge`, 'string'],
    ['trial', 'boolean'],
    ['ends', 'string'],
  ])('%s is read as %s, and not shown', (name, type) => {
    expect(attributeOf(policy.readingType, name)?.type).toBe(type);
    expect(attributeOf(policy.userType, name)).toBeUndefined();
  });

  it('leaves what is shown as it is', () => {
    expect(policy.userType).toBe(userType);
  });
});
