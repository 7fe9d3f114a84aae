// A token in a line: what it is recognised by, how long it lives, when it was last used.

import type { TokenRecord } from '../../tenancy/tenant.ts';
import { Foreign } from './foreign.tsx';
import { Day, Moment } from './moment.tsx';

interface TokenLineProps {
  readonly token: TokenRecord;
  readonly now: number;
}

export function TokenLine({ token, now }: TokenLineProps) {
  return (
    <>
      <b>
        <Foreign text={token.name} />
      </b>
      , ends in <code>{token.lastFour}</code> · <Expiry token={token} now={now} /> ·{' '}
      <LastUse token={token} now={now} />
    </>
  );
}

export function Expiry({ token: { expiresAt }, now }: TokenLineProps) {
  if (expiresAt === null) return <>never expires</>;
  return Date.parse(expiresAt) <= now ? (
    <strong class="bad">
      expired on <Day at={expiresAt} />
    </strong>
  ) : (
    <>
      expires on <Day at={expiresAt} />
    </>
  );
}

export function LastUse({ token: { lastUsedAt }, now }: TokenLineProps) {
  if (lastUsedAt === null) return <>never used</>;
  return (
    <>
      last used <Moment at={lastUsedAt} now={now} />
    </>
  );
}

/** A page of tokens comes by their ids, which say nothing. */
export const newestFirst = (tokens: readonly TokenRecord[]): readonly TokenRecord[] =>
  tokens.toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
