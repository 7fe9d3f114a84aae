// Users whose groups change where a rule asks for groups: they are marked in the batch that changes them, and judged
// anew soon after (`tenant-object/reevaluation`).

import { type SQL, sql } from 'drizzle-orm';
import { param, statement } from '../statement.ts';

const mark = (people: SQL) => sql`
  INSERT INTO due_users (tenant, user_id, request_id, token_id)
  SELECT ${param('tenant')}, p.id, ${param('request')}, ${param('token')} FROM (${people}) p
  WHERE EXISTS (SELECT 1 FROM users u WHERE u.tenant = ${param('tenant')} AND u.id = p.id)
  ON CONFLICT (tenant, user_id) DO UPDATE SET request_id = excluded.request_id, token_id = excluded.token_id`;

const isMember = sql`EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${param('tenant')}
  AND m.group_id = ${param('group')} AND m.member_id = j.value)`;

const ofGroup = sql`tenant = ${param('tenant')} AND group_id = ${param('group')}`;

const comers = sql`SELECT j.value AS id FROM json_each(${param('add')}) j WHERE NOT ${isMember}`;

type Group = 'tenant' | 'group' | 'request' | 'token';

/** Before the rows change: who comes and who goes. `add`, `remove`: JSON lists of ids. */
export const markChanged = statement<Group | 'add' | 'remove'>(
  mark(sql`${comers} UNION SELECT j.value FROM json_each(${param('remove')}) j WHERE ${isMember}`),
);

/** Those who are the first members of groups that are new. `add`: JSON list of ids. */
export const markListed = statement<'tenant' | 'request' | 'token' | 'add'>(
  mark(sql`SELECT DISTINCT j.value AS id FROM json_each(${param('add')}) j`),
);

/** The same where `add` replaces all members. */
export const markReplaced = statement<Group | 'add'>(
  mark(sql`${comers} UNION SELECT member_id FROM members WHERE ${ofGroup}
    AND member_id NOT IN (SELECT j.value FROM json_each(${param('add')}) j)`),
);

/** All members: of a group that gets another name, or is deleted. */
export const markAll = statement<Group>(mark(sql`SELECT member_id AS id FROM members WHERE ${ofGroup}`));
