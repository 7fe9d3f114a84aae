// What travels between the Worker and the tenant object. Outcomes are returned, never thrown: a remote call
// drops an error's class.

import type { Condition } from '../directory/condition.ts';
import { StaleSettings } from '../directory/store.ts';
import type { Found } from '../directory/stored.ts';
import type { Changed } from '../directory/update.ts';
import { type ErrorFacts, ScimError } from '../scim/error.ts';
import type { LeniencyName } from '../scim/leniency.ts';

/** Who asks: enough to open a store on the other side. */
export interface Caller {
  readonly tenant: string;
  readonly tokenId: string;
  readonly settingsVersion: number;
  readonly leniencies: readonly LeniencyName[];
  /** Whether rules ask for groups, so that whose groups change is to be judged anew. */
  readonly marksDue: boolean;
  readonly requestId: string;
}

/**
 * One verb on groups. `body` is parsed JSON, not yet looked at. What an answer shows of the group is read by the
 * caller: members do not travel back.
 */
export type GroupVerb =
  | { readonly verb: 'create'; readonly body: unknown; readonly id?: string | undefined }
  | {
      readonly verb: 'replace' | 'patch';
      readonly id: string;
      readonly body: unknown;
      readonly condition: Condition;
    }
  | { readonly verb: 'remove'; readonly id: string; readonly condition: Condition };

export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'error'; readonly facts: ErrorFacts }
  | { readonly kind: 'stale-settings' };

export type GroupResult = Found | Changed | undefined;

/** Turns the errors that mean something into data; others stay thrown. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (error instanceof ScimError) return { kind: 'error', facts: error.facts };
    if (error instanceof StaleSettings) return { kind: 'stale-settings' };
    throw error;
  }
}

/** The other way round, on the caller's side. */
export function settle<T>(outcome: Outcome<T>): T {
  switch (outcome.kind) {
    case 'done':
      return outcome.value;
    case 'error':
      throw new ScimError(outcome.facts);
    case 'stale-settings':
      throw new StaleSettings();
    default:
      return outcome satisfies never;
  }
}
