// The door of the management API: who calls, and whether he may. A request says what it needs by its method, which
// is the right to read or to write, and by its path, which is a tenant or the whole deployment. What is not
// below a tenant is nobody's with a key of one tenant: a route that is added later is closed to it. Only the document
// of the API, which says nothing of anybody, is open to every key.

import { createMiddleware } from 'hono/factory';
import {
  type Caller,
  isApiKey,
  isUseWorthNoting,
  lastNoteBefore,
  type Scope,
  scopes,
} from '../tenancy/api-key.ts';
import { adminActor } from '../tenancy/author.ts';
import { hashToken } from '../tenancy/token.ts';
import { isAdminKey } from './admin.ts';
import type { ApiEnv } from './context.ts';
import { saying } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { noTenant } from './tenants.ts';

/** 401 unless the request carries ADMIN_KEY or a living API key; 403 or 404 where it may not go. */
export const requireCaller = (ports: ApiPorts) =>
  createMiddleware<ApiEnv>(async (context, next) => {
    const caller = await callerOf(ports, context.req.header('authorization'));
    if (!caller) throw notAuthenticated();
    checkReach(caller, context.req.method, context.req.path);
    checkScope(caller, context.req.method);
    context.set('caller', caller);
    await next();
  });

/** 403 for everybody but the holder of ADMIN_KEY: an API key could make itself others. */
export const requireAdmin = saying(
  { onlyAdmin: true },
  createMiddleware<ApiEnv>(async (context, next) => {
    if (context.var.caller.actor.kind !== 'admin-key') {
      throw new Problem(403, 'Only ADMIN_KEY manages API keys. Send it instead of an API key.');
    }
    await next();
  }),
);

export const notAuthenticated = () =>
  new Problem(401, 'Send the deployment\'s ADMIN_KEY or a living API key as "Authorization: Bearer …".', {
    headers: { 'WWW-Authenticate': 'Bearer realm="management"' },
  });

async function callerOf(ports: ApiPorts, authorization = ''): Promise<Caller | undefined> {
  const [, credential = ''] = /^bearer\s+(.+)$/i.exec(authorization) ?? [];
  const given = credential.trim();
  if (await isAdminKey(given, ports.adminKey)) return { actor: adminActor, scopes, tenant: null };
  // What no Rollcall ever minted does not reach the database.
  if (!isApiKey(given)) return undefined;
  const key = await ports.apiKeys.find(await hashToken(given));
  if (!key) return undefined;
  const now = ports.now();
  if (isUseWorthNoting(key, now)) {
    ports.inBackground(ports.apiKeys.noteUse(key.id, new Date(now).toISOString(), lastNoteBefore(now)));
  }
  return { actor: { kind: 'api-key', id: key.id, name: key.name }, scopes: key.scopes, tenant: key.tenant };
}

const documentPath = '/api/v1/openapi.json';

/** The slug is compared as it stands in the path: escaped, it is another one, and never the key's own. */
function checkReach({ tenant }: Caller, method: string, path: string): void {
  if (!tenant || path === documentPath) return;
  const [, slug, below] = /^\/api\/v1\/tenants\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (slug === undefined) {
    throw new Problem(
      403,
      `This API key is one of the tenant "${tenant.slug}". Ask below /api/v1/tenants/${tenant.slug}, or send a key of the whole deployment.`,
    );
  }
  if (slug !== tenant.slug) throw noTenant(slug);
  if (!below && !isReading(method)) {
    throw new Problem(403, 'The key of a tenant cannot change the tenant itself. Send ADMIN_KEY.');
  }
}

function checkScope(caller: Caller, method: string): void {
  const needed = neededScope(method);
  if (caller.scopes.includes(needed)) return;
  throw new Problem(403, `This API key lacks the scope "${needed}". Send one that has it.`);
}

/** Of an API key, by the method in capitals. */
export const neededScope = (method: string): Scope => (isReading(method) ? 'read' : 'write');

const isReading = (method: string) => method === 'GET' || method === 'HEAD';
