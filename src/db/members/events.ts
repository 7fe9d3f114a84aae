// `group.members_changed`: exactly who came and who went, found in SQL before the rows change, in the same batch.
// Each tells of the group as it is afterwards, with its membership proof; the group's row then takes the proof
// over from there, so that the difference is found once.

import { type SQL, sql } from 'drizzle-orm';
import { groupState } from '../groups.ts';
import { nextSequence } from '../outbox.ts';
import { param, statement } from '../statement.ts';
import { movedHash, numbersOfId, summary } from './proof.ts';

/** At most so many ids in one event; more make several, numbered `part` of `parts`. */
export const idsPerEvent = 500;
/** Of those who come and those who go, where both may be as many. */
const idsPerHalf = idsPerEvent / 2;

/** What one request changes, and which request it is. Ids. */
export interface MembersPatch {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly request: string;
  readonly token: string | null;
}

/** A patch as events are made of it: each chunk becomes at most one. */
interface Chunk extends MembersPatch {
  readonly patch: number;
}

/** Writes the events of patches that do not name the same ids, or of the one list that replaces all members. */
export function tellOfMembers(
  db: D1Database,
  group: { readonly tenant: string; readonly group: string; readonly now: string },
  patches: readonly MembersPatch[],
  replaces: boolean,
): D1PreparedStatement {
  const [first] = patches;
  if (first && replaces) {
    const { request, token } = first;
    return eventsOfReplacement(db, {
      ...group,
      request,
      token,
      changes: JSON.stringify(chunksOfList(first)),
    });
  }
  const chunks = chunksOf(patches);
  const [only] = chunks;
  if (!only || chunks.length > 1) return eventsOfPatches(db, { ...group, changes: JSON.stringify(chunks) });
  const { add, remove, request, token } = only;
  const lists = { add: JSON.stringify(add), remove: JSON.stringify(remove) };
  return eventOfPatch(db, { ...group, ...lists, request, token });
}

/** The chunks of several patches, none of which names an id of another. */
function chunksOf(patches: readonly MembersPatch[]): readonly Chunk[] {
  return patches.flatMap(({ add, remove, ...cause }, patch) => {
    const isWhole = add.length === 0 || remove.length === 0 || add.length + remove.length <= idsPerEvent;
    const size = isWhole ? idsPerEvent : idsPerHalf;
    const count = Math.ceil(Math.max(add.length, remove.length, 1) / size);
    return Array.from({ length: count }, (_, index) => ({
      patch,
      add: add.slice(index * size, (index + 1) * size),
      remove: remove.slice(index * size, (index + 1) * size),
      ...cause,
    }));
  });
}

/** The chunks of a list that replaces all members: who goes is not known yet, but may be as many. */
function chunksOfList({ add, request, token }: MembersPatch): readonly Chunk[] {
  const count = Math.ceil(Math.max(add.length, 1) / idsPerHalf);
  return Array.from({ length: count }, (_, index) => ({
    patch: 0,
    add: add.slice(index * idsPerHalf, (index + 1) * idsPerHalf),
    remove: [],
    request,
    token,
  }));
}

const isMember = (id: SQL) => sql`EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${param('tenant')}
    AND m.group_id = ${param('group')} AND m.member_id = ${id})`;

const accountOf = (id: SQL) => sql`(SELECT a.id FROM accounts a
    WHERE a.tenant = ${param('tenant')} AND a.user_id = ${id})`;

/** `[how many, four sums, [{value, accountId}, …]]` */
export const tally = (id: SQL) =>
  sql`json_array(${summary(id)}, json_group_array(json_object('value', ${id}, 'accountId', ${accountOf(id)})))`;

const value = sql`j.value`;
const memberId = sql`m.member_id`;

const comers = sql`(SELECT ${tally(value)} FROM json_each(c.value, '$.add') j WHERE NOT ${isMember(value)})`;
const goers = sql`(SELECT ${tally(value)} FROM json_each(c.value, '$.remove') j WHERE ${isMember(value)})`;

const listed = sql`SELECT j.value FROM json_each(${param('changes')}) c, json_each(c.value, '$.add') j`;

