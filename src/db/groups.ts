// A group's own row: everything but its members.

import { type SQL, sql } from 'drizzle-orm';
import type { Stored } from '../directory/stored.ts';
import { fold } from '../scim/fold.ts';
import { searchDocument } from '../scim/resource/search-document.ts';
import { type Resource, textOf } from '../scim/resource/value.ts';
import { groupType } from '../scim/schema/resource-type.ts';
import { groupNameGuard } from './guards.ts';
import { emptyHash } from './members/proof.ts';
import { nextSequence } from './outbox.ts';
import { param, statement } from './statement.ts';

type Columns = 'displayNameKey' | 'externalId' | 'document' | 'search';

const insert = statement<Columns | 'tenant' | 'id' | 'version' | 'created' | 'lastModified'>(sql`
  INSERT INTO groups (tenant, id, display_name_key, external_id, document, search, member_count, members_hash,
    version, created_at, last_modified)
  VALUES (${param('tenant')}, ${param('id')}, ${param('displayNameKey')}, ${param('externalId')},
    ${param('document')}, ${param('search')}, 0, ${sql.raw(`'${emptyHash}'`)},
    ${param('version')}, ${param('created')}, ${param('lastModified')})`);

const update = statement<Columns | 'tenant' | 'id' | 'version' | 'lastModified'>(sql`
  UPDATE groups SET display_name_key = ${param('displayNameKey')}, external_id = ${param('externalId')},
    document = ${param('document')}, search = ${param('search')}, version = ${param('version')},
    last_modified = ${param('lastModified')}
  WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

const remove = statement<'tenant' | 'id'>(
  sql`DELETE FROM groups WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
);

const current = statement<'tenant' | 'id'>(
  sql`SELECT version, last_modified FROM groups WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
);

/** The group of the row `g` as events tell of it. Its members' number and proof are given apart. */
export const groupState = (updatedAt: SQL, memberCount: SQL, membersHash: SQL): SQL =>
  sql`json_object('id', g.id, 'displayName', g.document ->> 'displayName', 'externalId', g.external_id,
    'createdAt', g.created_at, 'updatedAt', ${updatedAt}, 'memberCount', ${memberCount},
    'membersHash', ${membersHash})`;

/** Tells of the group as its row is by now. `type`: `group.created` or `group.updated`. */
export const groupEvent = statement<'tenant' | 'id' | 'type' | 'request' | 'token'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT g.tenant, ${nextSequence}, ${param('type')}, g.id,
    json_object('group', ${groupState(sql`g.last_modified`, sql`g.member_count`, sql`g.members_hash`)}),
    g.last_modified, ${param('request')}, ${param('token')}
  FROM groups g WHERE g.tenant = ${param('tenant')} AND g.id = ${param('id')}`);

/** Writes a new group whose name no other group has. */
export function insertGroup(db: D1Database, tenant: string, group: Stored): D1PreparedStatement[] {
  const { id, version, created, lastModified } = group;
  const row = columns(group);
  return [
    groupNameGuard(db, { tenant, id, displayNameKey: row.displayNameKey }),
    insert(db, { tenant, id, version, created, lastModified, ...row }),
  ];
}

/** Overwrites a group; a name that stays the same is not looked for. */
export function updateGroup(
  db: D1Database,
  tenant: string,
  group: Stored,
  previous: Resource,
): D1PreparedStatement[] {
  const { id, version, lastModified, resource } = group;
  const row = columns(group);
  const written = update(db, { tenant, id, version, lastModified, ...row });
  if (resource['displayName'] === previous['displayName']) return [written];
  return [groupNameGuard(db, { tenant, id, displayNameKey: row.displayNameKey }), written];
}

export function deleteGroup(db: D1Database, tenant: string, id: string): D1PreparedStatement[] {
  return [remove(db, { tenant, id })];
}

/** Reads where the group stands after the statements before it. */
export function groupVersion(db: D1Database, tenant: string, id: string): D1PreparedStatement {
  return current(db, { tenant, id });
}

function columns(group: Stored): Record<Columns, string | null> & { readonly displayNameKey: string } {
  const { document, search, ...keys } = recordOf(group);
  return { ...keys, document: JSON.stringify(document), search: JSON.stringify(search) };
}

/** What is kept beside a group's id, version, times and members, before it is JSON. */
export function recordOf({ resource }: Stored) {
  return {
    displayNameKey: fold(textOf(resource, 'displayName') ?? ''),
    externalId: textOf(resource, 'externalId') ?? null,
    document: resource,
    search: searchDocument(groupType, resource),
  };
}
