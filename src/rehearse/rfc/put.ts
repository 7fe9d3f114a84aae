// Replacing with PUT (RFC 7644 §3.5.1). What becomes of attributes that are left out is the server's choice, so
// nothing is asserted about those.

import { pathOf, read } from '../change.ts';
import type { Step } from '../client.ts';
import { element, equal, expect, has, lacks } from '../expect.ts';
import { at, type JsonObject, objectAt, textAt } from '../json.ts';
import { refusal, resource } from '../message.ts';
import { person } from '../person.ts';
import type { Stage } from '../stage.ts';
import { address, user, userBody } from './cast.ts';
import { rule } from './rule.ts';
import { refusedAs, sameAs, values } from './shape.ts';

/** Rules about PUT. */
export const replacement: readonly Step[] = [
  rule(
    'Replace: values that are sent replace those that were there, lists as a whole',
    'RFC 7644 §3.5.1: any values provided shall replace the existing attribute values; 200 with the resource',
    async (stage) => {
      const id = await user(stage, 'PutLists', {
        title: 'Old',
        phoneNumbers: [{ type: 'work', value: 'tel:+1-1' }],
      });
      const home = address(stage, 'home');
      await put(stage, 'PutLists', id, {
        title: 'New',
        emails: [{ type: 'home', value: home }],
        phoneNumbers: [{ type: 'mobile', value: 'tel:+1-2' }],
      });
      const mobile = element('phoneNumbers', { type: 'mobile' }, { value: 'tel:+1-2' });
      await read(stage, '/Users', id, has('New', 'title'), values('emails', 'value', [home]), mobile);
      await read(stage, '/Users', id, values('phoneNumbers', 'type', ['mobile']));
    },
  ),
  rule(
    'Replace: null and [] clear a value',
    'RFC 7644 §3.5.1: "null" for a single-valued attribute, [] for a multi-valued one, clear all values',
    async (stage) => {
      const id = await user(stage, 'PutNulls', { title: 'Old', nickName: 'Putty' });
      await put(stage, 'PutNulls', id, { title: null, emails: [], nickName: 'Putty' });
      await read(stage, '/Users', id, lacks('title'), lacks('emails'), has('Putty', 'nickName'));
    },
  ),
  rule(
    'Replace: what is readOnly is ignored, the id in the path counts',
    'RFC 7644 §3.5.1: readOnly: any values provided shall be ignored',
    async (stage) => {
      const id = await user(stage, 'PutReadOnly');
      const before = await read(stage, '/Users', id);
      const meta = { resourceType: 'Group', created: '2001-01-01T00:00:00Z' };
      await put(stage, 'PutReadOnly', id, { id: 'another', meta, groups: [{ value: 'none' }], title: 'Put' });
      await read(stage, '/Users', id, has('Put', 'title'), lacks('groups'), ({ body }) =>
        equal(at(body, 'meta', 'created'), textAt(before, 'meta', 'created'), 'meta.created'),
      );
    },
  ),
  rule(
    'Replace: what GET has shown can be sent back as it is',
    'RFC 7644 §3.5.1: clients may send all attributes, regardless of each attribute’s mutability',
    async (stage) => {
      const id = await user(stage, 'PutEcho', { title: 'Echo' });
      const before = await read(stage, '/Users', id);
      expect(await stage.send('PUT', pathOf('/Users', id), before), [200], resource('User', id));
      const { meta: _, ...others } = before;
      await read(stage, '/Users', id, (answer) => {
        const { meta: __, ...now } = objectAt(answer.body);
        return sameAs(others)({ ...answer, body: now });
      });
    },
  ),
  rule(
    'Replace: without the required userName it is refused, and nothing changes',
    'RFC 7644 §3.5.1: if an attribute is "required", clients must specify it in the PUT request',
    async (stage) => {
      const id = await user(stage, 'PutHalf');
      const before = await read(stage, '/Users', id);
      const { userName: _, ...body } = userBody(stage, 'PutHalf', { title: 'Half' });
      expect(await stage.send('PUT', pathOf('/Users', id), body), [400], refusal(400));
      await read(stage, '/Users', id, sameAs(before));
    },
  ),
  rule(
    "Replace: somebody else's userName is refused, and nothing changes",
    'RFC 7644 §3.12, table 8 and 9: 409 with scimType uniqueness',
    async (stage) => {
      await user(stage, 'Owner');
      const id = await user(stage, 'PutName');
      const before = await read(stage, '/Users', id);
      const body = userBody(stage, 'PutName', { userName: person(stage, 'Owner').userName });
      expect(await stage.send('PUT', pathOf('/Users', id), body), [409], refusedAs(409, 'uniqueness'));
      await read(stage, '/Users', id, sameAs(before));
    },
  ),
];

async function put(stage: Stage, who: string, id: string, more: JsonObject): Promise<void> {
  const body = userBody(stage, who, more);
  const { userName } = person(stage, who);
  expect(
    await stage.send('PUT', pathOf('/Users', id), body),
    [200],
    resource('User', id),
    has(userName, 'userName'),
  );
}
