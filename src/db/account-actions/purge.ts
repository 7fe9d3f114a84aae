// Erases a leaver's account by hand. Its events go with all others when they are old enough; the new one holds no
// more than ids. Accounts that were kept long enough are the cron's (`db/sweep`).

import { sql } from 'drizzle-orm';
import type { Purged } from '../../directory/account-actions.ts';
import { maxAttempts } from '../../directory/refusal.ts';
import { leaverGuard } from '../guards.ts';
import { appendEvent } from '../outbox.ts';
import { param, statement } from '../statement.ts';
import { type Hand, writeByHand } from './actions.ts';
import { tellOfAccount } from './tell.ts';

const leaverById = statement<'tenant' | 'id'>(sql`
  SELECT user_id, left_at FROM accounts WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

export const removeAccount = statement<'tenant' | 'id'>(sql`
  DELETE FROM accounts WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

/** What was said no to of a leaver who is a leaver no more. */
export const forgetDismissals = statement<'tenant' | 'leaver'>(sql`
  DELETE FROM dismissed_suggestions WHERE tenant = ${param('tenant')} AND leaver = ${param('leaver')}`);

/** His refusals were of changes that nobody will ask for again. */
const forgetRefusals = statement<'tenant' | 'userId'>(sql`
  DELETE FROM refusals WHERE tenant = ${param('tenant')} AND subject = 'id ' || ${param('userId')}`);

export async function purge(hand: Hand, id: string): Promise<Purged> {
  const { db, tenant, author } = hand;
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const row = await leaverById(db, { tenant, id }).first<{ user_id: string; left_at: string | null }>();
    if (!row) return 'unknown';
    if (row.left_at === null) return 'not_left';
    const data = JSON.stringify({ account: { id, userId: row.user_id } });
    const by = { now: author.now, request: author.requestId, token: null };
    const written = await writeByHand(hand, [
      leaverGuard(db, { tenant, id }),
      tellOfAccount(hand, 'account.purged', id, null),
      appendEvent(db, { tenant, type: 'account.purged', subject: id, data, ...by }),
      removeAccount(db, { tenant, id }),
      forgetDismissals(db, { tenant, leaver: id }),
      forgetRefusals(db, { tenant, userId: row.user_id }),
    ]);
    if (written.kind === 'written') return 'purged';
  }
  return 'contended';
}
