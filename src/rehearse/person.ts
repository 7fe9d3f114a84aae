// The people and groups of a rehearsal. Their names carry the client and the run, so that two runs never meet and
// an administrator who finds a leftover knows where it came from.

import { type Expectation, element, has } from './expect.ts';
import type { Stage } from './stage.ts';

/** Somebody who exists only for one run. */
export interface Person {
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly externalId: string;
  readonly password: string;
}

/** The person called `who` in this run. */
export function person(stage: Stage, who: string): Person {
  return {
    userName: `Rehearse.${stage.client.name}.${stage.run}.${who}@example.com`,
    givenName: who,
    familyName: 'Rehearsal',
    displayName: `${who} Rehearsal`,
    externalId: `00u-${stage.client.name}-${stage.run}-${who}`,
    password: stage.password,
  };
}

/** The display name of this run's group. */
export function groupName(stage: Stage, which: string): string {
  return `Rehearse ${stage.client.name} ${stage.run} ${which}`;
}

/** That an answer shows the person as they were sent, the user name in its own case. */
export function shows(who: Person): readonly Expectation[] {
  return [
    has(who.userName, 'userName'),
    has(who.givenName, 'name', 'givenName'),
    has(who.familyName, 'name', 'familyName'),
    has(who.displayName, 'displayName'),
    has(who.externalId, 'externalId'),
    has(true, 'active'),
    element('emails', { type: 'work' }, { value: who.userName }),
  ];
}
