// `…/activity`: what the identity provider asked in the last 30 days, newest first: changes and errors one by one,
// successful reads as counts by the minute.

import { Hono } from 'hono';
import { z } from 'zod';
import { kinds } from '../activity/log.ts';
import { activityEntrySchema, shownEntry } from './activity-entry.ts';
import { instant, pageOf } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { maxCursorLength } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { requireTenant } from './tenants.ts';
import { limit, query } from './validate.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

const range = {
  from: moment.optional().describe('Not before this moment.'),
  to: moment.optional().describe('Not after this moment.'),
  limit,
};

const cursor = (pattern: RegExp) =>
  z
    .string()
    .max(maxCursorLength)
    .regex(pattern, 'is not the nextCursor of a page')
    .optional()
    .describe('The `nextCursor` of the page before.');

const activityQuery = z.object({
  kind: z.enum(kinds).optional(),
  status: z.coerce.number().int().min(200).max(599).optional(),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  ...range,
  cursor: cursor(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z_\d{1,15}$/),
});

const readsQuery = z.object({
  ...range,
  cursor: cursor(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z_[A-Z]{3,10} \/[\w/{}.]{1,100}$/),
});

const listActivity = operation({
  id: 'listActivity',
  summary:
    "The identity provider's requests that changed something or failed, newest first, with explanations",
  answers: { 200: pageOf('activity', activityEntrySchema) },
});

const listReads = operation({
  id: 'listActivityReads',
  summary: 'How often the identity provider read what, by the minute, newest first',
  answers: {
    200: pageOf(
      'reads',
      z
        .strictObject({
          minute: instant,
          request: z.string().describe('Such as `GET /Users/{id}`.'),
          count: z.int(),
        })
        .meta({ id: 'ReadsOfMinute' }),
    ),
  },
});

/** Behind everything that is written down. */
const end = { minute: '9999-12-31T23:59:00.000Z', request: '' };

export function activityRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/activity', listActivity, query(activityQuery), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const asked = context.req.valid('query');
    const entries = await ports.activity.entries(tenant.id, { ...asked, limit: asked.limit + 1 });
    const page = entries.slice(0, asked.limit);
    return context.json({
      activity: page.map(({ entry }) => shownEntry(entry)),
      nextCursor: entries.length > asked.limit ? (page.at(-1)?.cursor ?? null) : null,
    });
  });

  app.get('/:slug/activity/reads', listReads, query(readsQuery), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const { from = '', to = end.minute, limit, cursor } = context.req.valid('query');
    const [, minute = end.minute, request = end.request] = /^(\S+)_(.+)$/.exec(cursor ?? '') ?? [];
    const behind = { minute, request };
    const reads = await ports.activity.reads(tenant.id, { from, to, behind, limit: limit + 1 });
    const page = reads.slice(0, limit);
    const last = page.at(-1);
    return context.json({
      reads: page,
      nextCursor: reads.length > limit && last ? `${last.minute}_${last.request}` : null,
    });
  });

  return app;
}
