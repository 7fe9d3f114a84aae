// `…/mappings/suggestions`: people who left, and newcomers who may be the same people, to say yes or no to.

import { Hono } from 'hono';
import type { BrowsedAccount, Suggestion } from '../../../directory/browse.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { type TenantEnv, tenantPath } from '../../context.ts';
import { byPresentSettings } from '../../hand.ts';
import { show } from '../../layout.tsx';
import { shortListLimit } from '../../limits.ts';
import { Foreign, ForeignOr } from '../../parts/foreign.tsx';
import { PostForm } from '../../parts/form.tsx';
import { Empty, Pager } from '../../parts/list.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { DashboardPorts } from '../../ports.ts';
import { cursorIn } from '../../query.ts';

/** When somebody left, his account, the newcomer's. */
const cursor = /^([^_]{1,40})_([\w-]{1,100})_([^_]{1,100})$/;
const idPattern = /^[\w~-]{1,100}$/;

export function suggestionRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/mappings/suggestions', async (context) => {
    const { tenant, entry } = context.var;
    const parts = cursorIn(context, cursor);
    const [, leftAt = '', leaver = '', newcomer = ''] = parts ?? [];
    const { suggestions, next } = await ports.browse(tenant).suggestions({
      after: parts && { leftAt, leaver, newcomer },
      limit: shortListLimit,
    });
    const notice = notices.find(([name]) => name === context.req.query('notice'));
    return show(
      context,
      { title: 'Suggestions', current: 'mappings' },
      <>
        <p class="aside">
          <a href={tenantPath(tenant, 'mappings')}>Mappings</a> · nobody is linked by a name or an address
          alone: say who is who.
        </p>
        {notice && <Notice tone={notice[1]}>{notice[2]}</Notice>}
        {suggestions.length === 0 && (
          <Empty>
            {next
              ? 'None among those looked at so far. There are more who left.'
              : 'No suggestions. When somebody comes who has the name or address of somebody who left, both stand here.'}
          </Empty>
        )}
        {suggestions.map((one) => (
          <Pair suggestion={one} tenant={tenant} isViewer={entry.session.role === 'viewer'} />
        ))}
        <Pager
          action={tenantPath(tenant, 'mappings/suggestions')}
          query={{ after: context.req.query('after') }}
          next={next && `${next.leftAt}_${next.leaver}_${next.newcomer}`}
        />
      </>,
    );
  });

  app.post('/mappings/suggestions', async (context) => {
    const { tenant, form } = context.var;
    const [leaver = '', newcomer = ''] = ['leaver', 'newcomer'].map((name) => form.get(name) ?? '');
    const back = (notice: string) =>
      context.redirect(tenantPath(tenant, `mappings/suggestions?notice=${notice}`), 303);
    const act = form.get('act');
    if (![leaver, newcomer].every((id) => idPattern.test(id)) || !(act === 'yes' || act === 'no')) {
      return back('gone');
    }
    if (act === 'no') {
      const isDismissed = await byPresentSettings(ports, context, (actions) =>
        actions.dismiss(leaver, newcomer),
      );
      return back(isDismissed === true ? 'dismissed' : 'gone');
    }
    const outcome = await byPresentSettings(ports, context, (actions) =>
      actions.link(leaver, { accountId: newcomer }),
    );
    return back(outcome === 'linked' ? 'linked' : 'gone');
  });

  return app;
}

const notices = [
  ['linked', 'good', 'They are one person now: the newcomer has the account that was left.'],
  ['dismissed', 'good', 'They are two people. This is not suggested again.'],
  [
    'gone',
    'bad',
    'This suggestion no longer stands: one of the two has changed in the meantime. Nothing was done.',
  ],
] as const;

interface PairProps {
  readonly suggestion: Suggestion;
  readonly tenant: Tenant;
  readonly isViewer: boolean;
}

function Pair({ suggestion: { leaver, newcomer, because }, tenant, isViewer }: PairProps) {
  const shared = because.map((one) => (one === 'email' ? 'e-mail address' : 'user name')).join(' and ');
  return (
    <div class="notice">
      <p>
        Is <Who account={newcomer} tenant={tenant} /> the person who left the account of{' '}
        <Who account={leaver} tenant={tenant} />? They share the {shared}.
      </p>
      {!isViewer && (
        <PostForm action={tenantPath(tenant, 'mappings/suggestions')}>
          <input type="hidden" name="leaver" value={leaver.id} />
          <input type="hidden" name="newcomer" value={newcomer.id} />
          <details>
            <summary>Yes, it is one person</summary>
            <p>
              The newcomer gets the account that was left. The newcomer’s own goes away, and this cannot be
              taken back.
            </p>
            <button type="submit" name="act" value="yes">
              Link them
            </button>
          </details>
          <details>
            <summary>No, they are two people</summary>
            <p>Both keep what they have, and this is not suggested again.</p>
            <button type="submit" name="act" value="no" class="quiet">
              Do not suggest this again
            </button>
          </details>
        </PostForm>
      )}
    </div>
  );
}

function Who({ account, tenant }: { readonly account: BrowsedAccount; readonly tenant: Tenant }) {
  return (
    <>
      <a href={tenantPath(tenant, `users/${encodeURIComponent(account.id)}`)}>
        <Foreign text={account.displayName || account.userName} />
      </a>{' '}
      (<Foreign text={account.userName} />, <ForeignOr text={account.email} none="no address" />)
    </>
  );
}
