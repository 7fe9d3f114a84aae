// Everything that a tenant has, for an export, portion by portion: few round trips, since there may not be more than
// about a thousand in one request, and never more documents or members than fit into memory.

import { sql } from 'drizzle-orm';
import type { WholeDirectory } from '../directory/export.ts';
import type { GroupRole } from '../policy/roles.ts';
import { accountsPage } from './accounts-page.ts';
import { bounded } from './bounded.ts';
import { portionsOf, withMembers } from './member-pages.ts';
import { peopleBehind } from './reevaluation/read.ts';
import { foundOf, type ResourceRow } from './rows.ts';
import { param, statement } from './statement.ts';

/** Read at once, or fewer where their documents are long. */
const usersPerPortion = 2000;
const groupsPerPortion = 2000;
const accountsPerPortion = 1000;

const columns = sql.raw('place, id, version, created_at, last_modified, document, member_count');

const groupsBehind = statement<'tenant' | 'after' | 'limit'>(sql`
  SELECT * FROM ${bounded(sql`SELECT ${columns} FROM groups
    WHERE tenant = ${param('tenant')} AND place > ${param('after')} ORDER BY place LIMIT ${param('limit')}`)}
  ORDER BY place`);

type GroupRow = ResourceRow & { readonly place: number; readonly member_count: number };

export function openWholeDirectory(
  db: D1Database,
  tenant: string,
  groupRoles: readonly GroupRole[],
): WholeDirectory {
  return {
    async *users() {
      const range = { until: Number.MAX_SAFE_INTEGER, limit: usersPerPortion, wantsGroups: true };
      for (let after = 0; ; ) {
        const { people, lastPlace } = await peopleBehind(db, tenant, { ...range, after });
        if (people.length === 0) return;
        yield people;
        after = lastPlace;
      }
    },

    async *groups() {
      const read = (statements: readonly D1PreparedStatement[]) =>
        db.batch([...statements]).then((results) => ({ results: results.map((one) => one.results) }));
      for (let after = 0; ; ) {
        const page = groupsBehind(db, { tenant, after, limit: groupsPerPortion });
        const [result] = await db.batch<GroupRow>([page]);
        const rows = result?.results ?? [];
        for (const portion of portionsOf(rows.map(listedOf))) {
          yield await withMembers({ db, tenant, read }, portion);
        }
        const last = rows.at(-1);
        if (!last) return;
        after = last.place;
      }
    },

    async *accounts() {
      for (let after = ''; ; ) {
        const query = { after, limit: accountsPerPortion };
        const { accounts, next } = await accountsPage(db, tenant, groupRoles, query);
        yield accounts;
        if (next === null) return;
        after = next;
      }
    },
  };
}

const listedOf = (row: GroupRow) => ({
  found: { ...foundOf(row), type: 'Group' as const },
  memberCount: row.member_count,
});
