// The policy of a tenant that wants nothing in particular: everybody is let in as he is sent.

import type { Admitted, UserPolicy } from '../directory/policy.ts';
import { fold } from '../scim/fold.ts';
import { type Resource, textOf } from '../scim/resource/value.ts';
import { userType } from '../scim/schema/resource-type.ts';
import { plainAccount } from './account.ts';

export const plainPolicy: UserPolicy = {
  userType,
  readingType: userType,
  admit: (sent, previous) => ({ resource: sent, sentName: sentNameOf(sent, previous), facts: sent }),
  provision: ({ resource }, previous) => plainAccount(resource, previous),
};

/** Who sends back the name that he was answered says nothing of how he sent it first. */
export function sentNameOf(sent: Resource, previous: Admitted | undefined): string {
  const name = fold(textOf(sent, 'userName') ?? '');
  const isEcho = previous && fold(textOf(previous.resource, 'userName') ?? '') === name;
  return isEcho ? previous.sentName : name;
}
