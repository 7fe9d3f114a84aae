// Membership as rows. A change costs what it names, whatever the size of the group: ids travel as one JSON
// parameter, and who really came or went is found in SQL, in the same batch that writes it. `CROSS JOIN`
// keeps the planner from turning the join with `json_each` inside out, which would scan the tenant.

import { type SQL, sql } from 'drizzle-orm';
import type { MemberDraft, MembershipChange } from '../directory/membership.ts';
import { fold } from '../scim/fold.ts';
import { membersKnownGuard, membersPresentGuard } from './guards.ts';
import { nextSequence } from './outbox.ts';
import { param, statement } from './statement.ts';

/** At most so many ids in one event; more make several, numbered `part` of `parts`. */
const idsPerEvent = 500;

const added = sql`
  SELECT j.value ->> 'value' AS id, 1 AS added FROM json_each(${param('add')}) j
  WHERE NOT EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${param('tenant')}
    AND m.group_id = ${param('group')} AND m.member_id = j.value ->> 'value')`;

const removed = sql`
  SELECT m.member_id AS id, 0 AS added FROM json_each(${param('remove')}) j CROSS JOIN members m
    ON m.tenant = ${param('tenant')} AND m.group_id = ${param('group')} AND m.member_id = j.value`;

const notListed = sql`
  SELECT m.member_id AS id, 0 AS added FROM members m
  WHERE m.tenant = ${param('tenant')} AND m.group_id = ${param('group')}
    AND m.member_id NOT IN (SELECT j.value ->> 'value' FROM json_each(${param('add')}) j)`;

/** Who really comes and goes, by the kind of change. */
const difference = {
  add: added,
  remove: removed,
  addAndRemove: sql`${added} UNION ALL ${removed}`,
  replace: sql`${added} UNION ALL ${notListed}`,
} as const;

type Kind = keyof typeof difference;

function kindOf({ base, add, remove }: MembershipChange): Kind {
  if (base === 'none') return 'replace';
  if (add.length === 0) return 'remove';
  return remove.length === 0 ? 'add' : 'addAndRemove';
}

type ChangeNames = 'tenant' | 'group' | 'add' | 'remove';
type CauseNames = 'now' | 'request' | 'token';

const groupOf = sql`(SELECT json_object('id', g.id, 'displayName', g.document ->> 'displayName',
    'externalId', g.external_id, 'createdAt', g.created_at, 'updatedAt', ${param('now')})
  FROM groups g WHERE g.tenant = ${param('tenant')} AND g.id = ${param('group')})`;

const nobody = sql`json('[]')`;

/** The two lists of an event; a list that can only be empty is not even looked for. */
function lists(kind: Kind): SQL {
  const all = sql`json_group_array(json_object('value', d.id, 'accountId', d.account))`;
  const come = kind === 'add' ? all : sql`${all} FILTER (WHERE d.added)`;
  const go = kind === 'remove' ? all : sql`${all} FILTER (WHERE NOT d.added)`;
  return sql`'added', ${kind === 'remove' ? nobody : come},
    'removed', ${kind === 'add' ? nobody : go}`;
}

const withAccounts = (kind: Kind) => sql`
  SELECT d.id, d.added, (SELECT a.id FROM accounts a
    WHERE a.tenant = ${param('tenant')} AND a.user_id = d.id) AS account FROM (${difference[kind]}) d`;

/** One event: for changes that name no more ids than go into one. */
const oneEvent = (kind: Kind) =>
  statement<ChangeNames | CauseNames>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT ${param('tenant')}, ${nextSequence}, 'group.members_changed', ${param('group')},
    json_object('group', json(${groupOf}), ${lists(kind)}, 'part', 1, 'parts', 1),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM (${withAccounts(kind)}) d HAVING count(*) > 0`);

/** As many events as it takes. Numbering the rows costs several reads a row. */
const severalEvents = (kind: Kind) =>
  statement<ChangeNames | CauseNames>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT ${param('tenant')}, ${nextSequence} + d.part, 'group.members_changed', ${param('group')},
    json_object('group', json(${groupOf}), ${lists(kind)}, 'part', d.part + 1, 'parts', d.parts),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM (SELECT c.*, (row_number() OVER () - 1) / ${sql.raw(String(idsPerEvent))} AS part,
      (count(*) OVER () - 1) / ${sql.raw(String(idsPerEvent))} + 1 AS parts FROM (${withAccounts(kind)}) c) d
  GROUP BY d.part`);

const touchOf = (kind: Kind) =>
  statement<ChangeNames | 'now'>(sql`
  UPDATE groups SET version = version + 1, last_modified = ${param('now')}
  WHERE tenant = ${param('tenant')} AND id = ${param('group')} AND EXISTS (${difference[kind]})`);

const forEachKind = <T>(make: (kind: Kind) => T): Readonly<Record<Kind, T>> => ({
  add: make('add'),
  remove: make('remove'),
  addAndRemove: make('addAndRemove'),
  replace: make('replace'),
});

const oneEventOf = forEachKind(oneEvent);
const severalEventsOf = forEachKind(severalEvents);
const touch = forEachKind(touchOf);

const removeListed = statement<'tenant' | 'group' | 'remove'>(sql`
  DELETE FROM members WHERE tenant = ${param('tenant')} AND group_id = ${param('group')}
    AND member_id IN (SELECT j.value FROM json_each(${param('remove')}) j)`);

const removeOthers = statement<'tenant' | 'group' | 'add'>(sql`
  DELETE FROM members WHERE tenant = ${param('tenant')} AND group_id = ${param('group')}
    AND member_id NOT IN (SELECT j.value ->> 'value' FROM json_each(${param('add')}) j)`);

const insertListed = statement<'tenant' | 'group' | 'add'>(sql`
  INSERT INTO members (tenant, group_id, member_id, type, display, display_key)
  SELECT ${param('tenant')}, ${param('group')}, j.value ->> 'value',
    CASE WHEN EXISTS (SELECT 1 FROM users u WHERE u.tenant = ${param('tenant')} AND u.id = j.value ->> 'value')
      THEN 'User' ELSE 'Group' END,
    j.value ->> 'display', j.value ->> 'displayKey'
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
  const values = {
    tenant,
    group,
    add: JSON.stringify(change.add.map(rowOf)),
    remove: JSON.stringify(change.remove),
  };
  const kind = kindOf(change);
  const fitsOne = kind !== 'replace' && change.add.length + change.remove.length <= idsPerEvent;
  const events = (fitsOne ? oneEventOf : severalEventsOf)[kind];
  const statements = [events(db, { ...values, ...cause })];
  if (change.add.length > 0) statements.unshift(membersKnownGuard(db, values));
  if (change.present.length > 0) {
    const present = JSON.stringify(change.present);
    statements.unshift(membersPresentGuard(db, { tenant, group, present }));
  }
  if (bumpVersion) statements.push(touch[kind](db, { ...values, now: cause.now }));
  if (kind === 'replace') statements.push(removeOthers(db, values));
  else if (change.remove.length > 0) statements.push(removeListed(db, values));
  if (change.add.length > 0) statements.push(insertListed(db, values));
  return statements;
}

function rowOf({ value, display }: MemberDraft) {
  return { value, ...(display !== undefined && { display, displayKey: fold(display) }) };
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
