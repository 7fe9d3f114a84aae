// The account that a user gets as long as no rule says otherwise: what he is called, and whether he is active.

import type { Account, Provisioned } from '../directory/account.ts';
import { type Complex, type Resource, textOf } from '../scim/resource/value.ts';

/** Where `active` is unassigned, whoever is inactive stays so: nothing but `true` gives access back. */
export function plainAccount(user: Resource, previous: Account | undefined): Provisioned {
  return {
    userName: textOf(user, 'userName') ?? '',
    displayName: textOf(user, 'displayName') ?? fullName(user),
    email: preferredEmail(user),
    externalId: textOf(user, 'externalId') ?? null,
    status: statusOf(user, previous),
    profile: null,
    quotaGb: null,
    storage: null,
    attributes: {},
  };
}

function statusOf({ active }: Resource, previous: Account | undefined): Account['status'] {
  if (active === undefined) return previous?.status ?? 'active';
  return active === false ? 'inactive' : 'active';
}

function fullName(user: Resource): string | null {
  const name = (user['name'] ?? {}) as Complex;
  const parts = [textOf(name, 'givenName'), textOf(name, 'familyName')].filter((part) => part !== undefined);
  return textOf(name, 'formatted') ?? (parts.length > 0 ? parts.join(' ') : null);
}

/** The primary address, else the one of type work, else the first. */
function preferredEmail(user: Resource): string | null {
  const emails = (user['emails'] ?? []) as readonly Complex[];
  const preferred =
    emails.find((email) => email['primary'] === true) ??
    emails.find((email) => textOf(email, 'type')?.toLowerCase() === 'work') ??
    emails[0];
  return (preferred && textOf(preferred, 'value')) ?? null;
}
