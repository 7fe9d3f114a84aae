// What the database said no to, by the constraint that broke.

import type { CommitOutcome, Refusal } from '../../directory/change.ts';
import { StaleSettings } from '../../directory/store.ts';
import { conflict, unauthorized } from '../../scim/error.ts';
import { DeadKey } from '../../tenancy/api-key.ts';
import type { Grant } from '../access.ts';

export type Refused = Extract<CommitOutcome, { readonly kind: 'refused' }>;

/** Somebody is to be added whose id is none of ours. */
export const unknownMembers: Refused = { kind: 'refused', by: 'members_known' };

const refusals: ReadonlyMap<string, Refusal> = new Map([
  ['CHECK constraint failed: version', 'version'],
  ['CHECK constraint failed: final_name_free', 'final_name'],
  ['UNIQUE constraint failed: users.tenant, users.final_name_key', 'final_name'],
  ['CHECK constraint failed: seat_limit', 'seat_limit'],
  ['CHECK constraint failed: group_exists', 'group_exists'],
  ['CHECK constraint failed: group_name_free', 'group_name'],
  // Somebody who is neither a user nor a group has no type.
  ['NOT NULL constraint failed: members.type', 'members_known'],
  ['CHECK constraint failed: members_present', 'members_present'],
  // Whoever came back, or was purged, has been changed by others.
  ['CHECK constraint failed: account_left', 'version'],
  ['CHECK constraint failed: freeze_settled', 'version'],
  ['UNIQUE constraint failed: users.tenant, users.user_name_key', 'user_name'],
]);

/** What nobody can do one by one while all accounts are frozen. */
const frozen = () =>
  conflict(
    'All accounts of this tenant are frozen, so that nobody can come in or get access back. Turn provisioning on first: that gives everybody back what the freeze took.',
  );

/** Passes on what is no refusal. Errors: `ScimError` 401 for a dead token, 409 while frozen, `DeadKey`, `StaleSettings`. */
export function refusal(error: unknown, { tokenId }: Pick<Grant, 'tokenId'>): Refused {
  const message = error instanceof Error ? error.message : '';
  const [failed] = /(?:CHECK|UNIQUE|NOT NULL) constraint failed: [\w., ]*\w/.exec(message) ?? [];
  if (failed === 'CHECK constraint failed: token_living')
    throw tokenId === null ? new DeadKey() : unauthorized();
  if (failed === 'CHECK constraint failed: settings_current') throw new StaleSettings();
  if (failed === 'CHECK constraint failed: not_frozen') throw frozen();
  const by = failed && refusals.get(failed);
  if (!by) throw error;
  return { kind: 'refused', by };
}
