// Settings: their defaults, and what is refused where.

import { describe, expect, it } from 'vitest';
import {
  maxAttributes,
  maxCanonicalValues,
  maxConditionLength,
  maxConstraints,
  maxCreateOnly,
  maxLabelLength,
  maxMessageLength,
  maxPatternLength,
  maxProfiles,
  maxReplacedCharacters,
  maxReplacementLength,
  maxRoles,
  maxRules,
  maxSettingsLength,
} from '../../src/policy/limits.ts';
import { settingsOf, settingsSchema, storedSettingsSchema } from '../../src/policy/settings.ts';
import { acmeUrn, coreUrn, enterpriseUrn } from './wishes.ts';

/** The places that are refused, as `a.0.b`; unknown keys by their own names. */
function refused(settings: unknown): readonly string[] {
  const { error } = settingsSchema.safeParse(settings);
  const places = (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
  return places.map((path) => path.join('.'));
}

it('no settings are the defaults', () => {
  expect(settingsOf({})).toEqual({
    enabled: true,
    accountSizeGb: null,
    usernames: { emailAllowed: true, allowedPattern: null, replace: null, changeable: true },
    attributes: [],
    createOnly: [],
    constraints: [],
    profiles: [],
    rules: [],
    roles: [],
    entitlements: [],
    appRoles: [],
    seats: null,
    deprovision: { deactivate: 'inactive', keepDays: null },
    events: { keepDays: 90 },
    groups: { duplicateNames: false },
    brake: null,
    leniency: null,
  });
});

it('one key of an object has the others by default', () => {
  expect(
    settingsOf({
      usernames: { replace: { characters: '?' } },
      deprovision: { keepDays: 90 },
      brake: { atLeast: 5 },
      attributes: [{ name: 'plan' }],
      profiles: [{ name: 'A' }],
    }),
  ).toMatchObject({
    usernames: { emailAllowed: true, replace: { characters: '?', with: '_' }, changeable: true },
    deprovision: { deactivate: 'inactive', keepDays: 90 },
    brake: { atLeast: 5, share: 0.2, windowMinutes: 60 },
    attributes: [
      {
        name: 'plan',
        namespace: coreUrn,
        type: 'string',
        canonicalValues: null,
        required: false,
        default: null,
        defaultFrom: null,
        store: true,
      },
    ],
    profiles: [{ name: 'A', quotaGb: null, storage: null }],
  });
});

const attribute = (more: object) => ({ attributes: [{ name: 'plan', ...more }] });
const rule = (when: string) => ({ profiles: [{ name: 'A' }], rules: [{ when, profile: 'A' }] });
const constraint = (more: object) => ({
  constraints: [{ when: 'title pr', require: 'active eq true', message: 'No.', ...more }],
});

describe('taken are', () => {
  it.each<[what: string, settings: unknown]>([
    ['a replacement by nothing', { usernames: { replace: { characters: ' ', with: '' } } }],
    [
      'attributes of one name in two namespaces',
      { attributes: [{ name: 'plan' }, { name: 'plan', namespace: acmeUrn }] },
    ],
    ['an attribute more for the enterprise extension', attribute({ namespace: enterpriseUrn })],
    ['a standard attribute with fewer values', attribute({ name: 'userType', canonicalValues: ['a'] })],
    [
      'a standard attribute that is required',
      attribute({ name: 'Department', namespace: enterpriseUrn, required: true }),
    ],
    [
      'a default of each type',
      {
        attributes: [
          { name: 'a', type: 'boolean', default: false },
          { name: 'b', type: 'integer', default: 1 },
          { name: 'c', type: 'decimal', default: 1.5 },
          { name: 'd', type: 'dateTime', default: '2026-03-01T09:30:00Z' },
        ],
      },
    ],
    [
      'a default from an attribute further down',
      { attributes: [{ name: 'a', defaultFrom: 'b' }, { name: 'b' }] },
    ],
    ['a default from a value of several', attribute({ defaultFrom: 'emails' })],
    [
      'sub-attributes that are set on create only',
      { createOnly: ['name.givenName', 'emails.type', 'emails', `${enterpriseUrn}:manager.value`] },
    ],
    [
      'rules that name what nobody declared',
      rule('countryCode eq "DE" or urn:example:x:1.0:User:floor gt 3 or vip eq true or badge pr'),
    ],
    ['seats of none', { seats: { limit: 0 } }],
  ])('%s', (_what, settings) => {
    expect(refused(settings)).toEqual([]);
    expect(storedSettingsSchema.safeParse(settings).success).toBe(true);
  });
});

describe('refused, each at its place, are', () => {
  it.each<[what: string, settings: unknown, places: string[]]>([
    ['an unknown key inside', { usernames: { colour: 1 } }, ['usernames.colour']],
    ['an unknown key of an attribute', attribute({ returned: 'never' }), ['attributes.0.returned']],
    ['a negative size', { accountSizeGb: -1 }, ['accountSizeGb']],
    ['half a seat', { seats: { limit: 1.5 } }, ['seats.limit']],
    ['seats without limit', { seats: {} }, ['seats.limit']],
    [
      'an end without days',
      { deprovision: { keepDays: 0 }, events: { keepDays: 0 } },
      ['deprovision.keepDays', 'events.keepDays'],
    ],
    ['another end', { deprovision: { deactivate: 'delete' } }, ['deprovision.deactivate']],
    ['a share above all', { brake: { share: 1.1 } }, ['brake.share']],
    ['a pattern that cannot be read', { usernames: { allowedPattern: '[a-' } }, ['usernames.allowedPattern']],
    [
      'a pattern that counts without end',
      { usernames: { allowedPattern: '((a{99}){99}){99}' } },
      ['usernames.allowedPattern'],
    ],
    [
      'a replacement that is replaced',
      { usernames: { replace: { characters: '?_', with: '_' } } },
      ['usernames.replace.with'],
    ],
    [
      'half a character',
      { usernames: { replace: { characters: '\ud83d' } } },
      ['usernames.replace.characters'],
    ],
    ['a name that is none', attribute({ name: 'emails.value' }), ['attributes.0.name']],
    ['a name of the prototype', attribute({ name: '__proto__' }), ['attributes.0.name']],
    ['a namespace that is no URN', attribute({ namespace: 'acme' }), ['attributes.0.namespace']],
    ['a namespace that breaks filters', attribute({ namespace: 'urn:acme:a b' }), ['attributes.0.namespace']],
    [
      'the namespace of groups',
      attribute({ namespace: 'urn:ietf:params:scim:schemas:core:2.0:Group' }),
      ['attributes.0.namespace'],
    ],
    [
      'the namespace of messages',
      attribute({ namespace: 'urn:ietf:params:scim:api:messages:2.0:Error' }),
      ['attributes.0.namespace'],
    ],
    ['a type that nobody has', attribute({ type: 'complex' }), ['attributes.0.type']],
    [
      'an attribute twice',
      { attributes: [{ name: 'plan' }, { name: 'PLAN', namespace: coreUrn.toUpperCase() }] },
      ['attributes.1.name'],
    ],
    ['the user name declared again', attribute({ name: 'username', default: 'x' }), ['attributes.0.name']],
    ['a standard attribute declared for nothing', attribute({ name: 'displayName' }), ['attributes.0.name']],
    [
      'a standard attribute that is not a string',
      attribute({ name: 'active', type: 'boolean', default: true }),
      ['attributes.0.name'],
    ],
    [
      'a standard attribute of another type',
      attribute({ name: 'title', type: 'integer', default: 1 }),
      ['attributes.0.name'],
    ],
    [
      'a standard attribute that is not kept',
      attribute({ name: 'title', required: true, store: false }),
      ['attributes.0.name'],
    ],
    ['the common attributes', attribute({ name: 'meta', default: 'x' }), ['attributes.0.name']],
    ['no value that is allowed', attribute({ canonicalValues: [] }), ['attributes.0.canonicalValues']],
    ['a value twice', attribute({ canonicalValues: ['a', 'a'] }), ['attributes.0.canonicalValues']],
    [
      'values of a boolean',
      attribute({ type: 'boolean', canonicalValues: ['true'] }),
      ['attributes.0.canonicalValues'],
    ],
    [
      'a default beside the values',
      attribute({ canonicalValues: ['a'], default: 'A' }),
      ['attributes.0.default'],
    ],
    ['a default of another type', attribute({ type: 'boolean', default: 'true' }), ['attributes.0.default']],
    [
      'a whole number with a fraction',
      attribute({ type: 'integer', default: 1.5 }),
      ['attributes.0.default'],
    ],
    ['a time that is none', attribute({ type: 'dateTime', default: 'soon' }), ['attributes.0.default']],
    ['a default from nothing', attribute({ defaultFrom: 'nothing' }), ['attributes.0.defaultFrom']],
    ['a default from a whole name', attribute({ defaultFrom: 'name' }), ['attributes.0.defaultFrom']],
    ['a default from another type', attribute({ defaultFrom: 'active' }), ['attributes.0.defaultFrom']],
    ['a default from a password', attribute({ defaultFrom: 'password' }), ['attributes.0.defaultFrom']],
    ['a default from itself', attribute({ defaultFrom: 'plan' }), ['attributes.0.defaultFrom']],
    [
      'defaults in a circle',
      { attributes: [{ name: 'x' }, { name: 'a', defaultFrom: 'b' }, { name: 'b', defaultFrom: 'a' }] },
      ['attributes.1.defaultFrom'],
    ],
    ['create-only of nothing', { createOnly: ['title', 'nothing'] }, ['createOnly.1']],
    ['create-only access', { createOnly: ['active'] }, ['createOnly.0']],
    ['a create-only user name', { createOnly: ['userName'] }, ['createOnly.0']],
    ['create-only groups', { createOnly: ['groups'] }, ['createOnly.0']],
    [
      'what tells e-mails apart',
      { createOnly: ['emails.value', 'emails.primary', 'addresses.country'] },
      ['createOnly.0', 'createOnly.1', 'createOnly.2'],
    ],
    ['a profile twice', { profiles: [{ name: 'A' }, { name: 'A' }] }, ['profiles.1.name']],
    [
      'a rule of no profile',
      { profiles: [{ name: 'A' }], rules: [{ when: 'title pr', profile: 'B' }] },
      ['rules.0.profile'],
    ],
    ['a rule that cannot be read', rule('countryCode = "DE"'), ['rules.0.when']],
    ['a rule that compares with another type', rule('active eq "yes"'), ['rules.0.when']],
    ['a rule that takes text for a boolean', rule('vip eq true and vip eq "yes"'), ['rules.0.when']],
    ['a rule on a part that nothing has', rule('name.first eq "Ann"'), ['rules.0.when']],
    ['a rule on a password', rule('password eq "x"'), ['rules.0.when']],
    ['a rule on what the server sets', rule('meta.created gt "2026-01-01T00:00:00Z"'), ['rules.0.when']],
    [
      'a rule on a name that two namespaces have',
      {
        attributes: [
          { name: 'plan', namespace: acmeUrn },
          { name: 'plan', namespace: 'urn:example:b' },
        ],
        ...rule('plan eq "x"'),
      },
      ['rules.0.when'],
    ],
    [
      'constraints that cannot be read',
      constraint({ when: 'a', require: '(b pr' }),
      ['constraints.0.when', 'constraints.0.require'],
    ],
    ['a constraint on groups', constraint({ require: 'groups pr' }), ['constraints.0.require']],
    ['a brake, which there is not yet', { brake: { atLeast: 5 } }, ['brake']],
    ['a constraint without a message', constraint({ message: '' }), ['constraints.0.message']],
  ])('%s', (_what, settings, places) => {
    expect(refused(settings)).toEqual(places);
    expect(storedSettingsSchema.safeParse(settings).success).toBe(false);
  });
});

describe('a list or text may be as long as is allowed, and no longer:', () => {
  const times = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  it.each<[place: string, limit: number, settings: (size: number) => unknown]>([
    [
      'attributes',
      maxAttributes,
      (size) => ({ attributes: times(size, (index) => ({ name: `a${index}` })) }),
    ],
    [
      'attributes.0.canonicalValues',
      maxCanonicalValues,
      (size) => attribute({ canonicalValues: times(size, String) }),
    ],
    ['createOnly', maxCreateOnly, (size) => ({ createOnly: times(size, () => 'title') })],
    [
      'constraints',
      maxConstraints,
      (size) => ({ constraints: times(size, () => constraint({}).constraints[0]) }),
    ],
    ['constraints.0.message', maxMessageLength, (size) => constraint({ message: 'x'.repeat(size) })],
    ['profiles', maxProfiles, (size) => ({ profiles: times(size, (index) => ({ name: `p${index}` })) })],
    [
      'profiles.0.storage',
      maxLabelLength,
      (size) => ({ profiles: [{ name: 'A', storage: 'x'.repeat(size) }] }),
    ],
    [
      'rules',
      maxRules,
      (size) => ({
        profiles: [{ name: 'A' }],
        rules: times(size, () => ({ when: 'title pr', profile: 'A' })),
      }),
    ],
    ['rules.0.when', maxConditionLength, (size) => rule(`title eq "${'x'.repeat(size - 11)}"`)],
    ['roles', maxRoles, (size) => ({ roles: times(size, () => ({ group: 'g', role: 'r' })) })],
    [
      'usernames.allowedPattern',
      maxPatternLength,
      (size) => ({ usernames: { allowedPattern: 'a'.repeat(size) } }),
    ],
    [
      'usernames.replace.characters',
      maxReplacedCharacters,
      (size) => ({ usernames: { replace: { characters: '?'.repeat(size) } } }),
    ],
    [
      'usernames.replace.with',
      maxReplacementLength,
      (size) => ({ usernames: { replace: { characters: '?', with: '-'.repeat(size) } } }),
    ],
  ])('%s', (place, limit, settings) => {
    expect(refused(settings(limit))).toEqual([]);
    expect(refused(settings(limit + 1))).toEqual([place]);
  });

  it('all that is stored together', () => {
    const long = (rules: number) => ({
      profiles: [{ name: 'A' }],
      rules: times(rules, () => ({ when: `title eq "${'x'.repeat(3900)}"`, profile: 'A' })),
    });
    expect(storedSettingsSchema.safeParse(long(Math.floor(maxSettingsLength / 4100))).success).toBe(true);
    const { error } = storedSettingsSchema.safeParse(long(Math.ceil(maxSettingsLength / 3900)));
    expect(error?.issues).toMatchObject([
      { path: [], message: expect.stringContaining(String(maxSettingsLength)) },
    ]);
  });
});
