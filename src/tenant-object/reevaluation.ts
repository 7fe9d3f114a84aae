// Judging a tenant's users anew, a page at a time: those whose groups have changed first, then all of them where the
// settings did. Where it was interrupted it goes on from what is written; requests go on meanwhile.

import { type Mark, peopleBehind, peopleDue, readWork, type Work } from '../db/reevaluation/read.ts';
import type { RunRow } from '../db/reevaluation/run.ts';
import { type Judged, type Step, writeDueStep, writeRunStep } from '../db/reevaluation/write.ts';
import { type Reevaluated, reevaluate } from '../directory/reevaluate.ts';
import type { Found } from '../directory/stored.ts';
import { groupRolesOf } from '../policy/roles.ts';
import { type Settings, settingsOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import type { StepOutcome } from './steps.ts';

/** Users in one step. */
const usersPerStep = 500;

/** One step, of at most `limit` users. Errors: whatever D1 throws. */
export async function reevaluateSome(
  db: D1Database,
  tenant: string,
  now: string,
  limit = usersPerStep,
): Promise<StepOutcome> {
  const work = await readWork(db, tenant);
  if (!work || !(work.hasDue || work.run)) return 'idle';
  const settings = settingsOf(work.settings);
  const isWritten = await (work.hasDue || !work.run
    ? judgeDue(db, { tenant, now, limit, settings, work })
    : judgeRun(db, { tenant, now, limit, settings, work }, work.run));
  return isWritten ? 'done' : 'moved';
}

interface Task {
  readonly tenant: string;
  readonly now: string;
  readonly limit: number;
  readonly settings: Settings;
  readonly work: Work;
}

async function judgeRun(db: D1Database, task: Task, run: RunRow): Promise<boolean> {
  const { tenant, now, limit, settings } = task;
  const policy = userPolicyOf(settings);
  const range = { after: run.after_place, until: run.until_place, limit, wantsGroups: policy.asksForGroups };
  const { people, lastPlace } = await peopleBehind(db, tenant, range);
  const results = people.map((found) => ({ found, result: reevaluate(policy, found, now) }));
  const judged = changed(results, () => ({ request: run.request_id, token: null }));
  const count = (verdict: Reevaluated['verdict']) =>
    results.filter(({ result }) => result.verdict === verdict).length;
  return writeRunStep(db, stepOf(task, judged), {
    run,
    lastPlace,
    isLast: people.length === 0,
    counts: { done: people.length, changed: judged.length, kept: count('kept'), refused: count('refused') },
  });
}

async function judgeDue(db: D1Database, task: Task): Promise<boolean> {
  const { tenant, now, limit, settings } = task;
  const policy = userPolicyOf(settings);
  const { people, marks } = await peopleDue(db, tenant, limit);
  const markOf = new Map(marks.map((mark) => [mark.user_id, mark]));
  const results = people.map((found) => ({ found, result: reevaluate(policy, found, now) }));
  const judged = changed(results, ({ id }) => causeOf(markOf.get(id)));
  const read = new Set(people.map(({ id }) => id));
  const settled = marks.filter((mark) => mark.is_gone === 1 || read.has(mark.user_id));
  return writeDueStep(db, stepOf(task, judged), settled);
}

const causeOf = (mark: Mark | undefined) => ({
  request: mark?.request_id ?? '',
  token: mark?.token_id ?? null,
});

function stepOf({ tenant, now, settings, work }: Task, judged: readonly Judged[]): Step {
  const { userType } = userPolicyOf(settings);
  return {
    tenant,
    settingsVersion: work.settingsVersion,
    userType,
    roles: groupRolesOf(settings),
    judged,
    now,
  };
}

function changed(
  results: readonly { readonly found: Found; readonly result: Reevaluated }[],
  causedBy: (found: Found) => Pick<Judged, 'request' | 'token'>,
): readonly Judged[] {
  return results.flatMap(({ found, result: { stored, account } }) => {
    if (!found.account || !(stored || account)) return [];
    const seen = {
      id: found.id,
      version: found.version,
      accountId: found.account.id,
      updatedAt: found.account.updatedAt,
    };
    return [{ seen, ...(stored && { stored }), ...(account && { account }), ...causedBy(found) }];
  });
}
