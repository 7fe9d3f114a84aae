// What a tenant's policy decides about a user, as functions that come in from outside. The directory keeps what is
// decided; why it was decided so is the policy's business.

import type { JsonObject, Resource } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { Account, Provisioned } from './account.ts';
import type { GroupReference } from './stored.ts';

/** A user as he is let in. */
export interface Admitted {
  /** As it is stored. */
  readonly resource: Resource;
  /** His user name as it was sent, folded: by it he is looked up, whatever became of it. */
  readonly sentName: string;
}

export interface Decision extends Admitted {
  /** All that is known of him at this moment, also what is not kept. */
  readonly facts: Resource;
}

export interface UserPolicy {
  /** By which users are stored, shown and filtered. */
  readonly userType: StoredType;
  /** By which bodies and patches are read: it knows attributes too that are not kept. */
  readonly readingType: StoredType;
  /** How many accounts may be active; null: any number. */
  readonly seatLimit: number | null;
  /** Whether some rule asks for a user's groups: then they are read before it is asked. */
  readonly asksForGroups: boolean;
  /** `sent`: the whole user as he would be. Errors: `ScimError` 400. */
  admit(sent: Resource, previous: Admitted | undefined): Decision;
  /** What the account is to be, and what decided about its profile; undefined: what did before. */
  provision(
    decision: Decision,
    previous: Account | undefined,
    groups?: readonly GroupReference[],
  ): { readonly account: Provisioned; readonly decidedBy: JsonObject | undefined };
}
