// The Worker: opens what the surfaces need, hands each request to its surface, decides nothing.

import { waitUntil } from 'cloudflare:workers';
import { createRecorder, type NoteRequest } from './activity/recorder.ts';
import { isAdminKey } from './api/admin.ts';
import { createApi } from './api/app.ts';
import { createDashboard } from './dashboard/app.tsx';
import { openAccountActions } from './db/account-actions/actions.ts';
import { whyRejected } from './db/activity-counts.ts';
import { openActivityLog } from './db/activity-log.ts';
import { openActivityStore, removeOldActivity } from './db/activity-store.ts';
import { openApiKeyStore } from './db/api-keys.ts';
import { openAuditLog } from './db/audit.ts';
import { openBrowser } from './db/browse.ts';
import { eraseDeletedTenants } from './db/erase.ts';
import { unavailableOnFailure } from './db/failure.ts';
import { removeExpiredMarks } from './db/list/marks.ts';
import { openPortalLinkStore, removeExpiredLinks } from './db/portal-links.ts';
import { noteRefused, openRefusals } from './db/refusals.ts';
import { openSessionStore, removeExpiredSessions } from './db/sessions.ts';
import { openStore } from './db/store.ts';
import { sweepTenants } from './db/sweep.ts';
import { openTenantOverview } from './db/tenant-overview.ts';
import { openTenantStore } from './db/tenant-store.ts';
import { recallToken, rememberToken } from './db/token-cache.ts';
import { warnOfTokens } from './db/token-warnings.ts';
import { loadAccess, touchToken } from './db/tokens.ts';
import type { AccountActions } from './directory/account-actions.ts';
import { openDirectory } from './directory/directory.ts';
import { type ImportVerbs, openImport } from './directory/import.ts';
import type { Env } from './env.ts';
import { createScimApp } from './http/app.ts';
import { drain, readForm, readJson } from './http/body.ts';
import type { OpenDirectory, ScimPorts } from './http/ports.ts';
import { groupRolesOf } from './policy/roles.ts';
import { leniencyOf, type Settings, settingsOf } from './policy/settings.ts';
import { userPolicyOf } from './policy/user-policy.ts';
import { groupType } from './scim/schema/resource-type.ts';
import {
  type Access,
  type AccessPorts,
  authenticate,
  createAccessMemory,
  type TokenOwner,
} from './tenancy/access.ts';
import type { Author } from './tenancy/author.ts';
import { accessCheckFor } from './tenancy/cloudflare-access.ts';
import { createUseNotes, isWorthNoting } from './tenancy/last-use.ts';
import type { Tenant } from './tenancy/tenant.ts';
import { groupWrites } from './tenant-object/group-writes.ts';
import { openReevaluation, wakeWaiting } from './tenant-object/wake.ts';

export { TenantObject } from './tenant-object/tenant-object.ts';

interface Surface {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

type Surfaces = Readonly<Record<'scim' | 'api' | 'dashboard', Surface>>;

/** What `public/` may hold. The platform answers for it by itself, unless it lets the Worker run first. */
const staticFile = /^\/[\w-]+\.(?:css|js|svg|png|ico|txt)$/;

const newId = () => crypto.randomUUID();
const now = () => new Date().toISOString();

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
      accountActions: (tenant, author) => openActions(env, tenant, author),
      browse: ({ id, settings }) => openBrowser(env.DB, id, groupRolesOf(settingsOf(settings))),
      openImport: (tenant, author) => openTenantImport(env, tenant, author),
      readJson,
    }),
    dashboard: createDashboard({
      ...shared,
      overview: openTenantOverview(env.DB),
      sessions: openSessionStore(env.DB),
      isAdminKey: (given) => isAdminKey(given, env.ADMIN_KEY),
      checkAccess: accessCheckFor(env.CF_ACCESS_TEAM_DOMAIN, env.CF_ACCESS_AUD),
      mayTry: async (clientAddress) =>
        (await env.UNKNOWN_TOKENS.limit({ key: `dashboard ${clientAddress}` })).success,
      readForm,
    }),
  };
  opened.set(env, surfaces);
  return surfaces;
}

/** What the management API and the dashboard need alike. */
function portsForAdministrators(env: Env, publicOrigin: string | undefined) {
  return {
    tenants: openTenantStore(env.DB),
    audit: openAuditLog(env.DB),
    portalLinks: openPortalLinkStore(env.DB),
    activity: openActivityLog(env.DB),
    reevaluation: openReevaluation(env),
    adminKey: env.ADMIN_KEY,
    publicOrigin,
    rememberToken: (hash: string, owner: TokenOwner) => rememberToken(env.TOKENS, hash, owner),
    drain,
    inBackground: waitUntil,
    newId,
    randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    now: Date.now,
  };
}

