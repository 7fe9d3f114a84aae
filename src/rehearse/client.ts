// An identity provider as data: its headers, its bodies, its way to look somebody up, and the steps that it plays.
// What a step may do is the stage's; playing them is the player's.

import type { JsonObject } from './json.ts';
import type { Person } from './person.ts';
import type { Stage } from './stage.ts';

/** One line of the checklist: requests, and what must be true of the answers. It throws when that is not so. */
export interface Step {
  /** In words that an administrator understands. */
  readonly name: string;
  /** The rule that the step asserts, with its section; said when the step fails, together with what was sent. */
  readonly rule?: string;
  readonly play: (stage: Stage) => Promise<void>;
}

/** One client of a SCIM server. A further one is one more file and one more line in `clients.ts`. */
export interface Client {
  /** As it is chosen on the command line. */
  readonly name: string;
  /** As it is called in print. */
  readonly title: string;
  /** Sent with every request, beside `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent with every body. */
  readonly contentType: string;
  /** The path and query of a look-up. */
  readonly lookUp: (collection: Collection, filter: string) => string;
  /** The body of POST /Users. */
  readonly newUser: (person: Person) => JsonObject;
  /** The body of POST /Groups. */
  readonly newGroup: (displayName: string) => JsonObject;
  readonly steps: readonly Step[];
}

/** The two endpoints that resources are made at. */
export type Collection = '/Users' | '/Groups';
