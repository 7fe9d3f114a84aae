// Groups in order, those whose name begins in some way among them; and the members of one, by name.

import { type SQL, sql } from 'drizzle-orm';
import type { GroupsPage, GroupsQuery, ListedGroup, ListOrder, NamedMember } from '../../directory/look.ts';
import { param, statement } from '../statement.ts';
import { beginning, directionOf, highest } from './order.ts';

function pageIn(listOrder: ListOrder, index: string, column: string) {
  const key: SQL = sql.raw(column);
  const { behind, order } = directionOf(listOrder);
  const begins = sql`display_name_key >= ${param('prefix')} AND display_name_key < ${param('end')}`;
  return statement<'tenant' | 'key' | 'place' | 'prefix' | 'end' | 'limit'>(sql`
    SELECT place, ${key} AS key, json_object('id', id, 'displayName', document ->> 'displayName',
      'memberCount', member_count, 'membersHash', members_hash, 'createdAt', created_at,
      'changedAt', last_modified) AS state
    FROM groups INDEXED BY ${sql.raw(index)}
    WHERE tenant = ${param('tenant')} AND (${key}, place) ${behind} (${param('key')}, ${param('place')})
      ${column === 'display_name_key' ? sql`AND ${begins}` : sql.empty()}
    ORDER BY ${key} ${order}, place ${order} LIMIT ${param('limit')}`);
}

const pages: Readonly<Record<ListOrder, ReturnType<typeof pageIn>>> = {
  name: pageIn('name', 'groups_display_name', 'display_name_key'),
  'name-descending': pageIn('name-descending', 'groups_display_name', 'display_name_key'),
  changed: pageIn('changed', 'groups_last_modified', 'last_modified'),
};

interface Row {
  readonly place: number;
  readonly key: string;
  readonly state: string;
}

/** Those that begin in some way are in the order of their names. */
export async function groupsPage(
  db: D1Database,
  tenant: string,
  { prefix, order: asked, after, limit }: GroupsQuery,
): Promise<GroupsPage> {
  const order = prefix !== '' && asked === 'changed' ? 'name' : asked;
  const end = prefix + highest;
  // A range that is named twice is walked by its tighter end only.
  const first = order === 'name' ? prefix : order === 'changed' ? beginning(order) : end;
  const from = { key: after?.key ?? first, place: after?.place ?? -1 };
  const [result] = await db.batch<Row>([
    pages[order](db, { tenant, ...from, prefix, end, limit: limit + 1 }),
  ]);
  const rows = result?.results ?? [];
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    groups: shown.map(({ state }) => JSON.parse(state) as ListedGroup),
    next: last ? { key: last.key, place: last.place } : null,
  };
}

const members = statement<'tenant' | 'group' | 'after' | 'limit'>(sql`
  SELECT m.member_id AS id, m.type, coalesce(u.document ->> 'displayName', g.document ->> 'displayName', m.display) AS name,
    u.document ->> 'userName' AS userName, a.id AS accountId, a.status
  FROM members m
  LEFT JOIN users u ON m.type = 'User' AND u.tenant = m.tenant AND u.id = m.member_id
  LEFT JOIN groups g ON m.type = 'Group' AND g.tenant = m.tenant AND g.id = m.member_id
  LEFT JOIN accounts a ON m.type = 'User' AND a.tenant = m.tenant AND a.user_id = m.member_id
  WHERE m.tenant = ${param('tenant')} AND m.group_id = ${param('group')} AND m.member_id > ${param('after')}
  ORDER BY m.member_id LIMIT ${param('limit')}`);

export async function namedMembers(
  db: D1Database,
  tenant: string,
  group: string,
  after: string,
  limit: number,
): Promise<readonly NamedMember[]> {
  const [result] = await db.batch<NamedMember>([members(db, { tenant, group, after, limit })]);
  return result?.results ?? [];
}
