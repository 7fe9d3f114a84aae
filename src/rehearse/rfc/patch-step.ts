// One PATCH on somebody fresh, as a step; and what that somebody begins with.

import { patch } from '../change.ts';
import type { Step } from '../client.ts';
import type { Expectation } from '../expect.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Stage } from '../stage.ts';
import { user } from './cast.ts';
import { rule } from './rule.ts';

/** Addresses that nobody else looks at, so that they need not differ from run to run. */
export const WORK = 'work@rehearsal.example.com';
export const HOME = 'home@rehearsal.example.com';
export const OTHER = 'other@rehearsal.example.com';

/** What everybody here begins with. */
export const START: JsonObject = {
  title: 'Old',
  nickName: 'Patch',
  name: { givenName: 'Pat', familyName: 'Patch' },
  emails: [
    { value: WORK, type: 'work', primary: true },
    { value: HOME, type: 'home' },
  ],
};

/** One PATCH on somebody fresh, and what is then to be read. */
export function changes(
  name: string,
  wanted: string,
  operations: readonly JsonObject[],
  ...expected: readonly Expectation[]
): Step {
  // The words of the name make a user name that no other step has.
  const who = `Patch-${name.replace(/[^a-z]+/gi, '-')}`;
  return rule(`Patch: ${name}`, wanted, async (stage: Stage) => {
    await patch(stage, '/Users', await user(stage, who, START), operations, ...expected);
  });
}

export function add(path: string, value: Json): JsonObject {
  return { op: 'add', path, value };
}

export function replace(path: string, value: Json): JsonObject {
  return { op: 'replace', path, value };
}

export function remove(path: string): JsonObject {
  return { op: 'remove', path };
}
