// A trial: a throw-away tenant with the settings of another, on which an identity provider's requests are played
// while somebody looks on. Here what is kept of it, and how its token is made. What is played is the dashboard's
// business, the rows are `db/trials`'.

import type { Author } from './author.ts';
import type { Tenant } from './tenant.ts';
import { mintToken } from './token.ts';

/** A trial that nobody ends is over then, and its throw-away tenant erased by the cron. */
export const trialMinutes = 60;

/** A step that has not ended by then has died with its Worker, and may be played again. */
export const stepSeconds = 60;

/** The latest trial of a tenant. */
export interface Trial {
  /** Not secret: it stands in the names of the people that are made. */
  readonly run: string;
  /** Which identity provider is played. */
  readonly product: string;
  /** How many steps were played. */
  readonly step: number;
  readonly notes: TrialNotes;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** The throw-away tenant; undefined once it is erased. */
  readonly stage: TrialStage | undefined;
}

/** What the next step has to know, and what the reader sees. */
export interface TrialNotes {
  /** How the settings change what is played, in words. */
  readonly remarks: readonly string[];
  /** Ids that steps have kept for later ones. */
  readonly kept: Readonly<Record<string, readonly string[]>>;
  readonly lines: readonly TrialLine[];
}

/** What came of one step. */
export interface TrialLine {
  readonly name: string;
  /** `refused`: in words, which is the settings' doing and no fault. `skipped`: it needs what an earlier one made. */
  readonly outcome: 'passed' | 'refused' | 'failed' | 'skipped';
  readonly detail: string;
}

/** Where it is played. */
export interface TrialStage {
  readonly id: string;
  readonly slug: string;
  /** As stored: without defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface NewTrial extends Pick<Trial, 'run' | 'product' | 'notes'> {
  readonly stage: TrialStage;
  readonly epoch: string;
  readonly token: { readonly id: string; readonly hash: string; readonly lastFour: string };
}

export interface TrialStore {
  /** The tenant's latest trial. */
  find(tenant: string): Promise<Trial | undefined>;
  /** Takes the place of the tenant's trial before, all of whose rows are erased. Errors: `DeadKey`. */
  begin(tenant: Pick<Tenant, 'id'>, trial: NewTrial, author: Author): Promise<void>;
  /** False unless it is this step's turn and nobody plays it already. `now`: milliseconds since 1970. */
  claim(tenant: string, run: string, step: number, now: number): Promise<boolean>;
  /** Notes what came of the step that was claimed. The next one may be. */
  note(tenant: string, run: string, notes: TrialNotes): Promise<void>;
  /** Erases the throw-away tenant; what was noted stays. */
  end(stage: TrialStage): Promise<void>;
}

/** Made anew for each step and kept nowhere: only who has the deployment's key can make it. */
export async function trialToken(adminKey: string, { id }: Pick<TrialStage, 'id'>): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(adminKey), algorithm, false, ['sign']);
  return mintToken(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`trial ${id}`))));
}
