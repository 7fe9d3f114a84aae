// The account's row, one for each person that ever was. A newcomer who was here before gets his account back: by his
// `externalId`, or by his user name where one side has no `externalId`, because a namesake must not inherit what a
// leaver left. Nobody is recognised by his e-mail address.

import { type SQL, sql } from 'drizzle-orm';
import type { Account, AccountEventType } from '../directory/account.ts';
import type { AccountChange } from '../directory/change.ts';
import type { GroupRole } from '../policy/roles.ts';
import { fold } from '../scim/fold.ts';
import type { JsonObject } from '../scim/resource/value.ts';
import { listsOf } from './json-lists.ts';
import { nextSequence } from './outbox.ts';
import { type Bindable, param, statement } from './statement.ts';

const field = (name: string) => sql.raw(`j.value ->> '$.${name}'`);

/** A preserved account whose user is gone. The index is named, because the planner would rather scan the tenant. */
const leaver = (
  index: string,
  condition: SQL,
) => sql`(SELECT p.id FROM accounts p INDEXED BY ${sql.raw(index)}
  WHERE p.tenant = ${param('tenant')} AND p.status = 'preserved' AND ${condition}
    AND NOT EXISTS (SELECT 1 FROM users u WHERE u.tenant = p.tenant AND u.id = p.user_id)
  ORDER BY p.updated_at DESC LIMIT 1)`;

const returning = sql`coalesce(
  ${leaver('accounts_preserved_external', sql`p.external_id = ${field('externalId')}`)},
  ${leaver('accounts_preserved_name', sql`p.name_key = ${field('nameKey')} AND (p.external_id IS NULL OR ${field('externalId')} IS NULL)`)},
  ${field('id')})`;

/** `accounts`: JSON list. An account that comes back keeps its id and the moment when it was made. */
const insert = statement<'tenant' | 'accounts'>(sql`
  INSERT INTO accounts (tenant, id, user_id, user_name, name_key, display_name, email, external_id, status, profile,
    quota_gb, storage, attributes, decided_by, created_at, created_month, updated_at)
  SELECT ${param('tenant')}, ${returning}, ${field('userId')}, ${field('userName')}, ${field('nameKey')},
    ${field('displayName')}, ${field('email')}, ${field('externalId')}, ${field('status')}, ${field('profile')},
    ${field('quotaGb')}, ${field('storage')}, j.value -> '$.attributes', j.value -> '$.decidedBy',
    ${field('createdAt')}, substr(${field('createdAt')}, 1, 7), ${field('updatedAt')}
  FROM json_each(${param('accounts')}) j WHERE true
  ON CONFLICT (tenant, id) DO UPDATE SET user_id = excluded.user_id, user_name = excluded.user_name,
    name_key = excluded.name_key, display_name = excluded.display_name, email = excluded.email,
    external_id = excluded.external_id, status = excluded.status, profile = excluded.profile,
    quota_gb = excluded.quota_gb, storage = excluded.storage, attributes = excluded.attributes,
    decided_by = excluded.decided_by, updated_at = excluded.updated_at,
    left_at = NULL, left_name_key = NULL, left_email_key = NULL`);

