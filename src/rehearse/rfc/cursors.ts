// Paging by cursor (RFC 9865), where the server advertises it, over the cast of five.

import type { Answer } from '../answer.ts';
import type { Step } from '../client.ts';
import { type Expectation, equal, expect, sameSet, Unmet, unless } from '../expect.ts';
import { at, type Json, listAt, show } from '../json.ts';
import { scimDocument } from '../message.ts';
import type { Stage } from '../stage.ts';
import { LIST_RESPONSE, SEARCH_REQUEST } from '../urns.ts';
import { idsOf, LETTERS, query, within } from './cast.ts';
import { rule, where } from './rule.ts';
import { listed, refusedAs } from './shape.ts';

const NEXT =
  'RFC 9865 §2: nextCursor on every page but the last, of unreserved characters; no previousCursor on the first';

/** Rules about cursors. */
export const cursors: readonly Step[] = where(
  ['filter', 'cursor'],
  [
    rule(
      'Cursors: pages of two together hold each of the five once, the last without nextCursor',
      NEXT,
      (stage) => walk(stage, (cursor) => byGet(stage, cursor, 2)),
    ),
    rule(
      'Cursors: the same by POST to /.search',
      'RFC 9865 §3: "cursor" and "count" in the SearchRequest',
      (stage) =>
        walk(stage, (cursor) =>
          stage.send('POST', '/Users/.search', {
            schemas: [SEARCH_REQUEST],
            filter: within(stage),
            cursor,
            count: 2,
          }),
        ),
    ),
    rule('Cursors: a page that holds all has no nextCursor', NEXT, async (stage) => {
      const due = idsOf(stage, 'ABCDE');
      const answer = await byGet(stage, '', 50);
      expect(answer, [200], page, equalCursor(undefined), () => sameSet('ids', listed(answer), due));
    }),
    rule(
      'Cursors: "count" 0 asks for the total alone',
      'RFC 9865 §2, table 1: a value of "0" indicates that no results are to be returned except for totalResults',
      async (stage) => {
        const { length } = idsOf(stage, 'ABCDE');
        expect(await byGet(stage, '', 0), [200], ({ body }) => [
          ...equal(at(body, 'totalResults'), length, 'totalResults'),
          ...equal(listAt(body, 'Resources').length, 0, 'the number of listed resources'),
        ]);
      },
    ),
    rule(
      'Cursors: a cursor that the server did not make is refused',
      'RFC 9865 §2.1: 400, invalidCursor',
      async (stage) => {
        stage.recall('queried cast');
        expect(await byGet(stage, 'rehearsal~no-such-cursor', 2), [400], refusedAs(400, 'invalidCursor'));
      },
    ),
    ...where(
      ['sort'],
      [
        rule('Cursors: a sorted list stays sorted over its pages', 'RFC 9865 §2.2', async (stage) => {
          const due = 'BDECA'.split('').flatMap((letter) => idsOf(stage, letter));
          const found = await allOf((cursor) =>
            stage.send(
              'GET',
              query('/Users', { filter: within(stage), sortBy: 'name.familyName', cursor, count: 2 }),
            ),
          );
          if (found.map(show).join() !== due.map(show).join())
            throw new Unmet(`the order is ${found.map(show).join()}, expected ${due.join()}`);
        }),
      ],
    ),
  ],
);

/** All pages, whose people together must be the five, each once. */
async function walk(stage: Stage, ask: (cursor: string) => Promise<Answer>): Promise<void> {
  const due = idsOf(stage, 'ABCDE');
  const problems = sameSet('ids over all pages', await allOf(ask), due);
  if (problems.length > 0) throw new Unmet(problems.join('; '));
}

async function allOf(ask: (cursor: string) => Promise<Answer>): Promise<readonly (Json | undefined)[]> {
  const found: (Json | undefined)[] = [];
  let cursor = '';
  do {
    const answer = await ask(cursor);
    const isFirst = cursor === '';
    const noPrevious: Expectation = ({ body }) =>
      unless(!isFirst || at(body, 'previousCursor') === undefined, 'the first page has a previousCursor');
    expect(answer, [200], page, noPrevious);
    const next = at(answer.body, 'nextCursor');
    found.push(...listed(answer));
    if (found.length > LETTERS.length)
      throw new Unmet(`more than ${LETTERS.length} were listed: ${found.map(show).join()}`);
    if (next === cursor) throw new Unmet(`nextCursor is ${show(next)}, the cursor of this very page`);
    cursor = typeof next === 'string' ? next : '';
  } while (cursor !== '');
  return found;
}

/** A list whose totals may be missing (RFC 9865 §2), of at most as many as were asked for. */
const page: Expectation = (answer) =>
  scimDocument(LIST_RESPONSE, (body) => {
    const next = at(body, 'nextCursor');
    const total = at(body, 'totalResults');
    const { length } = listAt(body, 'Resources');
    const count = Number(/[?&]count=(\d+)/.exec(answer.path)?.[1] ?? 2);
    const isCursor = next === undefined || (typeof next === 'string' && /^[A-Za-z0-9\-._~]+$/.test(next));
    return [
      ...unless(isCursor, `nextCursor is ${show(next)}, expected unreserved characters`),
      ...unless(length > 0 || next === undefined, 'an empty page has a nextCursor'),
      ...unless(length <= count, `${length} listed where ${count} were asked for`),
      ...(total === undefined ? [] : equal(total, LETTERS.length, 'totalResults')),
    ];
  })(answer);

function equalCursor(expected: undefined): Expectation {
  return ({ body }) =>
    unless(at(body, 'nextCursor') === expected, `nextCursor is ${show(at(body, 'nextCursor'))}`);
}

function byGet(stage: Stage, cursor: string, count: number): Promise<Answer> {
  return stage.send('GET', query('/Users', { filter: within(stage), cursor, count }));
}
