// The port to what keeps a tenant's directory. It is opened for one tenant and one token: it refuses by
// itself (401) once the token is dead, and tells (`StaleSettings`) when the settings that it was opened with
// are no longer the tenant's.

import type { BoundFilter } from '../scim/filter/bind.ts';
import type { AttributePath } from '../scim/schema/path.ts';
import type { Change, CommitOutcome } from './change.ts';
import type { Found, TypeName, Wants } from './stored.ts';

/** One resource type in a list, with what of it is asked. */
export interface ListSource {
  readonly type: TypeName;
  /** The URNs of its schemas, the core schema first. */
  readonly schemas: readonly string[];
  readonly filter?: BoundFilter;
  /** A simple attribute or sub-attribute; of a multi-valued one the primary value counts, else the first. */
  readonly sortBy?: AttributePath;
}

/** By number (RFC 7644 §3.4.2.4), counting from 1, or by cursor (RFC 9865), '' for the first page. */
export type PageRequest =
  | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
  | { readonly kind: 'cursor'; readonly cursor: string; readonly count: number };

export interface ListQuery {
  /** Unsorted, all of the first type stand before all of the next, each in creation order. */
  readonly sources: readonly ListSource[];
  readonly sortOrder: 'ascending' | 'descending';
  readonly page: PageRequest;
  readonly wants: Wants;
  /** The tenant's SCIM base URL: filters may ask for `meta.location` and `$ref`, which are made from it. */
  readonly baseUrl: string;
  /** The same text for the same query, whatever the page: walks through pages are known by it. Few queries need it. */
  readonly identity: () => string;
}

export type Listed = Found & { readonly type: TypeName };

export interface ListPage {
  /** While a client walks through the pages at least what was before this one and what remains; on the last page exact. */
  readonly totalResults: number;
  readonly resources: readonly Listed[];
  /** How many resources there are on the page, those of `more` included. */
  readonly length: number;
  /** The resources behind these, in portions: the members of many groups are not read at once. */
  readonly more?: () => AsyncIterable<readonly Listed[]>;
  /** With cursors, unless this is the last page. */
  readonly nextCursor?: string;
}

/** A user by his name, folded: as it was sent, and as it is shown. */
export interface Namesake {
  readonly id: string;
  readonly sentName: string;
  readonly finalName: string;
}

/** What a new group is known by. With `mayShareNames`, groups that both have an externalId are not one by their name. */
export interface GroupKey {
  readonly id: string;
  /** Folded. */
  readonly displayNameKey: string;
  readonly externalId: string | null;
}

export interface Store {
  /** Only asks whether the token lives and the settings are current. */
  verify(): Promise<void>;
  /** Undefined when there is none such in this tenant. */
  find(type: TypeName, id: string, wants: Wants): Promise<Found | undefined>;
  /** Rows that match throughout a walk are neither skipped nor repeated. Errors: 400 for cursors. */
  list(query: ListQuery): Promise<ListPage>;
  /**
   * Which groups each of these would be one with: those with its externalId, else those with its name. Two at most,
   * by the ids of the keys.
   */
  groupsLike(
    keys: readonly GroupKey[],
    mayShareNames: boolean,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * Whom each reference means: the user or group with that id, else the users with that externalId (two at most), else
   * the user of that name. Ids.
   */
  referents(references: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** All of the change or nothing of it. */
  commit(change: Change): Promise<CommitOutcome>;
  /** Who has one of these folded user names, and how many accounts are active. */
  namesakes(
    names: readonly string[],
  ): Promise<{ readonly people: readonly Namesake[]; readonly activeAccounts: number }>;
  /** The accounts' ids, by the ids of their users. */
  accountIds(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Which of these ids belong to no user or group of the tenant. */
  unknownMembers(ids: readonly string[]): Promise<readonly string[]>;
}

/** Thrown by a store whose tenant has other settings by now: open another one and repeat. Nothing was written. */
export class StaleSettings extends Error {
  override readonly name = 'StaleSettings';
}
