// `…/report`: the user provisioning report: which accounts are managed over SCIM, with their status, profile and
// storage, in figures, charts and a list; `…/report.csv` has the whole list. It prints as it stands.

import { type Context, Hono } from 'hono';
import { settingsOf } from '../../policy/settings.ts';
import { type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { listLimit } from '../limits.ts';
import { titleOf } from '../parts/foreign.tsx';
import { Empty, FilterForm, Pager, Select } from '../parts/list.tsx';
import { Day } from '../parts/moment.tsx';
import type { DashboardPorts } from '../ports.ts';
import { addressOf, choiceIn, cursorIn, textIn } from '../query.ts';
import { statuses, statusOptions } from '../words.tsx';
import { csvOf } from './report/csv.ts';
import { Figures } from './report/figures.tsx';
import { figuresOf } from './report/sums.ts';
import { cursorOf, peopleCursor, placeOf } from './users/cursor.ts';
import { PeopleTable } from './users/table.tsx';

export function reportRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/report', async (context) => {
    const { tenant, now } = context.var;
    const filter = filterOf(context);
    const look = ports.look(tenant);
    const after = placeOf(cursorIn(context, peopleCursor));
    const [cells, { people, next }] = await Promise.all([
      look.report(filter),
      look.people({ ...filter, order: 'name', after, limit: listLimit }),
    ]);
    const action = tenantPath(tenant, 'report');
    const { profiles } = settingsOf(tenant.settings);
    return show(
      context,
      { title: 'User provisioning report', current: 'report' },
      <>
        <p class="aside">
          Accounts that were created and are managed over SCIM, on <Day at={new Date(now).toISOString()} />.
        </p>
        <FilterForm action={action} isFiltered={Object.values(filter).some(Boolean)}>
          <Select name="status" label="Status" value={filter.status} options={statusOptions} />
          {profiles.length > 0 && (
            <Select
              name="profile"
              label="Profile"
              value={filter.profile}
              options={[['', 'All'], ...profiles.map(({ name }) => [name, titleOf(name)] as const)]}
            />
          )}
        </FilterForm>
        <p class="unprinted">
          <a href={addressOf(`${action}.csv`, filter)}>Download all of them as CSV</a> · to print the report,
          use your browser’s print command
        </p>
        {cells.length === 0 ? (
          <Empty>
            No accounts yet. Assign the app to somebody in your identity provider, and the report begins to
            fill.
          </Empty>
        ) : (
          <Figures figures={figuresOf(cells, now)} />
        )}
        {people.length > 0 && (
          <section>
            <h2>Accounts</h2>
            <PeopleTable tenant={tenant} people={people} now={now} />
          </section>
        )}
        <Pager
          action={action}
          query={{ ...filter, after: context.req.query('after') }}
          next={next && cursorOf(next)}
          words="More accounts"
        />
      </>,
    );
  });

  app.get('/report.csv', (context) => {
    const { tenant, now } = context.var;
    const filter = filterOf(context);
    const day = new Date(now).toISOString().slice(0, 10);
    return context.body(csvOf(ports.look(tenant), filter), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${tenant.slug}-accounts-${day}.csv"`,
    });
  });

  return app;
}

const filterOf = (context: Context) => ({
  status: choiceIn(context, 'status', statuses),
  profile: textIn(context, 'profile'),
});
