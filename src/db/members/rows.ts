// The rows of members: written, removed by name, removed but for a list.

import { type SQL, sql } from 'drizzle-orm';
import type { MemberDraft } from '../../directory/membership.ts';
import { fold } from '../../scim/fold.ts';
import { listsOf } from '../json-lists.ts';
import { param, statement } from '../statement.ts';

const ofGroup = sql`tenant = ${param('tenant')} AND group_id = ${param('group')}`;

const removeListed = statement<'tenant' | 'group' | 'remove'>(sql`
  DELETE FROM members WHERE ${ofGroup} AND member_id IN (SELECT j.value FROM json_each(${param('remove')}) j)`);

/** Ids one by one: a DELETE that holds no subquery reads half as many rows. D1 takes 100 parameters. */
function removeSome(size: number) {
  const names = Array.from({ length: size }, (_, index) => `id${index}`);
  const remove = statement<string>(
    sql`DELETE FROM members WHERE ${ofGroup} AND member_id IN (${sql.join(names.map(param), sql`, `)})`,
  );
  return { size, names, remove };
}

const mostAtOnce = removeSome(80);
const removals = [removeSome(1), removeSome(8), mostAtOnce];

/** Beyond, one statement for all is better than many. */
const maxOneByOne = 400;

/** Removes these ids, members or not. */
export function removeMembers(
  db: D1Database,
  tenant: string,
  group: string,
  ids: readonly string[],
): D1PreparedStatement[] {
  if (ids.length > maxOneByOne) return [removeListed(db, { tenant, group, remove: JSON.stringify(ids) })];
  const statements: D1PreparedStatement[] = [];
  for (let at = 0; at < ids.length; ) {
    const left = ids.length - at;
    const { size, names, remove } = removals.find((some) => some.size >= left) ?? mostAtOnce;
    // What is left over names the last one again.
    const values = names.map((name, index) => [name, ids[Math.min(at + index, ids.length - 1)] ?? '']);
    statements.push(remove(db, { tenant, group, ...Object.fromEntries(values) }));
    at += size;
  }
  return statements;
}

/** Removes all but these ids. `keep`: JSON list. */
export const removeOthers = statement<'tenant' | 'group' | 'keep'>(sql`
  DELETE FROM members WHERE ${ofGroup} AND member_id NOT IN (SELECT j.value FROM json_each(${param('keep')}) j)`);

const isOne = (table: 'users' | 'groups', id: SQL) => sql`EXISTS (SELECT 1 FROM ${sql.raw(table)} r
  WHERE r.tenant = ${param('tenant')} AND r.id = ${id})`;

/** Somebody who is neither a user nor a group has no type, which the table refuses. */
const typeOf = (id: SQL) =>
  sql`CASE WHEN ${isOne('users', id)} THEN 'User' WHEN ${isOne('groups', id)} THEN 'Group' END`;

/** `rows`: a JSON list. */
const insertion = (id: SQL, display: SQL) =>
  statement<'tenant' | 'group' | 'rows'>(sql`
  INSERT INTO members (tenant, group_id, member_id, type, display, display_key)
  SELECT ${param('tenant')}, ${param('group')}, ${id},
    ${typeOf(id)}, ${display}
  FROM json_each(${param('rows')}) j
  WHERE EXISTS (SELECT 1 FROM groups WHERE tenant = ${param('tenant')} AND id = ${param('group')})
  ON CONFLICT DO NOTHING`);

/** Of ids. Most clients send nothing else, and taking rows apart doubles the time. */
const insertIds = insertion(sql`j.value`, sql`NULL, NULL`);
/** Of `{value, display, displayKey}`. */
const insertNamed = insertion(
  sql`(j.value ->> 'value')`,
  sql`j.value ->> 'display', j.value ->> 'displayKey'`,
);

/** Of `[group, value, display, displayKey]`. */
const insertOfGroups = statement<'tenant' | 'rows'>(sql`
  INSERT INTO members (tenant, group_id, member_id, type, display, display_key)
  SELECT ${param('tenant')}, j.value ->> 0, j.value ->> 1, ${typeOf(sql`(j.value ->> 1)`)}, j.value ->> 2, j.value ->> 3
  FROM json_each(${param('rows')}) j`);

/** The first members of groups that are new. */
export function insertMembersOfGroups(
  db: D1Database,
  tenant: string,
  members: readonly { readonly group: string; readonly member: MemberDraft }[],
): D1PreparedStatement[] {
  const rows = members.map(({ group, member: { value, display } }) =>
    display === undefined ? [group, value] : [group, value, display, fold(display)],
  );
  return listsOf(rows).map((list) => insertOfGroups(db, { tenant, rows: list }));
}

/** Adds who is no member yet; nobody where there is no such group. */
export function insertMembers(
  db: D1Database,
  tenant: string,
  group: string,
  members: readonly MemberDraft[],
): D1PreparedStatement[] {
  // In the order of the index, so that neighbours are written to the same page.
  const sorted = members.toSorted((one, other) => (one.value < other.value ? -1 : 1));
  const plain = sorted.filter(({ display }) => display === undefined).map(({ value }) => value);
  const named = sorted.filter(({ display }) => display !== undefined).map(rowOf);
  return [
    ...listsOf(plain).map((rows) => insertIds(db, { tenant, group, rows })),
    ...listsOf(named).map((rows) => insertNamed(db, { tenant, group, rows })),
  ];
}

function rowOf({ value, display = '' }: MemberDraft) {
  return { value, display, displayKey: fold(display) };
}
