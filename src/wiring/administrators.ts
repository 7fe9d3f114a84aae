// What the management API and the dashboard are opened with alike.

import { waitUntil } from 'cloudflare:workers';
import { openActivityLog } from '../db/activity-log.ts';
import { openAuditLog } from '../db/audit.ts';
import { openFreezes } from '../db/freeze/store.ts';
import { openPortalLinkStore } from '../db/portal-links.ts';
import { openTenantStore } from '../db/tenant-store.ts';
import { rememberToken } from '../db/token-cache.ts';
import type { Env } from '../env.ts';
import { drain } from '../http/body.ts';
import type { TokenOwner } from '../tenancy/access.ts';
import { openReevaluation } from '../tenant-object/wake.ts';
import { newId } from './platform.ts';

export function portsForAdministrators(env: Env, publicOrigin: string | undefined) {
  return {
    tenants: openTenantStore(env.DB),
    audit: openAuditLog(env.DB),
    portalLinks: openPortalLinkStore(env.DB),
    activity: openActivityLog(env.DB),
    reevaluation: openReevaluation(env),
    freezes: openFreezes(env.DB),
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
