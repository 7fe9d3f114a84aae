// What PATCH changes (RFC 7644 §3.5.2), one operation at a time, each on somebody who is fresh. What it must refuse is
// in `patch-refusals.ts`, members are in `groups.ts`.

import { patch, pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { element, equal, expect, has, lacks } from '../expect.ts';
import { at, textAt } from '../json.ts';
import { resource } from '../message.ts';
import { ENTERPRISE_USER, PATCH_OP, USER } from '../urns.ts';
import { user } from './cast.ts';
import { add, changes, HOME, OTHER, remove, replace, START, WORK } from './patch-step.ts';
import { rule, where } from './rule.ts';
import { onlyPrimary, schemas, values } from './shape.ts';

const ADD = 'RFC 7644 §3.5.2.1 (add)';
const REMOVE = 'RFC 7644 §3.5.2.2 (remove)';
const REPLACE = 'RFC 7644 §3.5.2.3 (replace)';
const bothEmails = values('emails', 'value', [WORK, HOME]);

/** Rules about single operations that succeed. */
export const patches: readonly Step[] = where(
  ['patch'],
  [
    changes('add a value that was not there', ADD, [add('displayName', 'New')], has('New', 'displayName')),
    changes('add to a single value replaces it', ADD, [add('title', 'New')], has('New', 'title')),
    changes(
      'add without a path takes each attribute of the value',
      ADD,
      [{ op: 'add', value: { title: 'New', emails: [{ value: OTHER, type: 'other' }] } }],
      has('New', 'title'),
      has('Patch', 'nickName'),
      values('emails', 'value', [WORK, HOME, OTHER]),
    ),
    changes(
      'add to a list appends',
      ADD,
      [add('emails', [{ value: OTHER, type: 'other' }])],
      values('emails', 'value', [WORK, HOME, OTHER]),
    ),
    changes(
      'add to a complex attribute merges',
      ADD,
      [add('name', { middleName: 'Q' })],
      has('Q', 'name', 'middleName'),
      has('Pat', 'name', 'givenName'),
    ),
    changes('add to a sub-attribute', ADD, [add('name.middleName', 'Q')], has('Q', 'name', 'middleName')),
    changes('replace a single value', REPLACE, [replace('title', 'New')], has('New', 'title'), bothEmails),
    changes(
      'replace a list as a whole',
      REPLACE,
      [replace('emails', [{ value: OTHER, type: 'other' }])],
      values('emails', 'value', [OTHER]),
    ),
    changes(
      'replace in a complex attribute leaves what it does not name',
      REPLACE,
      [replace('name', { familyName: 'New' })],
      has('New', 'name', 'familyName'),
      has('Pat', 'name', 'givenName'),
    ),
    changes(
      'replace without a path takes each attribute of the value',
      REPLACE,
      [{ op: 'replace', value: { title: 'New', emails: [{ value: OTHER, type: 'other' }] } }],
      has('New', 'title'),
      has('Patch', 'nickName'),
      values('emails', 'value', [OTHER]),
    ),
    changes(
      'replace what is not there adds it',
      REPLACE,
      [replace('locale', 'de-AT')],
      has('de-AT', 'locale'),
    ),
    changes(
      'replace through a value path changes the matching value only',
      REPLACE,
      [replace('emails[type eq "home"].value', OTHER)],
      element('emails', { type: 'home' }, { value: OTHER }),
      element('emails', { type: 'work' }, { value: WORK }),
    ),
    changes(
      'replace through a value path changes all that match',
      REPLACE,
      [replace('emails[value ew "@rehearsal.example.com"].display', 'Both')],
      element('emails', { type: 'home' }, { display: 'Both', value: HOME }),
      element('emails', { type: 'work' }, { display: 'Both', value: WORK }),
    ),
    changes('remove a single value', REMOVE, [remove('title')], lacks('title'), has('Patch', 'nickName')),
    changes('remove a sub-attribute', REMOVE, [remove('name.familyName')], lacks('name', 'familyName')),
    changes('remove a whole list', REMOVE, [remove('emails')], lacks('emails')),
    changes(
      'remove through a value path takes the matching value only',
      REMOVE,
      [remove('emails[type eq "home"]')],
      values('emails', 'value', [WORK]),
    ),
    changes(
      'remove through a value path takes the last value',
      REMOVE,
      [remove('emails[type eq "home"]'), remove('emails[type eq "work" and value sw "work"]')],
      lacks('emails'),
    ),
    changes(
      'operations are applied one after another',
      'RFC 7644 §3.5.2: the resulting resource becomes the target of the next operation',
      [replace('title', 'First'), replace('title', 'Last'), add('displayName', 'X'), remove('displayName')],
      has('Last', 'title'),
      lacks('displayName'),
    ),
    changes(
      'a new primary value takes the mark from the old one',
      'RFC 7644 §3.5.2: setting "primary" to true sets it to false for any other values',
      [add('emails', [{ value: OTHER, type: 'other', primary: true }])],
      onlyPrimary('emails', OTHER),
      values('emails', 'value', [WORK, HOME, OTHER]),
    ),
    changes(
      'a value that becomes primary takes the mark from the old one',
      'RFC 7644 §3.5.2: setting "primary" to true sets it to false for any other values',
      [replace('emails[type eq "home"].primary', true)],
      onlyPrimary('emails', HOME),
      bothEmails,
    ),
    changes(
      'a path may be in any case, and be qualified by its URN',
      'RFC 7644 §3.10: all facets (URN, attribute, sub-attribute) are case insensitive',
      [replace('TITLE', 'New'), replace(`${USER}:name.familyName`, 'Urn')],
      has('New', 'title'),
      has('Urn', 'name', 'familyName'),
    ),
    rule(
      'Patch: add of a value that is there changes nothing, not even meta.lastModified',
      'RFC 7644 §3.5.2.1: no changes should be made; it shall not change the modify timestamp',
      async (stage) => {
        const id = await user(stage, 'PatchAgain', START);
        const lastModified = textAt(await read(stage, '/Users', id), 'meta', 'lastModified');
        const again = [add('emails', [{ value: HOME, type: 'home' }]), add('title', 'Old')];
        await patch(stage, '/Users', id, again, bothEmails, ({ body }) =>
          equal(at(body, 'meta', 'lastModified'), lastModified, 'meta.lastModified'),
        );
      },
    ),
    rule(
      'Patch: with "attributes" the answer is 200 with a body',
      'RFC 7644 §3.5.2: the server must return a 200 OK if the "attributes" parameter is specified',
      async (stage) => {
        const id = await user(stage, 'PatchShown', START);
        const message = { schemas: [PATCH_OP], Operations: [replace('title', 'New')] };
        const answer = await stage.send('PATCH', `${pathOf('/Users', id)}?attributes=title`, message);
        expect(answer, [200], has(id, 'id'), has('New', 'title'), lacks('nickName'));
        await read(stage, '/Users', id, resource('User', id), has('New', 'title'));
      },
    ),
  ],
).concat(
  where(
    ['patch', 'enterprise'],
    [
      changes(
        'adding an attribute of an extension adds its URN to schemas',
        'RFC 7644 §3.5.2: adding an attribute with its fully qualified name adds the URN to "schemas"',
        [add(`${ENTERPRISE_USER}:department`, 'Props')],
        has('Props', ENTERPRISE_USER, 'department'),
        schemas(USER, ENTERPRISE_USER),
      ),
    ],
  ),
);
