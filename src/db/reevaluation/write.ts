// What judging some users anew comes to, written as one batch: under the settings that they were judged by, and only
// if none of those who change has changed meanwhile. Otherwise nothing is written, and they are read again.

import { sql } from 'drizzle-orm';
import type { AccountChange } from '../../directory/change.ts';
import type { Stored } from '../../directory/stored.ts';
import type { GroupRole } from '../../policy/roles.ts';
import type { StoredType } from '../../scim/schema/resource-type.ts';
import { param, statement } from '../statement.ts';
import type { Mark } from './read.ts';
import { tellOfAccounts, updateAccounts, updateDocuments } from './rows.ts';
import type { RunRow } from './run.ts';

const broken = sql`INSERT INTO guards (broken) SELECT 'reevaluation_current'`;

const settingsGuard = statement<'tenant' | 'version'>(sql`${broken} WHERE NOT EXISTS (SELECT 1 FROM tenants
  WHERE id = ${param('tenant')} AND settings_version = ${param('version')} AND deleted_at IS NULL)`);

/** `seen`: JSON list of `[id, version, account id, the account's updatedAt]`. */
const unmovedGuard = statement<'tenant' | 'seen'>(sql`${broken} WHERE EXISTS (
  SELECT 1 FROM json_each(${param('seen')}) j WHERE NOT EXISTS (SELECT 1 FROM users u CROSS JOIN accounts a
    ON a.tenant = u.tenant AND a.id = j.value ->> 2
    WHERE u.tenant = ${param('tenant')} AND u.id = j.value ->> 0 AND u.version = j.value ->> 1
      AND a.user_id = u.id AND a.updated_at = j.value ->> 3))`);

const runGuard = statement<'tenant' | 'request' | 'after'>(sql`${broken} WHERE NOT EXISTS (
  SELECT 1 FROM reevaluations WHERE tenant = ${param('tenant')} AND request_id = ${param('request')}
    AND after_place = ${param('after')} AND finished_at IS NULL)`);

const moveRun = statement<
  'tenant' | 'after' | 'done' | 'changed' | 'kept' | 'refused' | 'finished'
>(sql`UPDATE reevaluations SET after_place = ${param('after')}, done = done + ${param('done')},
    changed = changed + ${param('changed')}, kept = kept + ${param('kept')}, refused = refused + ${param('refused')},
    finished_at = ${param('finished')} WHERE tenant = ${param('tenant')}`);

/** `marks`: JSON list of `[user id, request id]`. Who became due once more stays due. */
const removeDue = statement<'tenant' | 'marks'>(sql`DELETE FROM due_users WHERE tenant = ${param('tenant')}
  AND (user_id, request_id) IN (SELECT j.value ->> 0, j.value ->> 1 FROM json_each(${param('marks')}) j)`);

/** Of one user, with what it was judged by and what caused it. */
export interface Judged {
  readonly seen: {
    readonly id: string;
    readonly version: number;
    readonly accountId: string;
    readonly updatedAt: string;
  };
  readonly stored?: Stored;
  readonly account?: AccountChange;
  readonly request: string;
  readonly token: string | null;
}

export interface Step {
  readonly tenant: string;
  readonly settingsVersion: number;
  readonly userType: StoredType;
  readonly roles: readonly GroupRole[];
  /** Those for whom something changes. */
  readonly judged: readonly Judged[];
  readonly now: string;
}

export interface RunStep {
  readonly run: RunRow;
  /** The last one who was judged. */
  readonly lastPlace: number;
  readonly isLast: boolean;
  readonly counts: Readonly<Record<'done' | 'changed' | 'kept' | 'refused', number>>;
}

/** False when something moved meanwhile; nothing is written then. Errors: whatever else D1 throws. */
export function writeRunStep(
  db: D1Database,
  step: Step,
  { run, lastPlace, isLast, counts }: RunStep,
): Promise<boolean> {
  const { tenant, now } = step;
  return write(db, step, [
    runGuard(db, { tenant, request: run.request_id, after: run.after_place }),
    moveRun(db, { tenant, after: lastPlace, ...counts, finished: isLast ? now : null }),
  ]);
}

/** The same for who was due. */
export function writeDueStep(db: D1Database, step: Step, marks: readonly Mark[]): Promise<boolean> {
  const list = JSON.stringify(marks.map((mark) => [mark.user_id, mark.request_id]));
  return write(db, step, [removeDue(db, { tenant: step.tenant, marks: list })]);
}

async function write(db: D1Database, step: Step, progress: readonly D1PreparedStatement[]): Promise<boolean> {
  const { tenant, settingsVersion: version, judged, now } = step;
  const seen = judged.map(({ seen: { id, version, accountId, updatedAt } }) => [
    id,
    version,
    accountId,
    updatedAt,
  ]);
  const stored = judged.flatMap((one) => one.stored ?? []);
  const accounts = judged.flatMap(({ account, request, token }) =>
    account ? [{ account, request, token }] : [],
  );
  const cause = { now, roles: step.roles, settingsVersion: version };
  try {
    await db.batch([
      settingsGuard(db, { tenant, version }),
      ...(judged.length > 0 ? [unmovedGuard(db, { tenant, seen: JSON.stringify(seen) })] : []),
      ...progress,
      ...updateDocuments(db, tenant, step.userType, stored),
      ...updateAccounts(db, tenant, accounts, cause),
      ...tellOfAccounts(db, tenant, accounts, cause),
    ]);
    return true;
  } catch (error) {
    if (String(error).includes('CHECK constraint failed: reevaluation_current')) return false;
    throw error;
  }
}
