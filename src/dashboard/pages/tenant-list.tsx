// `/dashboard`: the vendor's customers, with their figures.

import { Hono } from 'hono';
import type { TenantSummary } from '../../tenancy/tenant.ts';
import { type EnteredEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { listLimit, maxCursorLength, maxSearchLength } from '../limits.ts';
import { Foreign } from '../parts/foreign.tsx';
import { dayBefore } from '../parts/moment.tsx';
import { Notice } from '../parts/notice.tsx';
import { Status } from '../parts/status.tsx';
import type { DashboardPorts } from '../ports.ts';

export function tenantListRoutes(ports: DashboardPorts): Hono<EnteredEnv> {
  const app = new Hono<EnteredEnv>();

  app.get('/', async (context) => {
    const search = (context.req.query('search') ?? '').trim().slice(0, maxSearchLength);
    const after = (context.req.query('after') ?? '').slice(0, maxCursorLength);
    const tenants = await ports.overview.search(search, after, dayBefore(context.var.now), listLimit + 1);
    const page = tenants.slice(0, listLimit);
    const more = new URLSearchParams({ ...(search && { search }), after: page.at(-1)?.slug ?? '' });
    return show(
      context,
      { title: 'Tenants', current: '' },
      <>
        {context.req.query('notice') === 'removed' && (
          <Notice tone="good">The tenant is removed. The audit says who did it.</Notice>
        )}
        <search>
          <form method="get" action="/dashboard">
            <label for="search">Search by name or slug</label>
            <div class="row">
              <input
                id="search"
                name="search"
                type="search"
                value={search}
                maxlength={maxSearchLength}
                autocomplete="off"
              />
              <button type="submit">Search</button>
            </div>
          </form>
        </search>
        {page.length === 0 ? (
          <Empty search={search} isFirstPage={after === ''} />
        ) : (
          <Table tenants={page} now={context.var.now} />
        )}
        <p class="pages">
          {after !== '' && <a href={`/dashboard?search=${encodeURIComponent(search)}`}>First page</a>}
          {tenants.length > listLimit && <a href={`/dashboard?${more.toString()}`}>Next page</a>}
        </p>
      </>,
    );
  });

  return app;
}

function Table({ tenants, now }: { readonly tenants: readonly TenantSummary[]; readonly now: number }) {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Tenant</th>
            <th scope="col" class="number">
              People
            </th>
            <th scope="col" class="number">
              Groups
            </th>
            <th scope="col" class="number">
              Active seats
            </th>
            <th scope="col" class="number">
              Errors in 24 h
            </th>
          </tr>
        </thead>
        <tbody>
          {tenants.map((tenant) => (
            <tr>
              <th scope="row">
                <a href={tenantPath(tenant)}>
                  <Foreign text={tenant.name} />
                </a>
                <br />
                <small class="muted">{tenant.slug}</small>
                <br />
                <Status tenant={tenant} now={now} />
              </th>
              <td class="number">{tenant.users.toLocaleString('en')}</td>
              <td class="number">{tenant.groups.toLocaleString('en')}</td>
              <td class="number">
                {tenant.seatsTaken.toLocaleString('en')}
                {tenant.seatLimit !== null && ` of ${tenant.seatLimit.toLocaleString('en')}`}
              </td>
              <td class="number">
                <Errors tenant={tenant} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Errors({ tenant }: { readonly tenant: TenantSummary }) {
  if (tenant.errors === 0) return <>none</>;
  return (
    <a href={tenantPath(tenant, 'activity?status=4')} class="bad">
      {tenant.errors.toLocaleString('en')}
    </a>
  );
}

function Empty({ search, isFirstPage }: { readonly search: string; readonly isFirstPage: boolean }) {
  if (search) {
    return (
      <p class="aside">
        No tenant's name or slug has “<Foreign text={search} />” in it. <a href="/dashboard">Show all</a>
      </p>
    );
  }
  if (!isFirstPage) return <p class="aside">There are no more tenants.</p>;
  return (
    <p class="aside">
      Your customers will stand here, each with a URL of its own for its identity provider.{' '}
      <a href="/dashboard/new">Make the first tenant</a>
    </p>
  );
}
