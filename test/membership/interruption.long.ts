import { describe, it } from 'vitest';
import { comeAndGo, comeAndGoAndReplace, type Ending, playInterrupted } from './interruption.ts';

const timeout = 600_000;

describe.each<Ending>(['aborted', 'aborted from within', 'evicted'])(
  'while the tenant object is %s at many more moments',
  (ending) => {
    it.each([
      ['clients that send again what was answered 503 get all that they asked for', comeAndGo],
      ['some order explains additions, removals and whole lists', comeAndGoAndReplace],
    ])('%s', { timeout }, (_what, work) => playInterrupted({ ending, runs: 40, work }));
  },
);
