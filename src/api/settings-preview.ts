// `…/settings/preview`: what a change of settings would do to those who are there already. Nothing is written.
// `…/reevaluation`: how far the judging of all users has come since the settings were changed.

import { Hono } from 'hono';
import { addToPreview, emptyPreview, type Preview } from '../directory/preview.ts';
import { groupRolesOf } from '../policy/roles.ts';
import { type Settings, settingsOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import type { ApiEnv } from './context.ts';
import { maxPreviewedUsers, previewPage } from './limits.ts';
import type { ApiPorts } from './ports.ts';
import { checkCondition, mergedSettings, patchSchema, tagOf } from './settings.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody } from './validate.ts';

export function settingsPreviewRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  /** `judged` is less than `users` where these are more than are looked at; the figures are then of the first ones. */
  app.post('/:slug/settings/preview', jsonBody(ports, patchSchema), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    checkCondition(context.req.header('if-match'), tenant);
    const [before, after] = [tenant.settings, mergedSettings(tenant, context.req.valid('json'))].map(
      settingsOf,
    );
    if (!before || !after) throw new Error('Two settings came to less.');
    const preview = await previewOf(ports, tenant, after);
    const roles = await ports.reevaluation.compareRoles(tenant.id, groupRolesOf(before), groupRolesOf(after));
    return context.json({ settings: after, users: tenant.users, ...preview, roles }, 200, {
      ETag: tagOf(tenant),
    });
  });

  app.get('/:slug/reevaluation', async (context) => {
    const { id } = await requireTenant(ports, context.req.param('slug'));
    return context.json({ reevaluation: (await ports.reevaluation.progress(id)) ?? null });
  });

  return app;
}

async function previewOf(ports: ApiPorts, tenant: Tenant, settings: Settings): Promise<Preview> {
  const policy = userPolicyOf(settings);
  const preview = emptyPreview();
  const now = new Date(ports.now()).toISOString();
  let after = 0;
  while (preview.judged < maxPreviewedUsers) {
    const { people, lastPlace } = await ports.reevaluation.people(tenant.id, {
      after,
      until: Number.MAX_SAFE_INTEGER,
      limit: Math.min(previewPage, maxPreviewedUsers - preview.judged),
      wantsGroups: policy.asksForGroups,
    });
    if (people.length === 0) break;
    addToPreview(preview, policy, people, now);
    after = lastPlace;
  }
  return preview;
}
