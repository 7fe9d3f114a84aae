// Reading one user or group by id. One statement answers for a user with his groups; a group's members are read
// apart, and only where they are wanted. Lists: `db/list`.

import { sql } from 'drizzle-orm';
import type { TypeName, Wants } from '../directory/stored.ts';
import { groupsOfUser, ownColumns } from './row-columns.ts';
import { param, statement } from './statement.ts';

const own = sql.raw(ownColumns);
const groups = sql.raw(groupsOfUser);

const byId = {
  user: statement<'tenant' | 'id'>(
    sql`SELECT ${own}, user_name_key FROM users WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
  ),
  userWithGroups: statement<'tenant' | 'id'>(
    sql`SELECT ${own}, user_name_key, ${groups} AS "groups" FROM users WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
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

/** The members of one group behind an id ('' for the first ones), by id. */
export const membersOfGroup = statement<'tenant' | 'group' | 'after' | 'limit'>(sql`
  SELECT member_id, type, display FROM members
  WHERE tenant = ${param('tenant')} AND group_id = ${param('group')} AND member_id > ${param('after')}
  ORDER BY member_id LIMIT ${param('limit')}`);

/** The members of several groups. `groups`: JSON list of ids. */
export const membersOfGroups = statement<'tenant' | 'groups'>(sql`
  SELECT m.group_id, m.member_id, m.type, m.display FROM json_each(${param('groups')}) j
  CROSS JOIN members m ON m.tenant = ${param('tenant')} AND m.group_id = j.value ORDER BY m.group_id, m.member_id`);

/** Which of the ids (JSON list) are neither a user nor a group of the tenant. */
export const unknownIds = statement<'tenant' | 'ids'>(sql`
  SELECT DISTINCT j.value AS id FROM json_each(${param('ids')}) j
  WHERE NOT EXISTS (SELECT 1 FROM users WHERE tenant = ${param('tenant')} AND id = j.value)
    AND NOT EXISTS (SELECT 1 FROM groups WHERE tenant = ${param('tenant')} AND id = j.value)`);
