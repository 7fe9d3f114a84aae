// Freezing a tenant's accounts and giving them back, some in each step. Where it was interrupted it goes on from what is
// written; requests go on meanwhile.

import { accountsBehind, frozenBehind, readFreezeWork } from '../db/freeze/read.ts';
import { type FreezeStep, writeFreezeStep, writeThawStep } from '../db/freeze/write.ts';
import { thaw } from '../directory/freeze.ts';
import { groupRolesOf } from '../policy/roles.ts';
import { type Settings, settingsOf } from '../policy/settings.ts';
import type { StepOutcome } from './steps.ts';

const accountsPerStep = 500;

/** One step, of what is under way. Errors: whatever D1 throws. */
export async function freezeSome(
  db: D1Database,
  tenant: string,
  now: string,
  limit = accountsPerStep,
): Promise<StepOutcome> {
  const work = await readFreezeWork(db, tenant);
  if (!work) return 'idle';
  const settings = settingsOf(JSON.parse(work.settings));
  const carryOut = work.direction === 'freeze' ? freezeNext : thawNext;
  return (await carryOut(db, { tenant, work, settings, now, limit })) ? 'done' : 'moved';
}

interface Task extends Pick<FreezeStep, 'tenant' | 'work' | 'now'> {
  readonly settings: Settings;
  readonly limit: number;
}

async function freezeNext(db: D1Database, task: Task): Promise<boolean> {
  const { tenant, work, limit } = task;
  const accounts = await accountsBehind(db, tenant, work.after_id, limit);
  const active = accounts.filter((account) => account.is_active === 1);
  return writeFreezeStep(db, stepOf(task, accounts), active);
}

async function thawNext(db: D1Database, task: Task): Promise<boolean> {
  const { tenant, work, settings, limit } = task;
  const frozen = await frozenBehind(db, tenant, work.after_id, limit);
  const seatLimit = settings.seats?.limit ?? null;
  const free = seatLimit === null ? null : seatLimit - work.active_count;
  return writeThawStep(db, stepOf(task, frozen), thaw(frozen, free), seatLimit);
}

function stepOf({ tenant, work, settings, now }: Task, seen: readonly { readonly id: string }[]): FreezeStep {
  const lastId = seen.at(-1)?.id ?? work.after_id;
  return { tenant, work, roles: groupRolesOf(settings), lastId, isLast: seen.length === 0, now };
}
