// What the house writes is told in the audit, in the same batch: how many of what. Identity providers' changes have
// no entries; each names its token in the event that it causes.

import { sql } from 'drizzle-orm';
import type { Change, MembersChange } from '../../directory/change.ts';
import { type AuthorParameter, auditEntry, authorOf } from '../audit.ts';
import { param, statement } from '../statement.ts';
import { type Cause, momentOf } from './cause.ts';

const tell = statement<'tenant' | 'action' | 'after' | AuthorParameter>(
  auditEntry({
    action: sql`${param('action')}`,
    kind: 'tenant',
    id: sql`id`,
    name: sql`slug`,
    tenant: sql`id`,
    after: param('after'),
    from: sql`FROM tenants WHERE id = ${param('tenant')}`,
  }),
);

export function auditStatements(
  db: D1Database,
  { grant, requestId }: Cause,
  change: Exclude<Change, MembersChange>,
): D1PreparedStatement[] {
  if (grant.tokenId !== null) return [];
  const { tenant, actor, action } = grant;
  const author = authorOf({ actor, requestId, now: momentOf(change) });
  return [tell(db, { tenant, action, after: JSON.stringify(countsOf(change)), ...author })];
}

function countsOf(change: Exclude<Change, MembersChange>): Readonly<Record<string, number>> {
  switch (change.kind) {
    case 'create-users':
      return { users: change.users.length };
    case 'create-groups': {
      const members = change.groups.reduce((total, group) => total + group.members.length, 0);
      return { groups: change.groups.length, members };
    }
    case 'create':
    case 'update':
    case 'delete':
      return { [change.type === 'User' ? 'users' : 'groups']: 1 };
    case 'account':
      return { accounts: 1 };
    default:
      return change satisfies never;
  }
}
