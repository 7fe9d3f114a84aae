// The rows of users and accounts that change when users are judged anew, many in one statement, and the events that
// tell of them.

import { sql } from 'drizzle-orm';
import type { AccountChange } from '../../directory/change.ts';
import type { Stored } from '../../directory/stored.ts';
import type { GroupRole } from '../../policy/roles.ts';
import type { StoredType } from '../../scim/schema/resource-type.ts';
import { tellOfMany } from '../account-events.ts';
import { decision } from '../accounts.ts';
import { listsOf } from '../json-lists.ts';
import { param, statement } from '../statement.ts';
import { recordOf } from '../users.ts';

export interface ChangedAccount {
  readonly account: AccountChange;
  /** What caused the judging. */
  readonly request: string;
  readonly token: string | null;
}

interface Cause {
  readonly now: string;
  readonly roles: readonly GroupRole[];
  readonly settingsVersion: number;
}

const field = (name: string) => sql.raw(`j.value ->> '$.${name}'`);

/**
 * A policy changes neither how somebody is called nor his addresses. `users`: JSON list. Which rows are meant is found
 * out first: the planner would go through the table and through the list for each of its rows.
 */
const writeDocuments = statement<'tenant' | 'users'>(sql`
  UPDATE users SET display_name_key = ${field('displayNameKey')}, document = j.value -> '$.document',
    search = j.value -> '$.search', version = ${field('version')}, last_modified = ${field('lastModified')}
  FROM (SELECT u.place, l.value FROM json_each(${param('users')}) l
    CROSS JOIN users u ON u.tenant = ${param('tenant')} AND u.id = l.value ->> '$.id' LIMIT -1) j
  WHERE users.place = j.place`);

const writeAccounts = statement<'tenant' | 'accounts' | 'now'>(sql`
  UPDATE accounts SET display_name = ${field('displayName')}, status = ${field('status')},
    profile = ${field('profile')}, quota_gb = ${field('quotaGb')}, storage = ${field('storage')},
    attributes = j.value -> '$.attributes', decided_by = coalesce(j.value -> '$.decidedBy', accounts.decided_by),
    updated_at = ${param('now')}
  FROM (SELECT l.value ->> '$.id' AS account_id, l.value FROM json_each(${param('accounts')}) l LIMIT -1) j
  WHERE accounts.tenant = ${param('tenant')} AND accounts.id = j.account_id`);

/** Overwrites what users hold. `type`: by which their tenant declares users. */
export function updateDocuments(
  db: D1Database,
  tenant: string,
  type: StoredType,
  users: readonly Stored[],
): D1PreparedStatement[] {
  const rows = users.map((user) => {
    const { displayNameKey, document, search } = recordOf(type, user);
    const { id, version, lastModified } = user;
    return { id, version, lastModified, displayNameKey, document, search };
  });
  return listsOf(rows).map((list) => writeDocuments(db, { tenant, users: list }));
}

/** Overwrites accounts. */
export function updateAccounts(
  db: D1Database,
  tenant: string,
  accounts: readonly ChangedAccount[],
  { now, settingsVersion }: Cause,
): D1PreparedStatement[] {
  const rows = accounts.map(({ account: { account, decidedBy }, request, token }) => {
    const { id, displayName, status, profile, quotaGb, storage, attributes } = account;
    const decided = decision(decidedBy, { now, request, token, settingsVersion });
    return { id, displayName, status, profile, quotaGb, storage, attributes, decidedBy: decided };
  });
  return listsOf(rows).map((list) => writeAccounts(db, { tenant, accounts: list, now }));
}

/** One event for each account, as it is once it is written. */
export function tellOfAccounts(
  db: D1Database,
  tenant: string,
  accounts: readonly ChangedAccount[],
  { now, roles }: Cause,
): D1PreparedStatement[] {
  const rows = accounts.map(({ account: { account, event }, request, token }) => ({
    id: account.id,
    type: event,
    request,
    token,
  }));
  return tellOfMany(db, tenant, rows, { now, roles });
}
