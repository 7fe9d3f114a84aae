// The account: what the vendor's application gives a person. It belongs to a user, has an id of its own and
// outlives the user. How it is decided is the policy's business, which comes in as a function.

import type { JsonObject } from '../scim/resource/value.ts';
import type { AccountChange } from './change.ts';
import type { UserPolicy } from './policy.ts';

export type AccountStatus = 'active' | 'inactive' | 'preserved';

export interface Account {
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string | null;
  readonly email: string | null;
  readonly externalId: string | null;
  readonly status: AccountStatus;
  readonly profile: string | null;
  readonly quotaGb: number | null;
  readonly storage: string | null;
  readonly attributes: JsonObject;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What the policy decides of an account; the rest of the record is kept here. */
export type Provisioned = Omit<Account, 'id' | 'userId' | 'createdAt' | 'updatedAt'>;

export type AccountEventType =
  | 'account.created'
  | 'account.updated'
  | 'account.deactivated'
  | 'account.reactivated'
  | 'account.preserved'
  | 'account.restored'
  | 'account.purged';

/** The account of somebody who had none. */
export function newAccount(
  { account: provisioned, decidedBy }: Decided,
  { newId, userId, sentName, now }: Moment,
): AccountChange {
  const account = { id: newId, userId, ...provisioned, createdAt: now, updatedAt: now };
  const moreActive = account.status === 'active' ? 1 : 0;
  return { account, event: 'account.created', moreActive, sentName, decidedBy };
}

type Decided = ReturnType<UserPolicy['provision']>;

interface Moment {
  /** The id of the account, if it is a new one. */
  readonly newId: string;
  readonly userId: string;
  readonly sentName: string | undefined;
  readonly now: string;
}

/** The account after a change, and the event that tells of it; undefined when nothing of it changed. */
export function nextAccount(
  previous: Account | undefined,
  decided: Decided,
  moment: Moment,
): AccountChange | undefined {
  if (!previous) return newAccount(decided, moment);
  const account = { ...previous, ...decided.account };
  if (JSON.stringify(account) === JSON.stringify(previous)) return undefined;
  const [was, is] = [previous.status === 'active', account.status === 'active'];
  return {
    account: { ...account, updatedAt: moment.now },
    event: transition(previous.status, account.status),
    moreActive: was === is ? 0 : is ? 1 : -1,
    sentName: moment.sentName,
    decidedBy: decided.decidedBy,
  };
}

function transition(from: AccountStatus, to: AccountStatus): AccountEventType {
  if (from === to) return 'account.updated';
  switch (to) {
    case 'active':
      return 'account.reactivated';
    case 'inactive':
      return 'account.deactivated';
    case 'preserved':
      return 'account.preserved';
    default:
      return to satisfies never;
  }
}
