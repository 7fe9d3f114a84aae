// POST (RFC 7644 §3.3): a new user with its account, or a new group with its members.

import { readResource, requireAttributes } from '../scim/resource/read.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { nextAccount } from './account.ts';
import type { Context } from './context.ts';
import { knownOnly, membershipOfList, partMembers } from './group-members.ts';
import { contended, maxAttempts, refusalError } from './refusal.ts';
import { checkSize } from './size.ts';
import type { Found, Wants } from './stored.ts';

/** Answers what was stored, with the parts that are wanted. Errors: 400, 409 `uniqueness`, 503. */
export async function create(
  context: Context,
  type: ResourceType,
  body: unknown,
  wants: Wants,
): Promise<Found> {
  const { resource: read } = readResource(type, body, context.leniencies);
  requireAttributes(type, read);
  const now = context.now();
  const id = context.newId();
  const { document, members: listed } = partMembers(read);
  const resource = type.name === 'User' ? { active: true, ...document } : document;
  checkSize(type.name, resource);
  const stored = { id, version: 1, created: now, lastModified: now, resource };
  const account =
    type.name === 'User'
      ? nextAccount(undefined, context.provision(resource, undefined), {
          newId: context.newId(),
          userId: id,
          now,
        })
      : undefined;

  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const members = listed && (await knownOnly(context, membershipOfList(listed, context.leniencies, id)));
    const outcome = await context.store.commit({
      kind: 'create',
      type: type.name,
      stored,
      ...(account && { account }),
      ...(members && { members }),
    });
    if (outcome.kind === 'committed') {
      // A user that was just made is in no group; what a group's members are is known to the database only.
      if (type.name === 'User') return { ...stored, groups: [] };
      const made = wants.members && members ? await context.store.find(type.name, id, wants) : undefined;
      return made ?? { ...stored, members: [] };
    }
    if (outcome.by === 'version' || (outcome.by === 'members_known' && members?.skipUnknown)) continue;
    throw await refusalError(context, outcome.by, { type: type.name, id, resource, members });
  }
  throw contended(type.name, id);
}
