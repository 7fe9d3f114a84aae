// What PATCH must refuse (RFC 7644 §3.5.2): each refusal is named by its kind, and the resource stays as it was,
// whatever else was in the request.

import { pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { expect } from '../expect.ts';
import type { JsonObject } from '../json.ts';
import { refusal } from '../message.ts';
import { person } from '../person.ts';
import { PATCH_OP } from '../urns.ts';
import { user } from './cast.ts';
import { rule, where } from './rule.ts';
import { refusedAs, sameAs } from './shape.ts';

const START: JsonObject = { title: 'Old', emails: [{ value: 'work@rehearsal.example.com', type: 'work' }] };
const MUTABILITY =
  'RFC 7644 §3.5.2, table 9: 400, mutability, for what is readOnly or would become unassigned';
const ATOMIC =
  'RFC 7644 §3.5.2: a PATCH is atomic; if a single operation fails, the original must be restored';

const noTarget: JsonObject = { op: 'remove' };
const title: JsonObject = { op: 'replace', path: 'title', value: 'New' };
const noEmails: JsonObject = { op: 'remove', path: 'emails' };

/** Rules about operations that fail. */
export const patchRefusals: readonly Step[] = where(
  ['patch'],
  [
    refuses('remove without a path', 'RFC 7644 §3.5.2.2: 400, noTarget', [noTarget], 'noTarget'),
    refuses(
      'replace through a value path that matches nothing',
      'RFC 7644 §3.5.2.3: 400, noTarget',
      [{ op: 'replace', path: 'emails[value eq "nobody@x.example"].display', value: 'x' }],
      'noTarget',
    ),
    refuses('change of the id', MUTABILITY, [{ op: 'replace', path: 'id', value: 'x' }], 'mutability'),
    refuses(
      'change of groups',
      MUTABILITY,
      [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }],
      'mutability',
    ),
    refuses(
      'change of meta',
      MUTABILITY,
      [{ op: 'replace', path: 'meta.resourceType', value: 'X' }],
      'mutability',
    ),
    refuses(
      'removal of the required userName',
      MUTABILITY,
      [{ op: 'remove', path: 'userName' }],
      'mutability',
    ),
    refuses(
      'an unknown path',
      'RFC 7644 §3.12, table 9: 400, invalidPath',
      [{ op: 'replace', path: 'rehearsalOnly', value: 'x' }],
      'invalidPath',
      'noTarget',
    ),
    refuses(
      'a malformed path',
      'RFC 7644 §3.12, table 9: 400, invalidPath (or invalidFilter, for what is in brackets)',
      [{ op: 'replace', path: 'emails[type eq "work"', value: 'x' }],
      'invalidPath',
      'invalidFilter',
    ),
    refuses(
      'an unknown operation',
      'RFC 7644 §3.5.2: op must be "add", "remove" or "replace"; table 9: invalidSyntax',
      [{ op: 'rehearse', path: 'title', value: 'x' }],
      'invalidSyntax',
      'invalidValue',
    ),
    refuses(
      'add without a value',
      'RFC 7644 §3.5.2.1: the operation must contain a "value" member',
      [{ op: 'add', path: 'nickName' }],
      'invalidValue',
      'invalidSyntax',
    ),
    refuses(
      'a value of another type',
      'RFC 7644 §3.12, table 9: 400, invalidValue',
      [{ op: 'replace', path: 'name', value: [1, 2] }],
      'invalidValue',
      'invalidSyntax',
    ),
    refuses('several operations whose last fails', ATOMIC, [title, noEmails, noTarget], 'noTarget'),
    refuses('several operations whose first fails', ATOMIC, [noTarget, title, noEmails], 'noTarget'),
    refuses(
      'several operations one of which is not allowed',
      ATOMIC,
      [title, { op: 'replace', path: 'id', value: 'x' }, noEmails],
      'mutability',
    ),
    rule(
      "Patch refused: somebody else's userName; nothing changes",
      'RFC 7644 §3.12, table 8 and 9: 409 with scimType uniqueness',
      async (stage) => {
        await user(stage, 'PatchOwner');
        const id = await user(stage, 'PatchTaker', START);
        const before = await read(stage, '/Users', id);
        const value = person(stage, 'PatchOwner').userName;
        const Operations = [title, { op: 'replace', path: 'userName', value }];
        const answer = await stage.send('PATCH', pathOf('/Users', id), { schemas: [PATCH_OP], Operations });
        expect(answer, [409], refusedAs(409, 'uniqueness'));
        await read(stage, '/Users', id, sameAs(before));
      },
    ),
    rule('Patch refused: an unknown person is "not found"', 'RFC 7644 §3.12: 404', async (stage) => {
      const path = pathOf('/Users', `rehearse-nobody-${stage.run}`);
      const answer = await stage.send('PATCH', path, { schemas: [PATCH_OP], Operations: [title] });
      expect(answer, [404], refusal(404));
    }),
  ],
);

function refuses(
  what: string,
  wanted: string,
  operations: readonly JsonObject[],
  ...scimTypes: readonly string[]
): Step {
  const who = `Refused-${what.replace(/[^a-z]+/gi, '-')}`;
  return rule(`Patch refused: ${what}; nothing changes`, wanted, async (stage) => {
    const id = await user(stage, who, START);
    const before = await read(stage, '/Users', id);
    const message = { schemas: [PATCH_OP], Operations: operations };
    expect(await stage.send('PATCH', pathOf('/Users', id), message), [400], refusedAs(400, ...scimTypes));
    await read(stage, '/Users', id, sameAs(before));
  });
}
