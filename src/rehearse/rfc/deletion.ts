// Deleting (RFC 7644 §3.6), and what is not there.

import { find, pathOf } from '../change.ts';
import type { Collection, Step } from '../client.ts';
import { expect, Unmet, unless } from '../expect.ts';
import { refusal } from '../message.ts';
import { person } from '../person.ts';
import { GROUP } from '../urns.ts';
import { user, userBody } from './cast.ts';
import { rule, where } from './rule.ts';

/** Rules about what is gone, or never was. */
export const deletion: readonly Step[] = [
  ...(['/Users', '/Groups'] as const).map(unknown),
  rule(
    'Delete: 204 without a body; then the id is not found, and the userName is free again',
    'RFC 7644 §3.6: 204; 404 for all operations with the deleted id, which is omitted from future queries',
    async (stage) => {
      const id = await user(stage, 'Leaver');
      const path = pathOf('/Users', id);
      expect(await stage.send('DELETE', path), [204], ({ text }) =>
        unless(text === '', 'a body came with 204'),
      );
      expect(await stage.send('GET', path), [404], refusal(404));
      expect(await stage.send('DELETE', path), [404], refusal(404));
      const again = await user(stage, 'Leaver');
      if (again === id) throw new Unmet(`the new resource has the id ${id} of the deleted one`);
    },
  ),
  ...where(
    ['filter'],
    [
      rule(
        'Delete: the deleted person is in no list',
        'RFC 7644 §3.6: a deleted resource is omitted from future query results',
        async (stage) => {
          const id = await user(stage, 'Gone');
          const filter = `userName eq "${person(stage, 'Gone').userName}"`;
          await find(stage, '/Users', filter, [id]);
          expect(await stage.send('DELETE', pathOf('/Users', id)), [204]);
          await find(stage, '/Users', filter, []);
        },
      ),
    ],
  ),
];

/** 404 by every method; a PUT must not create. */
function unknown(collection: Collection): Step {
  return rule(
    `Unknown: GET, PUT and DELETE of an unknown one of ${collection} are "not found"`,
    'RFC 7644 §3.12: 404; §3.5.1: PUT must not be used to create',
    async (stage) => {
      const path = pathOf(collection, `rehearse-nobody-${stage.run}`);
      const body =
        collection === '/Users'
          ? userBody(stage, 'Nobody')
          : { schemas: [GROUP], displayName: `Nobody ${stage.run}` };
      expect(await stage.send('GET', path), [404], refusal(404));
      const answer = await stage.send('PUT', path, body);
      if (answer.status < 300) stage.ledger.adopt(path);
      expect(answer, [404], refusal(404));
      expect(await stage.send('DELETE', path), [404], refusal(404));
    },
  );
}
