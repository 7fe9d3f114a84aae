// Links a newcomer to the account that he left behind: the leaver's account becomes his, with all that it means to the
// application, and his own goes. The version of the user moves on, so that a change that was decided by the account
// that goes is decided anew. First it is told which account goes, and into which; then the other one is restored.

import { sql } from 'drizzle-orm';
import type { Linked, Newcomer } from '../../directory/account-actions.ts';
import { maxAttempts } from '../../directory/refusal.ts';
import { tellOfOne } from '../accounts.ts';
import { freezeSettledGuard, leaverGuard, versionGuard } from '../guards.ts';
import { appendEvent } from '../outbox.ts';
import { param, statement } from '../statement.ts';
import { type Hand, writeByHand } from './actions.ts';
import { forgetDismissals, removeAccount } from './purge.ts';
import { tellOfAccount } from './tell.ts';

const state = sql`SELECT a.id, a.user_id, a.status, a.left_at, u.version FROM accounts a
  LEFT JOIN users u ON u.tenant = a.tenant AND u.id = a.user_id WHERE a.tenant = ${param('tenant')}`;

const stateById = statement<'tenant' | 'id'>(sql`${state} AND a.id = ${param('id')}`);
const stateByUser = statement<'tenant' | 'id'>(sql`${state} AND a.user_id = ${param('id')}`);

interface State {
  readonly id: string;
  readonly user_id: string;
  readonly status: string;
  readonly left_at: string | null;
  /** Of the user; null when he is gone. */
  readonly version: number | null;
}

const names = sql.raw(
  'user_name, name_key, display_name, email, external_id, status, frozen_at, profile, quota_gb, storage, attributes, decided_by',
);

/** All but the id, the user, and the moment when it was made. */
const takeOver = statement<'tenant' | 'leaver' | 'newcomer' | 'now'>(sql`
  UPDATE accounts SET (${names}) = (SELECT ${names} FROM accounts
      WHERE tenant = ${param('tenant')} AND id = ${param('newcomer')}),
    left_at = NULL, left_name_key = NULL, left_email_key = NULL, updated_at = ${param('now')}
  WHERE tenant = ${param('tenant')} AND id = ${param('leaver')}`);

const giveTo = statement<'tenant' | 'id' | 'userId'>(sql`
  UPDATE accounts SET user_id = ${param('userId')} WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

const moveUserOn = statement<'tenant' | 'id'>(sql`
  UPDATE users SET version = version + 1 WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

export async function link(hand: Hand, leaver: string, newcomer: Newcomer): Promise<Linked> {
  const { db, tenant } = hand;
  const readNewcomer =
    'userId' in newcomer
      ? stateByUser(db, { tenant, id: newcomer.userId })
      : stateById(db, { tenant, id: newcomer.accountId });
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const [kept, going] = await db.batch<State>([stateById(db, { tenant, id: leaver }), readNewcomer]);
    const [left, come] = [kept?.results[0], going?.results[0]];
    if (!left) return 'unknown';
    if (left.left_at === null) return 'not_left';
    if (!come) return 'unknown_newcomer';
    if (come.version === null) return 'newcomer_left';
    const written = await writeByHand(hand, statementsOf(hand, leaver, come, come.version));
    if (written.kind === 'written') return 'linked';
  }
  return 'contended';
}

function statementsOf(
  hand: Hand,
  leaver: string,
  { id: newcomer, user_id: userId, status }: State,
  version: number,
): readonly D1PreparedStatement[] {
  const { db, tenant, shape, author } = hand;
  const by = { now: author.now, request: author.requestId, token: null };
  const gone = JSON.stringify({ account: { id: newcomer, userId }, mergedInto: leaver });
  const audited = { status, userId, merged: newcomer };
  return [
    leaverGuard(db, { tenant, id: leaver }),
    // Else an account that is still to be frozen could go on under an id that was looked at already.
    freezeSettledGuard(db, { tenant }),
    versionGuard.User(db, { tenant, id: userId, version }),
    tellOfAccount(hand, 'account.linked', leaver, audited),
    appendEvent(db, { tenant, type: 'account.purged', subject: newcomer, data: gone, ...by }),
    takeOver(db, { tenant, leaver, newcomer, now: author.now }),
    removeAccount(db, { tenant, id: newcomer }),
    giveTo(db, { tenant, id: leaver, userId }),
    moveUserOn(db, { tenant, id: userId }),
    forgetDismissals(db, { tenant, leaver }),
    tellOfOne(db, tenant, leaver, 'account.restored', { ...by, roles: shape.roles }),
  ];
}
