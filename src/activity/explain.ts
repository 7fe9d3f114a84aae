// An error in plain words for the administrator: what happened, and what to do about it in which product. Found in a
// table by what the error is made of; the words are those of `explanations/`.

import { aboutGroups } from './explanations/groups.ts';
import { notLetIn } from './explanations/not-let-in.ts';
import { aboutPeople } from './explanations/people.ts';
import { aboutRequests } from './explanations/requests.ts';
import type { Rejection } from './rejection.ts';

/** What an error is made of, as it was answered and recorded. */
export interface ErrorSeen {
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  /** Of a request that was not let in. */
  readonly reason: Rejection | null;
}

export interface Explanation {
  /** What happened. */
  readonly what: string;
  /** What to do, by place; null where there is nothing to do in that place. */
  readonly okta: string | null;
  readonly entra: string | null;
  /** In the settings of the application. */
  readonly here: string | null;
}

/** The situation that an explanation is for. What is left out may be anything. */
export interface Situation {
  readonly status?: number;
  readonly scimType?: string;
  readonly detail?: RegExp;
  readonly reason?: Rejection;
  readonly what: string;
  readonly okta?: string;
  readonly entra?: string;
  readonly here?: string;
}

/** What is particular stands before what is general. */
const explanations: readonly Situation[] = [...notLetIn, ...aboutPeople, ...aboutGroups, ...aboutRequests];

/** The first situation of the table that fits; for what no situation fits, what the status alone says. */
export function explain(seen: ErrorSeen): Explanation {
  const { what, okta = null, entra = null, here = null } = situationOf(seen) ?? byStatus(seen.status);
  return { what, okta, entra, here };
}

/** Undefined for what the table does not know. */
export function situationOf(seen: ErrorSeen): Situation | undefined {
  return explanations.find(
    ({ status, scimType, detail, reason }) =>
      (status === undefined || status === seen.status) &&
      (scimType === undefined || scimType === seen.scimType) &&
      (detail === undefined || detail.test(seen.detail ?? '')) &&
      (reason === undefined || reason === seen.reason),
  );
}

function byStatus(status: number): Situation {
  const isOurs = status >= 500;
  return {
    what: isOurs
      ? 'The request failed on our side.'
      : 'The request was refused for the reason that is given.',
    ...(isOurs
      ? { here: 'If it goes on, tell the support of the application the number of the request.' }
      : {
          okta: 'Correct what the reason names, then retry the task under Reports, or assign the person anew.',
          entra: 'Correct what the reason names, then repeat it by "Provision on demand".',
        }),
  };
}
