// `…/users`: everybody whom the identity provider has given an account, searched, filtered and in order. One person
// is `pages/user`.

import { type Context, Hono } from 'hono';
import type { PeopleFilter, Person } from '../../directory/look.ts';
import { listOrders } from '../../directory/look.ts';
import { fold } from '../../scim/fold.ts';
import { type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { listLimit } from '../limits.ts';
import { Empty, Pager } from '../parts/list.tsx';
import { Notice } from '../parts/notice.tsx';
import type { DashboardPorts } from '../ports.ts';
import { choiceIn, cursorIn, type Query, textIn } from '../query.ts';
import { countWords, statuses } from '../words.tsx';
import { userActionRoutes } from './user/actions.ts';
import { showUser } from './user/page.tsx';
import { cursorOf, peopleCursor, placeOf } from './users/cursor.ts';
import { PeopleFilterForm } from './users/filter.tsx';
import { PeopleTable } from './users/table.tsx';

export function usersRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/users', async (context) => {
    const { tenant, now } = context.var;
    const asked = askedOf(context);
    const { people, next, isCut } = await found(ports, context, asked);
    const action = tenantPath(tenant, 'users');
    const isFiltered = Object.values(asked.query).some(Boolean);
    return show(
      context,
      { title: 'Users', current: 'users' },
      <>
        {context.req.query('notice') === 'purged' && (
          <Notice tone="good">The account is erased, and the application is told so.</Notice>
        )}
        <p class="aside">
          {countWords(tenant.users)} people are in the directory at present. Accounts of people who left are
          listed too, as long as they are kept.
        </p>
        <PeopleFilterForm action={action} tenant={tenant} asked={asked.query} />
        {isCut && (
          <Notice tone="attention">
            These are the first ones found. Type more of the name to see the others.
          </Notice>
        )}
        {people.length > 0 ? (
          <PeopleTable tenant={tenant} people={people} now={now} />
        ) : (
          <EmptyWords isFiltered={isFiltered} hasMore={next !== null} />
        )}
        <Pager
          action={action}
          query={{ ...asked.query, after: context.req.query('after') }}
          next={next}
          words={isFiltered ? 'Look further' : 'Next page'}
        />
      </>,
    );
  });

  app.get('/users/:id', (context) => showUser(context, ports, context.req.param('id')));
  app.route('/', userActionRoutes(ports));

  return app;
}

function askedOf(context: Context<TenantEnv>) {
  const query = {
    search: textIn(context, 'search'),
    status: choiceIn(context, 'status', statuses),
    profile: textIn(context, 'profile'),
    attribute: textIn(context, 'attribute', 400),
    value: textIn(context, 'value', 500),
    order: choiceIn(context, 'order', listOrders),
  } satisfies Query;
  const { status, profile, attribute: name, value } = query;
  const attribute = name !== undefined && value !== undefined ? { name, value } : undefined;
  const filter: PeopleFilter = { status, profile, attribute };
  return { query, filter };
}

async function found(
  ports: DashboardPorts,
  context: Context<TenantEnv>,
  { query, filter }: ReturnType<typeof askedOf>,
): Promise<{ readonly people: readonly Person[]; readonly next: string | null; readonly isCut: boolean }> {
  const look = ports.look(context.var.tenant);
  if (query.search !== undefined) {
    const text = { folded: fold(query.search), exact: query.search };
    return { ...(await look.search(text, filter, listLimit)), next: null };
  }
  const after = placeOf(cursorIn(context, peopleCursor));
  const { people, next } = await look.people({
    ...filter,
    order: query.order ?? 'name',
    after,
    limit: listLimit,
  });
  return { people, next: next && cursorOf(next), isCut: false };
}

function EmptyWords({ isFiltered, hasMore }: { readonly isFiltered: boolean; readonly hasMore: boolean }) {
  if (hasMore)
    return <Empty>Nobody among those looked at so far. There are more people to look through.</Empty>;
  if (isFiltered) {
    return <Empty>Nobody is found by these words. Names are found by how they begin: type less of it.</Empty>;
  }
  return (
    <Empty>
      No users yet. Assign the app to somebody in your identity provider (in Okta: the app → Assignments →
      Assign), and the person appears here within seconds.
    </Empty>
  );
}
