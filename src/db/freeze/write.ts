// What a step of a freeze or a thaw comes to, written as one batch: under the settings that it was decided by, and only
// if each of its accounts is still as it was read. Otherwise nothing is written, and they are read again.

import { sql } from 'drizzle-orm';
import type { Thawed } from '../../directory/freeze.ts';
import type { GroupRole } from '../../policy/roles.ts';
import { tellOfMany } from '../account-events.ts';
import { seatGuard, tenantGuard } from '../guards.ts';
import { param, statement } from '../statement.ts';
import { moveCounters } from '../tenants.ts';
import type { FreezeWork } from './read.ts';

const broken = sql`INSERT INTO guards (broken) SELECT 'freeze_current'`;

const runGuard = statement<'tenant' | 'direction' | 'request' | 'after'>(sql`${broken} WHERE NOT EXISTS (
  SELECT 1 FROM freezes WHERE tenant = ${param('tenant')} AND direction = ${param('direction')}
    AND request_id = ${param('request')} AND after_id = ${param('after')} AND finished_at IS NULL)`);

const moveRun = statement<
  'tenant' | 'after' | 'done' | 'notBack' | 'withoutSeat' | 'finished'
>(sql`UPDATE freezes SET after_id = ${param('after')}, done = done + ${param('done')},
    not_back = not_back + ${param('notBack')}, without_seat = without_seat + ${param('withoutSeat')},
    finished_at = ${param('finished')} WHERE tenant = ${param('tenant')}`);

/** `accounts`: JSON list of ids. */
const stillActive = statement<'tenant' | 'accounts'>(sql`${broken} WHERE EXISTS (
  SELECT 1 FROM json_each(${param('accounts')}) j WHERE NOT EXISTS (SELECT 1 FROM accounts
    WHERE tenant = ${param('tenant')} AND id = j.value AND status = 'active'))`);

/** `accounts`: JSON list of `[id, user id, his version or null]`. */
const stillFrozen = statement<'tenant' | 'accounts'>(sql`${broken} WHERE EXISTS (
  SELECT 1 FROM json_each(${param('accounts')}) j WHERE NOT EXISTS (SELECT 1 FROM accounts a
    LEFT JOIN users u ON u.tenant = a.tenant AND u.id = a.user_id
    WHERE a.tenant = ${param('tenant')} AND a.id = j.value ->> 0 AND a.frozen_at IS NOT NULL
      AND a.user_id = j.value ->> 1 AND u.version IS j.value ->> 2))`);

const those = sql`tenant = ${param('tenant')} AND id IN (SELECT j.value FROM json_each(${param('ids')}) j)`;

const freezeThose = statement<'tenant' | 'ids' | 'now'>(sql`
  UPDATE accounts SET status = 'inactive', frozen_at = ${param('now')}, updated_at = ${param('now')} WHERE ${those}`);

const thawThose = statement<'tenant' | 'ids' | 'now'>(sql`
  UPDATE accounts SET status = 'active', frozen_at = NULL, updated_at = ${param('now')} WHERE ${those}`);

const unmark = statement<'tenant' | 'ids'>(sql`UPDATE accounts SET frozen_at = NULL WHERE ${those}`);

/** So that a change that was decided by the frozen account is decided anew. */
const moveUsersOn = statement<'tenant' | 'ids'>(sql`UPDATE users SET version = version + 1 WHERE ${those}`);

export interface FreezeStep {
  readonly tenant: string;
  readonly work: FreezeWork;
  readonly roles: readonly GroupRole[];
  /** The last account that was looked at. */
  readonly lastId: string;
  readonly isLast: boolean;
  readonly now: string;
}

const idsOf = (accounts: readonly { readonly id: string }[]) => JSON.stringify(accounts.map(({ id }) => id));

/** False when something moved meanwhile; nothing is written then. Errors: whatever else D1 throws. */
export function writeFreezeStep(
  db: D1Database,
  step: FreezeStep,
  active: readonly { readonly id: string }[],
): Promise<boolean> {
  const { tenant, now } = step;
  const ids = idsOf(active);
  return write(db, step, { done: active.length, notBack: 0, withoutSeat: 0 }, [
    stillActive(db, { tenant, accounts: ids }),
    freezeThose(db, { tenant, ids, now }),
    ...tell(db, step, active, 'account.deactivated'),
    moveCounters(db, { tenant, users: 0, groups: 0, active: -active.length }),
  ]);
}

/** The same for what is given back. `seatLimit`: null: any number. */
export function writeThawStep(
  db: D1Database,
  step: FreezeStep,
  { back, notBack, withoutSeat }: Thawed,
  seatLimit: number | null,
): Promise<boolean> {
  const { tenant, now } = step;
  const more = back.length;
  const seen = [...back, ...notBack].map(({ id, userId, version }) => [id, userId, version]);
  const counts = { done: more, notBack: notBack.length, withoutSeat: withoutSeat.length };
  return write(db, step, counts, [
    stillFrozen(db, { tenant, accounts: JSON.stringify(seen) }),
    ...(more > 0 && seatLimit !== null ? [seatGuard(db, { tenant, more, limit: seatLimit })] : []),
    thawThose(db, { tenant, ids: idsOf(back), now }),
    unmark(db, { tenant, ids: idsOf(notBack) }),
    moveUsersOn(db, { tenant, ids: JSON.stringify(back.map(({ userId }) => userId)) }),
    ...tell(db, step, back, 'account.reactivated'),
    moveCounters(db, { tenant, users: 0, groups: 0, active: more }),
  ]);
}

function tell(
  db: D1Database,
  { tenant, work: { request_id: request }, roles, now }: FreezeStep,
  accounts: readonly { readonly id: string }[],
  type: 'account.deactivated' | 'account.reactivated',
): D1PreparedStatement[] {
  const told = accounts.map(({ id }) => ({ id, type, request, token: null }));
  return tellOfMany(db, tenant, told, { now, roles });
}

const moved = /CHECK constraint failed: (?:freeze_current|settings_current|seat_limit)/;

async function write(
  db: D1Database,
  { tenant, work: run, lastId, isLast, now }: FreezeStep,
  counts: Readonly<Record<'done' | 'notBack' | 'withoutSeat', number>>,
  changes: readonly D1PreparedStatement[],
): Promise<boolean> {
  const { direction, request_id: request, after_id: after, settings_version: settingsVersion } = run;
  try {
    await db.batch([
      tenantGuard(db, { tenant, settingsVersion }),
      runGuard(db, { tenant, direction, request, after }),
      ...changes,
      moveRun(db, { tenant, after: lastId, ...counts, finished: isLast ? now : null }),
    ]);
    return true;
  } catch (error) {
    if (moved.test(String(error))) return false;
    throw error;
  }
}
