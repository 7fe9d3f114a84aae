// A tenant's directory for who looks at it, on D1. Whoever opens it has made sure that he may.

import { sql } from 'drizzle-orm';
import type { Browsed, Browser, ExplainedAccount } from '../directory/browse.ts';
import type { GroupRole } from '../policy/roles.ts';
import { accountState, frozenSince } from './accounts.ts';
import { accountsPage } from './accounts-page.ts';
import { groupsOfUser, ownColumns } from './row-columns.ts';
import { foundOf, type MemberRow, memberOf, type ResourceRow } from './rows.ts';
import { param, statement } from './statement.ts';
import { suggestionsPage } from './suggestions.ts';

type Row = ResourceRow & {
  readonly place: number;
  readonly member_count?: number;
  readonly members_hash?: string;
};

const shown = {
  User: sql`SELECT place, ${sql.raw(ownColumns)}, ${sql.raw(groupsOfUser)} AS "groups" FROM users`,
  Group: sql`SELECT place, ${sql.raw(ownColumns)}, member_count, members_hash FROM groups`,
} as const;

const one = {
  User: statement<'tenant' | 'id'>(
    sql`${shown.User} WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
  ),
  Group: statement<'tenant' | 'id'>(
    sql`${shown.Group} WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
  ),
} as const;

const behind = sql`WHERE tenant = ${param('tenant')} AND place > ${param('after')}
  ORDER BY place LIMIT ${param('limit')}`;

const page = {
  User: statement<'tenant' | 'after' | 'limit'>(sql`${shown.User} ${behind}`),
  Group: statement<'tenant' | 'after' | 'limit'>(sql`${shown.Group} ${behind}`),
} as const;

const membersPage = statement<'tenant' | 'group' | 'after' | 'limit'>(sql`
  SELECT m.member_id, m.type, m.display, (SELECT a.id FROM accounts a
    WHERE a.tenant = ${param('tenant')} AND a.user_id = m.member_id) AS account_id
  FROM members m WHERE m.tenant = ${param('tenant')} AND m.group_id = ${param('group')}
    AND m.member_id > ${param('after')} ORDER BY m.member_id LIMIT ${param('limit')}`);

const oneAccount = statement<'tenant' | 'id' | 'roles'>(sql`
  SELECT json_set(${accountState}, '$.decidedBy', json(a.decided_by), '$.frozenAt', ${frozenSince}) AS state FROM accounts a WHERE a.tenant = ${param('tenant')} AND a.id = ${param('id')}`);

/** `groupRoles`: which roles the tenant gives. Errors: whatever D1 throws. */
export function openBrowser(db: D1Database, tenant: string, groupRoles: readonly GroupRole[]): Browser {
  const roles = JSON.stringify(groupRoles);
  return {
    accounts: (query) => accountsPage(db, tenant, groupRoles, query),
    suggestions: (query) => suggestionsPage(db, tenant, groupRoles, query),
    async account(id) {
      const row = await oneAccount(db, { tenant, id, roles }).first<{ state: string }>();
      return row ? (JSON.parse(row.state) as ExplainedAccount) : undefined;
    },
    async list(type, after, limit) {
      const { results } = await page[type](db, { tenant, after, limit }).run<Row>();
      return results.map((row) => ({ place: row.place, found: browsedOf(row) }));
    },
    async find(type, id) {
      const row = await one[type](db, { tenant, id }).first<Row>();
      return row ? browsedOf(row) : undefined;
    },
    async members(group, after, limit) {
      const { results } = await membersPage(db, { tenant, group, after, limit }).run<
        MemberRow & { readonly account_id: string | null }
      >();
      return results.map((row) => ({ ...memberOf(row), accountId: row.account_id }));
    },
  };
}

function browsedOf(row: Row): Browsed {
  const { member_count: memberCount, members_hash: membersHash } = row;
  const isGroup = memberCount !== undefined && membersHash !== undefined;
  return { ...foundOf(row), ...(isGroup && { proof: { memberCount, membersHash } }) };
}
