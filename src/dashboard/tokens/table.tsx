// A tenant's tokens: how long each lives, how much comes by it, and whether it can be revoked without harm.

import type { UseOfTokens } from '../../activity/log.ts';
import type { TokenRecord } from '../../tenancy/tenant.ts';
import { Foreign } from '../parts/foreign.tsx';
import { PostForm } from '../parts/form.tsx';
import { Day } from '../parts/moment.tsx';
import { Expiry, LastUse } from '../parts/token-line.tsx';
import { isQuiet, successorOf } from './rotation.ts';

interface TokenTableProps {
  /** Not empty. */
  readonly tokens: readonly TokenRecord[];
  readonly use: UseOfTokens;
  /** The days that `use` is of. */
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly mayChange: boolean;
  /** Came in within half an hour. */
  readonly isRecent: boolean;
  /** Of the page. */
  readonly path: string;
}

export function TokenTable({ tokens, use, days, now, mayChange, isRecent, path }: TokenTableProps) {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Ends in</th>
            <th scope="col">Made</th>
            <th scope="col">Expiry</th>
            <th scope="col">Last use</th>
            <th scope="col" class="number">
              Share in {days} days
            </th>
            {mayChange && <th scope="col">Revoke</th>}
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr>
              <th scope="row">
                <Foreign text={token.name} />
              </th>
              <td>
                <code>{token.lastFour}</code>
              </td>
              <td>
                <Day at={token.createdAt} />
              </td>
              <td>
                <Expiry token={token} now={now} />
              </td>
              <td>
                <LastUse token={token} now={now} />
                <Safe token={token} tokens={tokens} now={now} />
              </td>
              <td class="number">{shareOf(token, use)}</td>
              {mayChange && (
                <td>{isRecent ? <Revoke token={token} path={path} now={now} /> : 'Come in again'}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Safe({
  token,
  tokens,
  now,
}: Pick<TokenTableProps, 'tokens' | 'now'> & { readonly token: TokenRecord }) {
  const successor = successorOf(token, tokens, now);
  return successor ? (
    <>
      <br />
      <small>
        <b class="good">Unused for three days: safe to revoke.</b> <Foreign text={successor.name} /> was used
        since.
      </small>
    </>
  ) : null;
}

/** In percent of what all tokens together did. */
function shareOf({ id }: TokenRecord, { total, byToken }: UseOfTokens): string {
  const own = byToken.get(id) ?? 0;
  if (total === 0 || own === 0) return '0 %';
  const percent = Math.round((100 * own) / total);
  return percent === 0 ? 'under 1 %' : `${percent} %`;
}

interface RevokeProps {
  readonly token: TokenRecord;
  readonly path: string;
  readonly now: number;
}

/** Says first what it means. */
function Revoke({ token, path, now }: RevokeProps) {
  return (
    <details>
      <summary>Revoke …</summary>
      {token.lastUsedAt !== null && !isQuiet(token, now) && (
        <p>
          <b class="bad">It is in use.</b> Enter another in your identity provider first.
        </p>
      )}
      <p>Your identity provider's requests with it fail at once. It cannot be brought back.</p>
      <PostForm action={`${path}/${token.id}/revoke`}>
        <button type="submit" class="danger">
          Revoke token ending in {token.lastFour}
        </button>
      </PostForm>
    </details>
  );
}
