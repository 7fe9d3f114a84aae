// The first members of groups that are new in the same batch: nobody has to be compared with, so that all of them go
// in together, told of in events of 500 as everywhere.

import { sql } from 'drizzle-orm';
import type { NewGroup } from '../../directory/change.ts';
import { groupState } from '../groups.ts';
import { nextSequence } from '../outbox.ts';
import { param, statement } from '../statement.ts';
import { idsPerEvent, tally } from './events.ts';
import { movedHash, numbersOfId } from './proof.ts';
import { insertMembersOfGroups } from './rows.ts';

const arrived = (element: number) =>
  sql`sum(comers ->> ${sql.raw(String(element))}) OVER (PARTITION BY group_id ORDER BY chunk)`;

/** `chunks`: JSON list of `{group, add}`, those of one group one after another. */
const tell = statement<'tenant' | 'chunks' | 'now' | 'request' | 'token'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  WITH chunks AS MATERIALIZED (SELECT c.key AS chunk, c.value ->> 'group' AS group_id,
      (SELECT ${tally(sql`j.value`)} FROM json_each(c.value, '$.add') j) AS comers
    FROM json_each(${param('chunks')}) c)
  SELECT ${param('tenant')}, ${nextSequence} + row_number() OVER (ORDER BY chunk) - 1, 'group.members_changed', g.id,
    json_object('group', ${groupState(
      sql`${param('now')}`,
      sql`g.member_count + ${arrived(0)}`,
      movedHash(sql`g.members_hash`, (lane) => arrived(lane + 1)),
    )}, 'added', comers -> 5, 'removed', json('[]'),
      'part', row_number() OVER (PARTITION BY group_id ORDER BY chunk),
      'parts', count(*) OVER (PARTITION BY group_id)),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM chunks CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = group_id`);

const sums = sql.join(
  numbersOfId(sql`j.value`).map((number, lane) => sql`sum(${number}) AS s${sql.raw(String(lane))}`),
  sql`, `,
);

/** The rows are looked up by id: without a name the planner would rather go through all groups of the tenant. */
const takeProof = statement<'tenant' | 'chunks'>(sql`
  UPDATE groups INDEXED BY groups_id SET member_count = member_count + n.count,
    members_hash = ${movedHash(sql`members_hash`, (lane) => sql`n.s${sql.raw(String(lane))}`)}
  FROM (SELECT c.value ->> 'group' AS group_id, count(*) AS count, ${sums}
    FROM json_each(${param('chunks')}) c CROSS JOIN json_each(c.value, '$.add') j GROUP BY 1) n
  WHERE groups.tenant = ${param('tenant')} AND groups.id = n.group_id`);

/** Of some thousands of members together. Somebody unknown breaks the batch, as in `change`. */
export function addNewcomers(
  db: D1Database,
  tenant: string,
  groups: readonly NewGroup[],
  cause: { readonly now: string; readonly request: string; readonly token: string | null },
): D1PreparedStatement[] {
  const chunks = JSON.stringify(groups.flatMap(chunksOf));
  if (chunks === '[]') return [];
  return [
    tell(db, { tenant, chunks, ...cause }),
    takeProof(db, { tenant, chunks }),
    ...insertMembersOfGroups(
      db,
      tenant,
      groups.flatMap(({ stored, members }) => members.map((member) => ({ group: stored.id, member }))),
    ),
  ];
}

function chunksOf({ stored: { id: group }, members }: NewGroup) {
  const ids = members.map(({ value }) => value);
  return Array.from({ length: Math.ceil(ids.length / idsPerEvent) }, (_, part) => ({
    group,
    add: ids.slice(part * idsPerEvent, (part + 1) * idsPerEvent),
  }));
}
