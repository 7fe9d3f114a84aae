// Whom another assignment of roles to groups would give a role, and whom it would take one from.

import { sql } from 'drizzle-orm';
import type { GroupRole } from '../policy/roles.ts';
import { param, statement } from './statement.ts';

const holders = (roles: string) => sql`
  SELECT DISTINCT m.member_id AS id, r.value ->> 'role' AS role
  FROM json_each(${param(roles)}) r
  CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.display_name_key = r.value ->> 'group'
  CROSS JOIN members m ON m.tenant = g.tenant AND m.group_id = g.id AND m.type = 'User'`;

const compared = statement<'tenant' | 'before' | 'after'>(sql`
  WITH had AS MATERIALIZED (${holders('before')}), has AS MATERIALIZED (${holders('after')})
  SELECT role, sum(gained) AS gained, sum(1 - gained) AS lost
  FROM (SELECT role, 1 AS gained FROM (SELECT * FROM has EXCEPT SELECT * FROM had)
    UNION ALL SELECT role, 0 FROM (SELECT * FROM had EXCEPT SELECT * FROM has))
  GROUP BY role ORDER BY role`);

export interface RoleChange {
  readonly role: string;
  /** Users. */
  readonly gained: number;
  readonly lost: number;
}

/** Roles that somebody would gain or lose. */
export async function compareRoles(
  db: D1Database,
  tenant: string,
  before: readonly GroupRole[],
  after: readonly GroupRole[],
): Promise<readonly RoleChange[]> {
  const lists = { before: JSON.stringify(before), after: JSON.stringify(after) };
  const { results } = await compared(db, { tenant, ...lists }).run<{
    role: string;
    gained: number;
    lost: number;
  }>();
  return results.map(({ role, gained, lost }) => ({ role, gained, lost }));
}
