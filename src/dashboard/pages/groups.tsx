// `…/groups`: the groups that the identity provider has pushed, searched and in order. One group is `pages/group`.

import { Hono } from 'hono';
import { listOrders } from '../../directory/look.ts';
import { groupRolesOf } from '../../policy/roles.ts';
import { settingsOf } from '../../policy/settings.ts';
import { fold } from '../../scim/fold.ts';
import { type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { listLimit, maxSearchLength } from '../limits.ts';
import { Field } from '../parts/form.tsx';
import { Empty, FilterForm, Pager, Select } from '../parts/list.tsx';
import type { DashboardPorts } from '../ports.ts';
import { choiceIn, cursorIn, textIn } from '../query.ts';
import { countWords } from '../words.tsx';
import { showGroup } from './group/page.tsx';
import { GroupTable } from './group/table.tsx';
import { orders } from './users/filter.tsx';

/** A cursor's parts: the place, and the key. */
const cursor = /^(\d{1,15})\.([\s\S]*)$/;

export function groupsRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/groups', async (context) => {
    const { tenant, now } = context.var;
    const query = { search: textIn(context, 'search'), order: choiceIn(context, 'order', listOrders) };
    const [, place, key = ''] = cursorIn(context, cursor) ?? [];
    const { groups, next } = await ports.look(tenant).groups({
      prefix: fold(query.search ?? ''),
      order: query.order ?? 'name',
      after: place === undefined ? undefined : { place: Number(place), key },
      limit: listLimit,
    });
    const action = tenantPath(tenant, 'groups');
    const isFiltered = Object.values(query).some(Boolean);
    return show(
      context,
      { title: 'Groups', current: 'groups' },
      <>
        <p class="aside">{countWords(tenant.groups)} groups are pushed at present.</p>
        <FilterForm action={action} isFiltered={isFiltered}>
          <Field
            name="search"
            label="Name"
            type="search"
            value={query.search}
            maxlength={maxSearchLength}
            placeholder="begins with …"
          />
          <Select name="order" label="Order" value={query.order} options={orders} />
        </FilterForm>
        {groups.length > 0 ? (
          <GroupTable
            tenant={tenant}
            groups={groups}
            roles={groupRolesOf(settingsOf(tenant.settings))}
            now={now}
          />
        ) : (
          <EmptyWords isFiltered={isFiltered} />
        )}
        <Pager
          action={action}
          query={{ ...query, after: context.req.query('after') }}
          next={next && `${next.place}.${next.key}`}
        />
      </>,
    );
  });

  app.get('/groups/:id', (context) => showGroup(context, ports, context.req.param('id')));

  return app;
}

function EmptyWords({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <Empty>No group’s name begins so. Type less of it.</Empty>;
  return (
    <Empty>
      No groups yet. Push one from your identity provider (in Okta: the app → Push Groups → Find groups by
      name), after its members are assigned to the app.
    </Empty>
  );
}
