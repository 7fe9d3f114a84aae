// Bulk (RFC 7644 §3.7), where the server advertises it: creation with references, every method, failures one by one.
// Its limits are in `bulk-limits.ts`.

import { find, pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { expect, has } from '../expect.ts';
import { at, type JsonObject, listAt } from '../json.ts';
import { members, refusal } from '../message.ts';
import { groupName, person } from '../person.ts';
import type { Stage } from '../stage.ts';
import { PATCH_OP } from '../urns.ts';
import { addressed, answers, envelope, explained, idsIn, job } from './bulk-shape.ts';
import { user, userBody } from './cast.ts';
import { rule, where } from './rule.ts';

const RESPONSE =
  'RFC 7644 §3.7.3: 200; for each operation its method, bulkId, location, and status as a string';

/** Rules about bulk jobs. */
export const bulk: readonly Step[] = where(
  ['bulk'],
  [
    rule('Bulk: a person and a group that refers to them by bulkId are created', RESPONSE, async (stage) => {
      const answer = await job(stage, [
        post('/Users', 'ann', userBody(stage, 'BulkAnn')),
        post('/Groups', 'team', bodyOf(stage, 'BulkTeam', ['bulkId:ann'])),
      ]);
      expect(answer, [200], answers(['201', '201']), addressed('/Users/', '/Groups/'));
      const [ann, team] = idsIn(answer);
      await read(
        stage,
        '/Groups',
        team ?? '',
        members([ann ?? '']),
        has(groupName(stage, 'BulkTeam'), 'displayName'),
      );
    }),
    rule(
      'Bulk: two groups that refer to each other are created, or refused with 409',
      'RFC 7644 §3.7.1: must try to resolve circular references, may stop after a failed attempt with 409',
      async (stage) => {
        const answer = await job(stage, [
          post('/Groups', 'one', bodyOf(stage, 'BulkOne', ['bulkId:two'])),
          post('/Groups', 'two', bodyOf(stage, 'BulkTwo', ['bulkId:one'])),
        ]);
        if (listAt(answer.body, 'Operations').some((operation) => at(operation, 'status') === '409')) {
          stage.remark('refused with 409');
          return expect(answer, [200], envelope);
        }
        expect(answer, [200], answers(['201', '201']));
        const [one, two] = idsIn(answer);
        await read(stage, '/Groups', one ?? '', members([two ?? '']));
        await read(stage, '/Groups', two ?? '', members([one ?? '']));
      },
    ),
    ...where(
      ['patch'],
      [
        rule('Bulk: PUT, PATCH and DELETE do what they do alone', RESPONSE, async (stage) => {
          const ids = [];
          for (const who of ['BulkPut', 'BulkPatch', 'BulkDelete']) ids.push(await user(stage, who));
          const [put = '', patched = '', deleted = ''] = ids;
          const Operations = [{ op: 'replace', path: 'title', value: 'Patched' }];
          const answer = await job(stage, [
            {
              method: 'PUT',
              path: pathOf('/Users', put),
              data: userBody(stage, 'BulkPut', { title: 'Put' }),
            },
            { method: 'PATCH', path: pathOf('/Users', patched), data: { schemas: [PATCH_OP], Operations } },
            { method: 'DELETE', path: pathOf('/Users', deleted) },
          ]);
          expect(answer, [200], answers(['200', '200|204', '204']), addressed(put, patched));
          await read(stage, '/Users', put, has('Put', 'title'));
          await read(stage, '/Users', patched, has('Patched', 'title'));
          expect(await stage.send('GET', pathOf('/Users', deleted)), [404], refusal(404));
        }),
      ],
    ),
    rule(
      'Bulk: an operation that fails says why, and the others are done',
      'RFC 7644 §3.7.3: without failOnErrors all are tried; "response" holds the error of a failed one',
      async (stage) => {
        await user(stage, 'BulkTaken');
        const answer = await job(stage, failingFirst(stage, 'BulkTaken', 'BulkAfter'));
        expect(answer, [200], answers(['409', '201']), explained(0));
        const [, after] = idsIn(answer);
        await read(stage, '/Users', after ?? '', has(person(stage, 'BulkAfter').userName, 'userName'));
      },
    ),
  ],
).concat(
  where(
    ['bulk', 'filter'],
    [
      rule(
        'Bulk: with failOnErrors 1 nothing is done after the first failure',
        'RFC 7644 §3.7: failOnErrors: the number of errors before the operation is terminated',
        async (stage) => {
          await user(stage, 'BulkFirst');
          const answer = await job(stage, failingFirst(stage, 'BulkFirst', 'BulkNever'), { failOnErrors: 1 });
          expect(answer, [200], answers(['409']), explained(0));
          await find(stage, '/Users', `userName eq "${person(stage, 'BulkNever').userName}"`, []);
        },
      ),
      rule(
        'Bulk: a reference to no operation fails, with 400 or 409',
        'RFC 7644 §3.7.2: a bulkId refers to an operation of the same request',
        async (stage) => {
          const answer = await job(stage, [
            post('/Groups', 'lost', bodyOf(stage, 'BulkLost', ['bulkId:none'])),
          ]);
          if (answer.status === 400) return expect(answer, [400], refusal(400));
          expect(answer, [200, 400], answers(['400|409']), explained(0));
          await find(stage, '/Groups', `displayName eq "${groupName(stage, 'BulkLost')}"`, []);
        },
      ),
    ],
  ),
);

function post(path: string, bulkId: string, data: JsonObject): JsonObject {
  return { method: 'POST', path, bulkId, data };
}

function bodyOf(stage: Stage, which: string, values: readonly string[]): JsonObject {
  const body = stage.client.newGroup(groupName(stage, which));
  return { ...body, members: values.map((value) => ({ value })) };
}

function failingFirst(stage: Stage, taken: string, next: string): readonly JsonObject[] {
  return [post('/Users', 'taken', userBody(stage, taken)), post('/Users', 'next', userBody(stage, next))];
}
