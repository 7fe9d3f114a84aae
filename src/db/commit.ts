// Writes a decision as one batch: conditions first, then rows, account and events. D1 has no other
// transaction; either all of it is written or nothing.

import type { Change, CommitOutcome, MembersChange, Refusal } from '../directory/change.ts';
import type { MembershipChange } from '../directory/membership.ts';
import { StaleSettings } from '../directory/store.ts';
import { unauthorized } from '../scim/error.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { Grant } from './access.ts';
import { insertAccount, updateAccount } from './accounts.ts';
import { deleteGroup, groupEvent, groupVersion, insertGroup, updateGroup } from './groups.ts';
import { accessGuard, groupExistsGuard, versionGuard } from './guards.ts';
import { changeMembers, type MembersRequest, mayBeKnown } from './members/change.ts';
import { leaveAllGroups, removeAllMembers } from './members/departure.ts';
import { insertNewUsers } from './new-users.ts';
import { appendEvent } from './outbox.ts';
import { moveCounters } from './tenants.ts';
import { deleteUser, insertUser, updateUser } from './users.ts';

/** Who changes, and by which request. */
export interface Cause {
  readonly grant: Grant;
  readonly requestId: string;
}

/** Errors: `ScimError` 401, `StaleSettings`, and whatever else D1 throws; nothing is written then. */
export async function commit(
  db: D1Database,
  cause: Cause,
  userType: StoredType,
  change: Change,
): Promise<CommitOutcome> {
  if (change.kind === 'members') {
    const { id, members, now, expectedVersion } = change;
    return commitMembers(db, id, [{ ...cause, members }], now, expectedVersion);
  }
  if ('members' in change && change.members && !mayBeKnown(change.members)) return unknownMembers;
  const { tenant } = cause.grant;
  const now = momentOf(change);
  const statements = [
    accessOf(db, cause.grant, now),
    ...rowStatements(db, cause, userType, change),
    ...accountStatements(db, cause, change),
    ...counterStatements(db, tenant, change),
  ];
  try {
    await db.batch(statements);
    const version = 'stored' in change ? change.stored.version : versionKept(change);
    return { kind: 'committed', version, lastModified: now };
  } catch (error) {
    return refusal(error);
  }
}

/** A change of members, and whose it is. */
export interface MembersCommit extends Cause {
  readonly members: MembershipChange;
}

/**
 * What one or several requests do to the members of one group, all of it or nothing. Of several, no two name the same
 * id, and none replaces all members. Errors: as of `commit`.
 */
export async function commitMembers(
  db: D1Database,
  group: string,
  commits: readonly MembersCommit[],
  now: string,
  expectedVersion?: number,
): Promise<CommitOutcome> {
  const [first] = commits;
  if (!first) throw new Error('There is nothing to commit.');
  const { tenant } = first.grant;
  const grants = new Map(commits.map(({ grant }) => [`${grant.tokenId} ${grant.settingsVersion}`, grant]));
  const guards = [
    ...[...grants.values()].map((grant) => accessOf(db, grant, now)),
    ...membersGuards(db, tenant, group, commits, expectedVersion),
  ];
  const areIds = commits.every(({ members }) => mayBeKnown(members));
  const statements = [
    ...guards,
    ...changeMembers(db, tenant, group, commits.map(requestOf), now, true),
    groupVersion(db, tenant, group),
  ];
  try {
    const results = await db.batch(areIds ? statements : guards);
    if (!areIds) return unknownMembers;
    const row = results.at(-1)?.results[0] as { version: number; last_modified: string } | undefined;
    if (!row) return { kind: 'refused', by: 'group_exists' };
    return { kind: 'committed', version: row.version, lastModified: row.last_modified };
  } catch (error) {
    return refusal(error);
  }
}

/** Of a change that leaves the user himself as he is. */
const versionKept = (change: Change): number => (change.kind === 'account' ? change.expectedVersion : 0);

const unknownMembers: CommitOutcome = { kind: 'refused', by: 'members_known' };

function accessOf(db: D1Database, grant: Grant, now: string): D1PreparedStatement {
  const { tenant, tokenId: token, settingsVersion } = grant;
  return accessGuard(db, { tenant, token, now, settingsVersion });
}

function requestOf({ grant, requestId, members }: MembersCommit): MembersRequest {
  return { change: members, request: requestId, token: grant.tokenId };
}

