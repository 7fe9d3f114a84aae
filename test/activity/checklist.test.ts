import { expect, it } from 'vitest';
import { checklistOf } from '../../src/activity/checklist.ts';
import { marksOf, type Progress } from '../../src/activity/connection.ts';
import { defaultLeniencies, type LeniencyName } from '../../src/scim/leniency.ts';

const request = (method: string, path: string, status = 200, hasFilter = false): Progress => ({
  method,
  path,
  status,
  hasFilter,
});

it.each<[Progress, readonly string[]]>([
  [request('GET', '/Users'), ['accepted']],
  [request('GET', '/ServiceProviderConfig'), ['accepted']],
  [request('GET', '/Users', 200, true), ['accepted', 'lookedUp']],
  [request('POST', '/Users/.search'), ['accepted', 'lookedUp']],
  [request('POST', '/Users', 201), ['accepted', 'userCreated']],
  [request('POST', '/Groups', 201), ['accepted', 'groupCreated']],
  [request('POST', '/Users', 409), []],
])('%o ticks %j', (progress, marks) => {
  expect(marksOf(progress)).toEqual(marks);
});

const marks = { accepted: '2026-11-22T08:30:00.000Z', lookedUp: null, userCreated: null, groupCreated: null };
const settings = { enabled: true, leniencies: defaultLeniencies };

it('says of each step whether it was seen, and what to do for it to be', () => {
  const { client, steps, advice } = checklistOf({ client: 'okta-put', marks }, settings);
  expect(client).toEqual({ id: 'okta-put', name: 'Okta, custom app (PUT)' });
  expect(steps.map(({ id, doneAt, todo }) => [id, doneAt, todo === null])).toEqual([
    ['accepted', marks.accepted, true],
    ['lookedUp', null, false],
    ['userCreated', null, false],
    ['groupCreated', null, false],
  ]);
  expect(advice).toEqual([]);
  expect(checklistOf(undefined, settings).steps.every(({ todo }) => todo !== null)).toBe(true);
});

it('names the settings that stand against the client', () => {
  const without = (...names: readonly LeniencyName[]) =>
    new Set([...defaultLeniencies].filter((name) => !names.includes(name)));
  const { advice } = checklistOf(
    { client: 'entra-no-flag', marks },
    { enabled: false, leniencies: without('stringBooleans', 'singleForList') },
  );
  expect(advice.map(({ setting }) => setting)).toEqual(['enabled', 'leniency.stringBooleans']);
});
