// A user as the tenant's present policy would have him: what of him and of his account changes by it. Asked when the
// settings change and when his groups do, without a request of his. It gives nobody access and takes none away.

import { ScimError } from '../scim/error.ts';
import { type Account, nextAccount } from './account.ts';
import type { AccountChange } from './change.ts';
import type { UserPolicy } from './policy.ts';
import type { Found, Stored } from './stored.ts';

export interface Reevaluated {
  /** The user, where a default comes to him or an attribute is no longer declared. */
  readonly stored?: Stored;
  readonly account?: AccountChange;
  /**
   * `kept`: a rule asks for what is not kept, so that his profile stays; `refused`: the policy would not let him in,
   * so that all stays as it is.
   */
  readonly verdict: 'decided' | 'kept' | 'refused';
  /** Why he would not be let in. */
  readonly because?: string;
}

/** `current` with his account, and with his groups where the policy asks for them. `now`: ISO 8601 UTC. */
export function reevaluate(policy: UserPolicy, current: Found, now: string): Reevaluated {
  const { account: previous, resource: before, sentName = '' } = current;
  if (!previous) return { verdict: 'decided' };
  const decision = admitted(policy, current);
  if (decision instanceof ScimError) return { verdict: 'refused', because: decision.facts.detail };
  const decided = policy.provision(decision, previous, current.groups);
  const provisioned = { ...decided.account, status: sameAccess(previous, decided.account.status) };
  const moment = { newId: previous.id, userId: current.id, sentName, now };
  const account = nextAccount(previous, { ...decided, account: provisioned }, moment);
  const { id, version, created } = current;
  const stored = {
    id,
    sentName,
    version: version + 1,
    created,
    lastModified: now,
    resource: decision.resource,
  };
  return {
    ...(decision.resource !== before && { stored }),
    ...(account && { account }),
    verdict: decided.decidedBy === undefined ? 'kept' : 'decided',
  };
}

function admitted(policy: UserPolicy, { resource, sentName = '' }: Found) {
  try {
    return policy.admit(resource, { resource, sentName });
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

/** An account that is not active may be inactive or preserved, as the policy wishes. */
function sameAccess({ status }: Account, wished: Account['status']): Account['status'] {
  return (status === 'active') === (wished === 'active') ? wished : status;
}

/** How far the judging of all users has come. Times are ISO 8601 UTC. */
export interface ReevaluationProgress {
  /** Of the request that changed the settings. */
  readonly requestId: string;
  /** How many users there were when it began, and how many are judged by now. */
  readonly total: number;
  readonly done: number;
  /** What became of those who are judged: whose account or user changed, of whom the rules ask for what is not kept, and whom the policy would not let in. */
  readonly changed: number;
  readonly notDecidable: number;
  readonly refused: number;
  readonly startedAt: string;
  /** Null while it is under way. */
  readonly finishedAt: string | null;
}

export interface PeopleRange {
  /** Places in creation order: behind the one, up to the other. */
  readonly after: number;
  readonly until: number;
  readonly limit: number;
  readonly wantsGroups: boolean;
}

export interface PeoplePage {
  /** With their accounts, and with their groups where they were asked for; in creation order. */
  readonly people: readonly Found[];
  /** Of the last of them; `after` where there is none. */
  readonly lastPlace: number;
}