const unlisted = sql`SELECT m.part AS chunk, ${tally(memberId)} AS goers
  FROM (SELECT member_id, (row_number() OVER () - 1) / ${sql.raw(String(idsPerHalf))} AS part FROM members
    WHERE tenant = ${param('tenant')} AND group_id = ${param('group')} AND member_id NOT IN (${listed})) m
  GROUP BY m.part`;

const nobody = `[0,0,0,0,0,[]]`;

const named = sql`SELECT c.key AS chunk, c.value ->> 'patch' AS patch, c.value ->> 'request' AS request,
    c.value ->> 'token' AS token, ${comers} AS comers, ${goers} AS goers
  FROM json_each(${param('changes')}) c`;

/** The places of those who come and of those who go are the same numbers; the longer of the two says how many. */
const replaced = sql`SELECT coalesce(l.chunk, u.chunk) AS chunk, 0 AS patch, ${param('request')} AS request,
    ${param('token')} AS token, coalesce(l.comers, ${sql.raw(`'${nobody}'`)}) AS comers,
    coalesce(u.goers, ${sql.raw(`'${nobody}'`)}) AS goers
  FROM (SELECT c.key AS chunk, ${comers} AS comers FROM json_each(${param('changes')}) c) l
  FULL JOIN (${unlisted}) u ON u.chunk = l.chunk`;

const moved = (element: number) =>
  sql`sum((comers ->> ${sql.raw(String(element))}) - (goers ->> ${sql.raw(String(element))})) OVER (ORDER BY chunk)`;

const groupAfter = groupState(
  sql`${param('now')}`,
  sql`g.member_count + ${moved(0)}`,
  movedHash(sql`g.members_hash`, (lane) => moved(lane + 1)),
);

const writeEvents = (chunks: SQL) => sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  WITH every_chunk AS MATERIALIZED (${chunks}),
    chunks AS MATERIALIZED (SELECT * FROM every_chunk WHERE (comers ->> 0) + (goers ->> 0) > 0)
  SELECT ${param('tenant')}, ${nextSequence} + row_number() OVER (ORDER BY chunk) - 1, 'group.members_changed',
    ${param('group')},
    json_object('group', ${groupAfter}, 'added', comers -> 5, 'removed', goers -> 5,
      'part', row_number() OVER (PARTITION BY patch ORDER BY chunk), 'parts', count(*) OVER (PARTITION BY patch)),
    ${param('now')}, request, token
  FROM chunks CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = ${param('group')}`;

const sum = (element: number) => sql`d.s${sql.raw(String(element))}`;

const signed = (id: SQL) =>
  sql.join(
    numbersOfId(id).map((each, lane) => sql`sum(r.sign * ${each}) AS s${sql.raw(String(lane))}`),
    sql`, `,
  );

const person = sql`json_group_array(json_object('value', r.id, 'accountId', ${accountOf(sql`r.id`)}))`;

/**
 * One event for the one patch that names no more ids than go into one: without the windows of several, which cost
 * reads. `add`, `remove`: JSON lists of ids.
 */
const eventOfPatch = statement<'tenant' | 'group' | 'add' | 'remove' | 'now' | 'request' | 'token'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT ${param('tenant')}, ${nextSequence}, 'group.members_changed', g.id,
    json_object('group', ${groupState(
      sql`${param('now')}`,
      sql`g.member_count + d.moved`,
      movedHash(sql`g.members_hash`, sum),
    )}, 'added', json(d.comers), 'removed', json(d.goers), 'part', 1, 'parts', 1),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM (SELECT count(*) AS n, sum(r.sign) AS moved, ${signed(sql`r.id`)},
      ${person} FILTER (WHERE r.sign = 1) AS comers, ${person} FILTER (WHERE r.sign = -1) AS goers
    FROM (SELECT j.value AS id, 1 AS sign FROM json_each(${param('add')}) j WHERE NOT ${isMember(value)}
      UNION ALL SELECT j.value, -1 FROM json_each(${param('remove')}) j WHERE ${isMember(value)}) r) d
  CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = ${param('group')}
  WHERE d.n > 0`);

/** `changes`: JSON list of chunks. */
const eventsOfPatches = statement<'tenant' | 'group' | 'changes' | 'now'>(writeEvents(named));

/** `changes`: JSON list of the chunks of the whole list. */
const eventsOfReplacement = statement<'tenant' | 'group' | 'changes' | 'request' | 'token' | 'now'>(
  writeEvents(replaced),
);
