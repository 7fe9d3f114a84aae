// Filters (RFC 7644 §3.4.2.2): every operator, their precedence, value paths, case, and what must be refused. They
// are asked about a cast of five, so that whoever else the server holds does not matter.

import { create } from '../change.ts';
import type { Step } from '../client.ts';
import { expect } from '../expect.ts';
import { exactly, list } from '../message.ts';
import { groupName, person } from '../person.ts';
import type { Stage } from '../stage.ts';
import { ENTERPRISE_USER, USER } from '../urns.ts';
import { castBody, group, idsOf, LETTERS, query, user, within } from './cast.ts';
import { rule, where } from './rule.ts';
import { refusedAs } from './shape.ts';

const TABLE_3 = 'RFC 7644 §3.4.2.2, table 3 (attribute operators)';
const PRECEDENCE = 'RFC 7644 §3.4.2.2: "not" before "and" before "or", groups first';
const ANY_CASE =
  'RFC 7644 §3.4.2.2: attribute names and operators are case insensitive; values as the schema says';

/** The five whom queries are about. */
export const castCreated: Step = rule(
  'Queries: a cast of five is created',
  'RFC 7644 §3.3: 201 with the resource',
  async (stage) => {
    const ids: string[] = [];
    for (const letter of LETTERS) {
      await create(stage, `cast ${letter}`, '/Users', castBody(stage, letter));
      ids.push(stage.recall(`cast ${letter}`));
    }
    stage.keep('queried cast', ids);
  },
);

/** A filter, with words in <> for what differs from run to run, and the letters of those whom it finds. */
type Case = readonly [filter: string, letters: string, wanted: string];

const cases: readonly Case[] = [
  ['title eq "Actor"', 'A', TABLE_3],
  ['title pr and title ne "Actor"', 'BCE', TABLE_3],
  ['title co "cto"', 'AB', TABLE_3],
  ['title sw "Stage"', 'C', TABLE_3],
  ['title ew "ctor"', 'AB', TABLE_3],
  ['nickName pr', 'AC', TABLE_3],
  ['emails pr', 'ABCE', TABLE_3],
  ['title gt "Actor"', 'BCE', TABLE_3],
  ['title ge "Actor"', 'ABCE', TABLE_3],
  ['title lt "director"', 'A', TABLE_3],
  ['title le "director"', 'AB', TABLE_3],
  ['active eq false', 'C', TABLE_3],
  ['active eq true', 'ABDE', TABLE_3],
  ['meta.created gt "2000-01-01T00:00:00Z"', 'ABCDE', TABLE_3],
  ['meta.created lt "2000-01-01T00:00:00Z"', '', TABLE_3],
  ['meta.lastModified ge "2000-01-01T02:00:00+02:00"', 'ABCDE', TABLE_3],
  ['name.familyName eq "Young"', 'C', TABLE_3],
  ['nickName eq "Al \\"the Voice\\""', 'A', 'RFC 7644 §3.4.2.2: values are JSON strings, escapes too'],
  ['title eq "Actor" and active eq false', '', PRECEDENCE],
  ['title eq "Actor" or active eq false', 'AC', PRECEDENCE],
  ['title eq "Actor" or title eq "director" and active eq false', 'A', PRECEDENCE],
  ['active eq false and title eq "director" or title eq "Actor"', 'A', PRECEDENCE],
  ['(title eq "Actor" or title eq "Stage Manager") and active eq false', 'C', PRECEDENCE],
  ['not (title pr)', 'D', PRECEDENCE],
  ['not (title eq "Actor") and nickName pr', 'C', PRECEDENCE],
  ['not (title eq "Actor" or active eq false) and title pr', 'BE', PRECEDENCE],
  ['title eq "ACTOR"', 'A', ANY_CASE],
  ['title gt "e"', 'CE', `${ANY_CASE} (title: caseExact false)`],
  ['TITLE Eq "Actor" OR Title EQ "Extra"', 'AE', ANY_CASE],
  ['userName eq "<B’S USER NAME IN CAPITALS>"', 'B', ANY_CASE],
  ['externalId eq "<B’s external id>"', 'B', 'RFC 7643 §3.1: externalId'],
  ['externalId eq "<B’S EXTERNAL ID IN CAPITALS>"', '', 'RFC 7643 §3.1: externalId is caseExact'],
  ['id eq "<B’s id>"', 'B', TABLE_3],
  ['emails co "b-work-<run>"', 'B', 'RFC 7644 §3.4.2.2, figure 2: emails co "example.com"'],
  ['emails.value eq "c-home-<run>@example.com"', 'C', TABLE_3],
  ['emails.type eq "home"', 'AC', 'RFC 7644 §3.4.2.2: a filter matches if any of the values match'],
  ['not (emails.type eq "home")', 'BDE', PRECEDENCE],
  ['emails[type eq "home" and value co "-home"]', 'AC', 'RFC 7644 §3.4.2.2: one value meets all in brackets'],
  ['emails[type eq "work" and value co "-home"]', '', 'RFC 7644 §3.4.2.2: one value meets all in brackets'],
  ['emails[type eq "home" or value sw "b-"] and active eq true', 'AB', 'RFC 7644 §3.4.2.2, valuePath'],
  [`${USER}:title eq "Actor"`, 'A', 'RFC 7644 §3.10: fully encoded attribute names'],
  [`schemas eq "${USER}"`, 'ABCDE', 'RFC 7644 §3.4.2.2, figure 2: schemas eq "urn:…"'],
  ['meta.resourceType eq "User"', 'ABCDE', 'RFC 7644 §3.4.2.2, figure 2: meta.resourceType eq User'],
];

