// Many new users at once: what each lacks is found for each, the others are written together in one batch.

import { ScimError } from '../scim/error.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { NewUser } from './change.ts';
import type { Context } from './context.ts';
import { create, draftUser } from './create.ts';
import { refusalError } from './refusal.ts';
import type { Found } from './stored.ts';

export interface UserToCreate {
  /** The id that the user is to have: the server's own, chosen beforehand so that others can refer to it. */
  readonly id: string;
  readonly body: unknown;
}

export type Created = Found | ScimError;

/**
 * What became of each, in order. Ends at the `failuresAllowed`th failure: what comes after it is not tried and has
 * no entry. Errors of single users are entries; thrown is only what stops all.
 */
export async function createUsers(
  context: Context,
  type: StoredType,
  users: readonly UserToCreate[],
  failuresAllowed: number,
): Promise<readonly Created[]> {
  const read = users.map(({ id, body }) => drafted(context, type, id, body));
  const drafts = upToFailures<NewUser>(await withoutTaken(context, read), failuresAllowed);
  const writable = drafts.filter((draft): draft is NewUser => !(draft instanceof ScimError));
  if (writable.length > 0) {
    const outcome = await context.store.commit({ kind: 'create-users', users: writable });
    // Somebody else took a name in the meantime: one by one, so that only that one fails.
    if (outcome.kind === 'refused') return oneByOne(context, type, users, failuresAllowed);
  }
  return drafts.map((draft) => (draft instanceof ScimError ? draft : { ...draft.stored, groups: [] }));
}

function drafted(context: Context, type: StoredType, id: string, body: unknown): NewUser | ScimError {
  try {
    return draftUser(context, type, id, body);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

/** A name that is there already, or earlier in the list, makes its user a failure. */
async function withoutTaken(
  context: Context,
  drafts: readonly (NewUser | ScimError)[],
): Promise<readonly (NewUser | ScimError)[]> {
  const keyOf = (draft: NewUser) => draft.stored.sentName ?? '';
  const keys = drafts.flatMap((draft) => (draft instanceof ScimError ? [] : [keyOf(draft)]));
  const taken = new Set(await context.store.takenUserNames(keys));
  const checked: (NewUser | ScimError)[] = [];
  for (const draft of drafts) {
    if (draft instanceof ScimError || !taken.has(keyOf(draft))) checked.push(draft);
    else {
      const { id, resource } = draft.stored;
      checked.push(await refusalError(context, 'user_name', { type: 'User', id, resource }));
    }
    if (!(draft instanceof ScimError)) taken.add(keyOf(draft));
  }
  return checked;
}

function upToFailures<T>(entries: readonly (T | ScimError)[], allowed: number): readonly (T | ScimError)[] {
  let failures = 0;
  const end = entries.findIndex((entry) => entry instanceof ScimError && ++failures >= allowed);
  return end < 0 ? entries : entries.slice(0, end + 1);
}

async function oneByOne(
  context: Context,
  type: StoredType,
  users: readonly UserToCreate[],
  failuresAllowed: number,
): Promise<readonly Created[]> {
  const created: Created[] = [];
  for (const { id, body } of users) {
    const one = await create(context, type, body, {}, id).catch((error: unknown) => {
      if (error instanceof ScimError) return error;
      throw error;
    });
    created.push(one);
    if (created.filter((entry) => entry instanceof ScimError).length >= failuresAllowed) break;
  }
  return created;
}
