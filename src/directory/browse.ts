// The port of who looks at a tenant's directory without being its identity provider: the application, an
// administrator. He may see everything of the tenant that he was let into; pages are known by their last entry.

import type { JsonObject } from '../scim/resource/value.ts';
import type { Account, AccountStatus } from './account.ts';
import type { Found, Member, TypeName } from './stored.ts';

/** How many members a group has, and the order-free hash of their ids (docs/decisions/016). */
export interface MembershipProof {
  readonly memberCount: number;
  /** 32 hexadecimal digits. */
  readonly membersHash: string;
}

/** Of users with their groups; of groups with their proof, and without their members. */
export type Browsed = Found & { readonly proof?: MembershipProof };

export interface BrowsedMember extends Member {
  /** Null for a group. */
  readonly accountId: string | null;
}

/** An account as the application sees it, with the roles that its user's groups give. */
export type BrowsedAccount = Account & { readonly roles: readonly string[] };

/**
 * With what decided about its profile: `{kind, rule, requestId, tokenId, at}`, null for an account that is older. And
 * since when it is frozen; null unless it is.
 */
export type ExplainedAccount = BrowsedAccount & {
  readonly decidedBy: JsonObject | null;
  readonly frozenAt: string | null;
};

export interface AccountFilter {
  readonly matches: (account: BrowsedAccount) => boolean;
  /** Whether it hangs on roles, which cost more than all the rest. */
  readonly asksRoles: boolean;
  /** What every match has. */
  readonly lookUp?: AccountLookUp;
}

/** `value`: a user name or e-mail address is folded. */
export interface AccountLookUp {
  readonly attribute: 'id' | 'userId' | 'externalId' | 'userName' | 'email';
  readonly value: string;
}

export interface AccountsQuery {
  readonly status?: AccountStatus | undefined;
  readonly profile?: string | undefined;
  readonly filter?: AccountFilter | undefined;
  /** The id of the last account of the page before, '' for the first page. */
  readonly after: string;
  readonly limit: number;
}

export interface AccountsPage {
  readonly accounts: readonly BrowsedAccount[];
  /** The id that the next page goes on behind; null at the end. With a filter a page may be short, or empty, before. */
  readonly next: string | null;
  /** The number of the newest event that these accounts know of. */
  readonly sequence: number;
}

/** Two accounts, of a leaver and of a living user, that may be one person's. */
export interface Suggestion {
  readonly leaver: BrowsedAccount;
  readonly newcomer: BrowsedAccount;
  /** What they share. */
  readonly because: readonly ('userName' | 'email')[];
}

/** A suggestion's place among all: when somebody left, his account, the newcomer's. */
export interface SuggestionPlace {
  readonly leftAt: string;
  readonly leaver: string;
  readonly newcomer: string;
}

export interface SuggestionsQuery {
  readonly after: SuggestionPlace | undefined;
  readonly limit: number;
}

/** A page may be short, or empty, before the end, where few of many leavers look like somebody. */
export interface SuggestionsPage {
  readonly suggestions: readonly Suggestion[];
  readonly next: SuggestionPlace | null;
}

/** One entry more than asked for says that there are more. */
export interface Browser {
  /** In creation order, behind `after`: the `place` of the page's last entry, 0 for the first page. */
  list(
    type: TypeName,
    after: number,
    limit: number,
  ): Promise<readonly { readonly place: number; readonly found: Browsed }[]>;
  find(type: TypeName, id: string): Promise<Browsed | undefined>;
  /** By id. */
  accounts(query: AccountsQuery): Promise<AccountsPage>;
  account(id: string): Promise<ExplainedAccount | undefined>;
  suggestions(query: SuggestionsQuery): Promise<SuggestionsPage>;
  /** By id, behind the id `after`, '' for the first page. */
  members(group: string, after: string, limit: number): Promise<readonly BrowsedMember[]>;
}
