// The tenant object may end at any moment: what was acknowledged is written, what was answered 503 is written whole
// or not at all, and nothing else is answered.

import { describe, it } from 'vitest';
import { comeAndGo, comeAndGoAndReplace, type Ending, playInterrupted } from './interruption.ts';

const timeout = 60_000;

describe.each<[Ending, number]>([
  ['aborted', 2],
  ['evicted', 1],
])('while the tenant object is %s again and again', (ending, runs) => {
  it('clients that send again what was answered 503 get all that they asked for', { timeout }, () =>
    playInterrupted({ ending, runs, work: comeAndGo }),
  );

  it('some order explains additions, removals and whole lists', { timeout }, () =>
    playInterrupted({ ending, runs, work: comeAndGoAndReplace }),
  );

  it('what is not sent again is written if it was acknowledged', { timeout }, () =>
    playInterrupted({
      ending,
      runs,
      insist: false,
      work: async (...given) => {
        await comeAndGo(...given);
        return undefined;
      },
    }),
  );
});
