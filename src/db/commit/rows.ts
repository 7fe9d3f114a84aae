// The rows of users and groups that a change writes, and the guards that it depends on.

import type { Change, MembersChange, UpdateChange } from '../../directory/change.ts';
import { deleteGroup, groupEvent, insertGroup, updateGroup } from '../groups.ts';
import { versionGuard } from '../guards.ts';
import { changeMembers } from '../members/change.ts';
import { leaveAllGroups, removeAllMembers } from '../members/departure.ts';
import { markAll } from '../members/due.ts';
import { insertNewGroups } from '../new-groups.ts';
import { insertNewUsers } from '../new-users.ts';
import { appendEvent } from '../outbox.ts';
import { deleteUser, insertUser, updateUser } from '../users.ts';
import { accountCause } from './accounts.ts';
import { type Cause, momentOf, type TenantShape } from './cause.ts';
import { requestOf } from './members.ts';

export function rowStatements(
  db: D1Database,
  cause: Cause,
  shape: TenantShape,
  change: Exclude<Change, MembersChange>,
): D1PreparedStatement[] {
  const { tenant, tokenId: token } = cause.grant;
  const by = { now: momentOf(change), request: cause.requestId, token };
  const { userType, marksDue } = shape;
  const members = (id: string) =>
    'members' in change && change.members
      ? changeMembers(db, tenant, id, [requestOf({ ...cause, members: change.members })], by.now, {
          bumpVersion: false,
          marksDue,
        })
      : [];
  const markMembers = (group: string) =>
    marksDue ? [markAll(db, { tenant, group, request: by.request, token })] : [];
  const tell = (type: string, id: string) => groupEvent(db, { tenant, id, type, request: by.request, token });

  switch (change.kind) {
    case 'create-users':
      return insertNewUsers(db, tenant, userType, change.users, accountCause(cause, shape, change));
    case 'create-groups':
      return insertNewGroups(
        db,
        tenant,
        change.groups,
        { mayShareNames: change.mayShareNames, marksDue },
        by,
      );
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
        ...(isRenamed(change) ? markMembers(id) : []),
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
        ...markMembers(id),
        removeAllMembers(db, tenant, id),
        ...deleteGroup(db, tenant, id),
        appendEvent(db, { tenant, type: 'group.deleted', subject: id, data, ...by }),
      ];
    }
    default:
      return change satisfies never;
  }
}

const isRenamed = ({ stored, previous }: UpdateChange): boolean =>
  stored.resource['displayName'] !== previous.resource['displayName'];
