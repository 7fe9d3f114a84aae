// Users and groups that the application has already, taken in as if their identity provider had created them: it then
// finds them and links to them. Who is there already stays as he is, so that an import can be repeated.

import { groupType, userType } from '../scim/schema/resource-type.ts';
import { createGroups, type GroupCreated, type GroupsContext, type GroupToCreate } from './create-groups.ts';
import { type Created, createUsers, isRefused, type UserToCreate } from './create-users.ts';
import { namesOf } from './references.ts';

/** `created`: by this import. `exists`: was there already, and nothing of it was changed. `failed`: see `detail`. */
export type ImportStatus = 'created' | 'exists' | 'failed';

export interface ImportedGroup {
  /** Its place in the import, from 0. */
  readonly index: number;
  readonly status: ImportStatus;
  /** The group's id; null where it failed. */
  readonly id: string | null;
  /** For the administrator; null where there is nothing to say. */
  readonly detail: string | null;
}

export interface ImportedUser extends ImportedGroup {
  /** The id of the user's account; null where he failed. */
  readonly accountId: string | null;
}

export interface Imported {
  readonly users: readonly ImportedUser[];
  readonly groups: readonly ImportedGroup[];
}

/** The verbs of an import. Each may be repeated as a whole, with the same ids. */
export interface ImportVerbs {
  createUsers(users: readonly UserToCreate[]): Promise<readonly Created[]>;
  createGroups(groups: readonly GroupToCreate[]): Promise<readonly GroupCreated[]>;
  accountIds(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export function openImport(context: GroupsContext): ImportVerbs {
  return {
    createUsers: (users) => createUsers(context, userType, users, Number.POSITIVE_INFINITY),
    createGroups: (groups) => createGroups(context, groupType, groups),
    accountIds: (userIds) => context.store.accountIds(userIds),
  };
}

/** Users that are written in one batch. */
const usersPerBatch = 500;

/**
 * Users first, in their order, so that groups can name them; bodies are parsed JSON, not yet looked at. Errors of
 * single users and groups are theirs; thrown is only what stops all.
 */
export async function runImport(
  verbs: ImportVerbs,
  sent: { readonly users: readonly unknown[]; readonly groups: readonly unknown[] },
  newId: () => string,
): Promise<Imported> {
  const withIds = (bodies: readonly unknown[]) => bodies.map((body) => ({ id: newId(), body }));
  const users = withIds(sent.users);
  const created: Created[] = [];
  for (let at = 0; at < users.length; at += usersPerBatch) {
    created.push(...(await verbs.createUsers(users.slice(at, at + usersPerBatch))));
  }
  const groups = withIds(sent.groups);
  const groupsCreated = await verbs.createGroups(groups);
  const lines = created.map((outcome, index) => userLine(outcome, users[index]?.id));
  const firsts = new Map(lines.map(({ id }, index) => [id, index] as const).toReversed());
  const accounts = await verbs.accountIds(lines.flatMap(({ id }) => id ?? []));
  return {
    users: lines.map((line, index) => {
      const first = firsts.get(line.id) ?? index;
      if (line.id !== null && first < index) return { index, ...failed(sentTwice(first)), accountId: null };
      return { index, ...line, accountId: (line.id !== null && accounts.get(line.id)) || null };
    }),
    groups: groupsCreated.map((outcome, index) => ({ index, ...groupLine(outcome, groups[index]?.id) })),
  };
}

type Line = Omit<ImportedGroup, 'index'>;

/** `ownId`: the one that was chosen for it. Where it is there under that id, it is this import that made it. */
function userLine(outcome: Created, ownId: string | undefined): Line {
  if (!isRefused(outcome)) return done('created', outcome.stored.id);
  const { present, error } = outcome;
  if (present === undefined) return failed(error.facts.detail);
  return done(present === ownId ? 'created' : 'exists', present);
}

function groupLine(outcome: GroupCreated, ownId: string | undefined): Line {
  switch (outcome.kind) {
    case 'created': {
      const { id, skipped } = outcome;
      return done(
        'created',
        id,
        skipped.length > 0 ? `Not known here and left out: ${namesOf(skipped)}.` : null,
      );
    }
    case 'present':
      return done(outcome.id === ownId ? 'created' : 'exists', outcome.id);
    case 'refused':
      return failed(outcome.error.facts.detail);
    default:
      return outcome satisfies never;
  }
}

const done = (status: ImportStatus, id: string, detail: string | null = null): Line => ({
  status,
  id,
  detail,
});

const failed = (detail: string): Line => ({ status: 'failed', id: null, detail });

const sentTwice = (first: number): string =>
  `The user of index ${first} in the same import has this userName already. Send each user once.`;
