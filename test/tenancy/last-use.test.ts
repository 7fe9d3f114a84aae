import { expect, it } from 'vitest';
import { createUseNotes, isWorthNoting } from '../../src/tenancy/last-use.ts';

it('the first use of a token is worth noting, and one each minute after it', () => {
  const notes = createUseNotes();
  const worth = [0, 1, 59_999, 60_000, 60_001, 119_999, 120_000].filter((now) =>
    isWorthNoting(notes, 'a', now),
  );
  expect(worth).toEqual([0, 60_000, 120_000]);
});

it('each token is noted for itself', () => {
  const notes = createUseNotes();
  expect([isWorthNoting(notes, 'a', 0), isWorthNoting(notes, 'b', 0), isWorthNoting(notes, 'a', 1)]).toEqual([
    true,
    true,
    false,
  ]);
});

it('the notes do not grow without end', () => {
  const notes = createUseNotes();
  for (let index = 0; index < 10_000; index++) isWorthNoting(notes, `token-${index}`, 0);
  expect(notes.size).toBeLessThanOrEqual(2000);
});
