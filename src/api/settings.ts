// `…/settings`: a tenant's settings as JSON merge patch (RFC 7396). What is set to null goes back to its default.

import { Hono } from 'hono';
import { z } from 'zod';
import { settingsOf, storedSettingsSchema } from '../policy/settings.ts';
import { isSame } from '../tenancy/audit.ts';
import { saveSettings } from '../tenancy/save-settings.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { maxMergeAttempts } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { invalidValues, Problem } from './problem.ts';
import { settingsPatch, shownSettings } from './settings-schema.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody } from './validate.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Any object: what it comes to is checked once it is merged. A record of zod's would pass over `__proto__`. */
export const patchSchema = z.custom<JsonRecord>((json) => isRecord(json), 'must be an object');

const getSettings = operation({
  id: 'getSettings',
  summary: "A tenant's settings, those that were not set by their defaults",
  answers: { 200: shownSettings },
  hasEntityTag: true,
});

const changeSettings = operation({
  id: 'changeSettings',
  summary: 'Changes settings by a JSON merge patch',
  description: 'Null takes a setting back to its default; lists are replaced whole.',
  answers: { 200: shownSettings },
  hasEntityTag: true,
});

export function settingsRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/settings', getSettings, async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    return context.json(settingsOf(tenant.settings), 200, { ETag: tagOf(tenant) });
  });

  app.patch(
    '/:slug/settings',
    changeSettings,
    jsonBody(ports, patchSchema, { documented: settingsPatch }),
    async (context) => {
      const condition = context.req.header('if-match');
      for (let attempt = 1; attempt <= maxMergeAttempts; attempt++) {
        const tenant = await requireTenant(ports, context.req.param('slug'));
        checkCondition(condition, tenant);
        const merged = mergedSettings(tenant, context.req.valid('json'));
        const answer = (settingsVersion: number) =>
          context.json(settingsOf(merged), 200, { ETag: tagOf({ settingsVersion }) });
        // What changes nothing is no version that somebody could want back.
        if (isSame(merged, tenant.settings)) return answer(tenant.settingsVersion);
        const author = authorOf(ports, context.var);
        if (await saveSettings(ports, tenant, merged, 'settings.changed', author)) {
          return answer(tenant.settingsVersion + 1);
        }
      }
      throw overtaken();
    },
  );

  return app;
}

/** What the patch makes of the tenant's settings. Errors: 422. */
export function mergedSettings(tenant: Tenant, patch: JsonRecord): JsonRecord {
  const merged = mergePatch(tenant.settings, patch);
  const checked = storedSettingsSchema.safeParse(merged);
  if (!checked.success) throw invalidValues(checked.error);
  return merged;
}

/** 412 where `If-Match` names other versions than the present one. */
export function checkCondition(condition: string | undefined, tenant: Tenant): void {
  if (condition && condition !== '*' && !condition.includes(tagOf(tenant))) throw overtaken();
}

export const tagOf = ({ settingsVersion }: Pick<Tenant, 'settingsVersion'>): string => `"${settingsVersion}"`;

export const overtaken = () =>
  new Problem(412, 'The settings have changed since they were read. Read them again and repeat the change.');

/** RFC 7396: objects are merged, null removes, everything else replaces. */
function mergePatch(target: JsonRecord, patch: JsonRecord): JsonRecord {
  const merged = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else if (isRecord(value)) {
      const before = merged.get(name);
      merged.set(name, mergePatch(isRecord(before) ? before : {}, value));
    } else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
