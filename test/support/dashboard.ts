// The dashboard wired as the Worker wires it, with what a test puts in the place of some port.

import { env, waitUntil } from 'cloudflare:workers';
import { isAdminKey } from '../../src/api/admin.ts';
import { createDashboard } from '../../src/dashboard/app.tsx';
import type { DashboardPorts } from '../../src/dashboard/ports.ts';
import { openActivityLog } from '../../src/db/activity-log.ts';
import { openAuditLog } from '../../src/db/audit.ts';
import { openBrowser } from '../../src/db/browse.ts';
import { openWholeDirectory } from '../../src/db/export.ts';
import { openFreezes } from '../../src/db/freeze/store.ts';
import { openLook } from '../../src/db/look/look.ts';
import { openPortalLinkStore } from '../../src/db/portal-links.ts';
import { openRefusals } from '../../src/db/refusals.ts';
import { openSessionStore } from '../../src/db/sessions.ts';
import { openTenantOverview } from '../../src/db/tenant-overview.ts';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { rememberToken } from '../../src/db/token-cache.ts';
import { openTrialStore } from '../../src/db/trials.ts';
import { drain, readForm } from '../../src/http/body.ts';
import { groupRolesOf } from '../../src/policy/roles.ts';
import { settingsOf } from '../../src/policy/settings.ts';
import { openReevaluation } from '../../src/tenant-object/wake.ts';
import { openActions } from '../../src/wiring/tenant.ts';
import { trialFetch } from '../../src/wiring/trial.ts';
import { type Answer, answerOf, origin } from './tenant.ts';

/** GETs a page, cookies and all in `headers`. `db`: for all that the pages read. */
export function dashboardOver(
  ports: Partial<DashboardPorts>,
  db: D1Database = env.DB,
): (path: string, headers?: Record<string, string>) => Promise<Answer> {
  const app = createDashboard({
    tenants: openTenantStore(db),
    overview: openTenantOverview(db),
    sessions: openSessionStore(db),
    portalLinks: openPortalLinkStore(db),
    audit: openAuditLog(db),
    look: ({ id }) => openLook(db, id),
    browse: ({ id, settings }) => openBrowser(db, id, groupRolesOf(settingsOf(settings))),
    wholeDirectory: ({ id, settings }) => openWholeDirectory(db, id, groupRolesOf(settingsOf(settings))),
    accountActions: (tenant, author) => openActions(db, tenant, author),
    refusals: openRefusals(db),
    activity: openActivityLog(db),
    reevaluation: openReevaluation({ ...env, DB: db }),
    freezes: openFreezes(db),
    rememberToken: (hash, owner) => rememberToken(env.TOKENS, hash, owner),
    adminKey: env.ADMIN_KEY,
    isAdminKey: (given) => isAdminKey(given, env.ADMIN_KEY),
    checkAccess: undefined,
    publicOrigin: undefined,
    mayTry: async () => true,
    readForm,
    trials: openTrialStore(db),
    playOn: trialFetch(env, undefined),
    drain,
    inBackground: waitUntil,
    newId: () => crypto.randomUUID(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    now: Date.now,
    ...ports,
  });
  return async (path, headers = {}) => answerOf(await app.fetch(new Request(origin + path, { headers })));
}
