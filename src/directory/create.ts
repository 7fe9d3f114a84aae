// POST (RFC 7644 §3.3): a new user with its account, or a new group with its members.

import { readResource, requireAttributes } from '../scim/resource/read.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { newAccount } from './account.ts';
import type { NewUser } from './change.ts';
import type { Context } from './context.ts';
import { knownOnly, membershipOfList, partMembers } from './group-members.ts';
import { contended, maxAttempts, refusalError } from './refusal.ts';
import { checkSize } from './size.ts';
import type { Found, Wants } from './stored.ts';

/**
 * Answers what was stored, with the parts that are wanted and still there. `id`: the server's own, where it was chosen beforehand.
 * Errors: 400, 409 `uniqueness`, 503.
 */
export async function create(
  context: Context,
  type: StoredType,
  body: unknown,
  wants: Wants,
  id = context.newId(),
): Promise<Found> {
  const { stored, account, listed } =
    type.name === 'User'
      ? { ...draftUser(context, type, id, body), listed: undefined }
      : draftGroup(context, type, id, body);
  const { resource } = stored;

  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const members =
      listed && (await knownOnly(context, membershipOfList('add', listed, context.leniencies, id)));
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
      if (!members) return { ...stored, members: [] };
      return (wants.members && (await context.store.find(type.name, id, wants))) || stored;
    }
    if (outcome.by === 'version' || (outcome.by === 'members_known' && members?.skipUnknown)) continue;
    throw await refusalError(context, outcome.by, { type: type.name, id, resource, members });
  }
  throw contended(type.name, id);
}

/** A user as he is to be stored, and the account that he gets. Errors: 400. */
export function draftUser(context: Context, type: StoredType, id: string, body: unknown): NewUser {
  const { policy } = context;
  const { resource: read } = readResource(policy.readingType, body, context.leniencies);
  requireAttributes(policy.readingType, read);
  const decision = policy.admit({ active: true, ...read }, undefined);
  const { resource, sentName } = decision;
  checkSize(type.name, resource);
  const now = context.now();
  const provisioned = policy.provision(decision, undefined);
  return {
    stored: { id, sentName, version: 1, created: now, lastModified: now, resource },
    account: newAccount(provisioned, { newId: context.newId(), userId: id, sentName, now }),
  };
}

/** A group as it is to be stored, and whom it lists. Errors: 400. */
export function draftGroup(context: Context, type: StoredType, id: string, body: unknown) {
  const { resource: read } = readResource(type, body, context.leniencies);
  requireAttributes(type, read);
  const { document: resource, members: listed } = partMembers(read);
  checkSize(type.name, resource);
  const now = context.now();
  return {
    stored: { id, version: 1, created: now, lastModified: now, resource },
    account: undefined,
    listed,
  };
}
