// Users and their accounts for changes by hand: read without a token, written with an audit entry instead of one.

import type { HandStore } from '../../directory/account-actions.ts';
import type { Change } from '../../directory/change.ts';
import { accountOfUser, updateAccount } from '../accounts.ts';
import { seatGuards } from '../commit/accounts.ts';
import { momentOf } from '../commit/cause.ts';
import { notFrozenGuard, versionGuard } from '../guards.ts';
import { selectById } from '../read.ts';
import { type AccountRow, accountOf, foundOf, type ResourceRow } from '../rows.ts';
import { moveCounters } from '../tenants.ts';
import { updateUser } from '../users.ts';
import { type Hand, writeByHand } from './actions.ts';
import { tellOfAccount } from './tell.ts';

export function openHandStore(hand: Hand): HandStore {
  const { db, tenant } = hand;
  return {
    async find(type, id, wants) {
      const [resources, accounts] = await db.batch([
        selectById(db, tenant, type, id, wants),
        accountOfUser(db, { tenant, userId: id }),
      ]);
      const row = resources?.results[0] as ResourceRow | undefined;
      const account = accounts?.results[0] as AccountRow | undefined;
      return row && { ...foundOf(row), ...(account && { account: accountOf(account) }) };
    },

    async commit(change) {
      const written = await writeByHand(hand, statementsOf(hand, change));
      if (written.kind === 'refused') return written;
      const version = 'stored' in change ? change.stored.version : 0;
      return { kind: 'committed', version, lastModified: momentOf(change) };
    },
  };
}

/** Only what `reactivate` asks for is to be had: a user and his account, or the account alone. */
function statementsOf(hand: Hand, change: Change): readonly D1PreparedStatement[] {
  const { db, tenant, settingsVersion, shape, author } = hand;
  const isOfUser = change.kind === 'account' || (change.kind === 'update' && change.type === 'User');
  if (!isOfUser || !change.account) throw new Error(`No change by hand: ${change.kind}.`);
  const { account, moreActive } = change.account;
  const version = change.kind === 'update' ? change.stored.version - 1 : change.expectedVersion;
  const by = { now: momentOf(change), request: author.requestId, token: null, settingsVersion };
  return [
    notFrozenGuard(db, { tenant }),
    ...seatGuards(db, tenant, shape, change),
    versionGuard.User(db, { tenant, id: account.userId, version }),
    tellOfAccount(hand, 'account.reactivated', account.id, { status: account.status }),
    ...(change.kind === 'update'
      ? updateUser(db, tenant, shape.userType, change.stored, change.previous)
      : []),
    ...updateAccount(db, tenant, change.account, { ...by, roles: shape.roles }),
    moveCounters(db, { tenant, users: 0, groups: 0, active: moreActive }),
  ];
}
