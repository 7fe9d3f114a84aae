// The verbs on one tenant's directory as a port: for those who answer requests and need not know whether a
// verb runs here or in the tenant object.

import { resourceNotFound } from '../scim/error.ts';
import { type StoredType, userType } from '../scim/schema/resource-type.ts';
import type { Condition } from './condition.ts';
import type { Context } from './context.ts';
import { create } from './create.ts';
import { type Created, createUsers, type UserToCreate } from './create-users.ts';
import { patch } from './patch.ts';
import { remove } from './remove.ts';
import { replace } from './replace.ts';
import type { ListPage, ListQuery } from './store.ts';
import type { Found, Wants } from './stored.ts';
import type { Changed } from './update.ts';

/** Errors are thrown as `ScimError`. Bodies are parsed JSON, not yet looked at. */
export interface Writes {
  create(type: StoredType, body: unknown, wants: Wants, id?: string): Promise<Found>;
  replace(type: StoredType, id: string, body: unknown, condition: Condition, wants?: Wants): Promise<Changed>;
  patch(type: StoredType, id: string, body: unknown, condition: Condition, wants?: Wants): Promise<Changed>;
  remove(type: StoredType, id: string, condition: Condition): Promise<void>;
}

export interface Directory extends Writes {
  /** Users only; see `create-users.ts`. */
  createUsers(users: readonly UserToCreate[], failuresAllowed: number): Promise<readonly Created[]>;
  find(type: StoredType, id: string, wants: Wants): Promise<Found>;
  list(query: ListQuery): Promise<ListPage>;
}

/** The verbs, run right here. */
export function openDirectory(context: Context): Directory {
  return {
    create: (type, body, wants, id) => create(context, type, body, wants, id),
    createUsers: (users, failuresAllowed) => createUsers(context, userType, users, failuresAllowed),
    replace: (type, id, body, condition, wants) => replace(context, type, id, body, condition, wants),
    patch: (type, id, body, condition, wants) => patch(context, type, id, body, condition, wants),
    remove: (type, id, condition) => remove(context, type, id, condition),
    list: (query) => context.store.list(query),
    find: async (type, id, wants) => {
      const found = await context.store.find(type.name, id, wants);
      if (!found) throw resourceNotFound(type.name, id);
      return found;
    },
  };
}
