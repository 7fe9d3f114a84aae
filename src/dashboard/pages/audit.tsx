// `…/audit`: who changed which setting, token or account of this tenant, the newest first.

import { Hono } from 'hono';
import type { AuditEntry } from '../../tenancy/audit.ts';
import { type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { auditLimit, maxAuditedLength } from '../limits.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Empty, Pager } from '../parts/list.tsx';
import { Moment } from '../parts/moment.tsx';
import type { DashboardPorts } from '../ports.ts';
import { cursorIn } from '../query.ts';
import { ActorName } from '../words.tsx';
import { actionWords } from './audit/words.ts';

export function auditRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();

  app.get('/audit', async (context) => {
    const { tenant, now } = context.var;
    const before = Number(cursorIn(context, /^\d{1,15}$/)?.[0] ?? Number.MAX_SAFE_INTEGER);
    const entries = await ports.audit.entries(tenant.id, before, auditLimit + 1);
    const shown = entries.slice(0, auditLimit);
    return show(
      context,
      { title: 'Audit', current: 'audit' },
      <>
        <p class="aside">
          What people and API keys changed here by hand. What the identity provider changed is below Events.
        </p>
        {shown.length === 0 ? (
          <Empty>Nobody has changed anything by hand. The first setting or token stands here.</Empty>
        ) : (
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">Did what</th>
                  <th scope="col">Before and after</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((entry) => (
                  <Row entry={entry} now={now} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Pager
          action={tenantPath(tenant, 'audit')}
          query={{ after: context.req.query('after') }}
          next={entries.length > auditLimit ? (shown.at(-1)?.id ?? null) : null}
          words="Earlier entries"
        />
      </>,
    );
  });

  return app;
}

function Row({ entry, now }: { readonly entry: AuditEntry; readonly now: number }) {
  const { action, actor, target, before, after, requestId, occurredAt } = entry;
  return (
    <tr>
      <td>
        <Moment at={occurredAt} now={now} />
      </td>
      <td>
        <ActorName actor={actor} />
      </td>
      <td>
        {actionWords(action)} <Foreign text={target.name} />
        <small class="under">
          request <code>{requestId}</code>
        </small>
      </td>
      <td>
        {before && <State title="Before" state={before} />}
        {after && <State title="After" state={after} />}
      </td>
    </tr>
  );
}

function State({
  title,
  state,
}: {
  readonly title: string;
  readonly state: Readonly<Record<string, unknown>>;
}) {
  const text = JSON.stringify(state, undefined, 1);
  return (
    <details>
      <summary>{title}</summary>
      <pre>
        <code>
          <Foreign text={text.slice(0, maxAuditedLength).toWellFormed()} whole />
          {text.length > maxAuditedLength && '…'}
        </code>
      </pre>
    </details>
  );
}
