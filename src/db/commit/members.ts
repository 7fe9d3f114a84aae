// What requests do to the members of one group and nothing else, written in one batch.

import type { CommitOutcome } from '../../directory/change.ts';
import type { MembershipChange } from '../../directory/membership.ts';
import type { TokenGrant } from '../access.ts';
import { groupVersion } from '../groups.ts';
import { groupExistsGuard, versionGuard } from '../guards.ts';
import { changeMembers, type MembersRequest, mayBeKnown } from '../members/change.ts';
import { accessOf, type Cause } from './cause.ts';
import { refusal, unknownMembers } from './refusal.ts';

/** A change of members, and whose it is: an identity provider's, for there is no entry in the audit. */
export interface MembersCommit {
  readonly grant: TokenGrant;
  readonly requestId: string;
  readonly members: MembershipChange;
  /** As of `TenantShape`. */
  readonly marksDue: boolean;
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
  const marksDue = commits.some((commit) => commit.marksDue);
  const guards = [
    ...[...grants.values()].flatMap((grant) => accessOf(db, grant, now)),
    ...(expectedVersion === undefined
      ? []
      : [versionGuard.Group(db, { tenant, id: group, version: expectedVersion })]),
    // Marks would be left behind where there is no such group; the other statements find nothing then.
    ...(marksDue ? [groupExistsGuard(db, { tenant, id: group })] : []),
  ];
  const areIds = commits.every(({ members }) => mayBeKnown(members));
  const changes = areIds
    ? changeMembers(db, tenant, group, commits.map(requestOf), now, { bumpVersion: true, marksDue })
    : [];
  try {
    const results = await db.batch([...guards, ...changes, groupVersion(db, tenant, group)]);
    const row = results.at(-1)?.results[0] as { version: number; last_modified: string } | undefined;
    // Nobody comes to a group that is not there, and nobody goes.
    if (!row) return { kind: 'refused', by: 'group_exists' };
    if (!areIds) return unknownMembers;
    return { kind: 'committed', version: row.version, lastModified: row.last_modified };
  } catch (error) {
    return refusal(error, first.grant);
  }
}

/** As the statements on members want it. */
export function requestOf({
  grant,
  requestId,
  members,
}: Cause & { readonly members: MembershipChange }): MembersRequest {
  return { change: members, request: requestId, token: grant.tokenId };
}
