// Paging by index (RFC 7644 §3.4.2.4), over the cast of five.

import type { Step } from '../client.ts';
import { equal, expect, sameSet, Unmet, unless } from '../expect.ts';
import { at, listAt } from '../json.ts';
import { exactly, list } from '../message.ts';
import type { Stage } from '../stage.ts';
import { idsOf, LETTERS, query, within } from './cast.ts';
import { rule, where } from './rule.ts';
import { listed } from './shape.ts';

const TABLE_6 = 'RFC 7644 §3.4.2.4, table 6';
const ALL = LETTERS.length;

/** Rules about pages. */
export const lists: readonly Step[] = where(
  ['filter'],
  [
    rule('Paging: without parameters the list begins at the first', TABLE_6, async (stage) => {
      expect(await page(stage, {}), [200], list, exactly(idsOf(stage, 'ABCDE')));
    }),
    gets('"count" limits the page, not the total', { startIndex: 1, count: 2 }, 2, 1),
    gets('the last page holds what remains', { startIndex: 5, count: 2 }, 1, 5),
    gets('"startIndex" alone skips', { startIndex: 4 }, 2, 4),
    gets('"startIndex" 0 is read as 1', { startIndex: 0, count: 2 }, 2, 1),
    gets('a negative "startIndex" is read as 1', { startIndex: -7, count: 2 }, 2, 1),
    gets('"count" 0 asks for the total alone', { count: 0 }, 0),
    gets('a negative "count" is read as 0', { count: -3 }, 0),
    gets('beyond the end there is an empty page', { startIndex: ALL + 1, count: 2 }, 0),
    rule(
      'Paging: pages of two together hold each of the five once',
      'RFC 7644 §3.4.2.4, table 7: startIndex and itemsPerPage lead from page to page',
      async (stage) => {
        const found = [];
        for (let startIndex = 1; startIndex <= ALL; startIndex += 2) {
          const answer = await page(stage, { startIndex, count: 2 });
          expect(answer, [200], list);
          found.push(...listed(answer));
        }
        const problems = sameSet('ids over all pages', found, idsOf(stage, 'ABCDE'));
        if (problems.length > 0) throw new Unmet(problems.join('; '));
      },
    ),
  ],
);

/** A page of the five, how many it holds and where it says that it begins. */
function gets(
  name: string,
  parameters: Readonly<Record<string, number>>,
  length: number,
  startIndex?: number,
): Step {
  const wanted = `${TABLE_6}: ${name}; totalResults is that of the whole list`;
  return rule(`Paging: ${name}`, wanted, async (stage) => {
    const own = idsOf(stage, 'ABCDE');
    const answer = await page(stage, parameters);
    // A page that is empty says nothing by its first index, and an address with none of these parameters need not.
    expect(answer, [200], length > 0 ? list : () => [], ({ body }) => [
      ...equal(at(body, 'totalResults'), ALL, 'totalResults'),
      ...equal(listAt(body, 'Resources').length, length, 'the number of listed resources'),
      ...(startIndex === undefined ? [] : equal(at(body, 'startIndex'), startIndex, 'startIndex')),
      ...unless(
        listed(answer).every((id) => own.some((one) => one === id)),
        'somebody else is listed',
      ),
    ]);
  });
}

function page(stage: Stage, parameters: Readonly<Record<string, number>>) {
  return stage.send('GET', query('/Users', { filter: within(stage), ...parameters }));
}
