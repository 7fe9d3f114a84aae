// The document's schema of a settings patch and the validator of settings say the same of any patch, but for what
// JSON Schema cannot say: how values agree with one another, and what is checked by code.

import { expect, it } from 'vitest';
import { blueprints } from '../../../src/policy/blueprints.ts';
import { settingsOf, settingsSchema, storedSettingsSchema } from '../../../src/policy/settings.ts';
import { validatorOf } from '../../support/api-document.ts';
import { document } from './whole.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const named = (name: string) => validatorOf(document, { $ref: `#/components/schemas/${name}` });
const patches = named('SettingsPatch');

/** Every setting once, and every member of each. */
const whole: JsonRecord = {
  enabled: false,
  accountSizeGb: 50,
  usernames: {
    emailAllowed: false,
    allowedPattern: '[a-z]+',
    replace: { characters: '?*', with: '_' },
    changeable: false,
  },
  attributes: [
    {
      name: 'plan',
      namespace: 'urn:example:acme:2.0:User',
      type: 'string',
      canonicalValues: ['a', 'b'],
      required: false,
      default: 'a',
      defaultFrom: null,
      store: true,
    },
  ],
  createOnly: ['name.givenName'],
  constraints: [{ when: 'active eq true', require: 'title pr', message: 'A title is needed.' }],
  profiles: [{ name: 'DACH', quotaGb: 200, storage: 'eu-1' }],
  rules: [{ when: 'countryCode eq "DE"', profile: 'DACH' }],
  roles: [{ group: 'Admins', role: 'admin' }],
  entitlements: [{ id: 'export', displayName: 'Export', description: 'Exports', type: 'Permission' }],
  appRoles: [{ id: 'editor', displayName: 'Editor', description: 'Edits' }],
  seats: { limit: 1000 },
  deprovision: { deactivate: 'preserve', keepDays: 90 },
  events: { keepDays: 30 },
  groups: { duplicateNames: true },
  brake: { atLeast: 10, share: 0.2, windowMinutes: 60 },
  leniency: { skipUnknownMembers: true },
};

it('every setting stands in the example', () => {
  expect(Object.keys(whole).toSorted()).toEqual(Object.keys(settingsSchema.shape).toSorted());
  expect(refusals(whole)).toEqual([]);
});

it('settings in force are as documented: by default, of each blueprint, and with everything set', () => {
  const shown = named('Settings');
  for (const settings of [{}, whole, ...Object.values(blueprints)]) {
    expect(shown.validate(settingsOf(settings)).errors).toEqual([]);
  }
  expect(shown.validate(whole).valid).toBe(true);
  expect(shown.validate({ ...whole, more: 1 }).valid).toBe(false);
});

it('null is allowed for each setting in a patch, and for each member of an object', () => {
  for (const [name, value] of Object.entries(whole)) {
    expect(patches.validate({ [name]: null }).valid, name).toBe(true);
    for (const member of Array.isArray(value) ? [] : Object.keys(Object(value))) {
      expect(patches.validate({ [name]: { [member]: null } }).valid, `${name}.${member}`).toBe(true);
    }
  }
});

const odd: readonly unknown[] = [
  null,
  true,
  'true',
  '',
  'x',
  'preserve',
  'integer',
  'URN:example:a',
  'urn:x',
  'a b',
  'x'.repeat(101),
  'x'.repeat(5001),
  -1,
  0,
  0.5,
  1.5,
  2_000_000_000,
  [],
  [null],
  ['x', 'y'],
  [{}],
  Array.from({ length: 101 }, (_, index) => `x${index}`),
  {},
  { limit: 1 },
  { more: 1 },
  undefined,
];

it('any patch is allowed by the document exactly where the validator takes it', () => {
  const verdicts = { taken: 0, refused: 0 };
  for (const place of placesIn(whole)) {
    for (const value of odd) {
      // Taken, since it removes nothing; but nobody is told to send it.
      if (value === null && place.at(-1) === 'nothing') continue;
      const [name = ''] = place;
      const one = { [name]: replaced(whole, place, value)[name] };
      const patch = JSON.parse(JSON.stringify(one)) as JsonRecord;
      const isTaken = refusals(patch).length === 0;
      verdicts[isTaken ? 'taken' : 'refused'] += 1;
      expect(patches.validate(patch).valid, `${place.join('.')}: ${JSON.stringify(value)}`).toBe(isTaken);
    }
  }
  expect(Math.min(verdicts.taken, verdicts.refused)).toBeGreaterThan(300);
});

type Place = readonly (string | number)[];

/** Every value in it, whole lists and objects too, and one place in each object where nothing is. */
function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const keys = Array.isArray(value) ? value.keys() : [...Object.keys(value), 'nothing'];
  const below = [...keys].flatMap((key) => placesIn((value as JsonRecord)[key], [...at, key]));
  return at.length === 0 ? below : [at, ...below];
}

function replaced(whole: JsonRecord, [key = '', ...rest]: Place, value: unknown): JsonRecord {
  const part = rest.length === 0 ? value : replaced(whole[key] as JsonRecord, rest, value);
  return Array.isArray(whole)
    ? (whole.with(Number(key), part) as unknown as JsonRecord)
    : { ...whole, [key]: part };
}

/** What the validator has against what the patch comes to, merged into nothing, of what JSON Schema can say. */
function refusals(patch: JsonRecord) {
  const result = merged(patch);
  const { error } = storedSettingsSchema.safeParse(result);
  return (error?.issues ?? []).filter(({ code, path }) => {
    // What an object lacks, it may have had before.
    const isMissing = !path.some((key) => typeof key === 'number') && valueAt(result, path) === undefined;
    return code !== 'custom' && !isMissing;
  });
}

function merged(patch: JsonRecord): JsonRecord {
  const kept = Object.entries(patch).filter(([, value]) => value !== null);
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      typeof value === 'object' && !Array.isArray(value) ? merged(value as JsonRecord) : value,
    ]),
  );
}

const valueAt = (value: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>((at, key) => Object(at)[key], value);
