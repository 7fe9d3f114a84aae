// The directory's store on D1, opened for one tenant, one token and one request.

import type { ListPage, ListQuery, Store } from '../directory/store.ts';
import type { Found, Member } from '../directory/stored.ts';
import { type Grant, readGranted } from './access.ts';
import { accountOfUser } from './accounts.ts';
import { commit } from './commit.ts';
import { unavailableOnFailure } from './failure.ts';
import { membersOfGroup, membersOfGroups, selectById, selectPage, selectTotal, unknownIds } from './read.ts';
import { type AccountRow, accountOf, foundOf, type MemberRow, memberOf, type ResourceRow } from './rows.ts';

export interface Request {
  readonly requestId: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly now: () => string;
}

/** Errors of every function: `ScimError` 401 and 503, `StaleSettings`. */
export function openStore(db: D1Database, grant: Grant, request: Request): Store {
  const { tenant } = grant;
  const read = (statements: readonly D1PreparedStatement[]) =>
    unavailableOnFailure(request.requestId, () => readGranted(db, grant, request.now(), statements));

  return {
    async verify() {
      await read([]);
    },

    async find(type, id, wants) {
      const statements = [selectById(db, tenant, type, id, wants)];
      if (wants.account) statements.push(accountOfUser(db, { tenant, userId: id }));
      else if (wants.members) statements.push(membersOfGroup(db, { tenant, group: id }));
      const { results } = await read(statements);
      const row = results[0]?.[0] as ResourceRow | undefined;
      if (!row) return undefined;
      const account = wants.account ? (results[1]?.[0] as AccountRow | undefined) : undefined;
      const members = wants.members ? (results[1] as readonly MemberRow[]).map(memberOf) : undefined;
      return {
        ...foundOf(row),
        ...(account && { account: accountOf(account) }),
        ...(members && { members }),
      };
    },

    async list(query) {
      const { counts, results } = await read(query.count === 0 ? [] : [selectPage(db, tenant, query)]);
      const rows = (results[0] ?? []) as readonly ResourceRow[];
      const page = rows.slice(0, query.count).map(foundOf);
      const count = query.type === 'User' ? counts.user_count : counts.group_count;
      const totalResults = (query.filter ? lastPageTotal(query, rows.length) : count) ?? (await total(query));
      return { totalResults, resources: await withMembers(query, page) };
    },

    commit: (change) =>
      unavailableOnFailure(request.requestId, () =>
        commit(db, { grant, requestId: request.requestId }, change),
      ),

    async unknownMembers(ids) {
      const { results } = await read([unknownIds(db, { tenant, ids: JSON.stringify(ids) })]);
      return (results[0] as readonly { id: string }[]).map((row) => row.id);
    },
  };

  async function total(query: ListQuery): Promise<number> {
    const { results } = await read([selectTotal(db, tenant, query)]);
    const [row] = results[0] as readonly { total: number }[];
    return row?.total ?? 0;
  }

  async function withMembers(query: ListQuery, page: readonly Found[]): Promise<ListPage['resources']> {
    if (query.type !== 'Group' || !query.wants.members || page.length === 0) return page;
    const groups = JSON.stringify(page.map((group) => group.id));
    const { results } = await read([membersOfGroups(db, { tenant, groups })]);
    const members = new Map<string, Member[]>(page.map((group) => [group.id, []]));
    for (const row of results[0] as readonly (MemberRow & { group_id: string })[]) {
      members.get(row.group_id)?.push(memberOf(row));
    }
    return page.map((group) => ({ ...group, members: members.get(group.id) ?? [] }));
  }
}

/** The total where the page itself shows it: it is the last one and not empty, or the first one and empty. */
function lastPageTotal(query: ListQuery, rows: number): number | undefined {
  if (query.count === 0 || rows > query.count) return undefined;
  return rows > 0 || query.startIndex === 1 ? query.startIndex - 1 + rows : undefined;
}
