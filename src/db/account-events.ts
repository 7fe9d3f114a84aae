// Events of many accounts in one statement: each as it is once the batch has written it.

import { sql } from 'drizzle-orm';
import type { AccountEventType } from '../directory/account.ts';
import type { GroupRole } from '../policy/roles.ts';
import { accountState } from './accounts.ts';
import { listsOf } from './json-lists.ts';
import { nextSequence } from './outbox.ts';
import { param, statement } from './statement.ts';

const field = (name: string) => sql.raw(`j.value ->> '$.${name}'`);

/** `accounts`: JSON list of `{id, type, request, token}`. */
const tell = statement<'tenant' | 'accounts' | 'now' | 'roles'>(sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT a.tenant, ${nextSequence} + j.key, ${field('type')}, a.id, json_object('account', ${accountState}),
    ${param('now')}, ${field('request')}, ${field('token')}
  FROM json_each(${param('accounts')}) j CROSS JOIN accounts a
    ON a.tenant = ${param('tenant')} AND a.id = ${field('id')}`);

export interface ToldAccount {
  readonly id: string;
  readonly type: AccountEventType;
  /** What caused it. */
  readonly request: string;
  readonly token: string | null;
}

/** One event for each of these accounts, all of which are there. */
export function tellOfMany(
  db: D1Database,
  tenant: string,
  accounts: readonly ToldAccount[],
  { now, roles }: { readonly now: string; readonly roles: readonly GroupRole[] },
): D1PreparedStatement[] {
  return listsOf(accounts).map((list) =>
    tell(db, { tenant, accounts: list, now, roles: JSON.stringify(roles) }),
  );
}
