// The two surfaces wired as the Worker wires them, on a database and an origin of the test's choice; groups are
// changed right here instead of in the tenant object.

import { env, waitUntil } from 'cloudflare:workers';
import { createApi } from '../../src/api/app.ts';
import type { ApiPorts } from '../../src/api/ports.ts';
import { openActivityLog } from '../../src/db/activity-log.ts';
import { openApiKeyStore } from '../../src/db/api-keys.ts';
import { openAuditLog } from '../../src/db/audit.ts';
import { openBrowser } from '../../src/db/browse.ts';
import { unavailableOnFailure } from '../../src/db/failure.ts';
import { openFreezes } from '../../src/db/freeze/store.ts';
import { openPortalLinkStore } from '../../src/db/portal-links.ts';
import { openRefusals } from '../../src/db/refusals.ts';
import { openStore } from '../../src/db/store.ts';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { recallToken, rememberToken } from '../../src/db/token-cache.ts';
import { loadAccess } from '../../src/db/tokens.ts';
import { openDirectory } from '../../src/directory/directory.ts';
import { createScimApp } from '../../src/http/app.ts';
import { drain, readJson } from '../../src/http/body.ts';
import type { ScimPorts } from '../../src/http/ports.ts';
import { groupRolesOf } from '../../src/policy/roles.ts';
import { leniencyOf, settingsOf } from '../../src/policy/settings.ts';
import { plainPolicy } from '../../src/policy/user-policy.ts';
import { authenticate, createAccessMemory } from '../../src/tenancy/access.ts';
import { openReevaluation } from '../../src/tenant-object/wake.ts';
import { openActions, openTenantImport } from '../../src/wiring/tenant.ts';
import { holdToDocument } from './documented.ts';
import { type Answer, answerOf, origin, type TestTenant } from './tenant.ts';

type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

const newId = () => crypto.randomUUID();
const now = () => new Date().toISOString();

/** Requests below a tenant's SCIM base URL, with its token, over this database. */
export function scimOver(db: D1Database, { slug, token }: TestTenant, ports: Partial<ScimPorts> = {}): Send {
  const memory = createAccessMemory();
  const app = createScimApp({
    publicOrigin: undefined,
    newId,
    authenticate: (request, tenant, fresh) =>
      unavailableOnFailure('request', () =>
        authenticate(
          memory,
          {
            recall: (hash) => recallToken(env.TOKENS, hash),
            remember: (hash, owner) => rememberToken(env.TOKENS, hash, owner),
            load: (hash, owner) => loadAccess(db, hash, owner, now()),
            mayLookUp: async () => true,
            now: Date.now,
          },
          { authorization: request.headers.get('authorization'), slug: tenant, clientAddress: 'here' },
          fresh,
        ),
      ),
    open: (access, requestId) => {
      const store = openStore(db, access, { requestId, now, newId });
      const leniencies = leniencyOf(access.settings);
      const directory = openDirectory({ store, leniencies, policy: plainPolicy, now, newId });
      return { ...directory, verify: () => store.verify() };
    },
    noteRefused: () => undefined,
    declarationsOf: () => ({ shown: plainPolicy.userType, reading: plainPolicy.readingType }),
    noteRequest: () => {},
    now: Date.now,
    ...ports,
  });
  return (method, path, body, headers) =>
    ask(app, method, `${origin}/t/${slug}/scim/v2${path}`, body, {
      Authorization: `Bearer ${token}`,
      ...headers,
    });
}

/** Requests to the management API over these ports. */
export function apiOver(ports: Partial<ApiPorts>): Send {
  const app = createApi({
    tenants: openTenantStore(env.DB),
    apiKeys: openApiKeyStore(env.DB),
    portalLinks: openPortalLinkStore(env.DB),
    audit: openAuditLog(env.DB),
    activity: openActivityLog(env.DB),
    reevaluation: openReevaluation(env),
    freezes: openFreezes(env.DB),
    refusals: openRefusals(env.DB),
    accountActions: (tenant, author) => openActions(env.DB, tenant, author),
    browse: ({ id, settings }) => openBrowser(env.DB, id, groupRolesOf(settingsOf(settings))),
    adminKey: env.ADMIN_KEY,
    publicOrigin: undefined,
    openImport: (tenant, author) => openTenantImport(env.DB, tenant, author),
    rememberToken: (hash, owner) => rememberToken(env.TOKENS, hash, owner),
    readJson,
    drain,
    inBackground: waitUntil,
    newId,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    now: Date.now,
    ...ports,
  });
  return (method, path, body, headers) =>
    ask(app, method, `${origin}/api/v1${path}`, body, {
      Authorization: `Bearer ${env.ADMIN_KEY}`,
      ...headers,
    });
}

/** The database, but for what `instead` puts in the place of its own methods. */
export function databaseWith(instead: Partial<D1Database>): D1Database {
  return new Proxy(env.DB, {
    get(db, name) {
      const replaced: unknown = Reflect.get(instead, name);
      if (replaced !== undefined) return replaced;
      const own: unknown = Reflect.get(db, name);
      return typeof own === 'function' ? own.bind(db) : own;
    },
  });
}

/** A database that answers nobody. */
export const deadDatabase = (): D1Database =>
  databaseWith({
    prepare: () => {
      throw new Error('D1_ERROR: storage is being reset');
    },
    batch: () => Promise.reject(new Error('D1_ERROR: storage is being reset')),
  });

async function ask(
  app: { fetch(request: Request): Response | Promise<Response> },
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await app.fetch(
    new Request(url, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
  const answer = await answerOf(response);
  await holdToDocument({ method, url, body }, answer);
  return answer;
}
