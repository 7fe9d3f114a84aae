// A token that was made just now. It is on this one page and nowhere else.

import type { MadeToken } from '../../administration/tokens.ts';
import { Copyable } from './copyable.tsx';
import { Day } from './moment.tsx';
import { Notice } from './notice.tsx';

interface ShownTokenProps {
  readonly made: MadeToken;
  /** The page without the token. */
  readonly href: string;
}

export function ShownToken({ made, href }: ShownTokenProps) {
  return (
    <Notice tone="attention">
      <p>
        <strong>Your new token.</strong> Copy it now: you will not see it again. Lost it? Generate another;
        this one keeps working until you revoke it.
      </p>
      <Copyable id="new-token" text={made.token} name="the token" />
      <p>
        {made.expiresAt === null ? (
          'It never expires.'
        ) : (
          <>
            It expires on <Day at={made.expiresAt} />.
          </>
        )}{' '}
        <a href={href}>I have copied it</a>
      </p>
    </Notice>
  );
}
