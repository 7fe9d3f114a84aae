// `group.members_changed`: exactly who came and who went, found in SQL before the rows change, in the same batch.
// Each tells of the group as it is afterwards, with its membership proof; the group's row then takes the proof
// over from there, so that the difference is found once.

import { type SQL, sql } from 'drizzle-orm';
import { groupState } from '../groups.ts';
import { nextSequence } from '../outbox.ts';
import { param, statement } from '../statement.ts';
import { movedHash, numbersOfId, sumsOf } from './proof.ts';

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
    const lists = chunksOfList(first);
    const sums = JSON.stringify(lists.map(({ add }) => sumsOf(add, [])));
    return eventsOfReplacement(db, { ...group, request, token, lists: JSON.stringify(lists), sums });
  }
  const chunks = chunksOf(patches);
  const [only] = chunks;
  if (!only || chunks.length > 1) {
    const lists = JSON.stringify(chunks.map(({ add, remove }) => ({ add, remove })));
    const causes = JSON.stringify(
      chunks.map(({ patch, add, remove, request, token }) => [patch, request, token, sumsOf(add, remove)]),
    );
    return eventsOfPatches(db, { ...group, lists, causes });
  }
  const { add, remove, request, token } = only;
  const lists = { add: JSON.stringify(add), remove: JSON.stringify(remove) };
  const sums = JSON.stringify(sumsOf(add, remove));
  return eventOfPatch(db, { ...group, ...lists, sums, request, token });
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
function chunksOfList({ add }: MembersPatch) {
  const count = Math.ceil(add.length / idsPerHalf);
  return Array.from({ length: count }, (_, index) => ({
    add: add.slice(index * idsPerHalf, (index + 1) * idsPerHalf),
  }));
}

const isMember = (id: SQL) => sql`EXISTS (SELECT 1 FROM members m WHERE m.tenant = ${param('tenant')}
    AND m.group_id = ${param('group')} AND m.member_id = ${id})`;

const accountOf = (id: SQL) => sql`(SELECT a.id FROM accounts a
    WHERE a.tenant = ${param('tenant')} AND a.user_id = ${id})`;

const value = sql`j.value`;

/**
 * Rows `r` of people: `sign` is 1 for who is to come and -1 for who is to go, `happens` whether he really does,
 * `named` whether the list's own sums count him. Few are counted wrongly, so few ids are taken apart here, which
 * is dear.
 */
const amiss = (number: SQL) =>
  sql`sum(CASE WHEN r.happens = r.named THEN 0 ELSE (r.happens - r.named) * r.sign * ${number} END)`;

const amissByLane = sql.join(
  numbersOfId(sql`r.id`).map((number, lane) => sql`${amiss(number)} AS s${sql.raw(String(lane))}`),
  sql`, `,
);

/** Of rows `r`: `[{value, accountId}, …]` */
export const person = sql`json_group_array(json_object('value', r.id, 'accountId', ${accountOf(sql`r.id`)}))`;

const tally = sql`sum(r.happens) AS n, sum(r.happens * r.sign) AS moved, ${amissByLane},
    ${person} FILTER (WHERE r.happens AND r.sign = 1) AS comers,
    ${person} FILTER (WHERE r.happens AND r.sign = -1) AS goers`;

/** By how much a lane moves. `sums`: a JSON list, of all who are named. */
const moved = (sums: SQL) => (lane: number) =>
  sql`((${sums} ->> ${sql.raw(String(lane))}) + d.s${sql.raw(String(lane))})`;

/**
 * One event for the one patch that names no more ids than go into one: without the windows of several, which cost
 * reads. `add`, `remove`: JSON lists of ids.
 */
const eventOfPatch = statement<
  'tenant' | 'group' | 'add' | 'remove' | 'sums' | 'now' | 'request' | 'token'
