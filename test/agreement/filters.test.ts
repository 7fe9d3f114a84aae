// The same filter, evaluated in memory and as SQL on the real database, selects the same resources: a table of
// corners, and filters made at random from attributes, operators and operands that have gone wrong elsewhere.

import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { represent } from '../../src/directory/representation.ts';
import type { Found } from '../../src/directory/stored.ts';
import {
  type ComparisonOperator,
  comparisonOperators,
  type Filter,
  type Literal,
  print,
} from '../../src/scim/filter/ast.ts';
import { type BoundFilter, bindFilter } from '../../src/scim/filter/bind.ts';
import { evaluate } from '../../src/scim/filter/evaluate.ts';
import { parseFilter } from '../../src/scim/filter/parse.ts';
import { defaultLeniencies } from '../../src/scim/leniency.ts';
import { defaultProjection } from '../../src/scim/resource/projection.ts';
import type { Resource } from '../../src/scim/resource/value.ts';
import { groupType, type StoredType, userType } from '../../src/scim/schema/resource-type.ts';
import { type OpenTenant, openTenant, queryOf } from '../support/directory.ts';

const baseUrl = 'http://rollcall.test/t/x/scim/v2';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const texts = [
  'Ann',
  'ann neu',
  'ÄNN',
  'a\u0308nn',
  'STRASSE',
  'straße',
  'ΟΔΟΣ',
  'οδος',
  'ｗｉｄｅ',
  'wide',
  'İstanbul',
  '100%',
  'a_b',
  'a*b',
  'a.b',
  'say "hi"',
  'back\\slash',
  "o'neill",
  '😀 smile',
  '\uffee',
  ' padded ',
  'work',
  'null',
  '7',
];

let open: OpenTenant;
let users: readonly Found[];
let groups: readonly Found[];

beforeAll(async () => {
  open = await openTenant();
  const { directory } = open;
  const made = [];
  for (const [index, text] of texts.entries()) {
    const other = texts[(index * 7 + 3) % texts.length] ?? '';
    made.push(
      await directory.create(
        userType,
        {
          userName: `${text}-${index}`,
          ...(index % 3 !== 0 && { displayName: text }),
          ...(index % 4 !== 0 && { title: other }),
          ...(index % 5 !== 0 && { name: { familyName: text, ...(index % 2 && { givenName: other }) } }),
          ...(index % 2 !== 0 && { externalId: text }),
          active: index % 3 !== 1,
          ...(index % 4 !== 1 && {
            emails: [
              { value: `${text}@x.io`, type: 'work', primary: true },
              ...(index % 2 ? [{ value: other, type: 'home' }] : []),
              ...(index % 3 ? [{ value: 'untyped@x.io', display: text }] : []),
            ],
          }),
          ...(index % 6 === 2 && { roles: [{ value: text }, { value: other, primary: true }] }),
          ...(index % 3 === 2 && { [enterprise]: { department: text, manager: { value: other } } }),
        },
        {},
      ),
    );
  }
  for (const [index, text] of texts.entries()) {
    const members = made
      .filter((_, place) => (place + index) % 5 === 0)
      .map(({ id }) => ({ value: id, display: text }));
    await directory.create(groupType, { displayName: `${text} ${index}`, ...(index % 3 && { members }) }, {});
  }
  users = (await listed(userType, undefined)).resources;
  groups = (await listed(groupType, undefined)).resources;
});

function listed(type: StoredType, filter: BoundFilter | undefined) {
  return open.store.list(queryOf(type.name, { ...(filter && { filter }), count: 1000, baseUrl }));
}

async function expectAgreement(type: StoredType, text: string) {
  const bound = bindFilter(type, parseFilter(text, defaultLeniencies), defaultLeniencies);
  const all = type.name === 'User' ? users : groups;
  const inMemory = all.filter((found) =>
    evaluate(bound, represent(baseUrl, type, found, defaultProjection) as Resource),
  );
  const { resources, totalResults } = await listed(type, bound);
  expect(
    resources.map(({ id }) => id),
    text,
  ).toEqual(inMemory.map(({ id }) => id));
  expect(totalResults).toBe(inMemory.length);
  return inMemory.length;
}

