// The port by which somebody changes an account by hand, past the identity provider. It is opened for one tenant and
// one author: each change is written together with its audit entry, and refused where its author may no longer act.

import type { Store } from './store.ts';

/** Errors of each: `StaleSettings`, and whatever storage throws; nothing is written then. */
export interface AccountActions {
  /** Users and their accounts, for `reactivate`. */
  readonly store: HandStore;
  /** Gives the newcomer's user the leaver's account. The newcomer's own account goes. */
  link(leaver: string, newcomer: Newcomer): Promise<Linked>;
  /** Removes a leaver's account with what is kept beside it. */
  purge(account: string): Promise<Purged>;
  /** False when the tenant has no such suggestion. */
  dismiss(leaver: string, newcomer: string): Promise<boolean>;
}

export type HandStore = Pick<Store, 'find' | 'commit'>;

export type Newcomer = { readonly userId: string } | { readonly accountId: string };

export type Linked =
  | 'linked'
  /** The tenant has no such account. */
  | 'unknown'
  /** The account that is to be kept belongs to a living user. */
  | 'not_left'
  /** The tenant has no such user or account. */
  | 'unknown_newcomer'
  /** The newcomer's user is gone as well. */
  | 'newcomer_left'
  /** Others changed them each time. */
  | 'contended';

export type Purged = 'purged' | 'unknown' | 'not_left' | 'contended';
