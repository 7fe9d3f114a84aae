// The Worker: opens what the surfaces need, hands each request to its surface, decides nothing.

import { waitUntil } from 'cloudflare:workers';
import { isAdminKey } from './api/admin.ts';
import { createApi } from './api/app.ts';
import { createDashboard } from './dashboard/app.tsx';
import { openAccountActions } from './db/account-actions/actions.ts';
import { openApiKeyStore } from './db/api-keys.ts';
import { openAuditLog } from './db/audit.ts';
import { openBrowser } from './db/browse.ts';
import { eraseDeletedTenants } from './db/erase.ts';
import { unavailableOnFailure } from './db/failure.ts';
import { removeExpiredMarks } from './db/list/marks.ts';
import { openLook } from './db/look/look.ts';
import { noteRefused, openRefusals } from './db/refusals.ts';
import { openSessionStore, removeExpiredSessions } from './db/sessions.ts';
import { openStore } from './db/store.ts';
import { sweepTenants } from './db/sweep.ts';
import { openTenantStore } from './db/tenant-store.ts';
import { recallToken, rememberToken } from './db/token-cache.ts';
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
import { type Access, authenticate, createAccessMemory } from './tenancy/access.ts';
import type { Author } from './tenancy/author.ts';
import { createUseNotes, isWorthNoting } from './tenancy/last-use.ts';
import type { Tenant } from './tenancy/tenant.ts';
import { groupWrites } from './tenant-object/group-writes.ts';
import { openReevaluation, wakeWaiting } from './tenant-object/wake.ts';

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
    await wakeWaiting(env);
    await sweepTenants(env.DB, Date.now(), newId());
  },
} satisfies ExportedHandler<Env>;

const opened = new WeakMap<Env, Surfaces>();

/** Made once for each isolate. */
function surfacesOf(env: Env): Surfaces {
  const known = opened.get(env);
  if (known) return known;
  const publicOrigin = env.PUBLIC_ORIGIN?.replace(/\/+$/, '') || undefined;
  const surfaces = {
    scim: createScimApp(scimPorts(env, publicOrigin)),
    api: createApi({
      tenants: openTenantStore(env.DB),
      apiKeys: openApiKeyStore(env.DB),
      audit: openAuditLog(env.DB),
      refusals: openRefusals(env.DB),
      accountActions: (tenant, author) => openActions(env, tenant, author),
      browse: ({ id, settings }) => openBrowser(env.DB, id, groupRolesOf(settingsOf(settings))),
      adminKey: env.ADMIN_KEY,
      publicOrigin,
      reevaluation: openReevaluation(env),
      openImport: (tenant, author) => openTenantImport(env, tenant, author),
      rememberToken: (hash, owner) => rememberToken(env.TOKENS, hash, owner),
      readJson,
      drain,
      inBackground: waitUntil,
      newId,
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
      now: Date.now,
    }),
    dashboard: createDashboard({
      tenants: openTenantStore(env.DB),
      sessions: openSessionStore(env.DB),
      look: ({ id }) => openLook(env.DB, id),
      browse: ({ id, settings }) => openBrowser(env.DB, id, groupRolesOf(settingsOf(settings))),
      accountActions: (tenant, author) => openActions(env, tenant, author),
      audit: openAuditLog(env.DB),
      refusals: openRefusals(env.DB),
      reevaluation: openReevaluation(env),
      adminKey: env.ADMIN_KEY,
      isAdminKey: (given) => isAdminKey(given, env.ADMIN_KEY),
      publicOrigin,
      mayTry: async (clientAddress) =>
        (await env.UNKNOWN_TOKENS.limit({ key: `dashboard ${clientAddress}` })).success,
      readForm,
      drain,
      inBackground: waitUntil,
      newId,
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
      now: Date.now,
    }),
  };
  opened.set(env, surfaces);
  return surfaces;
}

function scimPorts(env: Env, publicOrigin: string | undefined): ScimPorts {
  const memory = createAccessMemory();
  const uses = createUseNotes();
  const accessPorts = {
    recall: (hash: string) => recallToken(env.TOKENS, hash),
    remember: (hash: string, owner: { tenant: string; tokenId: string }) =>
      rememberToken(env.TOKENS, hash, owner),
    load: (hash: string, owner: { tenant: string; tokenId: string } | undefined) =>
      loadAccess(env.DB, hash, owner, now()),
    mayLookUp: async (clientAddress: string) =>
      (await env.UNKNOWN_TOKENS.limit({ key: clientAddress })).success,
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
    userTypeOf: (settings) => userPolicyOf(settings).userType,
    open: (access, requestId) => openTenantDirectory(env, access, requestId),
  };
}

function openActions(env: Env, tenant: Tenant, author: Author): AccountActions {
  const { id, settings: stored, settingsVersion } = tenant;
  const { shape } = wishesOf(settingsOf(stored));
  return openAccountActions({ db: env.DB, tenant: id, settingsVersion, shape, author });
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
    {
      tenant,
      tokenId,
      settingsVersion,
      leniencies: [...leniencies],
      marksDue: shape.marksDue,
      requestId,
    },
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
