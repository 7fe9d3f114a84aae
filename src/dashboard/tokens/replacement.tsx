// How a token is replaced by another without a gap, step by step, with how far it has come where there are two.

import type { TokenRecord } from '../../tenancy/tenant.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LastUse } from '../parts/token-line.tsx';
import { isLiving, isQuiet } from './rotation.ts';

interface ReplacementProps {
  /** Newest first. */
  readonly tokens: readonly TokenRecord[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export function Replacement({ tokens, now }: ReplacementProps) {
  const [newest, ...older] = tokens.filter((token) => isLiving(token, now));
  if (!newest || older.length === 0) {
    return (
      <p>
        To replace a token without a gap, generate another, enter it in your identity provider, and revoke the
        old one when it has not been used for three days.
      </p>
    );
  }
  return (
    <>
      <p>
        If <Foreign text={newest.name} /> is to replace an older one:
      </p>
      <ul class="progress">
        <Step isDone>
          <Foreign text={newest.name} /> is made.
        </Step>
        <Step isDone={newest.lastUsedAt !== null}>
          Your identity provider uses it: <LastUse token={newest} now={now} />.
          {newest.lastUsedAt === null && ' Enter it there and test the connection.'}
        </Step>
        {older.map((token) => (
          <Step isDone={isQuiet(token, now)}>
            <Foreign text={token.name} /> (<code>{token.lastFour}</code>) has not been used for three days:{' '}
            <LastUse token={token} now={now} />.
          </Step>
        ))}
        <Step isDone={false}>Revoke the old one.</Step>
      </ul>
    </>
  );
}

function Step({ isDone, children }: { readonly isDone: boolean; readonly children?: unknown }) {
  return (
    <li class={isDone ? 'done' : 'open'}>
      <span aria-hidden="true">{isDone ? '✓' : '○'}</span>
      <span>
        <span class="unseen">{isDone ? 'Done:' : 'To do:'}</span> {children}
      </span>
    </li>
  );
}
