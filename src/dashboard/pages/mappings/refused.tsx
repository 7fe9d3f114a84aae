// `…/mappings/refused`: whom the identity provider wanted to have here and why they were not let in, with what to do.

import { Hono } from 'hono';
import type { Refusal } from '../../../directory/refused.ts';
import type { Tenant } from '../../../tenancy/tenant.ts';
import { type TenantEnv, tenantPath } from '../../context.ts';
import { show } from '../../layout.tsx';
import { shortListLimit } from '../../limits.ts';
import { Foreign } from '../../parts/foreign.tsx';
import { Empty, Pager } from '../../parts/list.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Wide } from '../../parts/wide.tsx';
import type { DashboardPorts } from '../../ports.ts';
import { cursorIn } from '../../query.ts';
import { counted } from '../../words.tsx';

export function refusedRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/mappings/refused', async (context) => {
    const { tenant, now } = context.var;
    const before = Number(cursorIn(context, /^\d{1,15}$/)?.[0] ?? Number.MAX_SAFE_INTEGER);
    const { refusals, next } = await ports.refusals.page(tenant.id, before, shortListLimit);
    return show(
      context,
      { title: 'Refused people', current: 'mappings' },
      <>
        <p class="aside">
          <a href={tenantPath(tenant, 'mappings')}>Mappings</a> · whoever is let in or changed later is no
          longer listed.
        </p>
        {refusals.length === 0 ? (
          <Empty>
            {next === null
              ? 'Nobody is refused at present.'
              : 'Nobody among those looked at so far. There are earlier ones.'}
          </Empty>
        ) : (
          <Wide label="Refused people">
            <table>
              <thead>
                <tr>
                  <th scope="col">Who</th>
                  <th scope="col">Wanted to</th>
                  <th scope="col">Why not</th>
                  <th scope="col">Last try</th>
                </tr>
              </thead>
              <tbody>
                {refusals.map((refusal) => (
                  <Row refusal={refusal} tenant={tenant} now={now} />
                ))}
              </tbody>
            </table>
          </Wide>
        )}
        <Pager
          action={tenantPath(tenant, 'mappings/refused')}
          query={{ after: context.req.query('after') }}
          next={next === null ? null : String(next)}
          words="Earlier ones"
        />
      </>,
    );
  });

  return app;
}

const attempts = { create: 'be created', update: 'be changed', reactivate: 'become active' } as const;

interface RowProps {
  readonly refusal: Refusal;
  readonly tenant: Tenant;
  /** Milliseconds since 1970. */
  readonly now: number;
}

function Row({ refusal, tenant, now }: RowProps) {
  const { userName, externalId, userId, attempt, detail, scimType, lastAt, count } = refusal;
  return (
    <tr>
      <th scope="row">
        <Foreign text={userName ?? externalId ?? userId ?? 'somebody without a name'} />
      </th>
      <td>{attempts[attempt]}</td>
      <td>
        <Foreign text={detail} whole />
        {scimType === 'seatLimit' && (
          <small class="under">
            <a href={tenantPath(tenant, 'mappings/seats')}>Raise the limit of seats</a>, then let the identity
            provider try again.
          </small>
        )}
      </td>
      <td>
        <Moment at={lastAt} now={now} />
        <small class="under">tried {counted(count, 'time', 'times')}</small>
      </td>
    </tr>
  );
}
