// What the audit has of an account that is changed by hand: its status and its user, before and after.

import { sql } from 'drizzle-orm';
import { type AuthorParameter, auditEntry, authorOf } from '../audit.ts';
import { param, statement } from '../statement.ts';
import type { Hand } from './actions.ts';

const shared = {
  action: sql`${param('action')}`,
  kind: 'account',
  id: sql`id`,
  tenant: sql`tenant`,
  before: sql`json_object('status', status, 'userId', user_id)`,
  after: param('after'),
  from: sql`FROM accounts WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
};

const tell = statement<'tenant' | 'id' | 'action' | 'after' | AuthorParameter>(
  auditEntry({ ...shared, name: sql`user_name` }),
);

/** Who is erased is not to live on in the audit by name. */
const tellNameless = statement<'tenant' | 'id' | 'action' | 'after' | AuthorParameter>(
  auditEntry({ ...shared, name: sql`id` }),
);

/** Stands in the batch before the change. `after`: null when nothing is left. */
export function tellOfAccount(
  { db, tenant, author }: Hand,
  action: 'account.reactivated' | 'account.linked' | 'account.purged',
  id: string,
  after: Readonly<Record<string, string>> | null,
): D1PreparedStatement {
  const values = { tenant, id, action, after: after && JSON.stringify(after), ...authorOf(author) };
  return after ? tell(db, values) : tellNameless(db, values);
}
