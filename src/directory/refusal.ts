// What an administrator is told when the database refused a change.

import {
  invalidValue,
  quoted,
  resourceNotFound,
  type ScimError,
  seatLimit,
  unavailable,
  uniqueness,
} from '../scim/error.ts';
import { type Resource, textOf } from '../scim/resource/value.ts';
import type { Refusal } from './change.ts';
import type { Context } from './context.ts';
import { type MembershipChange, noSuchMember } from './membership.ts';
import type { TypeName } from './stored.ts';

/** How often a change is decided anew when somebody else was faster, before the client is asked to come again. */
export const maxAttempts = 12;

/** 503 after `maxAttempts` lost races. */
export function contended(type: TypeName, id: string): ScimError {
  return unavailable(
    `The ${type} "${quoted(id)}" is being changed by others so often that this change found no gap. Nothing was changed; repeat the request.`,
    1,
  );
}

/** The error for a refusal that another attempt would meet again. `version` is for the caller to handle. */
export async function refusalError(
  context: Context,
  by: Exclude<Refusal, 'version'>,
  what: { type: TypeName; id: string; resource?: Resource; members?: MembershipChange | undefined },
): Promise<ScimError> {
  switch (by) {
    case 'user_name':
    case 'final_name':
    case 'seat_limit':
      return userRefusal(context, by, what.resource);
    case 'group_name':
      return uniqueness(
        `There is already a group with displayName "${quoted(nameOf(what.resource, 'displayName'))}". Link to that group, or choose another name.`,
      );
    case 'group_exists':
      return resourceNotFound(what.type, what.id);
    case 'members_known':
      return unknownMembers(context, what.members);
    case 'members_present':
      return noSuchMember(what.members?.present[0] ?? '');
    default:
      return by satisfies never;
  }
}

/** The same for what can stand in a new user's way. */
export function userRefusal(
  context: Context,
  by: 'user_name' | 'final_name' | 'seat_limit',
  user: Resource | undefined,
): ScimError {
  const name = quoted(nameOf(user, 'userName'));
  switch (by) {
    case 'user_name':
      return uniqueness(
        `There is already a user with userName "${name}" (upper and lower case are not told apart). Look that user up and update it, or choose another user name.`,
      );
    case 'final_name':
      return uniqueness(
        `The user name becomes "${name}" here, and another user has that name already: his was sent in other signs, which are replaced. Choose another user name.`,
      );
    case 'seat_limit':
      return seatLimit(
        `${seats(context)} Raise the limit in the settings of the application, or deactivate somebody; then repeat the assignment in the identity provider.`,
      );
    default:
      return by satisfies never;
  }
}

function seats({ policy: { seatLimit: limit } }: Context): string {
  return `${limit} of ${limit} seats are taken.`;
}

function nameOf(resource: Resource | undefined, attribute: string): string {
  return (resource && textOf(resource, attribute)) ?? '';
}

async function unknownMembers(context: Context, members: MembershipChange | undefined): Promise<ScimError> {
  const ids = await context.store.unknownMembers(members?.add.map((member) => member.value) ?? []);
  const named = ids.slice(0, 20).map((id) => `"${quoted(id)}"`);
  const more = ids.length > named.length ? ` and ${ids.length - named.length} more` : '';
  return invalidValue(
    `Nobody was added or removed: ${ids.length === 1 ? 'the member' : 'the members'} ${named.join(', ')}${more} ${ids.length === 1 ? 'is' : 'are'} not known here. Provision these users first (in the identity provider: assign them to the application), then push the group again.`,
  );
}
