// Membership as rows. A change costs what it names, whatever the size of the group: ids travel as one JSON
// parameter, and who really came or went is found in SQL, in the same batch that writes it. `CROSS JOIN`
// keeps the planner from turning the join with `json_each` inside out, which would scan the tenant.

import { sql } from 'drizzle-orm';
import type { MembershipChange } from '../directory/membership.ts';
import { membersKnownGuard } from './guards.ts';
import { nextSequence } from './outbox.ts';
import { param, statement } from './statement.ts';

/** At most so many ids in one event; more make several, numbered `part` of `parts`. */
const idsPerEvent = 500;

/** Those of `add` who are no members yet; those of `remove` who are; with base `none`, all members not in `add`. */
const difference = {
  present: sql`
    SELECT j.value ->> 'value' AS id, 1 AS added FROM json_each(${param('add')}) j
    WHERE NOT EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${param('tenant')}
      AND m.group_id = ${param('group')} AND m.member_id = j.value ->> 'value')
    UNION ALL
    SELECT m.member_id, 0 FROM json_each(${param('remove')}) j CROSS JOIN members m
      ON m.tenant = ${param('tenant')} AND m.group_id = ${param('group')} AND m.member_id = j.value`,
  none: sql`
    SELECT j.value ->> 'value' AS id, 1 AS added FROM json_each(${param('add')}) j
    WHERE NOT EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${param('tenant')}
      AND m.group_id = ${param('group')} AND m.member_id = j.value ->> 'value')
    UNION ALL
    SELECT m.member_id, 0 FROM members m WHERE m.tenant = ${param('tenant')} AND m.group_id = ${param('group')}
      AND m.member_id NOT IN (SELECT j.value ->> 'value' FROM json_each(${param('add')}) j)`,
} as const;

type ChangeNames = 'tenant' | 'group' | 'add' | 'remove';
type CauseNames = 'now' | 'request' | 'token';

