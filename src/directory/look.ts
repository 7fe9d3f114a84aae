// The port of an administrator who looks through a tenant: its people, groups, events and figures. A page is known by
// its last entry, and looks at so many entries and no more, so that the last one costs what the first one does.

import type { JsonObject } from '../scim/resource/value.ts';
import type { Account, AccountStatus } from './account.ts';
import type { MembershipProof } from './browse.ts';

/** By name, or who changed last first. */
export const listOrders = ['name', 'name-descending', 'changed'] as const;
export type ListOrder = (typeof listOrders)[number];

export interface PeopleFilter {
  readonly status?: AccountStatus | undefined;
  readonly profile?: string | undefined;
  /** A stored attribute and its value, as it is spelled. */
  readonly attribute?: { readonly name: string; readonly value: string } | undefined;
}

/** Where a page of people ended. `tie`: what tells entries with the same key apart. */
export interface PeoplePlace {
  readonly key: string;
  readonly isLeaver: boolean;
  readonly tie: string;
}

export interface PeopleQuery extends PeopleFilter {
  readonly order: ListOrder;
  /** Undefined for the first page. */
  readonly after: PeoplePlace | undefined;
  readonly limit: number;
}

/** An account as lists show it; whose user is gone has `leftAt`. */
export type Person = Omit<Account, 'attributes' | 'externalId' | 'updatedAt'> & {
  readonly changedAt: string;
  /** Since when it is frozen; null unless it is. */
  readonly frozenAt: string | null;
  readonly leftAt: string | null;
};

/** With a filter a page may be short, or empty, and not the last: `next` is null at the end only. */
export interface PeoplePage {
  readonly people: readonly Person[];
  readonly next: PeoplePlace | null;
}

export interface ListedGroup extends MembershipProof {
  readonly id: string;
  readonly displayName: string;
  readonly createdAt: string;
  readonly changedAt: string;
}

export interface GroupsQuery {
  /** What the name begins with, folded; '' for all. */
  readonly prefix: string;
  readonly order: ListOrder;
  readonly after: { readonly key: string; readonly place: number } | undefined;
  readonly limit: number;
}

export interface GroupsPage {
  readonly groups: readonly ListedGroup[];
  readonly next: { readonly key: string; readonly place: number } | null;
}

/** A member by name. `accountId`: null for a group. */
export interface NamedMember {
  readonly id: string;
  readonly type: 'User' | 'Group';
  readonly name: string | null;
  readonly userName: string | null;
  readonly accountId: string | null;
  readonly status: AccountStatus | null;
}

/** Whose request something comes from: a token's, somebody's by hand, or nobody's. */
export interface Cause {
  readonly requestId: string;
  readonly token: { readonly name: string; readonly lastFour: string } | null;
  readonly by: {
    readonly action: string;
    readonly actor: { readonly kind: string; readonly name: string };
  } | null;
}

export interface Happening {
  readonly sequence: number;
  readonly type: string;
  /** Of the account or group. */
  readonly subject: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly data: JsonObject;
  readonly cause: Cause;
}

export interface Happenings {
  /** The newest first. */
  readonly events: readonly Happening[];
  /** Older ones have lower numbers than this; null where none are kept. */
  readonly next: number | null;
}

export interface ReportFilter {
  readonly status?: AccountStatus | undefined;
  readonly profile?: string | undefined;
}

/** Accounts that were made in one month (`2026-11`), have the same status and profile, and are frozen or not. */
export interface ReportCell {
  readonly month: string;
  readonly status: AccountStatus;
  readonly isFrozen: boolean;
  readonly profile: string | null;
  readonly accounts: number;
  /** What they may hold together; accounts without a bound count 0. */
  readonly quotaGb: number;
}

/** Errors of each: whatever storage throws. */
export interface Look {
  people(query: PeopleQuery): Promise<PeoplePage>;
  /** Whose user name, display name or e-mail address begins so (folded), or who has that very id (`exact`); by name. */
  search(
    text: { readonly folded: string; readonly exact: string },
    filter: PeopleFilter,
    limit: number,
  ): Promise<{ readonly people: readonly Person[]; readonly isCut: boolean }>;
  groups(query: GroupsQuery): Promise<GroupsPage>;
  /** By id, behind the id `after`, '' for the first page; one more than the page holds says that there are more. */
  members(group: string, after: string, limit: number): Promise<readonly NamedMember[]>;
  /** Below the number `before`. Their data is cut to what a line tells. */
  events(before: number, types: readonly string[] | undefined, limit: number): Promise<Happenings>;
  /** Of one account or group, whole. */
  eventsOf(subject: string, before: number, limit: number): Promise<Happenings>;
  /** Since which event somebody is a member, of groups whose newest events still say so; by the group's id. */
  joined(
    user: string,
    groups: readonly string[],
  ): Promise<ReadonlyMap<string, Pick<Happening, 'at' | 'cause'>>>;
  causeOf(requestId: string, tokenId: string | null): Promise<Cause>;
  /** A rule of a version of the settings, by its place; undefined when that version is no longer kept. */
  ruleOf(version: number, rule: number): Promise<string | undefined>;
  report(filter: ReportFilter): Promise<readonly ReportCell[]>;
}
