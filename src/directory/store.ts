// The port to what keeps a tenant's directory. It is opened for one tenant and one token: it refuses by
// itself (401) once the token is dead, and tells (`StaleSettings`) when the settings that it was opened with
// are no longer the tenant's.

import type { BoundFilter } from '../scim/filter/bind.ts';
import type { Change, CommitOutcome } from './change.ts';
import type { Found, TypeName, Wants } from './stored.ts';

export interface ListQuery {
  readonly type: TypeName;
  readonly filter?: BoundFilter;
  /** Counts from 1 (RFC 7644 §3.4.2.4). */
  readonly startIndex: number;
  readonly count: number;
  readonly wants: Wants;
  /** The tenant's SCIM base URL: filters may ask for `meta.location` and `$ref`, which are made from it. */
  readonly baseUrl: string;
}

export interface ListPage {
  readonly totalResults: number;
  readonly resources: readonly Found[];
}

export interface Store {
  /** Only asks whether the token lives and the settings are current. */
  verify(): Promise<void>;
  /** Undefined when there is none such in this tenant. */
  find(type: TypeName, id: string, wants: Wants): Promise<Found | undefined>;
  /** In creation order. */
  list(query: ListQuery): Promise<ListPage>;
  /** All of the change or nothing of it. */
  commit(change: Change): Promise<CommitOutcome>;
  /** Which of these ids belong to no user or group of the tenant. */
  unknownMembers(ids: readonly string[]): Promise<readonly string[]>;
}

/** Thrown by a store whose tenant has other settings by now: open another one and repeat. Nothing was written. */
export class StaleSettings extends Error {
  override readonly name = 'StaleSettings';
}
