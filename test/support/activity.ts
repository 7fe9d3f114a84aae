// The SCIM surface with a recorder whose work waits until a test lets it go on, and the record as the API shows it.

import { env } from 'cloudflare:workers';
import { createRecorder } from '../../src/activity/recorder.ts';
import { whyRejected } from '../../src/db/activity-counts.ts';
import { openActivityStore } from '../../src/db/activity-store.ts';
import type { ScimPorts } from '../../src/http/ports.ts';
import { scimOver } from './surfaces.ts';
import { type Answer, api, type TestTenant } from './tenant.ts';

export interface RecordedScim {
  readonly send: ReturnType<typeof scimOver>;
  /** Does the work that waits, and what it leads to. */
  settle(): Promise<void>;
  /** How long each piece of work was to wait, in milliseconds. */
  readonly waits: readonly number[];
  /** What could not be recorded. */
  readonly reports: readonly string[];
  /** Moves the clock on. */
  pass(milliseconds: number): void;
}

/** `db`: where requests are recorded; the directory is on the real one. */
export function recordedScim(
  tenant: TestTenant,
  db: D1Database = env.DB,
  ports: Partial<ScimPorts> = {},
): RecordedScim {
  const waiting: (() => Promise<void>)[] = [];
  const waits: number[] = [];
  const reports: string[] = [];
  let passed = 0;
  const now = () => Date.now() + passed;
  const noteRequest = createRecorder({
    store: openActivityStore(db, () => crypto.randomUUID()),
    whyRejected: (authorization, slug) =>
      whyRejected(env.DB, authorization, slug, new Date(now()).toISOString()),
    after: (milliseconds, work) => {
      waits.push(milliseconds);
      waiting.push(work);
    },
    iso: (milliseconds) => new Date(milliseconds).toISOString(),
    now,
    report: (what) => reports.push(what),
  });
  return {
    send: scimOver(env.DB, tenant, { noteRequest, now, ...ports }),
    waits,
    reports,
    pass: (milliseconds) => {
      passed += milliseconds;
    },
    async settle() {
      for (let work = waiting.shift(); work; work = waiting.shift()) await work();
    },
  };
}

type Entry = Answer['body'];

/** The tenant's record, newest first. */
export async function activityOf({ slug }: TestTenant, query = ''): Promise<readonly Entry[]> {
  return (await api('GET', `/tenants/${slug}/activity${query}`)).body.activity;
}

export async function readsOf({ slug }: TestTenant): Promise<readonly Entry[]> {
  return (await api('GET', `/tenants/${slug}/activity/reads`)).body.reads;
}

export async function connectionOf({ slug }: TestTenant): Promise<Entry> {
  return (await api('GET', `/tenants/${slug}/connection`)).body;
}

/** Asks until the answer is as it should be: the Worker records behind its answers. */
export async function eventually<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    if (isRight(answer) || attempt === maxAttempts) return answer;
    await scheduler.wait(20);
  }
}

const maxAttempts = 250;
