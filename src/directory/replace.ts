// PUT (RFC 7644 §3.5.1): what the body leaves out is cleared, save `active`, `password` and a group's
// `members`, which stay: a client that echoes a shortened answer must not revive a leaver or empty a group.

import { equalResources } from '../scim/resource/equal.ts';
import { requireUnchanged } from '../scim/resource/immutable.ts';
import { readResource, requireAttributes } from '../scim/resource/read.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { Condition } from './condition.ts';
import type { Context } from './context.ts';
import { membershipOfList, partMembers } from './group-members.ts';
import type { Wants } from './stored.ts';
import { type Changed, update } from './update.ts';

/** Errors: 400, 404, 409 `uniqueness`, 412, 503. Never creates. */
export async function replace(
  context: Context,
  type: StoredType,
  id: string,
  body: unknown,
  condition: Condition,
  wants: Wants | undefined,
): Promise<Changed> {
  const readingType = type.name === 'User' ? context.policy.readingType : type;
  const { resource: read, unassigned } = readResource(readingType, body, context.leniencies);
  requireAttributes(readingType, read);
  const { document, members: listed } = partMembers(read);
  const cleared = unassigned.has('members') ? [] : undefined;
  const list = listed ?? cleared;
  const members = list && membershipOfList('replace', list, context.leniencies, id);
  return update(context, type, id, condition, wants, (current) => {
    const { active } = current.resource;
    const keepsActive = type.name === 'User' && active !== undefined && !unassigned.has('active');
    const next = keepsActive ? { active, ...document } : document;
    requireUnchanged(readingType, current.resource, next);
    return { resource: equalResources(next, current.resource) ? current.resource : next, members };
  });
}