const malformed: readonly string[] = [
  'title',
  'title eq',
  'title xx "Actor"',
  'title eq "Actor',
  '(title eq "Actor"',
  'title eq "Actor" and',
  'emails[type eq "work"',
  'not (title eq "Actor"',
];

/** Rules about filters. */
export const filters: readonly Step[] = [
  ...where(['filter'], cases.map(finds)),
  ...where(
    ['filter', 'enterprise'],
    [
      finds([
        `${ENTERPRISE_USER}:department eq "Props"`,
        'A',
        'RFC 7644 §3.10: fully encoded attribute names',
      ]),
    ],
  ),
  ...where(
    ['filter'],
    [
      rule('Filter: groups by their members, and by name', TABLE_3, async (stage) => {
        const member = await user(stage, 'FilterMember');
        const id = await group(stage, 'Filtered', [member]);
        const byName = `displayName eq "${groupName(stage, 'Filtered')}"`;
        for (const filter of [byName, `members.value eq "${member}"`, `members[value eq "${member}"]`]) {
          expect(await stage.send('GET', query('/Groups', { filter })), [200], list, exactly([id]));
        }
      }),
      ...malformed.map((filter) =>
        refuses(
          filter,
          'RFC 7644 §3.12, table 9: 400, invalidFilter, for a syntax that figure 1 does not allow',
        ),
      ),
      refuses(
        'active gt true',
        'RFC 7644 §3.4.2.2, table 3: booleans with gt shall fail with 400, invalidFilter',
      ),
      refuses('name eq "x"', 'RFC 7644 §3.4.2.2: for complex attributes a sub-attribute must be specified'),
    ],
  ),
];

function finds([filter, letters, wanted]: Case): Step {
  return rule(`Filter: ${filter} → ${letters || 'none'}`, wanted, async (stage) => {
    const ids = idsOf(stage, letters);
    const own = within(stage, filled(stage, filter));
    expect(await stage.send('GET', query('/Users', { filter: own })), [200], list, exactly(ids));
  });
}

function refuses(filter: string, wanted: string): Step {
  return rule(`Filter refused: ${filter}`, wanted, async (stage) =>
    expect(await stage.send('GET', query('/Users', { filter })), [400], refusedAs(400, 'invalidFilter')),
  );
}

function filled(stage: Stage, filter: string): string {
  const { userName, externalId } = person(stage, 'CastB');
  return filter
    .replace('<run>', stage.run)
    .replace('<B’s id>', stage.recall('cast B'))
    .replace('<B’S USER NAME IN CAPITALS>', userName.toUpperCase())
    .replace('<B’s external id>', externalId)
    .replace('<B’S EXTERNAL ID IN CAPITALS>', externalId.toUpperCase());
}
