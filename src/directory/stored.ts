// What a tenant's directory holds of one user or group, and what it answers of it. Pure records.

import type { Resource } from '../scim/resource/value.ts';
import type { Account } from './account.ts';

export type TypeName = 'User' | 'Group';

/** A user or group as it is kept: `resource` is without id, meta, groups and members. Times are ISO 8601 UTC. */
export interface Stored {
  readonly id: string;
  /** Of a user: his user name as it was sent, folded. */
  readonly sentName?: string;
  /** Counts from 1; one more with each change of the stored state. The entity tag is made of it. */
  readonly version: number;
  readonly created: string;
  readonly lastModified: string;
  readonly resource: Resource;
}

export interface Member {
  /** The id of a user or group of the same tenant. */
  readonly value: string;
  readonly type: TypeName;
  readonly display?: string;
}

export interface GroupReference {
  readonly value: string;
  readonly display: string;
}

/** A stored resource with the computed parts that the reader asked for; a part that was not asked for is absent. */
export interface Found extends Stored {
  readonly groups?: readonly GroupReference[];
  readonly members?: readonly Member[];
  /** The members behind these, in portions: of a large group `members` are the first ones only. */
  readonly moreMembers?: () => AsyncIterable<readonly Member[]>;
  readonly account?: Account;
}

/** Which computed parts are to be read along. */
export interface Wants {
  readonly groups?: boolean;
  readonly members?: boolean;
  readonly account?: boolean;
}
