// Who comes back of those who were frozen: whose user is there and active, as far as there are seats.

import { expect, it } from 'vitest';
import { thaw } from '../../src/directory/freeze.ts';

it.each<[seats: number | null, back: string[], withoutSeat: string[]]>([
  [null, ['a', 'd'], []],
  [5, ['a', 'd'], []],
  [1, ['a'], ['d']],
  [0, [], ['a', 'd']],
  [-3, [], ['a', 'd']],
])('with %s free seats %j come back', (seats, back, withoutSeat) => {
  const one = (id: string, version: number | null, isUserActive: boolean) => ({
    id,
    userId: id,
    version,
    isUserActive,
  });
  const all = [one('a', 1, true), one('b', null, false), one('c', 2, false), one('d', 1, true)];
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  const outcome = thaw(all, seats);
  expect(ids(outcome.back)).toEqual(back);
  expect(ids(outcome.withoutSeat)).toEqual(withoutSeat);
  expect(ids(outcome.notBack)).toEqual(['b', 'c']);
});
