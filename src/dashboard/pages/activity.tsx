// `…/activity`: what a tenant's identity provider asked in the last days: changes and errors one by one, newest first,
// with what to do about each error; and by the minute what it read, and what was not let in.

import { Hono } from 'hono';
import { keptDays } from '../../activity/limits.ts';
import { Hour } from '../activity/chart.tsx';
import {
  type ActivityFilter,
  asQuery,
  filterOf,
  isNarrowed,
  linkTo,
  methods,
  rangeOf,
} from '../activity/filter.ts';
import { ActivityRequest } from '../activity/request.tsx';
import { type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { activityLimit } from '../limits.ts';
import { Field, Select } from '../parts/form.tsx';
import type { DashboardPorts } from '../ports.ts';

const any = { value: '', text: 'All' };
const kindOptions = [
  any,
  { value: 'write', text: 'Changes' },
  { value: 'error', text: 'Errors' },
  { value: 'rejected', text: 'Not let in' },
];
const statusOptions = [
  any,
  { value: '2', text: '2xx: done' },
  { value: '4', text: '4xx: refused' },
  { value: '5', text: '5xx: failed here' },
];
const methodOptions = [any, ...methods.map((method) => ({ value: method, text: method }))];

export function activityRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/activity', async (context) => {
    const { tenant } = context.var;
    const filter = filterOf((name) => context.req.query(name));
    const range = rangeOf(filter);
    const [entries, counts] = await Promise.all([
      ports.activity.entries(tenant.id, { ...asQuery(filter), limit: activityLimit + 1 }),
      ports.activity.hour(tenant.id, { ...range, to: filter.until || range.to }),
    ]);
    const page = entries.slice(0, activityLimit);
    const path = tenantPath(tenant, 'activity');
    const hourBefore = before(counts[0]?.minute);
    return show(
      context,
      { title: 'Activity', current: 'activity' },
      <>
        <p>
          What your identity provider asked in the last {keptDays} days: its changes and its errors one by
          one, and <a href="#by-the-minute">what it only read, by the minute</a>. Passwords, and whatever else
          is kept nowhere, are left out.
        </p>
        <FilterForm path={path} filter={filter} />
        <section>
          <h2>Changes and errors</h2>
          {page.length === 0 && <Nothing path={path} filter={filter} />}
          <ul class="plain">
            {page.map(({ entry }) => (
              <ActivityRequest entry={entry} />
            ))}
          </ul>
          <p class="pages">
            {filter.cursor && <a href={linkTo(path, filter, { cursor: '' })}>Newest</a>}
            {entries.length > activityLimit && (
              <a href={linkTo(path, filter, { cursor: page.at(-1)?.cursor ?? '' })}>Earlier</a>
            )}
          </p>
        </section>
        <section id="by-the-minute">
          <h2>By the minute: what was read, and what was not let in</h2>
          {counts.length === 0 ? (
            <p class="aside">Nothing of the kind came in this time.</p>
          ) : (
            <Hour counts={counts} />
          )}
          <p class="pages">
            {filter.until && <a href={`${linkTo(path, filter, { until: '' })}#by-the-minute`}>Newest hour</a>}
            {hourBefore && (
              <a href={`${linkTo(path, filter, { until: hourBefore })}#by-the-minute`}>The hour before</a>
            )}
          </p>
        </section>
      </>,
    );
  });

  return app;
}

/** The last minute of the hour before the one that ends with `minute`. */
function before(minute: string | undefined): string | undefined {
  return minute && new Date(Date.parse(minute) - 60 * 60_000).toISOString();
}

function FilterForm({ path, filter }: { readonly path: string; readonly filter: ActivityFilter }) {
  return (
    <search>
      <form method="get" action={path}>
        <div class="fields">
          <Select name="kind" label="Kind" value={filter.kind} options={kindOptions} />
          <Select name="status" label="Status" value={filter.status} options={statusOptions} />
          <Select name="method" label="Method" value={filter.method} options={methodOptions} />
          <Field name="from" label="From (day, UTC)" type="date" value={filter.from} />
          <Field name="to" label="To (day, UTC)" type="date" value={filter.to} />
        </div>
        <button type="submit">Show</button>
      </form>
    </search>
  );
}

function Nothing({ path, filter }: { readonly path: string; readonly filter: ActivityFilter }) {
  if (!isNarrowed(filter)) {
    return (
      <p class="aside">
        {filter.cursor
          ? 'Nothing earlier is kept.'
          : 'Each change and each error will stand here as soon as your identity provider asks for something.'}
      </p>
    );
  }
  return (
    <p class="aside">
      No request is as you chose. <a href={path}>Show all</a>
    </p>
  );
}