const update = statement<keyof Account | 'tenant' | 'nameKey' | 'decidedBy'>(sql`
  UPDATE accounts SET user_name = ${param('userName')}, name_key = coalesce(${param('nameKey')}, name_key),
    display_name = ${param('displayName')}, email = ${param('email')}, external_id = ${param('externalId')},
    status = ${param('status')}, profile = ${param('profile')}, quota_gb = ${param('quotaGb')},
    storage = ${param('storage')}, attributes = ${param('attributes')},
    decided_by = coalesce(${param('decidedBy')}, decided_by), updated_at = ${param('updatedAt')},
    frozen_at = CASE ${param('status')} WHEN 'active' THEN NULL ELSE frozen_at END
  WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

/** The roles of the account `a`, by the groups of its user. `roles`: JSON list of `GroupRole`. */
export const rolesOfAccount = sql`(SELECT json_group_array(DISTINCT r.value ->> 'role')
  FROM json_each(${param('roles')}) r CROSS JOIN groups g
    ON g.tenant = ${param('tenant')} AND g.display_name_key = r.value ->> 'group'
  WHERE EXISTS (SELECT 1 FROM members m
    WHERE m.tenant = g.tenant AND m.group_id = g.id AND m.member_id = a.user_id))`;

/** The account `a` as the application sees it. */
export const accountState = sql`json_object('id', a.id, 'userId', a.user_id, 'userName', a.user_name,
  'displayName', a.display_name, 'email', a.email, 'externalId', a.external_id, 'status', a.status,
  'profile', a.profile, 'quotaGb', a.quota_gb, 'storage', a.storage, 'roles', json(${rolesOfAccount}),
  'attributes', json(a.attributes), 'createdAt', a.created_at, 'updatedAt', a.updated_at)`;

/** Since when the account `a` is frozen. Whose user was deactivated since is not kept out by that any more. */
export const frozenSince = sql`CASE WHEN a.frozen_at IS NOT NULL AND EXISTS (SELECT 1 FROM users f
  WHERE f.tenant = a.tenant AND f.id = a.user_id AND f.active = 1) THEN a.frozen_at END`;

type Cause = 'now' | 'request' | 'token' | 'roles';

const event = (sequence: SQL, type: SQL, from: SQL) => sql`
  INSERT INTO outbox (tenant, sequence, type, subject, data, occurred_at, request_id, token_id)
  SELECT a.tenant, ${sequence}, ${type}, a.id, json_object('account', ${accountState}), ${param('now')},
    ${param('request')}, ${param('token')}
  ${from}`;

const tellOfNew = statement<'tenant' | 'accounts' | Cause>(
  event(
    sql`${nextSequence} + j.key`,
    sql`iif(a.created_at = ${param('now')}, 'account.created', 'account.restored')`,
    sql`FROM json_each(${param('accounts')}) j CROSS JOIN accounts a
      ON a.tenant = ${param('tenant')} AND a.user_id = ${field('userId')}`,
  ),
);

const tell = statement<'tenant' | 'id' | 'type' | Cause>(
  event(
    nextSequence,
    sql`${param('type')}`,
    sql`FROM accounts a WHERE a.tenant = ${param('tenant')} AND a.id = ${param('id')}`,
  ),
);

export interface AccountCause {
  readonly now: string;
  readonly request: string;
  readonly token: string | null;
  /** By which it was decided. */
  readonly settingsVersion: number;
  readonly roles: readonly GroupRole[];
}

/** Writes the accounts of new users, in order, and one event each: created, or restored. */
export function insertAccounts(
  db: D1Database,
  tenant: string,
  accounts: readonly AccountChange[],
  cause: AccountCause,
): D1PreparedStatement[] {
  const rows = accounts.map(({ account, sentName, decidedBy }) => ({
    ...account,
    nameKey: sentName ?? fold(account.userName),
    decidedBy: decision(decidedBy, cause),
  }));
  const people = JSON.stringify(accounts.map(({ account }) => ({ userId: account.userId })));
  return [
    ...listsOf(rows).map((list) => insert(db, { tenant, accounts: list })),
    tellOfNew(db, { tenant, accounts: people, ...cause, roles: JSON.stringify(cause.roles) }),
  ];
}

/** Overwrites an account of the same user and tells of it. */
export function updateAccount(
  db: D1Database,
  tenant: string,
  { account, event: type, sentName, decidedBy }: AccountChange,
  cause: AccountCause,
): D1PreparedStatement[] {
  const decided = decision(decidedBy, cause);
  const values: Record<keyof Account, Bindable> = {
    ...account,
    attributes: JSON.stringify(account.attributes),
  };
  return [
    update(db, {
      tenant,
      nameKey: sentName ?? null,
      decidedBy: decided ? JSON.stringify(decided) : null,
      ...values,
    }),
    tellOfOne(db, tenant, account.id, type, cause),
  ];
}

const leave = statement<'tenant' | 'id' | 'now' | 'nameKey' | 'emailKey'>(sql`
  UPDATE accounts SET frozen_at = NULL, left_at = ${param('now')}, left_name_key = ${param('nameKey')}, left_email_key = ${param('emailKey')}
  WHERE tenant = ${param('tenant')} AND id = ${param('id')}`);

/** Notes that the account's user is deleted, and what the account is looked up by from then on. */
export function leaveAccount(
  db: D1Database,
  tenant: string,
  { id, userName, email }: Account,
  now: string,
): D1PreparedStatement {
  const emailKey = email === null ? null : fold(email);
  return leave(db, { tenant, id, now, nameKey: fold(userName), emailKey });
}

/** Tells of an account as it is by then. */
export function tellOfOne(
  db: D1Database,
  tenant: string,
  id: string,
  type: AccountEventType,
  cause: Omit<AccountCause, 'settingsVersion'>,
): D1PreparedStatement {
  return tell(db, { tenant, id, type, ...cause, roles: JSON.stringify(cause.roles) });
}

/** What decided about the profile, by which version of the settings and which request. */
export function decision(
  decidedBy: JsonObject | undefined,
  { now, request, token, settingsVersion }: Omit<AccountCause, 'roles'>,
): JsonObject | undefined {
  return decidedBy && { ...decidedBy, settingsVersion, requestId: request, tokenId: token, at: now };
}

/** Which account each user has. `users`: JSON list of ids. */
export const accountIds = statement<'tenant' | 'users'>(sql`
  SELECT a.user_id AS userId, a.id FROM json_each(${param('users')}) j
  CROSS JOIN accounts a ON a.tenant = ${param('tenant')} AND a.user_id = j.value`);

export const accountOfUser = statement<'tenant' | 'userId'>(
  sql`SELECT * FROM accounts WHERE tenant = ${param('tenant')} AND user_id = ${param('userId')}`,
);
