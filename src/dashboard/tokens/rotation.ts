// When a token has been replaced by another: what may be said of it before somebody revokes it. Judged by the tokens
// of one page: those beyond it can only make it say less.

import type { TokenRecord } from '../../tenancy/tenant.ts';

/** Without a single request, until a token counts as no longer used. */
export const quietDays = 3;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The living token that was used while this one was not; undefined where revoking it might stop something. */
export function successorOf(
  token: TokenRecord,
  tokens: readonly TokenRecord[],
  now: number,
): TokenRecord | undefined {
  if (!isQuiet(token, now)) return undefined;
  return tokens.find((other) => other.id !== token.id && isLiving(other, now) && wasUsedLately(other, now));
}

/** Neither used nor made within three days. */
export function isQuiet({ createdAt, lastUsedAt }: TokenRecord, now: number): boolean {
  return Date.parse(lastUsedAt ?? createdAt) <= now - quietDays * dayMilliseconds;
}

export function isLiving({ expiresAt }: TokenRecord, now: number): boolean {
  return expiresAt === null || Date.parse(expiresAt) > now;
}

const wasUsedLately = ({ lastUsedAt }: TokenRecord, now: number) =>
  lastUsedAt !== null && Date.parse(lastUsedAt) > now - quietDays * dayMilliseconds;
