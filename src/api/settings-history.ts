// `…/settings/history`, `…/settings/undo`: the versions of a tenant's settings, and the way back to the one before.

import { Hono } from 'hono';
import { z } from 'zod';
import { settingsOf, storedSettingsSchema } from '../policy/settings.ts';
import { saveSettings } from '../tenancy/save-settings.ts';
import { keptSettingsVersions } from '../tenancy/tenant.ts';
import { actorSchema } from './actor.ts';
import { anyObject, instant, pageOf } from './answer.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { checkCondition, overtaken, tagOf } from './settings.ts';
import { shownSettings } from './settings-schema.ts';
import { requireTenant } from './tenants.ts';
import { newestFirst, placeQuery, query } from './validate.ts';

const version = z.strictObject({
  version: z.int(),
  settings: anyObject.describe('As they were set, without defaults, by the rules of their time.'),
  changedAt: instant,
  changedBy: actorSchema,
});

const listSettingsVersions = operation({
  id: 'listSettingsVersions',
  summary: "The versions of a tenant's settings, newest first",
  answers: { 200: pageOf('versions', version) },
});

const undoSettings = operation({
  id: 'undoSettings',
  summary: 'Takes the settings back to the version before, which is a change like others',
  answers: { 200: shownSettings },
  refusals: { 409: 'There is no version before, or it is no longer valid.' },
  hasEntityTag: true,
});

export function settingsHistoryRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/settings/history', listSettingsVersions, query(placeQuery), async (context) => {
    const { id } = await requireTenant(ports, context.req.param('slug'));
    const { limit, cursor } = context.req.valid('query');
    const { versions, isLast } = await ports.tenants.settingsVersions(id, newestFirst(cursor), limit);
    return context.json({ versions, nextCursor: isLast ? null : String(versions.at(-1)?.version) });
  });

  /** Undoing twice is back where it began: the first undo is a change like others, which the second undoes. */
  app.post('/:slug/settings/undo', undoSettings, async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    checkCondition(context.req.header('if-match'), tenant);
    const { versions } = await ports.tenants.settingsVersions(tenant.id, tenant.settingsVersion, 1);
    const [before] = versions;
    if (!before) {
      throw new Problem(
        409,
        `There is nothing to undo: no version before the present one is kept (${keptSettingsVersions} are at most).`,
      );
    }
    // What a version holds was valid when it was set, by the rules of its time.
    const checked = storedSettingsSchema.safeParse(before.settings);
    if (!checked.success) {
      throw new Problem(409, 'The version before is no longer valid. Change the settings by PATCH instead.');
    }
    const author = authorOf(ports, context.var);
    // Not once more where somebody was faster: that would undo his change, which the caller has not seen.
    if (!(await saveSettings(ports, tenant, before.settings, 'settings.undone', author))) {
      throw overtaken();
    }
    const version = { settingsVersion: tenant.settingsVersion + 1 };
    return context.json(settingsOf(before.settings), 200, { ETag: tagOf(version) });
  });

  return app;
}
