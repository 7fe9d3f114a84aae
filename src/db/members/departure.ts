// A deleted user or group leaves every group, in the batch that deletes it: each of these moves its version on,
// takes its new membership proof and tells of it.

import { sql } from 'drizzle-orm';
import { groupState } from '../groups.ts';
import { nextSequence } from '../outbox.ts';
import { param, statement } from '../statement.ts';
import { hashWithout } from './proof.ts';

const memberOf = sql`members m CROSS JOIN groups g ON g.tenant = m.tenant AND g.id = m.group_id`;

const groupAfter = groupState(
  sql`${param('now')}`,
  sql`g.member_count - 1`,
  hashWithout(sql`g.members_hash`, sql`m.member_id`),
);

const departureEvents = statement<'tenant' | 'member' | 'now' | 'request' | 'token'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT g.tenant, ${nextSequence} + row_number() OVER () - 1, 'group.members_changed', g.id,
    json_object('group', ${groupAfter},
      'added', json('[]'),
      'removed', json_array(json_object('value', m.member_id, 'accountId', a.id)), 'part', 1, 'parts', 1),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM ${memberOf} LEFT JOIN accounts a ON a.tenant = m.tenant AND a.user_id = m.member_id
  WHERE m.tenant = ${param('tenant')} AND m.member_id = ${param('member')}`);

const moveGroups = statement<'tenant' | 'member' | 'now'>(sql`
  UPDATE groups SET version = version + 1, last_modified = ${param('now')}, member_count = member_count - 1,
    members_hash = ${hashWithout(sql`members_hash`, sql`${param('member')}`)}
  WHERE tenant = ${param('tenant')} AND id IN (SELECT m.group_id FROM members m
    WHERE m.tenant = ${param('tenant')} AND m.member_id = ${param('member')})`);

const removeEverywhere = statement<'tenant' | 'member'>(
  sql`DELETE FROM members WHERE tenant = ${param('tenant')} AND member_id = ${param('member')}`,
);

const removeAll = statement<'tenant' | 'group'>(
  sql`DELETE FROM members WHERE tenant = ${param('tenant')} AND group_id = ${param('group')}`,
);

/** Ends all memberships of a user or group that is being deleted. */
export function leaveAllGroups(
  db: D1Database,
  tenant: string,
  member: string,
  cause: { readonly now: string; readonly request: string; readonly token: string | null },
): D1PreparedStatement[] {
  return [
    departureEvents(db, { tenant, member, ...cause }),
    moveGroups(db, { tenant, member, now: cause.now }),
    removeEverywhere(db, { tenant, member }),
  ];
}

/** Empties a group that is being deleted; `group.deleted` tells of it. */
export function removeAllMembers(db: D1Database, tenant: string, group: string): D1PreparedStatement {
  return removeAll(db, { tenant, group });
}
