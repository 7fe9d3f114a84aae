// `…/connection`: the list on the set-up page that ticks itself: what of the identity provider's requests has been
// seen, which client it is, what was refused last, and the settings that it needs.

import { Hono } from 'hono';
import { z } from 'zod';
import { checklistOf } from '../activity/checklist.ts';
import { marks } from '../activity/connection.ts';
import { leniencyOf, settingsOf } from '../policy/settings.ts';
import { activityEntrySchema, clientSchema, shownEntry } from './activity-entry.ts';
import { instant } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { requireTenant } from './tenants.ts';

const checklist = z.strictObject({
  client: clientSchema,
  steps: z.array(
    z.strictObject({
      id: z.enum(marks),
      title: z.string(),
      doneAt: instant.nullable().describe('When it was first seen; null: not yet.'),
      todo: z.string().nullable().describe('What to do in the identity provider for it to happen.'),
    }),
  ),
  lastError: activityEntrySchema
    .nullable()
    .describe('The newest request that failed or was not let in, whatever came after it.'),
  advice: z
    .array(z.strictObject({ setting: z.string(), text: z.string() }))
    .describe('Settings of the tenant that stand against this client.'),
});

const getConnection = operation({
  id: 'getConnection',
  summary: "How far the identity provider's connection has come",
  answers: { 200: checklist },
});

export function connectionRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/connection', getConnection, async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const [connection, lastError] = await Promise.all([
      ports.activity.connection(tenant.id),
      ports.activity.lastError(tenant.id),
    ]);
    const settings = settingsOf(tenant.settings);
    return context.json({
      ...checklistOf(connection, { enabled: settings.enabled, leniencies: leniencyOf(settings) }),
      lastError: lastError ? shownEntry(lastError) : null,
    });
  });

  return app;
}