/** Filter and how many it selects; undefined: anything, as long as both agree. */
const cases: readonly [type: string, filter: string, selected?: number][] = [
  ['User', 'userName eq "ANN-0"', 1],
  ['User', 'userName eq "änn-2"', 1],
  ['User', 'userName eq "%-11"', 0],
  ['User', 'userName co "%"', 1],
  ['User', 'userName co "_"', 1],
  ['User', 'userName co "*"', 1],
  ['User', 'userName sw "o\'neill"', 1],
  ['User', 'userName sw "a"'],
  ['User', 'userName sw "😀"', 1],
  ['User', 'userName ew "-7"', 1],
  ['User', 'userName co ""', texts.length],
  ['User', 'userName sw ""', texts.length],
  ['User', 'title co ""'],
  ['User', 'externalId eq "Ann"', 0],
  ['User', 'externalId eq "ann neu"', 1],
  ['User', 'externalId eq "ANN NEU"', 0],
  ['User', 'title ne "ann"'],
  ['User', 'not (title eq "ann")'],
  ['User', 'not (not (title eq "ann"))'],
  ['User', 'title pr'],
  ['User', 'not (title pr)'],
  ['User', 'title eq null'],
  ['User', 'name pr'],
  ['User', 'not (name pr)'],
  ['User', 'name.givenName pr'],
  ['User', 'name[familyName sw "a" and givenName pr]'],
  ['User', 'active eq true'],
  ['User', 'active ne true'],
  ['User', 'not (active eq true)'],
  ['User', 'active eq "False"'],
  ['User', 'emails pr'],
  ['User', 'not (emails pr)'],
  ['User', 'emails.type eq "home"'],
  ['User', 'emails.type ne "work"'],
  ['User', 'emails.display pr'],
  ['User', 'emails co "@x.io"'],
  ['User', 'emails[type eq "work"].value co "o\'neill"'],
  ['User', 'emails[type eq "work" and not (value co "a")]'],
  ['User', 'emails[not (type pr)]'],
  ['User', 'emails[type eq "home" and value eq "ann@x.io"]', 0],
  ['User', 'emails.type eq "home" and emails.value eq "untyped@x.io"'],
  ['User', 'emails[primary eq true].value sw "a"'],
  ['User', 'roles[primary eq "True"].value pr'],
  ['User', 'roles.value eq "straße"'],
  ['User', `${enterprise}:department eq "STRASSE"`],
  ['User', 'department pr'],
  ['User', 'manager eq "work"'],
  ['User', 'not (manager pr)'],
  ['User', `schemas eq "${enterprise}"`],
  ['User', `schemas ne "${enterprise}"`],
  ['User', `not (schemas eq "${enterprise}")`],
  ['User', 'schemas co "core"', texts.length],
  ['User', 'meta.resourceType eq "User"', texts.length],
  ['User', 'meta.resourceType eq "user"', 0],
  ['User', 'meta.version eq "W/\\"1\\""', texts.length],
  ['User', `meta.location sw "${baseUrl}/Users/"`, texts.length],
  ['User', 'meta pr', texts.length],
  ['User', 'meta.lastModified pr', texts.length],
  ['User', 'meta.lastModified gt "2000-01-01T00:00:00+02:00"', texts.length],
  ['User', 'meta.created lt "2000-01-01T00:00:00Z"', 0],
  ['User', 'groups pr'],
  ['User', 'not (groups pr)'],
  ['User', 'groups.display co "straße"'],
  ['User', 'groups[display sw "ann" and type eq "DIRECT"]'],
  ['User', 'groups.type eq "indirect"', 0],
  ['User', `groups.$ref sw "${baseUrl}/Groups/"`],
  ['User', 'id pr and (userName sw "a" or displayName ew "e") and not (active eq false)'],
  ['Group', 'displayName sw "ann"'],
  ['Group', 'members pr'],
  ['Group', 'not (members pr)'],
  ['Group', 'members.display eq "οδος"'],
  ['Group', 'members.type eq "user"'],
  ['Group', 'members.type ne "User"', 0],
  ['Group', `members.$ref sw "${baseUrl}/Users/"`],
  ['Group', 'meta.resourceType eq "Group"', texts.length],
  ['Group', 'externalId pr', 0],
];

