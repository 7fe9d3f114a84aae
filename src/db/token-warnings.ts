// Tells by events which tokens are about to expire. Each token's row says when that is to happen next.

import { sql } from 'drizzle-orm';
import { nextWarning } from '../tenancy/token-expiry.ts';
import { appendEvent } from './outbox.ts';
import { param, statement } from './statement.ts';

/** In one run of the cron; who has to wait is told by the next. */
const tokensPerRun = 50;

const due = statement<'now' | 'limit'>(sql`
  SELECT k.tenant, k.id, k.name, k.last_four AS lastFour, k.expires_at AS expiresAt
  FROM tokens k INDEXED BY tokens_warning JOIN tenants t ON t.id = k.tenant AND t.deleted_at IS NULL
  WHERE k.warn_at <= ${param('now')} AND k.revoked_at IS NULL ORDER BY k.warn_at LIMIT ${param('limit')}`);

const warnAgain = statement<'tenant' | 'id' | 'at'>(sql`
  UPDATE tokens SET warn_at = ${param('at')} WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

interface DueToken {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  readonly lastFour: string;
  readonly expiresAt: string;
}

/** For the cron. `now`: ISO 8601 UTC; `run`: a new id, by which events name what caused them. */
export async function warnOfTokens(db: D1Database, now: string, run: string): Promise<void> {
  const [found] = await db.batch<DueToken>([due(db, { now, limit: tokensPerRun })]);
  const tokens = found?.results ?? [];
  if (tokens.length === 0) return;
  await db.batch(
    tokens.flatMap(({ tenant, ...token }) => [
      ...(token.expiresAt > now ? [eventOf(db, tenant, token, now, run)] : []),
      warnAgain(db, { tenant, id: token.id, at: nextWarning(token.expiresAt, now) }),
    ]),
  );
}

function eventOf(
  db: D1Database,
  tenant: string,
  token: Omit<DueToken, 'tenant'>,
  now: string,
  request: string,
): D1PreparedStatement {
  const data = JSON.stringify({ token });
  return appendEvent(db, {
    tenant,
    type: 'token.expiring',
    subject: token.id,
    data,
    now,
    request,
    token: null,
  });
}
