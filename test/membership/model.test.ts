import { expect, it } from 'vitest';
import { playModel } from './play.ts';

it('groups hold what plain sets hold after any sequence of requests', { timeout: 120_000 }, async () => {
  expect.hasAssertions();
  await playModel(20, 90_000);
});
