// From rows, as D1 hands them out, to the directory's records.

import type { Account, AccountStatus } from '../directory/account.ts';
import type { Found, GroupReference, Member, TypeName } from '../directory/stored.ts';
import type { Resource } from '../scim/resource/value.ts';

export interface ResourceRow {
  readonly id: string;
  readonly version: number;
  readonly created_at: string;
  readonly last_modified: string;
  readonly document: string;
  /** Of users, where one is read by id. */
  readonly user_name_key?: string;
  /** JSON list of `{value, display}`; only where a user's groups were asked for. */
  readonly groups?: string | null;
}

export interface MemberRow {
  readonly member_id: string;
  readonly type: TypeName;
  readonly display: string | null;
}

export interface AccountRow {
  readonly id: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly display_name: string | null;
  readonly email: string | null;
  readonly external_id: string | null;
  readonly status: AccountStatus;
  readonly profile: string | null;
  readonly quota_gb: number | null;
  readonly storage: string | null;
  readonly attributes: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export function foundOf(row: ResourceRow): Found {
  return {
    id: row.id,
    version: row.version,
    created: row.created_at,
    lastModified: row.last_modified,
    resource: JSON.parse(row.document) as Resource,
    ...(row.user_name_key !== undefined && { sentName: row.user_name_key }),
    ...(row.groups && { groups: JSON.parse(row.groups) as readonly GroupReference[] }),
  };
}

export function memberOf(row: MemberRow): Member {
  return { value: row.member_id, type: row.type, ...(row.display !== null && { display: row.display }) };
}

export function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    userId: row.user_id,
    userName: row.user_name,
    displayName: row.display_name,
    email: row.email,
    externalId: row.external_id,
    status: row.status,
    profile: row.profile,
    quotaGb: row.quota_gb,
    storage: row.storage,
    attributes: JSON.parse(row.attributes),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
