import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ScimError } from '../../../src/scim/error.ts';
import { type Leniencies, leniencyNames } from '../../../src/scim/leniency.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { readPatch } from '../../../src/scim/patch/operations.ts';
import { project } from '../../../src/scim/resource/project.ts';
import { defaultProjection } from '../../../src/scim/resource/projection.ts';
import { readResource } from '../../../src/scim/resource/read.ts';
import { searchDocument } from '../../../src/scim/resource/search-document.ts';
import { badgeUrn, coreUrn, enterpriseUrn, staffType } from './staff.ts';

const names = [
  ...staffType.schema.attributes.map(({ name }) => name),
  ...['id', 'meta', 'schemas', 'externalId', coreUrn, enterpriseUrn, badgeUrn, `${enterpriseUrn}:manager`],
  ...['number', 'floor', 'doors', 'keys', 'safe', 'issued', 'expires', 'name.givenName', 'emails.value'],
  ...['value', 'type', 'primary', 'display', '$ref', 'givenName', 'room'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    '.',
    ':',
    '[',
    'emails[type eq "work"].value',
  ],
];
const key = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.string({ unit: 'binary' }));
const scalar = fc.oneof(
  fc.constantFrom(null, '', true, false, 'True', 0, -0, 1.5, 'x', 'work', '2026-03-01T09:30:00Z', '\ud800'),
  fc.string({ unit: 'binary' }),
  fc.double(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('json')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const leniencies: fc.Arbitrary<Leniencies> = fc.subarray([...leniencyNames]).map((some) => new Set(some));
const path = fc.oneof(
  fc.constantFrom(
    ...names,
    'emails[type eq "work"]',
    'emails[primary eq true]',
    'manager[value eq "x"].value',
    'keys[value eq "x"].note',
    'emails[not (value pr)].display',
  ),
  fc.string(),
);
const operation = fc.record(
  { op: fc.constantFrom('add', 'Replace', 'remove', 'move'), path, value: json },
  { requiredKeys: ['op'] },
);

const prototype = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

/** What `run` gives, or undefined when it refuses. */
function unlessRefused<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function holdsNothingEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== null && value !== undefined;
  const inner = Object.values(value);
  return inner.length > 0 && inner.every(holdsNothingEmpty);
}

it('whatever a body holds, it is read or refused, and what was read reads the same again', () => {
  fc.assert(
    fc.property(json, leniencies, (body, some) => {
      const copy = JSON.stringify(body);
      const reading = unlessRefused(() => readResource(staffType, body, some));
      expect(JSON.stringify(body)).toBe(copy);
      expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(prototype);
      if (!reading) return;
      const { resource } = reading;
      expect(Object.keys(resource).length === 0 || holdsNothingEmpty(resource)).toBe(true);
      expect(readResource(staffType, resource, some).resource).toEqual(resource);
      searchDocument(staffType, resource);
      project(staffType, resource, defaultProjection);
    }),
    { numRuns: 2000 },
  );
});

it('whatever a PATCH holds, it is applied or refused as a whole, and the resource that was given stays as it was', () => {
  const before = {
    userName: 'ann',
    active: true,
    name: { givenName: 'Ann' },
    emails: [
      { value: 'a', type: 'work', primary: true },
      { value: 'b', type: 'home' },
    ],
    [enterpriseUrn]: { manager: { value: 'x' } },
    [badgeUrn]: { number: '1', keys: [{ value: 'x' }], issued: 'x' },
  };
  const copy = JSON.stringify(before);
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), leniencies, (Operations, some) => {
      const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations };
      const after = unlessRefused(() => applyPatch(before, readPatch(staffType, body, some), some));
      expect(JSON.stringify(before)).toBe(copy);
      expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(prototype);
      if (!after) return;
      expect(holdsNothingEmpty(after)).toBe(true);
      expect(after['userName']).toBeTruthy();
      expect(JSON.stringify(after).match(/"primary":true/g)?.length ?? 0).toBeLessThanOrEqual(8);
      const emails = (after['emails'] ?? []) as readonly { primary?: boolean }[];
      expect(emails.filter(({ primary }) => primary).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2000 },
  );
});