function scimPorts(env: Env, publicOrigin: string | undefined): ScimPorts {
  const memory = createAccessMemory();
  const uses = createUseNotes();
  const accessPorts: AccessPorts = {
    recall: (hash) => recallToken(env.TOKENS, hash),
    remember: (hash, owner) => rememberToken(env.TOKENS, hash, owner),
    load: (hash, owner) => loadAccess(env.DB, hash, owner, now()),
    mayLookUp: async (clientAddress) => (await env.UNKNOWN_TOKENS.limit({ key: clientAddress })).success,
    now: Date.now,
  };
  return {
    publicOrigin,
    newId,
    async authenticate(request, slug, fresh) {
      const credentials = {
        authorization: request.headers.get('authorization'),
        slug,
        clientAddress: request.headers.get('cf-connecting-ip') ?? 'unknown',
      };
      const access = await unavailableOnFailure(slug, () =>
        authenticate(memory, accessPorts, credentials, fresh),
      );
      if (isWorthNoting(uses, access.tokenId, Date.now())) {
        waitUntil(touchToken(env.DB, access.tenant, access.tokenId, now()));
      }
      return access;
    },
    noteRefused: ({ tenant, tokenId }, requestId, refused) => {
      waitUntil(noteRefused(env.DB, { tenant, tokenId, requestId, now: now() }, refused));
    },
    declarationsOf: (settings) => {
      const { userType: shown, readingType: reading } = userPolicyOf(settings);
      return { shown, reading };
    },
    noteRequest: recorderOf(env),
    now: Date.now,
    open: (access, requestId) => openTenantDirectory(env, access, requestId),
  };
}

function openActions(env: Env, tenant: Tenant, author: Author): AccountActions {
  const { id, settings: stored, settingsVersion } = tenant;
  const { shape } = wishesOf(settingsOf(stored));
  return openAccountActions({ db: env.DB, tenant: id, settingsVersion, shape, author });
}

function recorderOf(env: Env): NoteRequest {
  const report = (what: string, cause: unknown) =>
    console.error(JSON.stringify({ event: 'activity not recorded', what, cause: String(cause) }));
  return createRecorder({
    store: openActivityStore(env.DB, newId),
    whyRejected: (authorization, slug) => whyRejected(env.DB, authorization, slug, now()),
    // A task of its own, so that the answer leaves before the work begins.
    after: (milliseconds, work) => waitUntil(scheduler.wait(milliseconds).then(work)),
    iso: (milliseconds) => new Date(milliseconds).toISOString(),
    now: Date.now,
    report,
  });
}

/** Reads and changes of users happen here, changes of groups in the tenant object. */
function openTenantDirectory(env: Env, access: Access, requestId: string): OpenDirectory {
  const leniencies = leniencyOf(access.settings);
  const { tenant, tokenId, settingsVersion } = access;
  const { policy, shape } = wishesOf(access.settings);
  const store = openStore(env.DB, { tenant, tokenId, settingsVersion }, { requestId, now, newId }, shape);
  const here = openDirectory({ store, leniencies, policy, now, newId });
  const there = groupWrites(
    env.TENANT,
    { tenant, tokenId, settingsVersion, leniencies: [...leniencies], marksDue: shape.marksDue, requestId },
    (id, wants) => here.find(groupType, id, wants),
  );
  const writes = (type: { readonly name: string }) => (type.name === 'Group' ? there : here);
  return {
    find: (type, id, wants) => here.find(type, id, wants),
    list: (query) => here.list(query),
    verify: () => store.verify(),
    createUsers: (users, failuresAllowed) => here.createUsers(users, failuresAllowed),
    create: (type, ...rest) => writes(type).create(type, ...rest),
    replace: (type, ...rest) => writes(type).replace(type, ...rest),
    patch: (type, ...rest) => writes(type).patch(type, ...rest),
    remove: (type, ...rest) => writes(type).remove(type, ...rest),
  };
}

/** Groups too are written here: nobody knows a new one yet, so that there is no order to keep. */
function openTenantImport(
  env: Env,
  { id: tenant, settings: stored, settingsVersion }: Pick<Tenant, 'id' | 'settings' | 'settingsVersion'>,
  { actor, requestId }: Author,
): ImportVerbs {
  const settings = settingsOf(stored);
  const { policy, shape } = wishesOf(settings);
  const grant = { tenant, tokenId: null, settingsVersion, actor, action: 'directory.imported' } as const;
  const store = openStore(env.DB, grant, { requestId, now, newId }, shape);
  const leniencies = leniencyOf(settings);
  return openImport({ store, leniencies, policy, now, newId, mayShareNames: settings.groups.duplicateNames });
}

function wishesOf(settings: Settings) {
  const policy = userPolicyOf(settings);
  const { userType, seatLimit, asksForGroups: marksDue } = policy;
  return { policy, shape: { userType, seatLimit, roles: groupRolesOf(settings), marksDue } };
}
