// Work of the tenant's object that is done in bounded steps, each of which can be the last one before the object is lost.

/** Rows that one step takes on. */
const rowsPerStep = 500;

/** What a step came to: `idle`, there was nothing to do; `moved`, something changed meanwhile and is to be read again. */
export type StepOutcome = 'done' | 'moved' | 'idle';

/** Works on at most `limit` rows. `now`: the present moment, ISO 8601 UTC. Errors: whatever D1 throws. */
export type Step = (db: D1Database, tenant: string, now: string, limit?: number) => Promise<StepOutcome>;

/** Steps of each, one after the other, until there is nothing left to do, which is true, or the time is over. */
export async function workFor(
  milliseconds: number,
  steps: readonly Step[],
  db: D1Database,
  tenant: string,
): Promise<boolean> {
  const end = Date.now() + milliseconds;
  for (const step of steps) {
    if (!(await repeatUntil(end, step, db, tenant))) return false;
  }
  return true;
}

async function repeatUntil(end: number, step: Step, db: D1Database, tenant: string): Promise<boolean> {
  let limit = rowsPerStep;
  while (Date.now() < end) {
    const outcome = await step(db, tenant, new Date().toISOString(), limit);
    if (outcome === 'idle') return true;
    // Where rows change all the time, few of them stay the same for long enough.
    limit = outcome === 'moved' ? Math.ceil(limit / 2) : rowsPerStep;
  }
  return false;
}
