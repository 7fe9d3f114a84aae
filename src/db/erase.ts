// Erases the data of tenants that were deleted long enough ago, a bounded number of rows at a time: the cron
// comes again. The tenant's own row goes last and gives its slug free.

import { sql } from 'drizzle-orm';
import { param, statement } from './statement.ts';

/** How long a deleted tenant's data and slug are kept. */
export const keepDeletedDays = 7;

const dayMilliseconds = 24 * 60 * 60 * 1000;
const rowsPerStep = 2000;
const stepsAtOnce = 3;

const due = statement<'before'>(sql`
  SELECT id FROM tenants WHERE deleted_at < ${param('before')} ORDER BY deleted_at LIMIT 1`);

const step = (table: string, key: string) =>
  statement<'tenant'>(sql`
    DELETE FROM ${sql.raw(table)} WHERE (${sql.raw(key)}) IN (SELECT ${sql.raw(key)} FROM ${sql.raw(table)}
      WHERE tenant = ${param('tenant')} LIMIT ${sql.raw(String(rowsPerStep))})`);

const steps = [
  step('members', 'tenant, group_id, member_id'),
  step('user_emails', 'tenant, user_id, value, type'),
  step('groups', 'place'),
  step('users', 'place'),
  step('accounts', 'tenant, id'),
  step('refusals', 'tenant, subject'),
  step('dismissed_suggestions', 'tenant, leaver, newcomer'),
  step('outbox', 'place'),
  step('tokens', 'tenant, id'),
  step('page_marks', 'tenant, key'),
  step('reevaluations', 'tenant'),
  step('freezes', 'tenant'),
  step('due_users', 'tenant, user_id'),
  step('settings_history', 'place'),
  step('audit', 'place'),
  step('activity', 'place'),
  step('activity_reads', 'tenant, minute, request'),
  step('connections', 'tenant'),
  step('api_keys', 'id'),
  step('sessions', 'id'),
  step('portal_links', 'tenant, id'),
  step('trials', 'tenant'),
];

const removeTenant = statement<'tenant'>(sql`DELETE FROM tenants WHERE id = ${param('tenant')}`);

/** One step for the tenant that has waited longest. `now`: milliseconds since 1970. */
export async function eraseDeletedTenants(db: D1Database, now: number): Promise<void> {
  const before = new Date(now - keepDeletedDays * dayMilliseconds).toISOString();
  const row = await due(db, { before }).first<{ id: string }>();
  if (row && (await eraseStep(db, row.id)) === 0) await removeTenant(db, { tenant: row.id }).run();
}

/** All at once, where there is little. What is left after a few steps stays, the tenant's own row above all. */
export async function eraseTenant(db: D1Database, tenant: string): Promise<void> {
  for (let step = 0; step < stepsAtOnce; step++) {
    if ((await eraseStep(db, tenant)) > 0) continue;
    await removeTenant(db, { tenant }).run();
    return;
  }
}

/** How many rows went. */
async function eraseStep(db: D1Database, tenant: string): Promise<number> {
  const results = await db.batch(steps.map((erase) => erase(db, { tenant })));
  return results.reduce((total, { meta }) => total + meta.changes, 0);
}
