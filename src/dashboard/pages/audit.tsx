// `…/audit` of a tenant, and of the whole deployment for operators: what administrators, operators and API keys did,
// newest first, in sentences.

import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { Action, AuditEntry } from '../../tenancy/audit.ts';
import type { Actor } from '../../tenancy/author.ts';
import { type EnteredEnv, type TenantEnv, tenantPath } from '../context.ts';
import { show } from '../layout.tsx';
import { listLimit, maxAuditedLength } from '../limits.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Moment } from '../parts/moment.tsx';
import { RawJson } from '../parts/raw-json.tsx';
import type { DashboardPorts } from '../ports.ts';
import { counted } from '../words.tsx';

/** Of a tenant. */
export function tenantAuditRoutes(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();
  app.get('/audit', (context) => {
    const { tenant } = context.var;
    return showAudit(context, ports, tenant.id, tenantPath(tenant, 'audit'));
  });
  return app;
}

/** Of the whole deployment. */
export function auditRoutes(ports: DashboardPorts): Hono<EnteredEnv> {
  const app = new Hono<EnteredEnv>();
  app.get('/audit', (context) => showAudit(context, ports, undefined, '/dashboard/audit'));
  return app;
}

async function showAudit<E extends EnteredEnv>(
  context: Context<E>,
  ports: DashboardPorts,
  tenant: string | undefined,
  path: string,
) {
  const asked = context.req.query('before') ?? '';
  const before = /^\d{1,15}$/.test(asked) ? Number(asked) : Number.MAX_SAFE_INTEGER;
  const entries = await ports.audit.entries(tenant, before, listLimit + 1);
  const page = entries.slice(0, listLimit);
  const { now } = context.var as EnteredEnv['Variables'];
  return show(
    context,
    { title: 'Audit', current: 'audit' },
    <>
      <p>What was done here and over the API, by whom. What identity providers change is not in this list.</p>
      {page.length === 0 && <p class="aside">Nothing has been done yet.</p>}
      <ul class="plain">
        {page.map((entry) => (
          <li class="line">
            <span>
              <b>{whoIs(entry.actor)}</b> {sentence(entry)}
              {tenant === undefined && entry.tenant !== null && (
                <>
                  {' '}
                  (<a href={tenantPath({ slug: entry.tenant })}>{entry.tenant}</a>)
                </>
              )}
            </span>
            <span class="muted">
              <Moment at={entry.occurredAt} now={now} />
            </span>
            {entry.before && <State title="Before" state={entry.before} />}
            {entry.after && <State title="After" state={entry.after} />}
          </li>
        ))}
      </ul>
      {entries.length > listLimit && (
        <p>
          <a href={`${path}?before=${page.at(-1)?.id}`}>Earlier</a>
        </p>
      )}
    </>,
  );
}

function State({
  title,
  state,
}: {
  readonly title: string;
  readonly state: Readonly<Record<string, unknown>>;
}) {
  return (
    <details>
      <summary>{title}</summary>
      <RawJson value={state} maxLength={maxAuditedLength} />
    </details>
  );
}

function whoIs({ kind, name }: Actor): Child {
  switch (kind) {
    case 'admin-key':
      return 'The holder of ADMIN_KEY';
    case 'api-key':
      return <>The API key {quoted(name)}</>;
    case 'operator':
    case 'portal':
      return <Foreign text={name} />;
    default:
      return kind satisfies never;
  }
}

const sentences: Readonly<Record<Action, (entry: AuditEntry) => Child>> = {
  'tenant.created': ({ target }) => <>made the tenant {named(target)}</>,
  'tenant.deleted': ({ target }) => <>deleted the tenant {named(target)}</>,
  'settings.changed': ({ after }) => `changed settings${namesIn(after)}`,
  'settings.undone': () => 'took the settings back to the version before',
  'token.created': ({ target }) => <>generated the token {quoted(target.name)}</>,
  'token.revoked': ({ target }) => <>revoked the token {quoted(target.name)}</>,
  'accounts.frozen': ({ after }) => `switched off and froze the accounts${countIn(after)}`,
  'accounts.thawed': ({ after }) => `gave frozen accounts back${countIn(after)}`,
  'account.reactivated': ({ target }) => <>made the account of {named(target)} active again</>,
  'account.linked': ({ target }) => <>linked the account of {named(target)} to another person</>,
  'account.purged': ({ target }) => <>deleted the account of {named(target)} for good</>,
  'suggestion.dismissed': ({ target }) => <>said that {named(target)} is somebody else</>,
  'api-key.created': ({ target }) => <>made the API key {quoted(target.name)}</>,
  'api-key.revoked': ({ target }) => <>revoked the API key {quoted(target.name)}</>,
  'directory.imported': () => 'imported people and groups',
  'session.opened': ({ after }) =>
    after?.['kind'] === 'operator' ? 'signed in' : `let ${oneOf(after?.['role'])} in`,
  'session.ended': ({ actor, target }) =>
    actor.id === target.id ? 'signed out' : <>ended the visit of: {named(target)}</>,
  'portal-link.created': ({ target }) => `made a link for ${oneOf(target.name)}`,
  'portal-link.cancelled': ({ target }) => `cancelled the link for ${oneOf(target.name)}`,
};

const named = ({ name }: AuditEntry['target']) => <Foreign text={name} />;
const quoted = (name: string) => (
  <>
    “<Foreign text={name} />”
  </>
);

/** " (164 accounts)" */
function countIn(after: AuditEntry['after']): string {
  const count = after?.['accounts'];
  return typeof count === 'number' ? ` (${counted(count, 'account', 'accounts')})` : '';
}

const oneOf = (role: unknown) => (role === 'viewer' ? 'a viewer' : 'an administrator');

/** An action that was recorded by a later version of this program is named as it is. */
const sentence = (entry: AuditEntry) => sentences[entry.action]?.(entry) ?? `did ${entry.action}`;

function namesIn(after: AuditEntry['after']): string {
  const names = Object.keys((after?.['settings'] as object | undefined) ?? {});
  return names.length > 0 ? `: ${names.join(', ')}` : '';
}
