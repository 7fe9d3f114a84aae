// Writes a decision as one batch: conditions first, then rows, account and events. D1 has no other
// transaction; either all of it is written or nothing.

import type { Change, CommitOutcome } from '../../directory/change.ts';
import { mayBeKnown } from '../members/change.ts';
import { accountStatements, counterStatements, seatGuards } from './accounts.ts';
import { auditStatements } from './audit.ts';
import { accessOf, type Cause, momentOf, type TenantShape } from './cause.ts';
import { commitMembers } from './members.ts';
import { refusal, unknownMembers } from './refusal.ts';
import { rowStatements } from './rows.ts';

/** Errors: `ScimError` 401 for a dead token, `DeadKey`, `StaleSettings`, and whatever else D1 throws; nothing is written then. */
export async function commit(
  db: D1Database,
  cause: Cause,
  shape: TenantShape,
  change: Change,
): Promise<CommitOutcome> {
  if (change.kind === 'members') {
    const { id, members, now, expectedVersion } = change;
    const { grant, requestId } = cause;
    if (grant.tokenId === null) throw new Error('The house does not change members alone.');
    return commitMembers(
      db,
      id,
      [{ grant, requestId, members, marksDue: shape.marksDue }],
      now,
      expectedVersion,
    );
  }
  if ('members' in change && change.members && !mayBeKnown(change.members)) return unknownMembers;
  const { tenant } = cause.grant;
  const now = momentOf(change);
  const statements = [
    ...accessOf(db, cause.grant, now),
    ...seatGuards(db, tenant, shape, change),
    ...rowStatements(db, cause, shape, change),
    ...accountStatements(db, cause, shape, change),
    ...counterStatements(db, tenant, change),
    ...auditStatements(db, cause, change),
  ];
  try {
    await db.batch(statements);
    const version = 'stored' in change ? change.stored.version : versionKept(change);
    return { kind: 'committed', version, lastModified: now };
  } catch (error) {
    return refusal(error, cause.grant);
  }
}

/** Of a change that leaves the user himself as he is. */
const versionKept = (change: Change): number => (change.kind === 'account' ? change.expectedVersion : 0);
