// The first members of groups that are new in the same batch: nobody has to be compared with, so that all of them go
// in together, and what each group comes to is known before. They are told of in events of 500 as everywhere.

import { sql } from 'drizzle-orm';
import type { NewGroup } from '../../directory/change.ts';
import { groupState } from '../groups.ts';
import { nextSequence } from '../outbox.ts';
import { param, statement } from '../statement.ts';
import { markListed } from './due.ts';
import { idsPerEvent, person } from './events.ts';
import { hashOf, sumsOf } from './proof.ts';
import { insertMembersOfGroups } from './rows.ts';

const field = (name: string) => sql.raw(`c.value ->> '$.${name}'`);

/** `chunks`: JSON list of `Chunk`, those of one group one after another. */
const tell = statement<'tenant' | 'chunks' | 'now' | 'request' | 'token'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT ${param('tenant')}, ${nextSequence} + c.key, 'group.members_changed', g.id,
    json_object('group', ${groupState(sql`${param('now')}`, sql`${field('count')}`, sql`${field('hash')}`)},
      'added', json((SELECT ${person} FROM (SELECT j.value AS id FROM json_each(c.value, '$.add') j) r)),
      'removed', json('[]'), 'part', ${field('part')}, 'parts', ${field('parts')}),
    ${param('now')}, ${param('request')}, ${param('token')}
  FROM json_each(${param('chunks')}) c
  CROSS JOIN groups g ON g.tenant = ${param('tenant')} AND g.id = ${field('group')}`);

/** Which groups are meant is made up first: the planner would go through all groups of the tenant. */
const takeProof = statement<'tenant' | 'proofs'>(sql`
  UPDATE groups SET member_count = ${field('count')}, members_hash = ${field('hash')}
  FROM (SELECT l.value ->> '$.group' AS group_id, l.value FROM json_each(${param('proofs')}) l LIMIT -1) c
  WHERE groups.tenant = ${param('tenant')} AND groups.id = c.group_id`);

interface Cause {
  readonly now: string;
  readonly request: string;
  readonly token: string | null;
}

/** Of some thousands of members together. Somebody unknown breaks the batch, as in `change`. */
export function addNewcomers(
  db: D1Database,
  tenant: string,
  groups: readonly NewGroup[],
  marksDue: boolean,
  { now, request, token }: Cause,
): D1PreparedStatement[] {
  const chunks = groups.map(chunksOf);
  if (chunks.flat().length === 0) return [];
  const proofs = chunks.flatMap((ofGroup) => ofGroup.at(-1) ?? []).map(({ add: _all, ...proof }) => proof);
  const members = groups.flatMap(({ stored, members }) =>
    members.map((member) => ({ group: stored.id, member })),
  );
  const ids = JSON.stringify(members.map(({ member }) => member.value));
  return [
    tell(db, { tenant, chunks: JSON.stringify(chunks.flat()), now, request, token }),
    takeProof(db, { tenant, proofs: JSON.stringify(proofs) }),
    ...insertMembersOfGroups(db, tenant, members),
    ...(marksDue ? [markListed(db, { tenant, add: ids, request, token })] : []),
  ];
}

/** What one event tells, and what the group comes to by it. */
interface Chunk {
  readonly group: string;
  readonly add: readonly string[];
  readonly part: number;
  readonly parts: number;
  readonly count: number;
  readonly hash: string;
}

function chunksOf({ stored: { id: group }, members }: NewGroup): readonly Chunk[] {
  const ids = members.map(({ value }) => value);
  const parts = Math.ceil(ids.length / idsPerEvent);
  return Array.from({ length: parts }, (_, index) => {
    const end = Math.min((index + 1) * idsPerEvent, ids.length);
    const hash = hashOf(sumsOf(ids.slice(0, end), []));
    return { group, add: ids.slice(index * idsPerEvent, end), part: index + 1, parts, count: end, hash };
  });
}
