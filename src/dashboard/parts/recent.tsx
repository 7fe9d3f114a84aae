// What stands in the place of a button for what cannot be taken back, when its user came in too long ago.

import type { Entry } from '../context.ts';
import { longAgo, signInPath } from '../entry.ts';

interface ComeInAgainProps {
  readonly entry: Entry;
  /** What one could do, as in "generate a token". */
  readonly to: string;
  /** The path of the page. */
  readonly path: string;
}

export function ComeInAgain({ entry: { session }, to, path }: ComeInAgainProps) {
  return (
    <p class="aside">
      {session.kind === 'operator' ? (
        <>
          <a href={signInPath(path)}>Sign in again to {to}.</a> {longAgo}
        </>
      ) : (
        `To ${to}, ask whoever sent you the link for a new one. ${longAgo}`
      )}
    </p>
  );
}
