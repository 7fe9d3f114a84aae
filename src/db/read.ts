// Reading users and groups: one by id, or a page in creation order. One statement answers for a resource with
// the groups of a user; a group's members are read apart, and only where they are wanted.

import { type SQL, sql } from 'drizzle-orm';
import type { ListQuery } from '../directory/store.ts';
import type { TypeName, Wants } from '../directory/stored.ts';
import { where } from './filter/where.ts';
import { createParameters, type Parameters } from './parameters.ts';
import { param, prepare, statement } from './statement.ts';

const own = sql.raw('id, version, created_at, last_modified, document');
const withGroups = sql`${own}, (
  SELECT json_group_array(json_object('value', g.id, 'display', g.document ->> 'displayName'))
  FROM members m CROSS JOIN groups g ON g.tenant = m.tenant AND g.id = m.group_id
  WHERE m.tenant = users.tenant AND m.member_id = users.id) AS "groups"`;

const byId = {
  user: statement<'tenant' | 'id'>(
    sql`SELECT ${own} FROM users WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
  ),
  userWithGroups: statement<'tenant' | 'id'>(
    sql`SELECT ${withGroups} FROM users WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
  ),
  group: statement<'tenant' | 'id'>(
    sql`SELECT ${own} FROM groups WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
  ),
} as const;

export function selectById(
  db: D1Database,
  tenant: string,
  type: TypeName,
  id: string,
  wants: Wants,
): D1PreparedStatement {
  if (type === 'Group') return byId.group(db, { tenant, id });
  return (wants.groups ? byId.userWithGroups : byId.user)(db, { tenant, id });
}

/** The members of one group, by id. */
export const membersOfGroup = statement<'tenant' | 'group'>(sql`
  SELECT member_id, type, display FROM members
  WHERE tenant = ${param('tenant')} AND group_id = ${param('group')} ORDER BY member_id`);

/** The members of several groups. `groups`: JSON list of ids. */
export const membersOfGroups = statement<'tenant' | 'groups'>(sql`
  SELECT m.group_id, m.member_id, m.type, m.display FROM json_each(${param('groups')}) j
  CROSS JOIN members m ON m.tenant = ${param('tenant')} AND m.group_id = j.value ORDER BY m.group_id, m.member_id`);

/** Which of the ids (JSON list) are neither a user nor a group of the tenant. */
export const unknownIds = statement<'tenant' | 'ids'>(sql`
  SELECT DISTINCT j.value AS id FROM json_each(${param('ids')}) j
  WHERE NOT EXISTS (SELECT 1 FROM users WHERE tenant = ${param('tenant')} AND id = j.value)
    AND NOT EXISTS (SELECT 1 FROM groups WHERE tenant = ${param('tenant')} AND id = j.value)`);

/** One row more than the page holds, so that its end is known without counting. */
export function selectPage(db: D1Database, tenant: string, query: ListQuery): D1PreparedStatement {
  const columns = query.type === 'User' && query.wants.groups ? withGroups : own;
  return prepareList(
    db,
    tenant,
    query,
    (from, bind) =>
      sql`SELECT ${columns} FROM ${from} ORDER BY place LIMIT ${bind(query.count + 1)} OFFSET ${bind(query.startIndex - 1)}`,
  );
}

export function selectTotal(db: D1Database, tenant: string, query: ListQuery): D1PreparedStatement {
  return prepareList(db, tenant, query, (from) => sql`SELECT count(*) AS total FROM ${from}`);
}

function prepareList(
  db: D1Database,
  tenant: string,
  { type, filter, baseUrl }: ListQuery,
  select: (from: SQL, bind: Parameters['add']) => SQL,
): D1PreparedStatement {
  const parameters = createParameters();
  const table = sql.raw(type === 'User' ? 'users' : 'groups');
  const condition = filter ? sql` AND (${where({ type, tenant, baseUrl, parameters }, filter)})` : sql``;
  const from = sql`${table} WHERE tenant = ${parameters.add(tenant)}${condition}`;
  return prepare(db, select(from, parameters.add), parameters);
}
