// The directory's store on D1, opened for one tenant, by one right (a token, or the house's own) and for one request.

import type { Namesake, Store } from '../directory/store.ts';
import { userType } from '../scim/schema/resource-type.ts';
import { type Grant, readGranted } from './access.ts';
import { accountIds, accountOfUser } from './accounts.ts';
import type { TenantShape } from './commit/cause.ts';
import { commit } from './commit/commit.ts';
import { unavailableOnFailure } from './failure.ts';
import { listsOf } from './json-lists.ts';
import { listPage } from './list/list.ts';
import { firstMembers, withFirstMembers } from './member-pages.ts';
import { isId } from './members/proof.ts';
import { selectReferents } from './members/references.ts';
import { groupsLike } from './new-groups.ts';
import { namesakes } from './new-users.ts';
import { selectById, unknownIds } from './read.ts';
import { type AccountRow, accountOf, foundOf, type MemberRow, type ResourceRow } from './rows.ts';

export interface Request {
  readonly requestId: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly now: () => string;
  readonly newId: () => string;
}

/** Of a tenant that wants nothing in particular. */
export const plainShape: TenantShape = { userType, roles: [], seatLimit: null, marksDue: false };

/** Errors of every function: `ScimError` 401 for a dead token, and 503; `DeadKey`, `StaleSettings`. */
export function openStore(
  db: D1Database,
  grant: Grant,
  request: Request,
  shape: TenantShape = plainShape,
): Store {
  const { tenant } = grant;
  const read = (statements: readonly D1PreparedStatement[]) =>
    unavailableOnFailure(request.requestId, () => readGranted(db, grant, request.now(), statements));
  const source = { db, tenant, read };

  return {
    async verify() {
      await read([]);
    },

    async find(name, id, wants) {
      const statements = [selectById(db, tenant, name, id, wants)];
      if (wants.account) statements.push(accountOfUser(db, { tenant, userId: id }));
      else if (wants.members) statements.push(firstMembers(source, id));
      const { results } = await read(statements);
      const row = results[0]?.[0] as ResourceRow | undefined;
      if (!row) return undefined;
      const account = wants.account ? (results[1]?.[0] as AccountRow | undefined) : undefined;
      const found = { ...foundOf(row), ...(account && { account: accountOf(account) }) };
      return wants.members ? withFirstMembers(source, found, results[1] as readonly MemberRow[]) : found;
    },

    list: (query) => listPage({ db, grant, read, now: request.now, newId: request.newId }, query),

    commit: (change) =>
      unavailableOnFailure(request.requestId, () =>
        commit(db, { grant, requestId: request.requestId }, shape, change),
      ),

    async namesakes(names) {
      const { counts, results } = await read(
        listsOf(names).map((list) => namesakes(db, { tenant, names: list })),
      );
      return { people: results.flat() as readonly Namesake[], activeAccounts: counts.active_count };
    },

    async accountIds(userIds) {
      const { results } = await read(listsOf(userIds).map((users) => accountIds(db, { tenant, users })));
      const rows = results.flat() as readonly { userId: string; id: string }[];
      return new Map(rows.map(({ userId, id }) => [userId, id]));
    },

    async groupsLike(keys, mayShareNames) {
      const { results } = await read(
        listsOf(keys).map((groups) =>
          groupsLike(db, { tenant, groups, mayShareNames: Number(mayShareNames) }),
        ),
      );
      const rows = results.flat() as readonly { id: string; ids: string }[];
      return new Map(rows.map(({ id, ids }) => [id, JSON.parse(ids)]));
    },

    async referents(references) {
      const { results } = await read(selectReferents(db, tenant, references));
      const rows = results.flat() as readonly { reference: string; ids: string }[];
      return new Map(rows.map(({ reference, ids }) => [reference, JSON.parse(ids)]));
    },

    async unknownMembers(ids) {
      const { results } = await read([unknownIds(db, { tenant, ids: JSON.stringify(ids.filter(isId)) })]);
      const unknown = (results[0] as readonly { id: string }[]).map((row) => row.id);
      return [...ids.filter((id) => !isId(id)), ...unknown];
    },
  };
}
