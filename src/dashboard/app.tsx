// The dashboard, `/dashboard` and `/portal`: pages rendered on the server. Here is the order in which a request
// passes its doors, and how errors become pages; what a page shows is its own business (`pages/`).

import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { ScimError } from '../scim/error.ts';
import { DeadKey } from '../tenancy/api-key.ts';
import { compressPages } from './compression.ts';
import {
  type EnteredEnv,
  type NavigationEntry,
  type OpenEnv,
  type TenantEnv,
  tenantPath,
} from './context.ts';
import {
  findEntry,
  refuseViewersChanges,
  requireEntry,
  requireOperator,
  requireTenant,
  sealsOf,
} from './entry.ts';
import { show } from './layout.tsx';
import { portalRoutes } from './pages/portal.tsx';
import { signInRoutes, signOutRoutes } from './pages/sign-in.tsx';
import { operatorPages, tenantPages } from './pages.ts';
import type { DashboardPorts } from './ports.ts';
import { protectAnswers, refuseForeign } from './protection.ts';
import { notFound, Refusal } from './refusal.ts';

export function createDashboard(ports: DashboardPorts): Hono<OpenEnv> {
  const seals = sealsOf(ports);
  const app = new Hono<OpenEnv>({ strict: false });
  app.use(protectAnswers);
  app.use(async (context, next) => {
    context.set('requestId', ports.newId());
    context.set('now', ports.now());
    await next();
    context.res.headers.set('X-Request-Id', context.var.requestId);
    // An unread body would break the connection for the client's next request.
    await ports.drain(context.req.raw);
  });
  app.use(compressPages);
  app.use(refuseForeign(ports));
  app.use(findEntry(ports, seals));
  app.route('/', signInRoutes(ports, seals));
  app.route('/', signOutRoutes(ports));
  app.route('/', portalRoutes(ports, seals));
  app.route('/dashboard/t/:tenant', tenantSection(ports));
  app.route('/dashboard', operatorSection(ports));
  app.notFound((context) => showRefusal(context, notFound()));
  app.onError((error, context) => showRefusal(context, refusalOf(error, context.var.requestId)));
  return app;
}

function tenantSection(ports: DashboardPorts): Hono<TenantEnv> {
  const app = new Hono<TenantEnv>();
  app.use(requireEntry(ports), requireTenant(ports), navigating(tenantPages), refuseViewersChanges);
  for (const { routes } of tenantPages) app.route('/', routes(ports));
  return app;
}

/** Each page has its own doors, so that what is not there is 404 for strangers too. */
function operatorSection(ports: DashboardPorts): Hono<EnteredEnv> {
  const app = new Hono<EnteredEnv>();
  for (const { path, routes } of operatorPages) {
    app.use(`/${path}`, requireEntry(ports), portalUsersHome, requireOperator, navigating(operatorPages));
    app.route('/', routes(ports));
  }
  return app;
}

/** Shows these on every page from here on. */
const navigating = (pages: readonly NavigationEntry[]) =>
  createMiddleware<EnteredEnv>(async (context, next) => {
    context.set('navigation', pages);
    await next();
  });

/** The start of portal users is their tenant's. */
const portalUsersHome = createMiddleware<EnteredEnv>(async (context, next) => {
  const { tenant } = context.var.entry.session;
  if (tenant && context.req.path === '/dashboard') return context.redirect(tenantPath(tenant), 303);
  await next();
  return undefined;
});

function refusalOf(error: Error, requestId: string): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof DeadKey) {
    return new Refusal(
      403,
      'Your session has ended',
      'It was ended, or its tenant deleted, while the page was open. Nothing was changed.',
      { href: '/dashboard/sign-in', text: 'Sign in' },
    );
  }
  const known = error instanceof ScimError ? error.facts : undefined;
  if (known && (known.status === 400 || known.status === 413 || known.status === 415)) {
    return new Refusal(known.status, 'The form could not be read', known.detail);
  }
  console.error(JSON.stringify({ event: 'page failed', requestId, cause: String(error) }));
  return new Refusal(
    503,
    'This does not work at the moment',
    `Try again in a minute. If it stays so, tell the vendor this number: ${requestId}`,
  );
}

function showRefusal(context: Context, { status, heading, message, link }: Refusal) {
  return show(
    context,
    // What is not there looks the same wherever it was looked for.
    { title: heading, status, isFramed: status !== 404 },
    <>
      <p>{message}</p>
      {link && (
        <p>
          <a href={link.href}>{link.text}</a>
        </p>
      )}
    </>,
  );
}
