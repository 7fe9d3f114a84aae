// `…/settings/preview`: what a change of settings would do to those who are there already. Nothing is written.
// `…/reevaluation`: how far the judging of all users has come since the settings were changed.

import { Hono } from 'hono';
import { z } from 'zod';
import { previewOf } from '../directory/preview.ts';
import type { PeopleRange } from '../directory/reevaluate.ts';
import { groupRolesOf } from '../policy/roles.ts';
import { settingsOf } from '../policy/settings.ts';
import { userPolicyOf } from '../policy/user-policy.ts';
import { anyObject, instant } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { maxPreviewedUsers } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { checkCondition, mergedSettings, patchSchema, tagOf } from './settings.ts';
import { settingsPatch, shownSettings } from './settings-schema.ts';
import { requireTenant } from './tenants.ts';
import { jsonBody } from './validate.ts';

const count = z.int().min(0);
const profile = z.string().nullable();

const previewSchema = z
  .strictObject({
    settings: shownSettings,
    users: count.describe('How many users the tenant has.'),
    judged: count.describe('How many of them were asked about; the figures are of these.'),
    changed: count.describe('Accounts that would change.'),
    notDecidable: count.describe(
      'Users whose profile would stay because a rule asks for what is not kept of them.',
    ),
    refused: count.describe('Users who would not be let in, and would stay as they are.'),
    changes: z
      .strictObject({
        status: count,
        profile: count,
        quotaGb: count,
        storage: count,
        displayName: count,
        attributes: count,
      })
      .describe('Accounts that would change in each part.'),
    profiles: z.array(z.strictObject({ from: profile, to: profile, accounts: count })),
    samples: z.array(
      z.strictObject({
        accountId: z.string(),
        userId: z.string(),
        userName: z.string(),
        before: anyObject,
        after: anyObject,
      }),
    ),
    refusals: z.array(z.strictObject({ userId: z.string(), userName: z.string(), detail: z.string() })),
    roles: z
      .array(z.strictObject({ role: z.string(), gained: count, lost: count }))
      .describe('Roles that users would gain or lose, by number of users.'),
  })
  .meta({ id: 'SettingsPreview' });

const previewSettings = operation({
  id: 'previewSettings',
  summary: 'What a change of settings would do to those who are there already; nothing is written',
  answers: { 200: previewSchema },
  hasEntityTag: true,
});

const getReevaluation = operation({
  id: 'getReevaluation',
  summary: 'How far the judging of all users has come since settings were changed that reach them',
  answers: {
    200: z.strictObject({
      reevaluation: z
        .strictObject({
          requestId: z.string().describe('Of the request that changed the settings.'),
          total: count,
          done: count,
          changed: count,
          notDecidable: count,
          refused: count,
          startedAt: instant,
          finishedAt: instant.nullable().describe('Null while it is under way.'),
        })
        .nullable()
        .describe('Null where there was none so far.'),
    }),
  },
});

export function settingsPreviewRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  /** `judged` is less than `users` where these are more than are looked at; the figures are then of the first ones. */
  app.post(
    '/:slug/settings/preview',
    previewSettings,
    jsonBody(ports, patchSchema, { documented: settingsPatch }),
    async (context) => {
      const tenant = await requireTenant(ports, context.req.param('slug'));
      checkCondition(context.req.header('if-match'), tenant);
      const [before, after] = [tenant.settings, mergedSettings(tenant, context.req.valid('json'))].map(
        settingsOf,
      );
      if (!before || !after) throw new Error('Two settings came to less.');
      const now = new Date(ports.now()).toISOString();
      const people = (range: PeopleRange) => ports.reevaluation.people(tenant.id, range);
      const preview = await previewOf(userPolicyOf(after), people, now, maxPreviewedUsers);
      const roles = await ports.reevaluation.compareRoles(
        tenant.id,
        groupRolesOf(before),
        groupRolesOf(after),
      );
      return context.json({ settings: after, users: tenant.users, ...preview, roles }, 200, {
        ETag: tagOf(tenant),
      });
    },
  );

  app.get('/:slug/reevaluation', getReevaluation, async (context) => {
    const { id } = await requireTenant(ports, context.req.param('slug'));
    return context.json({ reevaluation: (await ports.reevaluation.progress(id)) ?? null });
  });

  return app;
}
