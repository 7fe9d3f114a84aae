// What a change does to accounts: their rows and events, the seats that they take, the tenant's counters.

import type { Change } from '../../directory/change.ts';
import { type AccountCause, insertAccounts, leaveAccount, updateAccount } from '../accounts.ts';
import { seatGuard } from '../guards.ts';
import { moveCounters } from '../tenants.ts';
import { type Cause, momentOf, type TenantShape } from './cause.ts';

export function accountStatements(
  db: D1Database,
  cause: Cause,
  shape: TenantShape,
  change: Change,
): D1PreparedStatement[] {
  const { tenant } = cause.grant;
  const left =
    'leaver' in change && change.leaver ? [leaveAccount(db, tenant, change.leaver, change.now)] : [];
  if (!('account' in change) || !change.account) return left;
  const by = accountCause(cause, shape, change);
  return change.account.event === 'account.created'
    ? insertAccounts(db, tenant, [change.account], by)
    : [...updateAccount(db, tenant, change.account, by), ...left];
}

export function accountCause(
  { grant, requestId }: Cause,
  { roles }: TenantShape,
  change: Change,
): AccountCause {
  const { settingsVersion, tokenId: token } = grant;
  return { now: momentOf(change), request: requestId, token, settingsVersion, roles };
}

/** How many more accounts are active afterwards. */
function moreActive(change: Change): number {
  if (change.kind === 'create-users') return sum(change.users.map(({ account }) => account.moreActive));
  return 'account' in change ? (change.account?.moreActive ?? 0) : 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Before anything is written: there are seats for those who become active. */
export function seatGuards(
  db: D1Database,
  tenant: string,
  { seatLimit }: TenantShape,
  change: Change,
): D1PreparedStatement[] {
  const more = moreActive(change);
  return more > 0 && seatLimit !== null ? [seatGuard(db, { tenant, more, limit: seatLimit })] : [];
}

export function counterStatements(db: D1Database, tenant: string, change: Change): D1PreparedStatement[] {
  const moved = { users: 0, groups: 0, active: moreActive(change) };
  if (change.kind === 'create-users') moved.users = change.users.length;
  else if (change.kind === 'create-groups') moved.groups = change.groups.length;
  else if (change.kind === 'create' || change.kind === 'delete') {
    moved[change.type === 'User' ? 'users' : 'groups'] = change.kind === 'create' ? 1 : -1;
  }
  const isStill = moved.users === 0 && moved.groups === 0 && moved.active === 0;
  return isStill ? [] : [moveCounters(db, { tenant, ...moved })];
}
