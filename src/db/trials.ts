// Trials: the throw-away tenant of each, which no list shows and no slug finds, and what came of its steps. They are
// erased as soon as they end, and by the cron where nobody ended them.

import { sql } from 'drizzle-orm';
import { type NewTrial, stepSeconds, type Trial, type TrialStore, trialMinutes } from '../tenancy/trial.ts';
import { writeAs } from './author.ts';
import { eraseTenant } from './erase.ts';
import { param, statement } from './statement.ts';

const minuteMilliseconds = 60_000;
/** Of trials that nobody ended; the cron comes again. */
const erasedPerRun = 10;

const latest = statement<'tenant'>(sql`
  SELECT r.run, r.product, r.step, r.notes, r.started_at, t.id, t.slug, t.settings
  FROM trials r LEFT JOIN tenants t ON t.trial_of = r.tenant WHERE r.tenant = ${param('tenant')}`);

const stageOf = statement<'tenant'>(sql`SELECT id FROM tenants WHERE trial_of = ${param('tenant')}`);

/** Nothing where two begin at once: the other one's is there already. */
const insertStage = statement<'id' | 'slug' | 'settings' | 'epoch' | 'now' | 'tenant'>(sql`
  INSERT INTO tenants (id, slug, name, name_key, settings, settings_version, user_count, group_count, active_count,
    forgotten_sequence, epoch, created_at, next_sweep_at, trial_of)
  VALUES (${param('id')}, ${param('slug')}, '', '', ${param('settings')}, 1, 0, 0, 0, 0, ${param('epoch')},
    ${param('now')}, '9999', ${param('tenant')})
  ON CONFLICT DO NOTHING`);

const ifInserted = sql`FROM tenants WHERE id = ${param('stage')}`;

const insertToken = statement<'stage' | 'id' | 'hash' | 'lastFour' | 'now' | 'expires'>(sql`
  INSERT INTO tokens (tenant, id, hash, name, last_four, created_at, expires_at)
  SELECT id, ${param('id')}, ${param('hash')}, '', ${param('lastFour')}, ${param('now')}, ${param('expires')}
  ${ifInserted}`);

const begin = statement<'stage' | 'run' | 'product' | 'notes' | 'now'>(sql`
  INSERT OR REPLACE INTO trials (tenant, run, product, step, notes, started_at)
  SELECT trial_of, ${param('run')}, ${param('product')}, 0, ${param('notes')}, ${param('now')} ${ifInserted}`);

const claim = statement<'tenant' | 'run' | 'step' | 'now' | 'until'>(sql`
  UPDATE trials SET busy_until = ${param('until')}
  WHERE tenant = ${param('tenant')} AND run = ${param('run')} AND step = ${param('step')}
    AND (busy_until IS NULL OR busy_until < ${param('now')}) RETURNING step`);

const note = statement<'tenant' | 'run' | 'notes'>(sql`
  UPDATE trials SET notes = ${param('notes')}, step = step + 1, busy_until = NULL
  WHERE tenant = ${param('tenant')} AND run = ${param('run')}`);

const left = statement<'before' | 'limit'>(sql`
  SELECT id FROM tenants WHERE trial_of IS NOT NULL AND created_at < ${param('before')} LIMIT ${param('limit')}`);

const forget = statement<'before'>(sql`DELETE FROM trials WHERE started_at < ${param('before')}`);

interface Row {
  readonly run: string;
  readonly product: string;
  readonly step: number;
  readonly notes: string;
  readonly started_at: string;
  readonly id: string | null;
  readonly slug: string;
  readonly settings: string;
}

export function openTrialStore(db: D1Database): TrialStore {
  return {
    async find(tenant) {
      const row = await latest(db, { tenant }).first<Row>();
      return row ? trialOf(row) : undefined;
    },
    async begin({ id: tenant }, trial, author) {
      const before = await stageOf(db, { tenant }).first<{ id: string }>();
      if (before) await eraseTenant(db, before.id);
      await writeAs(db, author, beginning(db, tenant, trial, author.now));
    },
    async claim(tenant, run, step, now) {
      const until = iso(now + stepSeconds * 1000);
      const { results } = await claim(db, { tenant, run, step, now: iso(now), until }).run();
      return results.length === 1;
    },
    async note(tenant, run, notes) {
      await note(db, { tenant, run, notes: JSON.stringify(notes) }).run();
    },
    async end({ id }) {
      await eraseTenant(db, id);
    },
  };
}

/** For the cron. `now`: milliseconds since 1970. */
export async function eraseLeftTrials(db: D1Database, now: number): Promise<void> {
  const before = iso(now - trialMinutes * minuteMilliseconds);
  const { results } = await left(db, { before, limit: erasedPerRun }).run<{ id: string }>();
  for (const { id } of results) await eraseTenant(db, id);
  await forget(db, { before }).run();
}

function beginning(db: D1Database, tenant: string, trial: NewTrial, now: string) {
  const { stage, token, run, product } = trial;
  const expires = iso(Date.parse(now) + trialMinutes * minuteMilliseconds);
  return [
    insertStage(db, { ...stage, settings: JSON.stringify(stage.settings), epoch: trial.epoch, now, tenant }),
    insertToken(db, { stage: stage.id, ...token, now, expires }),
    begin(db, { stage: stage.id, run, product, notes: JSON.stringify(trial.notes), now }),
  ];
}

function trialOf({ run, product, step, notes, started_at: startedAt, id, slug, settings }: Row): Trial {
  const stage = id === null ? undefined : { id, slug, settings: JSON.parse(settings) };
  return { run, product, step, notes: JSON.parse(notes), startedAt, stage };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