describe('in memory and in SQL a filter selects the same', () => {
  it.each(cases)('%s: %s', async (...[name, text, count]) => {
    const selected = await expectAgreement(name === 'User' ? userType : groupType, text);
    if (count !== undefined) expect(selected).toBe(count);
  });

  it('users of a group and groups of a user, by id', async () => {
    for (const { id } of groups.slice(0, 6)) {
      await expectAgreement(userType, `groups.value eq "${id}"`);
      await expectAgreement(userType, `not (groups.value eq "${id}") and active eq true`);
      await expectAgreement(userType, `groups[value eq "${id}" and display co "a"]`);
    }
    for (const { id } of users.slice(0, 6)) {
      await expectAgreement(groupType, `members.value eq "${id}"`);
      await expectAgreement(groupType, `members[value eq "${id}" and display co "a"]`);
      await expectAgreement(groupType, `not (members eq "${id}")`);
    }
  });

  it('moments between and at the milliseconds that are stored, in any notation', async () => {
    for (const { lastModified } of users.slice(0, 3)) {
      const spellings = [
        lastModified,
        lastModified.replace('Z', '0000Z'),
        lastModified.replace('Z', '4321Z'),
      ];
      for (const operator of ['eq', 'ne', 'gt', 'ge', 'lt', 'le']) {
        for (const moment of [...spellings, lastModified.replace('Z', '+00:00')]) {
          await expectAgreement(userType, `meta.lastModified ${operator} "${moment}"`);
          await expectAgreement(userType, `not (meta.created ${operator} "${moment}")`);
        }
      }
    }
  });

  it('a chain of 200 comparisons, more than the database takes parameters', async () => {
    for (const kind of ['or', 'and not']) {
      const terms = Array.from({ length: 200 }, (_, index) => `userName eq "nobody ${index}"`);
      terms[99] = 'userName sw "a"';
      const text = kind === 'or' ? terms.join(' or ') : terms.map((term) => `not (${term})`).join(' and ');
      await expectAgreement(userType, text);
    }
  });

  it('a filter as deep as the limit allows', async () => {
    await expectAgreement(userType, `${'not ('.repeat(30)}title pr${')'.repeat(30)}`);
  });

  it('filters made at random', { timeout: 120_000 }, async () => {
    const runs = env.ROLLCALL_LONG ? 10_000 : 400;
    const selected = new Set<number>();
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        selected.add(await expectAgreement(userType, print(filter)));
      }),
      { numRuns: runs },
    );
    // Not all or nothing each time.
    expect(selected.size).toBeGreaterThan(5);
  });
});

const text = fc
  .constantFrom(...texts, ...texts.map((value) => value.slice(0, 2)), '@x.io', '')
  .map((value) => ({ kind: 'string', value }) as const);
const yesOrNo = fc.boolean().map((value) => ({ kind: 'boolean', value }) as const);

const names = [
  'userName',
  'displayName',
  'title',
  'externalId',
  'name.familyName',
  'name.givenName',
  'emails',
  'emails.value',
  'emails.type',
  'emails.display',
  'roles.value',
  'department',
  'manager',
  `${enterprise}:manager.value`,
  'groups.display',
  'schemas',
  'meta.resourceType',
];

const leaf = (ofTexts: readonly string[], ofBooleans: readonly string[]): fc.Arbitrary<Filter> =>
  fc.oneof(
    { weight: 6, arbitrary: comparison(ofTexts, comparisonOperators, text) },
    { weight: 1, arbitrary: comparison(ofBooleans, ['eq', 'ne'], yesOrNo) },
    {
      weight: 1,
      arbitrary: comparison([...ofTexts, ...ofBooleans], ['eq', 'ne'], fc.constant({ kind: 'null' })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...ofTexts, ...ofBooleans)
        .map((name): Filter => ({ kind: 'present', path: { name } })),
    },
  );

function comparison(
  names: readonly string[],
  operators: readonly ComparisonOperator[],
  operand: fc.Arbitrary<Literal>,
): fc.Arbitrary<Filter> {
  return fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...operators), operand)
    .map(([name, operator, literal]) => ({ kind: 'comparison', path: { name }, operator, operand: literal }));
}

const combined = (of: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> => {
  if (depth === 0) return of;
  const inner = combined(of, depth - 1);
  const list = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    of,
    inner.map((filter): Filter => ({ kind: 'not', filter })),
    list.map((filters): Filter => ({ kind: 'and', filters })),
    list.map((filters): Filter => ({ kind: 'or', filters })),
  );
};

const inBrackets = combined(leaf(['value', 'type', 'display'], ['primary']), 2);
const some = fc
  .tuple(fc.constantFrom('emails', 'roles'), inBrackets)
  .map(([name, filter]): Filter => ({ kind: 'some', path: { name, filter } }));

const filters = combined(
  fc.oneof(
    { weight: 4, arbitrary: leaf(names, ['active', 'emails.primary']) },
    { weight: 1, arbitrary: some },
  ),
  3,
);
