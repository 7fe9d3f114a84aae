import { expect, it } from 'vitest';
import { playModel } from './play.ts';

it('groups hold what plain sets hold after very many sequences of requests', {
  timeout: 2_400_000,
}, async () => {
  expect.hasAssertions();
  await playModel(2_000, 2_100_000);
});