const eventsOf = (base: keyof typeof difference) =>
  statement<ChangeNames | CauseNames>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  WITH numbered AS (
    SELECT d.id, d.added, a.id AS account, (row_number() OVER () - 1) / ${sql.raw(String(idsPerEvent))} AS part,
      (count(*) OVER () - 1) / ${sql.raw(String(idsPerEvent))} + 1 AS parts
    FROM (${difference[base]}) d
    LEFT JOIN accounts a ON a.tenant = ${param('tenant')} AND a.user_id = d.id
  )
  SELECT g.tenant, ${nextSequence} + n.part, 'group.members_changed', g.id,
    json_object('group', json_object('id', g.id, 'displayName', g.document ->> 'displayName',
        'externalId', g.external_id, 'createdAt', g.created_at, 'updatedAt', ${param('now')}),
      'added', json_group_array(json_object('value', n.id, 'accountId', n.account)) FILTER (WHERE n.added),
      'removed', json_group_array(json_object('value', n.id, 'accountId', n.account)) FILTER (WHERE NOT n.added),
      'part', n.part + 1, 'parts', n.parts),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM numbered n CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = ${param('group')}
  GROUP BY n.part`);

const touchOf = (base: keyof typeof difference) =>
  statement<ChangeNames | 'now'>(sql`
  UPDATE groups SET version = version + 1, last_modified = ${param('now')}
  WHERE tenant = ${param('tenant')} AND id = ${param('group')} AND EXISTS (${difference[base]})`);

const changeEvents = { present: eventsOf('present'), none: eventsOf('none') } as const;
const touch = { present: touchOf('present'), none: touchOf('none') } as const;

const removeListed = statement<'tenant' | 'group' | 'remove'>(sql`
  DELETE FROM members WHERE tenant = ${param('tenant')} AND group_id = ${param('group')}
    AND member_id IN (SELECT j.value FROM json_each(${param('remove')}) j)`);

const removeOthers = statement<'tenant' | 'group' | 'add'>(sql`
  DELETE FROM members WHERE tenant = ${param('tenant')} AND group_id = ${param('group')}
    AND member_id NOT IN (SELECT j.value ->> 'value' FROM json_each(${param('add')}) j)`);

const insertListed = statement<'tenant' | 'group' | 'add'>(sql`
  INSERT INTO members (tenant, group_id, member_id, type, display)
  SELECT ${param('tenant')}, ${param('group')}, j.value ->> 'value',
    CASE WHEN EXISTS (SELECT 1 FROM users u WHERE u.tenant = ${param('tenant')} AND u.id = j.value ->> 'value')
      THEN 'User' ELSE 'Group' END,
    j.value ->> 'display'
  FROM json_each(${param('add')}) j WHERE true
  ON CONFLICT DO NOTHING`);

/**
 * Writes a change of one group's members. `bumpVersion`: the group's version moves on when somebody really
 * came or went; not wanted where the document changes in the same batch and moves it anyway.
 */
export function changeMembers(
  db: D1Database,
  tenant: string,
  group: string,
  change: MembershipChange,
  cause: { readonly now: string; readonly request: string; readonly token: string | null },
  bumpVersion: boolean,
): D1PreparedStatement[] {
  const values = { tenant, group, add: JSON.stringify(change.add), remove: JSON.stringify(change.remove) };
  const statements = [changeEvents[change.base](db, { ...values, ...cause })];
  if (change.add.length > 0) statements.unshift(membersKnownGuard(db, values));
  if (bumpVersion) statements.push(touch[change.base](db, { ...values, now: cause.now }));
  if (change.base === 'none') statements.push(removeOthers(db, values));
  else if (change.remove.length > 0) statements.push(removeListed(db, values));
  if (change.add.length > 0) statements.push(insertListed(db, values));
  return statements;
}

const departureEvents = statement<'tenant' | 'member' | CauseNames>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT g.tenant, ${nextSequence} + row_number() OVER () - 1, 'group.members_changed', g.id,
    json_object('group', json_object('id', g.id, 'displayName', g.document ->> 'displayName',
        'externalId', g.external_id, 'createdAt', g.created_at, 'updatedAt', ${param('now')}),
      'added', json('[]'),
      'removed', json_array(json_object('value', m.member_id, 'accountId', a.id)), 'part', 1, 'parts', 1),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM members m CROSS JOIN groups g ON g.tenant = m.tenant AND g.id = m.group_id
    LEFT JOIN accounts a ON a.tenant = m.tenant AND a.user_id = m.member_id
  WHERE m.tenant = ${param('tenant')} AND m.member_id = ${param('member')}`);

const touchGroupsOf = statement<'tenant' | 'member' | 'now'>(sql`
  UPDATE groups SET version = version + 1, last_modified = ${param('now')}
  WHERE tenant = ${param('tenant')} AND id IN (SELECT m.group_id FROM members m
    WHERE m.tenant = ${param('tenant')} AND m.member_id = ${param('member')})`);

const removeEverywhere = statement<'tenant' | 'member'>(
  sql`DELETE FROM members WHERE tenant = ${param('tenant')} AND member_id = ${param('member')}`,
);

const removeAll = statement<'tenant' | 'group'>(
  sql`DELETE FROM members WHERE tenant = ${param('tenant')} AND group_id = ${param('group')}`,
);

/** A deleted user or group leaves every group; each of these moves its version on and tells of it. */
export function leaveAllGroups(
  db: D1Database,
  tenant: string,
  member: string,
  cause: { readonly now: string; readonly request: string; readonly token: string | null },
): D1PreparedStatement[] {
  return [
    departureEvents(db, { tenant, member, ...cause }),
    touchGroupsOf(db, { tenant, member, now: cause.now }),
    removeEverywhere(db, { tenant, member }),
  ];
}

/** Empties a group that is being deleted; `group.deleted` tells of it. */
export function removeAllMembers(db: D1Database, tenant: string, group: string): D1PreparedStatement {
  return removeAll(db, { tenant, group });
}
