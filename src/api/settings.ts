// `…/settings`: a tenant's settings as JSON merge patch (RFC 7396). What is set to null goes back to its default.

import { Hono } from 'hono';
import { z } from 'zod';
import { changeSettings, isRecord, type JsonRecord, mergePatch } from '../administration/settings.ts';
import { settingsOf, storedSettingsSchema } from '../policy/settings.ts';
import type { Tenant } from '../tenancy/tenant.ts';
import { type ApiEnv, authorOf } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { invalidValues, Problem } from './problem.ts';
import { settingsPatch, shownSettings } from './settings-schema.ts';
import { noTenant, requireTenant } from './tenants.ts';
import { jsonBody } from './validate.ts';

/** Any object: what it comes to is checked once it is merged. A record of zod's would pass over `__proto__`. */
export const patchSchema = z.custom<JsonRecord>((json) => isRecord(json), 'must be an object');

const getSettings = operation({
  id: 'getSettings',
  summary: "A tenant's settings, those that were not set by their defaults",
  answers: { 200: shownSettings },
  hasEntityTag: true,
});

const patchSettings = operation({
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
    patchSettings,
    jsonBody(ports, patchSchema, { documented: settingsPatch }),
    async (context) => {
      const condition = context.req.header('if-match');
      const outcome = await changeSettings(
        ports,
        context.req.param('slug'),
        context.req.valid('json'),
        authorOf(ports, context.var),
        (tenant) => checkCondition(condition, tenant),
      );
      switch (outcome.kind) {
        case 'saved': {
          const { settings, version: settingsVersion } = outcome;
          return context.json(settingsOf(settings), 200, { ETag: tagOf({ settingsVersion }) });
        }
        case 'invalid':
          throw invalidValues({ issues: [...outcome.issues] });
        case 'missing':
          throw noTenant(context.req.param('slug'));
        case 'overtaken':
          throw overtaken();
        default:
          return outcome satisfies never;
      }
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
