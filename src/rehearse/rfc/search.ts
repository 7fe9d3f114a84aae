// Queries by POST (RFC 7644 §3.4.3): the parameters of GET in a body, on one collection and on all.

import type { Step } from '../client.ts';
import { equal, expect, lacks } from '../expect.ts';
import { at, type JsonObject, listAt } from '../json.ts';
import { exactly, list, refusal } from '../message.ts';
import { groupName } from '../person.ts';
import type { Stage } from '../stage.ts';
import { SEARCH_REQUEST } from '../urns.ts';
import { group, idsOf, within } from './cast.ts';
import { rule, where } from './rule.ts';
import { refusedAs } from './shape.ts';

const SEARCH =
  'RFC 7644 §3.4.3: POST to …/.search with a SearchRequest is answered like the same query by GET';

/** Rules about `/.search`. */
export const search: readonly Step[] = where(
  ['filter'],
  [
    rule('Search: a filter in the body', SEARCH, async (stage) => {
      const answer = await asked(stage, '/Users', { filter: within(stage, 'active eq false') });
      expect(answer, [200], list, exactly(idsOf(stage, 'C')));
    }),
    rule('Search: paging and attributes in the body', SEARCH, async (stage) => {
      stage.recall('queried cast');
      const message = { filter: within(stage), startIndex: 2, count: 3, attributes: ['userName'] };
      const answer = await asked(stage, '/Users', message);
      // The list is judged as the same query by GET would be.
      expect({ ...answer, path: '/Users?startIndex=2&count=3' }, [200], list, ({ body }) => [
        ...equal(at(body, 'totalResults'), 5, 'totalResults'),
        ...equal(at(body, 'startIndex'), 2, 'startIndex'),
        ...equal(listAt(body, 'Resources').length, 3, 'the number of listed resources'),
        ...listAt(body, 'Resources').flatMap((one) => lacks('emails')({ ...answer, body: one })),
      ]);
    }),
    rule('Search: a malformed filter is refused', SEARCH, async (stage) => {
      const answer = await asked(stage, '/Users', { filter: 'title eq' });
      expect(answer, [400], refusedAs(400, 'invalidFilter'));
    }),
    rule(
      'Search: on the root, people and groups together; or it is refused as too much',
      'RFC 7644 §3.4.2.1: queries against the server root cover all resource types; 400 tooMany is allowed, so are 403 and 501',
      async (stage) => {
        const id = await group(stage, 'Searched');
        const own = idsOf(stage, 'A');
        const filter = `${within(stage, 'title eq "Actor"')} or displayName eq "${groupName(stage, 'Searched')}"`;
        const answer = await asked(stage, '', { filter });
        if ([400, 403, 501].includes(answer.status)) {
          stage.remark(`not offered: queries on the root (${answer.status})`);
          const isTooMany = answer.status === 400 ? refusedAs(400, 'tooMany') : refusal(answer.status);
          return expect(answer, [answer.status], isTooMany);
        }
        expect(answer, [200], list, exactly([...own, id]));
      },
    ),
  ],
);

function asked(stage: Stage, path: string, message: JsonObject) {
  return stage.send('POST', `${path}/.search`, { schemas: [SEARCH_REQUEST], ...message });
}
