// The people and groups of a rehearsal. Their names carry the client and the run, so that two runs never meet and
// an administrator who finds a leftover knows where it came from.

import { type Expectation, element, has } from './expect.ts';
import type { Stage } from './stage.ts';

/** Somebody who exists only for one run. */
export interface Person {
  readonly userName: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly externalId: string;
  readonly password: string;
}

/** What a client may map to user names: the address, or something shorter where the server wants no addresses. */
export const namings = {
  address: (name: string) => `${name}@example.com`,
  prefix: (name: string) => name,
  lowerCase: (name: string) => name.toLowerCase(),
  lettersAndDigits: (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, ''),
} as const;

export type Naming = keyof typeof namings;

/** The user name of the person called `who`. */
export function userNameOf(
  { client, run, naming }: { readonly client: { readonly name: string }; run: string; naming: Naming },
  who: string,
): string {
  return namings[naming](`Rehearse.${client.name}.${run}.${who}`);
}

/** The person called `who` in this run. */
export function person(stage: Stage, who: string): Person {
  return {
    userName: userNameOf(stage, who),
    email: userNameOf({ ...stage, naming: 'address' }, who),
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
    element('emails', { type: 'work' }, { value: who.email }),
  ];
}

/** That the attribute has its new value; where the server is known to keep the first one, that is remarked instead. */
export function becomes(stage: Stage, value: string, ...path: readonly string[]): Expectation {
  const name = path.join('.');
  if (!stage.keepsFirst(name)) return has(value, ...path);
  stage.remark(`${name} stays as it was created, as the settings say`);
  return () => [];
}
