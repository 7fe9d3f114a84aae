// Reading members: those of one group page by page, those of many groups in portions, so that neither a large group
// nor a long list is ever in memory as a whole. Each page is one round trip, and asks for the token anew.

import type { Listed } from '../directory/store.ts';
import type { Found, Member } from '../directory/stored.ts';
import { membersOfGroup, membersOfGroups } from './read.ts';
import { type MemberRow, memberOf } from './rows.ts';

/** Members read in one round trip: about a megabyte. */
export const membersPerPage = 10_000;

/** Where members are read from. */
export interface MemberSource {
  readonly db: D1Database;
  readonly tenant: string;
  readonly read: (
    statements: readonly D1PreparedStatement[],
  ) => Promise<{ readonly results: readonly (readonly unknown[])[] }>;
}

/** The first members of a group, and whether there are more. */
export function firstMembers({ db, tenant }: MemberSource, group: string): D1PreparedStatement {
  return membersOfGroup(db, { tenant, group, after: '', limit: membersPerPage + 1 });
}

/** A group with the members that `firstMembers` read. */
export function withFirstMembers<T extends Found>(
  source: MemberSource,
  found: T,
  rows: readonly MemberRow[],
): T {
  const members = rows.slice(0, membersPerPage).map(memberOf);
  if (rows.length <= membersPerPage) return { ...found, members };
  return { ...found, members, moreMembers: () => pagesAfter(source, found.id, members.at(-1)?.value ?? '') };
}

async function* pagesAfter(
  { db, tenant, read }: MemberSource,
  group: string,
  last: string,
): AsyncGenerator<readonly Member[]> {
  for (let after = last; ; ) {
    const { results } = await read([membersOfGroup(db, { tenant, group, after, limit: membersPerPage + 1 })]);
    const rows = (results[0] ?? []) as readonly MemberRow[];
    yield rows.slice(0, membersPerPage).map(memberOf);
    if (rows.length <= membersPerPage) return;
    after = rows[membersPerPage - 1]?.member_id ?? '';
  }
}

/** A group or user of a list, and how many members it has. */
export interface ListedRow {
  readonly found: Listed;
  readonly memberCount: number;
}

/** Portions of a list whose members are read together. */
export function portionsOf(rows: readonly ListedRow[]): readonly (readonly ListedRow[])[] {
  const portions: ListedRow[][] = [];
  let members = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const portion = portions.at(-1);
    members += row.memberCount;
    if (portion && members <= membersPerPage) portion.push(row);
    else {
      portions.push([row]);
      members = row.memberCount;
    }
  }
  return portions;
}

/** The portion with its members: of one large group the first ones, else all. */
export async function withMembers(
  source: MemberSource,
  portion: readonly ListedRow[],
): Promise<readonly Listed[]> {
  const [first] = portion;
  const { db, tenant, read } = source;
  if (first?.found.type === 'Group' && portion.length === 1) {
    const { results } = await read([firstMembers(source, first.found.id)]);
    return [withFirstMembers(source, first.found, results[0] as readonly MemberRow[])];
  }
  const groups = portion.filter(({ found }) => found.type === 'Group').map(({ found }) => found.id);
  if (groups.length === 0) return portion.map(({ found }) => found);
  const { results } = await read([membersOfGroups(db, { tenant, groups: JSON.stringify(groups) })]);
  const members = new Map<string, Member[]>(groups.map((id) => [id, []]));
  for (const row of results[0] as readonly (MemberRow & { readonly group_id: string })[]) {
    members.get(row.group_id)?.push(memberOf(row));
  }
  return portion.map(({ found }) =>
    found.type === 'Group' ? { ...found, members: members.get(found.id) ?? [] } : found,
  );
}
