// A decision as data: everything that one request changes, so that the database can write it as one atomic
// batch, and what can stand in its way.

import type { JsonObject } from '../scim/resource/value.ts';
import type { Account, AccountEventType } from './account.ts';
import type { MemberDraft, MembershipChange } from './membership.ts';
import type { Stored, TypeName } from './stored.ts';

export type Change =
  | CreateChange
  | CreateUsersChange
  | CreateGroupsChange
  | UpdateChange
  | AccountOnlyChange
  | MembersChange
  | DeleteChange;

export interface CreateChange {
  readonly kind: 'create';
  readonly type: TypeName;
  readonly stored: Stored;
  readonly account?: AccountChange;
  readonly members?: MembershipChange;
}

/** Several new users at once: all or none. */
export interface CreateUsersChange {
  readonly kind: 'create-users';
  readonly users: readonly NewUser[];
}

export interface NewUser {
  readonly stored: Stored;
  readonly account: AccountChange;
}

/** Several new groups at once, each with its first members: all or none. */
export interface CreateGroupsChange {
  readonly kind: 'create-groups';
  readonly groups: readonly NewGroup[];
  /** Whether the tenant lets groups share names. */
  readonly mayShareNames: boolean;
  readonly now: string;
}

export interface NewGroup {
  readonly stored: Stored;
  /** By id, each once. */
  readonly members: readonly MemberDraft[];
}

/** Replaces the stored document, provided that its version is still the one before `stored.version`. */
export interface UpdateChange {
  readonly kind: 'update';
  readonly type: TypeName;
  readonly stored: Stored;
  /** What is replaced: what stays the same need not be written again. */
  readonly previous: Pick<Stored, 'resource' | 'sentName'>;
  readonly account?: AccountChange;
  readonly members?: MembershipChange;
}

/** Changes a user's account and nothing of the user, provided that he is still at this version. */
export interface AccountOnlyChange {
  readonly kind: 'account';
  readonly id: string;
  readonly expectedVersion: number;
  readonly account: AccountChange;
  readonly now: string;
}

/** Changes a group's members only. The version moves on when somebody really came or went. */
export interface MembersChange {
  readonly kind: 'members';
  readonly type: 'Group';
  readonly id: string;
  readonly members: MembershipChange;
  /** Given only where the client asked by `If-Match`. */
  readonly expectedVersion?: number;
  readonly now: string;
}

export interface DeleteChange {
  readonly kind: 'delete';
  readonly type: TypeName;
  readonly id: string;
  readonly expectedVersion: number;
  readonly account?: AccountChange;
  /** Of a user: the account that stays behind, as it is then. */
  readonly leaver?: Account;
  readonly now: string;
}

export interface AccountChange {
  readonly account: Account;
  /** Of a newcomer storage decides whether he was here before: his account is then restored instead of created. */
  readonly event: AccountEventType;
  /** How many more accounts are active afterwards. */
  readonly moreActive: -1 | 0 | 1;
  /** The user name as it was sent, folded: by it he is recognised who comes back. Undefined: as it was. */
  readonly sentName: string | undefined;
  /** What decided about the profile; undefined: what did before. */
  readonly decidedBy: JsonObject | undefined;
}

/** What rolled a batch back. `version`: somebody else changed the resource first. */
export type Refusal =
  | 'version'
  | 'user_name'
  | 'final_name'
  | 'seat_limit'
  | 'group_name'
  | 'group_exists'
  | 'members_known'
  | 'members_present';

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly version: number; readonly lastModified: string }
  | { readonly kind: 'refused'; readonly by: Refusal };