>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT ${param('tenant')}, ${nextSequence}, 'group.members_changed', g.id,
    json_object('group', ${groupState(
      sql`${param('now')}`,
      sql`g.member_count + d.moved`,
      movedHash(sql`g.members_hash`, moved(sql`${param('sums')}`)),
    )}, 'added', json(d.comers), 'removed', json(d.goers), 'part', 1, 'parts', 1),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM (SELECT ${tally}
    FROM (SELECT j.value AS id, 1 AS sign, NOT ${isMember(value)} AS happens, 1 AS named
        FROM json_each(${param('add')}) j
      UNION ALL SELECT j.value, -1, ${isMember(value)}, 1 FROM json_each(${param('remove')}) j) r) d
  CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = ${param('group')}
  WHERE d.n > 0`);

const runningSum = (column: SQL) => sql`sum(${column}) OVER (ORDER BY d.chunk)`;

const groupAfter = (sums: SQL) =>
  groupState(
    sql`${param('now')}`,
    sql`g.member_count + ${runningSum(sql`d.moved`)}`,
    movedHash(sql`g.members_hash`, (lane) => runningSum(moved(sums)(lane))),
  );

/** Of rows of people, one event for each chunk in which something happens. `causes`: whence what is given comes. */
const writeEvents = (
  people: SQL,
  causes: SQL,
  given: Record<'patch' | 'request' | 'token' | 'sums', SQL>,
) => sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  WITH chunks AS MATERIALIZED (SELECT r.chunk, ${tally} FROM (${people}) r GROUP BY r.chunk HAVING sum(r.happens) > 0)
  SELECT ${param('tenant')}, ${nextSequence} + row_number() OVER (ORDER BY d.chunk) - 1, 'group.members_changed',
    ${param('group')},
    json_object('group', ${groupAfter(given.sums)}, 'added', json(d.comers), 'removed', json(d.goers),
      'part', row_number() OVER (PARTITION BY ${given.patch} ORDER BY d.chunk),
      'parts', count(*) OVER (PARTITION BY ${given.patch})),
    ${param('now')}, ${given.request}, ${given.token}
  FROM ${causes} CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = ${param('group')}`;

const comers = sql`SELECT c.key AS chunk, j.value AS id, 1 AS sign, NOT ${isMember(value)} AS happens, 1 AS named
  FROM json_each(${param('lists')}) c, json_each(c.value, '$.add') j`;

const goers = sql`SELECT c.key, j.value, -1, ${isMember(value)}, 1
  FROM json_each(${param('lists')}) c, json_each(c.value, '$.remove') j`;

const listed = sql`SELECT j.value FROM json_each(${param('lists')}) c, json_each(c.value, '$.add') j`;

const unlisted = sql`SELECT (row_number() OVER () - 1) / ${sql.raw(String(idsPerHalf))}, member_id, -1, 1, 0 FROM members
  WHERE tenant = ${param('tenant')} AND group_id = ${param('group')} AND member_id NOT IN (${listed})`;

/** `lists`: JSON list of `{add, remove}`; `causes`: the patch, request, token and sums of each. */
const eventsOfPatches = statement<'tenant' | 'group' | 'lists' | 'causes' | 'now'>(
  writeEvents(
    sql`${comers} UNION ALL ${goers}`,
    sql`json_each(${param('causes')}) k CROSS JOIN chunks d ON d.chunk = k.key`,
    {
      patch: sql`k.value ->> 0`,
      request: sql`k.value ->> 1`,
      token: sql`k.value ->> 2`,
      sums: sql`(k.value -> 3)`,
    },
  ),
);

/** `lists`: JSON list of `{add}`, the chunks of the whole list; `sums`: those of each. Who goes is told in the first events. */
const eventsOfReplacement = statement<'tenant' | 'group' | 'lists' | 'sums' | 'request' | 'token' | 'now'>(
  writeEvents(sql`${comers} UNION ALL ${unlisted}`, sql`chunks d`, {
    patch: sql`0`,
    request: sql`${param('request')}`,
    token: sql`${param('token')}`,
    sums: sql`coalesce(${param('sums')} -> d.chunk, '[0,0,0,0]')`,
  }),
);