function rowStatements(
  db: D1Database,
  cause: Cause,
  userType: StoredType,
  change: Exclude<Change, MembersChange>,
): D1PreparedStatement[] {
  const { tenant, tokenId: token } = cause.grant;
  const by = { now: momentOf(change), request: cause.requestId, token };
  const members = (id: string) =>
    'members' in change && change.members
      ? changeMembers(db, tenant, id, [requestOf({ ...cause, members: change.members })], by.now, false)
      : [];
  const tell = (type: string, id: string) => groupEvent(db, { tenant, id, type, request: by.request, token });

  switch (change.kind) {
    case 'create-users':
      return insertNewUsers(db, tenant, userType, change.users, by);
    case 'create':
      if (change.type === 'User') return insertUser(db, tenant, userType, change.stored);
      return [
        ...insertGroup(db, tenant, change.stored),
        tell('group.created', change.stored.id),
        ...members(change.stored.id),
      ];
    case 'update': {
      const { id, version } = change.stored;
      const guard = versionGuard[change.type](db, { tenant, id, version: version - 1 });
      if (change.type === 'User') {
        return [guard, ...updateUser(db, tenant, userType, change.stored, change.previous)];
      }
      return [
        guard,
        ...updateGroup(db, tenant, change.stored, change.previous.resource),
        tell('group.updated', id),
        ...members(id),
      ];
    }
    case 'account':
      return [versionGuard.User(db, { tenant, id: change.id, version: change.expectedVersion })];
    case 'delete': {
      const { id, type, expectedVersion } = change;
      const guard = versionGuard[type](db, { tenant, id, version: expectedVersion });
      const left = leaveAllGroups(db, tenant, id, by);
      if (type === 'User') return [guard, ...left, ...deleteUser(db, tenant, id)];
      const data = JSON.stringify({ group: { id } });
      return [
        guard,
        ...left,
        removeAllMembers(db, tenant, id),
        ...deleteGroup(db, tenant, id),
        appendEvent(db, { tenant, type: 'group.deleted', subject: id, data, ...by }),
      ];
    }
    default:
      return change satisfies never;
  }
}

/** From a group that is not there nobody can be removed; only additions have to ask whether it is. */
function membersGuards(
  db: D1Database,
  tenant: string,
  id: string,
  commits: readonly MembersCommit[],
  version: number | undefined,
): D1PreparedStatement[] {
  if (version !== undefined) return [versionGuard.Group(db, { tenant, id, version })];
  return commits.some(({ members }) => members.add.length > 0) ? [groupExistsGuard(db, { tenant, id })] : [];
}

function accountStatements(db: D1Database, cause: Cause, change: Change): D1PreparedStatement[] {
  if (!('account' in change) || !change.account) return [];
  const { tenant, tokenId: token } = cause.grant;
  const { account, event: type } = change.account;
  const data = JSON.stringify({ account: { ...account, roles: [] } });
  const by = { now: momentOf(change), request: cause.requestId, token };
  return [
    (type === 'account.created' ? insertAccount : updateAccount)(db, tenant, account),
    appendEvent(db, { tenant, type, subject: account.id, data, ...by }),
  ];
}

/** When the change happens: one moment for its rows, its account and its events. */
function momentOf(change: Change): string {
  if ('now' in change) return change.now;
  const stored = 'stored' in change ? change.stored : change.users[0]?.stored;
  return stored?.lastModified ?? '';
}

function counterStatements(db: D1Database, tenant: string, change: Change): D1PreparedStatement[] {
  if (change.kind === 'create-users') {
    return [moveCounters(db, { tenant, users: change.users.length, groups: 0 })];
  }
  if (change.kind !== 'create' && change.kind !== 'delete') return [];
  const step = change.kind === 'create' ? 1 : -1;
  const [users, groups] = change.type === 'User' ? [step, 0] : [0, step];
  return [moveCounters(db, { tenant, users, groups })];
}

const refusals: ReadonlyMap<string, Refusal> = new Map([
  ['CHECK constraint failed: version', 'version'],
  ['CHECK constraint failed: final_name_free', 'final_name'],
  ['UNIQUE constraint failed: users.tenant, users.final_name_key', 'final_name'],
  ['CHECK constraint failed: group_exists', 'group_exists'],
  ['CHECK constraint failed: group_name_free', 'group_name'],
  // Somebody who is neither a user nor a group has no type.
  ['NOT NULL constraint failed: members.type', 'members_known'],
  ['CHECK constraint failed: members_present', 'members_present'],
  ['UNIQUE constraint failed: users.tenant, users.user_name_key', 'user_name'],
]);

function refusal(error: unknown): CommitOutcome {
  const message = error instanceof Error ? error.message : '';
  const [failed] = /(?:CHECK|UNIQUE|NOT NULL) constraint failed: [\w., ]*\w/.exec(message) ?? [];
  if (failed === 'CHECK constraint failed: token_living') throw unauthorized();
  if (failed === 'CHECK constraint failed: settings_current') throw new StaleSettings();
  const by = failed && refusals.get(failed);
  if (!by) throw error;
  return { kind: 'refused', by };
}
