// Lets go of what a tenant has kept long enough: events, accounts of leavers, refusals. Each tenant says in its row
// when it is to be looked at next, so that the cron asks one index and looks at few tenants, a bounded number of rows
// of each; who has more to let go of is due again at once, behind the others.

import { sql } from 'drizzle-orm';
import { settingsOf } from '../policy/settings.ts';
import { param, statement } from './statement.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;
/** How long a tenant is left alone once there is nothing more to let go of. */
export const sweepEveryMilliseconds = dayMilliseconds / 4;

const tenantsPerRun = 20;
const eventsPerStep = 2000;
const accountsPerStep = 500;
const refusalsPerStep = 2000;

/** How long a refusal is kept that was not repeated. */
export const keepRefusalsDays = 30;

const number = (value: number) => sql.raw(String(value));

const due = statement<'now' | 'limit'>(sql`
  SELECT id, settings ->> '$.events.keepDays' AS eventDays, settings ->> '$.deprovision.keepDays' AS accountDays
  FROM tenants INDEXED BY tenants_next_sweep WHERE deleted_at IS NULL AND next_sweep_at <= ${param('now')}
  ORDER BY next_sweep_at LIMIT ${param('limit')}`);

const defer = statement<'tenant' | 'until'>(sql`
  UPDATE tenants SET next_sweep_at = ${param('until')} WHERE id = ${param('tenant')}`);

/** Notes the last event that goes; numbers go on from there (docs/decisions/006). Looks no further than the oldest. */
const forgetEvents = statement<'tenant' | 'before'>(sql`
  UPDATE tenants SET forgotten_sequence = (SELECT max(e.sequence) FROM (
      SELECT sequence, occurred_at FROM outbox WHERE tenant = ${param('tenant')}
      ORDER BY sequence LIMIT ${number(eventsPerStep)}) e WHERE e.occurred_at < ${param('before')})
  WHERE id = ${param('tenant')} AND (SELECT occurred_at FROM outbox WHERE tenant = ${param('tenant')}
    ORDER BY sequence LIMIT 1) < ${param('before')}`);

const removeEvents = statement<'tenant'>(sql`
  DELETE FROM outbox WHERE tenant = ${param('tenant')}
    AND sequence <= (SELECT forgotten_sequence FROM tenants WHERE id = ${param('tenant')})`);

const leavers = sql`SELECT id, user_id FROM accounts INDEXED BY accounts_left WHERE tenant = ${param('tenant')}
  AND left_at IS NOT NULL AND left_at < ${param('before')} ORDER BY left_at, id LIMIT ${number(accountsPerStep)}`;

const tellOfPurged = statement<'tenant' | 'before' | 'now' | 'request'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT ${param('tenant')}, row_number() OVER () + coalesce(
      (SELECT max(o.sequence) FROM outbox o WHERE o.tenant = ${param('tenant')}),
      (SELECT t.forgotten_sequence FROM tenants t WHERE t.id = ${param('tenant')})),
    'account.purged', l.id, json_object('account', json_object('id', l.id, 'userId', l.user_id)), ${param('now')},
    ${param('request')}, NULL
  FROM (${leavers}) l`);

const forgetDismissals = statement<'tenant' | 'before'>(sql`
  DELETE FROM dismissed_suggestions WHERE tenant = ${param('tenant')} AND leaver IN (SELECT id FROM (${leavers}))`);

const forgetRefusals = statement<'tenant' | 'before'>(sql`
  DELETE FROM refusals WHERE tenant = ${param('tenant')}
    AND subject IN (SELECT 'id ' || user_id FROM (${leavers}))`);

const purgeAccounts = statement<'tenant' | 'before'>(sql`
  DELETE FROM accounts WHERE tenant = ${param('tenant')} AND id IN (SELECT id FROM (${leavers}))`);

const removeRefusals = statement<'tenant' | 'before'>(sql`
  DELETE FROM refusals WHERE (tenant, subject) IN (SELECT tenant, subject FROM refusals
    WHERE tenant = ${param('tenant')} AND last_at < ${param('before')} LIMIT ${number(refusalsPerStep)})`);

interface Due {
  readonly id: string;
  /** As set; null: by default. */
  readonly eventDays: number | null;
  readonly accountDays: number | null;
}

const defaults = settingsOf({});

/** For the cron. `now`: milliseconds since 1970; `run`: a new id, by which events name what caused them. */
export async function sweepTenants(db: D1Database, now: number, run: string): Promise<void> {
  const [found] = await db.batch<Due>([due(db, { now: iso(now), limit: tenantsPerRun })]);
  for (const tenant of found?.results ?? []) {
    const isDone = await sweep(db, tenant, now, run).catch((error: unknown) => {
      console.error(JSON.stringify({ event: 'sweep failed', tenant: tenant.id, run, cause: String(error) }));
      // The others are not to wait for this one.
      return true;
    });
    await defer(db, { tenant: tenant.id, until: iso(isDone ? now + sweepEveryMilliseconds : now) }).run();
  }
}

/** Whether there is nothing more to let go of. */
async function sweep(
  db: D1Database,
  { id: tenant, eventDays, accountDays }: Due,
  now: number,
  run: string,
): Promise<boolean> {
  const before = (days: number) => iso(now - days * dayMilliseconds);
  const keptEventDays = eventDays ?? defaults.events.keepDays;
  const accounts = accountDays === null ? [] : purge(db, tenant, before(accountDays), iso(now), run);
  const [, events, refusals, ...purged] = await db.batch([
    forgetEvents(db, { tenant, before: before(keptEventDays) }),
    removeEvents(db, { tenant }),
    removeRefusals(db, { tenant, before: before(keepRefusalsDays) }),
    ...accounts,
  ]);
  return (
    changesOf(events) < eventsPerStep &&
    changesOf(refusals) < refusalsPerStep &&
    changesOf(purged.at(-1)) < accountsPerStep
  );
}

function purge(
  db: D1Database,
  tenant: string,
  before: string,
  now: string,
  request: string,
): readonly D1PreparedStatement[] {
  return [
    tellOfPurged(db, { tenant, before, now, request }),
    forgetDismissals(db, { tenant, before }),
    forgetRefusals(db, { tenant, before }),
    purgeAccounts(db, { tenant, before }),
  ];
}

const changesOf = (result: D1Result | undefined): number => result?.meta.changes ?? 0;

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
