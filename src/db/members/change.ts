// Membership as rows. A change costs what it names, whatever the size of the group: ids travel as one JSON
// parameter, and who really came or went is found in SQL, in the same batch that writes it.

import { sql } from 'drizzle-orm';
import type { MembershipChange } from '../../directory/membership.ts';
import { membersPresentGuard } from '../guards.ts';
import { param, statement } from '../statement.ts';
import { markChanged, markReplaced } from './due.ts';
import { type MembersPatch, tellOfMembers } from './events.ts';
import { isId } from './proof.ts';
import { insertMembers, removeMembers, removeOthers } from './rows.ts';

/** What one request does to the members of a group. */
export interface MembersRequest {
  readonly change: MembershipChange;
  readonly request: string;
  readonly token: string | null;
}

/** Whether all who are to be added may be known: the database need not be asked for what is no id of ours. */
export const mayBeKnown = ({ add }: MembershipChange): boolean => add.every(({ value }) => isId(value));

export interface ChangeOptions {
  /**
   * The group's version moves on, once, when somebody really came or went. Not wanted where the document changes in
   * the same batch and moves it anyway.
   */
  readonly bumpVersion: boolean;
  /** Whoever comes or goes is to be judged anew. */
  readonly marksDue: boolean;
}

/**
 * Writes what several requests do to one group's members: no two of them name the same id, and one that replaces all
 * members is alone. Somebody unknown breaks the batch by the constraint that a member has a type.
 */
export function changeMembers(
  db: D1Database,
  tenant: string,
  group: string,
  requests: readonly MembersRequest[],
  now: string,
  { bumpVersion, marksDue }: ChangeOptions,
): D1PreparedStatement[] {
  const patches = requests.map(patchOf);
  const present = requests.flatMap(({ change }) => change.present);
  const add = requests.flatMap(({ change }) => change.add);
  const remove = patches.flatMap((patch) => patch.remove);
  const [alone] = requests.filter(({ change }) => change.base === 'none');
  const common = { tenant, group, now };
  return [
    ...(present.length > 0
      ? [membersPresentGuard(db, { tenant, group, present: JSON.stringify(present) })]
      : []),
    tellOfMembers(db, common, patches, alone !== undefined),
    ...(marksDue ? patches.map((patch) => markPatch(db, common, patch, alone !== undefined)) : []),
    (bumpVersion ? takeProofAndMove : takeProof)(db, common),
    ...(alone
      ? [removeOthers(db, { tenant, group, keep: JSON.stringify(add.map(({ value }) => value)) })]
      : []),
    ...removeMembers(db, tenant, group, remove),
    ...insertMembers(db, tenant, group, add),
  ];
}

function markPatch(
  db: D1Database,
  { tenant, group }: { readonly tenant: string; readonly group: string },
  { add, remove, request, token }: MembersPatch,
  replaces: boolean,
): D1PreparedStatement {
  const common = { tenant, group, request, token, add: JSON.stringify(add) };
  return replaces ? markReplaced(db, common) : markChanged(db, { ...common, remove: JSON.stringify(remove) });
}

function patchOf({ change, request, token }: MembersRequest): MembersPatch {
  // What is no id of ours is no member, and need not be removed.
  return { add: change.add.map(({ value }) => value), remove: change.remove.filter(isId), request, token };
}

/** The group's newest event tells of it as it is now; where that is news, somebody came or went. */
const newProof = sql`FROM (SELECT o.type, o.subject, o.data -> '$.group' AS state FROM outbox o
    WHERE o.tenant = ${param('tenant')} ORDER BY o.sequence DESC LIMIT 1) n
  WHERE groups.tenant = ${param('tenant')} AND groups.id = ${param('group')} AND n.subject = groups.id
    AND n.type = 'group.members_changed'
    AND (n.state ->> 'membersHash' <> members_hash OR n.state ->> 'memberCount' <> member_count)`;

const proof = sql`member_count = n.state ->> 'memberCount', members_hash = n.state ->> 'membersHash'`;

const takeProof = statement<'tenant' | 'group'>(sql`UPDATE groups SET ${proof} ${newProof}`);

const takeProofAndMove = statement<'tenant' | 'group' | 'now'>(sql`
  UPDATE groups SET ${proof}, version = version + 1, last_modified = ${param('now')} ${newProof}`);
