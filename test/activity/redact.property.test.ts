// Whatever shape it is sent in: no value of what is never kept gets into a record. The errors are real ones.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordOf } from '../../src/activity/record.ts';
import { ScimError } from '../../src/scim/error.ts';
import { bindFilter } from '../../src/scim/filter/bind.ts';
import { parseFilter } from '../../src/scim/filter/parse.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { readPatch } from '../../src/scim/patch/operations.ts';
import { readResource } from '../../src/scim/resource/read.ts';
import { acmeUrn, coreUrn, enterpriseUrn } from '../policy/wishes.ts';
import { policy, reading, sent } from './sent.ts';

/** Each holds one of the marks that are looked for afterwards. */
const secret = fc.constantFrom<unknown>(
  'S3CRET',
  'a "S3CRET" b',
  'S3CRET\nS3CRET',
  'S3CRET '.repeat(60),
  '\\S3CRET\\',
  '73737373',
  73737373,
  -73737373.5,
);
const marks = /3CRET|73737373/;

const anyCase = (names: readonly string[]) =>
  fc.constantFrom(...names).chain((name) => fc.constantFrom(name, name.toUpperCase(), name.toLowerCase()));

const plainNames = ['hint', 'level', 'vip', 'password', 'unheard', 'department', 'badge'];
const secretKey = anyCase([
  ...plainNames,
  ...plainNames.map((name) => `${coreUrn}:${name}`),
  `${coreUrn}:desk`,
  `${acmeUrn}:badge`,
  `${acmeUrn}.badge`,
  `${enterpriseUrn}:unheard`,
  'urn:nobody:User',
  'urn:nobody:User:x',
  'name.unheard',
  'emails.unheard',
  'unheard.value',
  'password[value eq "x"].value',
  'emails[unheard eq "S3CRET"].value',
  'userName[value eq "S3CRET"]',
]);

/** As a path, without its URN, it is the enterprise extension's. */
const secretPath = secretKey.filter((key) => key.toLowerCase() !== 'department');

const holding = (...keys: string[]) =>
  fc.letrec<{ nested: unknown }>((tie) => ({
    nested: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      secret,
      fc.array(tie('nested'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('nested'), { maxKeys: 3 }),
    ),
  })).nested;

/** What stands behind the name of something secret, and what stands where nothing of the kind belongs. */
const nested = holding('value', 'type', 'userName', 'title', 'x');
const foreign = holding('x', 'pin', 'hint', 'password');

const secrets = fc.dictionary(secretKey, nested, { maxKeys: 4 });
const kept = fc.record(
  { userName: fc.constant('ann'), title: fc.constant('Lead'), active: fc.constantFrom(true, 'no', 5) },
  { requiredKeys: [] },
);
/** Complex values whose inner names nobody declared. */
const misplaced = fc.record(
  {
    name: secrets,
    emails: fc.array(secrets, { maxLength: 2 }),
    title: fc.dictionary(fc.constantFrom('a', 'b'), nested),
    [acmeUrn]: fc.dictionary(anyCase(['badge', 'unheard', 'BADGE.value']), nested, { maxKeys: 2 }),
    [enterpriseUrn]: fc.dictionary(anyCase(['unheard', 'hint']), nested, { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);
const resource = fc.tuple(kept, misplaced, secrets).map((parts) => Object.assign({}, ...parts));

const operation = fc.oneof(
  fc.record(
    { op: anyCase(['add', 'replace', 'remove']), path: secretPath, value: nested },
    { requiredKeys: ['op', 'path'] },
  ),
  fc.record({ op: fc.constant('add'), value: resource }),
  fc.record({ op: nested, PATH: foreign, value: foreign, secret: nested }, { requiredKeys: [] }),
  fc.record({
    op: fc.constant('add'),
    path: fc.constantFrom(acmeUrn, enterpriseUrn, 'name', 'unheard'),
    value: fc.dictionary(anyCase(['badge', 'unheard']), nested, { maxKeys: 2 }),
  }),
  foreign,
);
const patch = fc.record({
  schemas: fc.constant(['urn:ietf:params:scim:api:messages:2.0:PatchOp']),
  Operations: fc.array(operation, { minLength: 1, maxLength: 3 }),
});

const filter = fc
  .tuple(
    fc.constantFrom(
      'password',
      'hint',
      'vip',
      `${acmeUrn}:badge`,
      'desk',
      'emails[unheard eq "S3CRET"]',
      'name.x',
    ),
    fc.constantFrom('eq', 'co', 'xx', ''),
    fc.constantFrom('"S3CRET"', '"S3CRET', '73737373', '"a\\"S3CRET"', 'S3CRET S3CRET'),
    fc.constantFrom('', ' and active eq true', ' or title pr', ')'),
  )
  .map((parts) => parts.join(' '));

function refusal(run: () => unknown): { scimType?: string; detail: string } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error.facts;
    throw error;
  }
}

function record(error: ReturnType<typeof refusal>, ...request: Parameters<typeof sent>): string {
  const exchanged = {
    ...sent(...request),
    requestId: 'r',
    tenant: 't',
    tokenId: 'k',
    userAgent: null,
    status: error ? 400 : 200,
    startedAt: 0,
    endedAt: 1,
    error,
    answer: '{}',
  };
  return JSON.stringify(recordOf(exchanged, reading, () => 'now'));
}

const type = policy.readingType;

it('the body of a POST, and why it was refused', () => {
  fc.assert(
    fc.property(fc.oneof(resource, foreign), (body) => {
      const error = refusal(() =>
        policy.admit(readResource(type, body, defaultLeniencies).resource, undefined),
      );
      expect(record(error, 'POST', '/Users', body)).not.toMatch(marks);
    }),
    { numRuns: 1500 },
  );
});

it('a PATCH, and why it was refused', () => {
  fc.assert(
    fc.property(fc.oneof(patch, foreign), (body) => {
      const error = refusal(() => readPatch(type, body, defaultLeniencies));
      expect(record(error, 'PATCH', '/Users/1', body)).not.toMatch(marks);
    }),
    { numRuns: 1500 },
  );
});

it('the operations of a bulk request', () => {
  const bulk = fc.record({
    Operations: fc.array(
      fc.record(
        {
          method: fc.constantFrom('POST', 'PUT', 'patch', 'DELETE', 'S3CRET'),
          path: fc.constantFrom('/Users', '/Users/1', '/S3CRET'),
          data: fc.oneof(resource, patch, foreign),
          bulkId: fc.constant('b1'),
          version: nested,
          also: nested,
        },
        { requiredKeys: ['method', 'path'] },
      ),
      { maxLength: 3 },
    ),
    failOnErrors: fc.constantFrom<unknown>(1, 'S3CRET'),
  });
  fc.assert(
    fc.property(bulk, (body) => {
      expect(record(undefined, 'POST', '/Bulk', body)).not.toMatch(marks);
    }),
  );
});

it('a filter, and why it was refused', () => {
  fc.assert(
    fc.property(filter, (text) => {
      const error = refusal(() =>
        bindFilter(policy.userType, parseFilter(text, defaultLeniencies), defaultLeniencies),
      );
      expect(record(error, 'GET', '/Users', undefined, [['filter', text]])).not.toMatch(marks);
      expect(record(error, 'POST', '/Users/.search', { filter: text })).not.toMatch(marks);
    }),
  );
});
