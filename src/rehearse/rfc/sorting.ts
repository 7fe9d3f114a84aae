// Sorting (RFC 7644 §3.4.2.3), over the cast of five.

import type { Step } from '../client.ts';
import { expect, unless } from '../expect.ts';
import { at, listAt, show } from '../json.ts';
import { list } from '../message.ts';
import { idsOf, LETTERS, query, within } from './cast.ts';
import { rule, where } from './rule.ts';
import { listed } from './shape.ts';

/** Rules about the order of a list. */
export const sorting: readonly Step[] = where(
  ['filter', 'sort'],
  [
    sorts({ sortBy: 'name.familyName' }, 'BDECA', 'ascending by default'),
    sorts({ sortBy: 'name.familyName', sortOrder: 'descending' }, 'ACEDB', 'descending'),
    sorts({ sortBy: 'title' }, 'ABECD', 'without case where the attribute is so; who has none is last'),
    sorts({ sortBy: 'title', sortOrder: 'descending' }, 'DCEBA', 'who has none is first when descending'),
    sorts({ sortBy: 'emails.value' }, 'BCEAD', 'by the primary value, wherever it stands'),
    sorts({ sortBy: 'NAME.FamilyName', sortOrder: 'ascending' }, 'BDECA', 'attribute names in any case'),
    sorts({ sortBy: 'name.familyName', startIndex: 2, count: 2 }, 'DE', 'pages of a sorted list'),
  ],
);

function sorts(parameters: Readonly<Record<string, string | number>>, letters: string, how: string): Step {
  const asked = Object.values(parameters).join(' ');
  return rule(`Sorting: ${asked} → ${letters} (${how})`, `RFC 7644 §3.4.2.3: ${how}`, async (stage) => {
    const due = letters.split('').flatMap((letter) => idsOf(stage, letter));
    const path = query('/Users', { filter: within(stage), ...parameters });
    expect(await stage.send('GET', path), [200], list, (answer) => {
      const order = listed(answer).map(
        (id) => LETTERS.find((letter) => idsOf(stage, letter)[0] === id) ?? '?',
      );
      const titles = listAt(answer.body, 'Resources').map((one) => at(one, 'title') ?? null);
      const isDue = listed(answer).map(show).join() === due.map(show).join();
      return unless(isDue, `the order is ${order.join('')} (titles ${show(titles)}), expected ${letters}`);
    });
  });
}
