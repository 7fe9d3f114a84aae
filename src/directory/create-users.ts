// Many new users at once: what stands in each one's way is found for each, the others are written together in one
// batch. Whoever is overtaken meanwhile decides anew about all of them.

import { quoted, ScimError, uniqueness } from '../scim/error.ts';
import { fold } from '../scim/fold.ts';
import { type Resource, textOf } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import type { NewUser } from './change.ts';
import type { Context } from './context.ts';
import { draftUser } from './create.ts';
import { contended, maxAttempts, userRefusal } from './refusal.ts';
import type { Namesake, Store } from './store.ts';

export interface UserToCreate {
  /** The id that the user is to have: the server's own, chosen beforehand so that others can refer to it. */
  readonly id: string;
  readonly body: unknown;
}

export interface Refused {
  readonly error: ScimError;
  /** The id of the user who is there already under the name that was sent. */
  readonly present?: string;
}

export type Created = NewUser | Refused;

export const isRefused = (created: Created): created is Refused => 'error' in created;

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
  // One moment for all: storage tells by it who is new.
  const now = context.now();
  const drafts = users.map(({ id, body }) => drafted({ ...context, now: () => now }, type, id, body));
  const names = [
    ...new Set(drafts.flatMap((draft) => (isRefused(draft) ? [] : Object.values(namesOf(draft))))),
  ];
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const found = await context.store.namesakes(names);
    const settled = upToFailures(settle(context, drafts, found), failuresAllowed);
    const writable = settled.filter((draft): draft is NewUser => !isRefused(draft));
    if (writable.length === 0) return settled;
    const outcome = await context.store.commit({ kind: 'create-users', users: writable });
    if (outcome.kind === 'committed') return settled;
  }
  const overtaken = drafts.map((draft) =>
    isRefused(draft) ? draft : { error: contended(type.name, draft.stored.id) },
  );
  return upToFailures(overtaken, failuresAllowed);
}

function drafted(context: Context, type: StoredType, id: string, body: unknown): Created {
  try {
    return draftUser(context, type, id, body);
  } catch (error) {
    if (error instanceof ScimError) return { error };
    throw error;
  }
}

/** Folded. */
function namesOf({ stored: { sentName = '', resource } }: NewUser) {
  return { sentName, finalName: fold(textOf(resource, 'userName') ?? '') };
}

/** Names and seats go to the first who wants them, in the order of the list. */
function settle(
  context: Context,
  drafts: readonly Created[],
  { people, activeAccounts }: Awaited<ReturnType<Store['namesakes']>>,
): readonly Created[] {
  const present = bookOf(people);
  const listed = bookOf([]);
  let seats = Math.max((context.policy.seatLimit ?? Number.POSITIVE_INFINITY) - activeAccounts, 0);
  return drafts.map((draft) => {
    if (isRefused(draft)) return draft;
    const { id, resource } = draft.stored;
    const names = { id, ...namesOf(draft) };
    if (listed.sent.has(names.sentName) || listed.final.has(names.finalName)) {
      return { error: namedTwice(resource) };
    }
    const refused = obstacle(context, draft, names, present, seats);
    if (!refused || refused.present !== undefined) enter(listed, names);
    if (!refused) seats -= draft.account.moreActive;
    return refused ?? draft;
  });
}

/** The same conditions as the guards of the batch. */
function obstacle(
  context: Context,
  { stored: { resource }, account }: NewUser,
  { sentName, finalName }: Namesake,
  present: NameBook,
  seats: number,
): Refused | undefined {
  const sent = present.sent.get(sentName);
  if (sent !== undefined) return { error: userRefusal(context, 'user_name', resource), present: sent };
  const shown = present.final.get(finalName);
  if (shown !== undefined) {
    const error = userRefusal(context, 'final_name', resource);
    // Who is sent under the name that is shown is meant; who only becomes the same is another person.
    return sentName === finalName ? { error, present: shown } : { error };
  }
  return account.moreActive > seats ? { error: userRefusal(context, 'seat_limit', resource) } : undefined;
}

/** Who has a name: ids by names as they were sent, and as they are shown. */
interface NameBook {
  readonly sent: Map<string, string>;
  readonly final: Map<string, string>;
}

function bookOf(people: readonly Namesake[]): NameBook {
  const book: NameBook = { sent: new Map(), final: new Map() };
  for (const person of people) enter(book, person);
  return book;
}

function enter(book: NameBook, { id, sentName, finalName }: Namesake): void {
  book.sent.set(sentName, id);
  book.final.set(finalName, id);
}

const namedTwice = (user: Resource): ScimError =>
  uniqueness(
    `Another user of the same request has the userName "${quoted(textOf(user, 'userName') ?? '')}" already (upper and lower case are not told apart). Give each a user name of his own.`,
  );

function upToFailures(entries: readonly Created[], allowed: number): readonly Created[] {
  let failures = 0;
  const end = entries.findIndex((entry) => isRefused(entry) && ++failures >= allowed);
  return end < 0 ? entries : entries.slice(0, end + 1);
}
