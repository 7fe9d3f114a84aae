// The Worker: opens what the surfaces need, hands each request to its surface, decides nothing.

import { isAdminKey } from './api/admin.ts';
import { createApi } from './api/app.ts';
import { createDashboard } from './dashboard/app.tsx';
import { removeOldActivity } from './db/activity-store.ts';
import { openApiKeyStore } from './db/api-keys.ts';
import { openBrowser } from './db/browse.ts';
import { eraseDeletedTenants } from './db/erase.ts';
import { openWholeDirectory } from './db/export.ts';
import { removeExpiredMarks } from './db/list/marks.ts';
import { openLook } from './db/look/look.ts';
import { removeExpiredLinks } from './db/portal-links.ts';
import { openRefusals } from './db/refusals.ts';
import { openSessionStore, removeExpiredSessions } from './db/sessions.ts';
import { sweepTenants } from './db/sweep.ts';
import { openTenantOverview } from './db/tenant-overview.ts';
import { warnOfTokens } from './db/token-warnings.ts';
import { eraseLeftTrials, openTrialStore } from './db/trials.ts';
import type { Env } from './env.ts';
import { createScimApp } from './http/app.ts';
import { readForm, readJson } from './http/body.ts';
import { groupRolesOf } from './policy/roles.ts';
import { settingsOf } from './policy/settings.ts';
import { accessCheckFor } from './tenancy/cloudflare-access.ts';
import { wakeWaiting } from './tenant-object/wake.ts';
import { portsForAdministrators } from './wiring/administrators.ts';
import { newId, now } from './wiring/platform.ts';
import { scimPorts } from './wiring/scim.ts';
import { openActions, openTenantImport } from './wiring/tenant.ts';
import { trialFetch } from './wiring/trial.ts';

export { TenantObject } from './tenant-object/tenant-object.ts';

interface Surface {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

interface Surfaces {
  readonly scim: Surface;
  readonly api: Surface;
  readonly dashboard: Surface;
}

/** What `public/` may hold. The platform answers for it by itself, unless it lets the Worker run first. */
const staticFile = /^\/[\w-]+\.(?:css|js|svg|png|ico|txt)$/;

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (staticFile.test(pathname)) {
      const file = await env.ASSETS.fetch(request);
      if (file.status !== 404) return file;
    }
    if (pathname === '/healthz') return Response.json({ status: 'ok' });
    if (pathname === '/') return Response.redirect(new URL('/dashboard', request.url).href, 302);
    const { scim, api, dashboard } = surfacesOf(env);
    if (pathname.startsWith('/api/')) return api.fetch(request);
    if (/^\/(?:dashboard|portal)(?:\/|$)/.test(pathname)) return dashboard.fetch(request);
    return scim.fetch(request);
  },
  async scheduled(_controller, env) {
    await eraseDeletedTenants(env.DB, Date.now());
    await eraseLeftTrials(env.DB, Date.now());
    await removeExpiredMarks(env.DB, Date.now());
    await removeExpiredSessions(env.DB, Date.now());
    await removeExpiredLinks(env.DB, Date.now());
    await removeOldActivity(env.DB, Date.now());
    await wakeWaiting(env);
    await warnOfTokens(env.DB, now(), newId());
    await sweepTenants(env.DB, Date.now(), newId());
  },
} satisfies ExportedHandler<Env>;

const opened = new WeakMap<Env, Surfaces>();

/** Made once for each isolate. */
function surfacesOf(env: Env): Surfaces {
  const known = opened.get(env);
  if (known) return known;
  const publicOrigin = env.PUBLIC_ORIGIN?.replace(/\/+$/, '') || undefined;
  const shared = portsForAdministrators(env, publicOrigin);
  const surfaces = {
    scim: createScimApp(scimPorts(env, publicOrigin)),
    api: createApi({
      ...shared,
      apiKeys: openApiKeyStore(env.DB),
      refusals: openRefusals(env.DB),
      accountActions: (tenant, author) => openActions(env.DB, tenant, author),
      browse: ({ id, settings }) => openBrowser(env.DB, id, groupRolesOf(settingsOf(settings))),
      openImport: (tenant, author) => openTenantImport(env.DB, tenant, author),
      readJson,
    }),
    dashboard: createDashboard({
      ...shared,
      overview: openTenantOverview(env.DB),
      sessions: openSessionStore(env.DB),
      look: ({ id }) => openLook(env.DB, id),
      browse: ({ id, settings }) => openBrowser(env.DB, id, groupRolesOf(settingsOf(settings))),
      wholeDirectory: ({ id, settings }) =>
        openWholeDirectory(env.DB, id, groupRolesOf(settingsOf(settings))),
      accountActions: (tenant, author) => openActions(env.DB, tenant, author),
      refusals: openRefusals(env.DB),
      isAdminKey: (given) => isAdminKey(given, env.ADMIN_KEY),
      checkAccess: accessCheckFor(env.CF_ACCESS_TEAM_DOMAIN, env.CF_ACCESS_AUD),
      mayTry: async (clientAddress) =>
        (await env.UNKNOWN_TOKENS.limit({ key: `dashboard ${clientAddress}` })).success,
      readForm,
      trials: openTrialStore(env.DB),
      playOn: trialFetch(env, publicOrigin),
    }),
  };
  opened.set(env, surfaces);
  return surfaces;
}
