// Many new groups in a handful of statements, and the question which of them are there already. Their first members:
// `members/newcomers`.

import { type SQL, sql } from 'drizzle-orm';
import type { NewGroup } from '../directory/change.ts';
import { groupState, recordOf } from './groups.ts';
import { listsOf } from './json-lists.ts';
import { addNewcomers } from './members/newcomers.ts';
import { emptyHash } from './members/proof.ts';
import { nextSequence } from './outbox.ts';
import { param, statement } from './statement.ts';

const field = (name: string) => sql.raw(`j.value ->> '$.${name}'`);

const insertGroups = statement<'tenant' | 'groups' | 'now'>(sql`
  INSERT INTO groups (tenant, id, display_name_key, external_id, document, search, member_count, members_hash,
    version, created_at, last_modified)
  SELECT ${param('tenant')}, ${field('id')}, ${field('displayNameKey')}, ${field('externalId')},
    j.value -> '$.document', j.value -> '$.search', 0, ${sql.raw(`'${emptyHash}'`)}, 1, ${param('now')}, ${param('now')}
  FROM json_each(${param('groups')}) j`);

/** The groups `g` that have the externalId of the new one `j`. */
const sameExternalId = sql`groups g INDEXED BY groups_external_id
  WHERE g.tenant = ${param('tenant')} AND g.external_id = ${field('externalId')}`;

/** Those that have its name; where names are shared, two that both have an externalId are two. */
const sameName = sql`groups g INDEXED BY groups_display_name
  WHERE g.tenant = ${param('tenant')} AND g.display_name_key = ${field('displayNameKey')}
    AND (NOT ${param('mayShareNames')} OR g.external_id IS NULL OR ${field('externalId')} IS NULL)`;

const two = (groups: SQL) =>
  sql`(SELECT json_group_array(t.id) FROM (SELECT g.id FROM ${groups} ORDER BY g.place LIMIT 2) t)`;

/** `groups`: JSON list of `GroupKey`. `ids`: JSON list. */
export const groupsLike = statement<'tenant' | 'groups' | 'mayShareNames'>(sql`
  SELECT ${field('id')} AS id, coalesce(nullif(${two(sameExternalId)}, '[]'), ${two(sameName)}) AS ids
  FROM json_each(${param('groups')}) j`);

const isAnother = sql`AND g.id <> ${field('id')}`;

/** Each of them is still the only one. */
const newGroupsGuard = statement<'tenant' | 'groups' | 'mayShareNames'>(sql`
  INSERT INTO guards (broken) SELECT 'group_name_free' WHERE EXISTS (SELECT 1 FROM json_each(${param('groups')}) j
    WHERE EXISTS (SELECT 1 FROM ${sameExternalId} ${isAnother}) OR EXISTS (SELECT 1 FROM ${sameName} ${isAnother}))`);

const tellOfNew = statement<'tenant' | 'groups' | 'now' | 'request' | 'token'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT g.tenant, ${nextSequence} + j.key, 'group.created', g.id,
    json_object('group', ${groupState(sql`g.last_modified`, sql`g.member_count`, sql`g.members_hash`)}),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM json_each(${param('groups')}) j CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = j.value`);

/** Writes the groups with an event each, and then their first members with theirs. */
export function insertNewGroups(
  db: D1Database,
  tenant: string,
  groups: readonly NewGroup[],
  { mayShareNames, marksDue }: { readonly mayShareNames: boolean; readonly marksDue: boolean },
  cause: { readonly now: string; readonly request: string; readonly token: string | null },
): D1PreparedStatement[] {
  const records = groups.map(({ stored }) => ({ id: stored.id, ...recordOf(stored) }));
  const keys = records.map(({ id, displayNameKey, externalId }) => ({ id, displayNameKey, externalId }));
  const ids = JSON.stringify(records.map(({ id }) => id));
  return [
    ...listsOf(records).map((list) => insertGroups(db, { tenant, groups: list, now: cause.now })),
    ...listsOf(keys).map((list) =>
      newGroupsGuard(db, { tenant, groups: list, mayShareNames: Number(mayShareNames) }),
    ),
    tellOfNew(db, { tenant, groups: ids, ...cause }),
    ...addNewcomers(db, tenant, groups, marksDue, cause),
  ];
}
