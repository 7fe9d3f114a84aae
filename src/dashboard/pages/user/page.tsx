// `…/users/{account}`: one person, from the account that the application gives him: why it is as it is, what the
// identity provider says of him, his groups, what happened, and the raw document.

import type { Context } from 'hono';
import type { ExplainedAccount } from '../../../directory/browse.ts';
import type { TenantEnv } from '../../context.ts';
import { show } from '../../layout.tsx';
import { maxShownGroups, timelineLimit } from '../../limits.ts';
import { Foreign, ForeignOr, titleOf } from '../../parts/foreign.tsx';
import { Day } from '../../parts/moment.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { DashboardPorts } from '../../ports.ts';
import { cursorIn } from '../../query.ts';
import { notFound } from '../../refusal.ts';
import { Status, storageWords } from '../../words.tsx';
import { Timeline } from '../events/timeline.tsx';
import { ActionForms } from './action-forms.tsx';
import { Attributes, Raw } from './document.tsx';
import { explained } from './explained.ts';
import { UserGroups } from './groups.tsx';
import { shownDocument } from './shown-document.ts';
import { Why } from './why.tsx';

/** Account ids are UUIDs; in tests they have a word before. */
const idPattern = /^[\w-]{1,100}$/;

/** What an action was refused for, beside its form. */
export interface Told {
  readonly action: 'reactivate' | 'purge' | 'link';
  readonly message: string;
  readonly typed?: string;
}

export async function showUser(context: Context<TenantEnv>, ports: DashboardPorts, id: string, told?: Told) {
  const { tenant, entry, now } = context.var;
  const browser = ports.browse(tenant);
  const account = idPattern.test(id) ? await browser.account(id) : undefined;
  if (!account) throw notFound();
  const before = cursorIn(context, /^\d{1,15}$/)?.[0];
  const look = ports.look(tenant);
  const [user, newest] = await Promise.all([
    browser.find('User', account.userId),
    look.eventsOf(id, Number.MAX_SAFE_INTEGER, timelineLimit),
  ]);
  const timeline = before === undefined ? newest : await look.eventsOf(id, Number(before), timelineLimit);
  const groups = user?.groups ?? [];
  const why = await explained(look, tenant, account, groups, newest);
  const document = user && shownDocument(ports, context, user);
  const name = account.displayName || account.userName;
  return show(
    context,
    { title: titleOf(name), current: 'users', status: told ? 422 : 200 },
    <>
      <Head account={account} isGone={!user} notice={context.req.query('notice')} />
      {entry.session.role === 'administrator' && (
        <ActionForms tenant={tenant} account={account} isGone={!user} isRecent={entry.isRecent} told={told} />
      )}
      <Why why={why} tenant={tenant} now={now} />
      {document && <Attributes document={document} tenant={tenant} />}
      {user && <UserGroups tenant={tenant} groups={groups.slice(0, maxShownGroups)} total={groups.length} />}
      <Timeline tenant={tenant} happenings={timeline} now={now} path={`users/${id}`} />
      {document && <Raw document={document} />}
    </>,
  );
}

function Head({
  account,
  isGone,
  notice,
}: {
  readonly account: ExplainedAccount;
  readonly isGone: boolean;
  readonly notice: string | undefined;
}) {
  const done = notices.find(([name]) => name === notice)?.[1];
  return (
    <>
      {done && <Notice tone="good">{done}</Notice>}
      <p>
        <Status {...account} leftAt={isGone ? account.updatedAt : null} /> · profile{' '}
        <ForeignOr text={account.profile} none="none" /> · <Foreign text={storageWords(account)} /> · roles{' '}
        <ForeignOr text={account.roles.join(', ')} none="none" />
      </p>
      <p class="aside">
        <Foreign text={account.userName} /> · <ForeignOr text={account.email} none="no e-mail address" /> ·
        account since <Day at={account.createdAt} />
      </p>
      {isGone && (
        <Notice tone="attention">
          The identity provider has deleted this person. The account and its data are kept; whoever comes back
          under the same id gets it again.
        </Notice>
      )}
    </>
  );
}

const notices = [
  ['reactivated', 'The account is active again, and so is the user.'],
  ['linked', 'The two are one person now: the account that was left belongs to the newcomer.'],
] as const;
