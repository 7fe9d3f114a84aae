// `…/events`: what happened in a tenant, in order, for applications that follow by asking. Events are kept for as long
// as the settings say; whoever has missed some is told so.

import { Hono } from 'hono';
import { z } from 'zod';
import type { ApiEnv } from './context.ts';
import { eventSchema } from './event.ts';
import { maxTypesLength } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { requireTenant } from './tenants.ts';
import { limit, query } from './validate.ts';

const feedQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      'The number of the newest event that is known already; absent: begin with the oldest that is kept.',
    ),
  types: z.string().max(maxTypesLength).optional().describe('Names of types, separated by commas.'),
  limit,
});

const listEvents = operation({
  id: 'listEvents',
  summary: 'What happened in a tenant, in order',
  answers: {
    200: z.strictObject({
      epoch: z.string().describe('Where it changes, numbers begin anew.'),
      events: z.array(eventSchema),
      next: z.int().describe('The `after` to ask with the next time.'),
    }),
  },
  refusals: { 410: 'Events behind `after` are no longer kept: begin anew with all accounts.' },
});

export function eventRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/events', listEvents, query(feedQuery), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const { after, types, limit } = context.req.valid('query');
    const wanted = types?.split(',').map((type) => type.trim());
    const { events, forgotten } = await ports.tenants.eventsAfter(tenant.id, after ?? 0, wanted, limit);
    if (after !== undefined && after < forgotten) throw gone(forgotten);
    return context.json({
      epoch: tenant.epoch,
      events: events.map(({ sequence, type, occurredAt, data, cause }) => ({
        id: `${tenant.epoch}-${sequence}`,
        tenant: tenant.slug,
        sequence,
        type,
        occurredAt,
        data,
        cause,
      })),
      next: events.at(-1)?.sequence ?? after ?? forgotten,
    });
  });

  return app;
}

/** Who has missed events must not go on as if there had been none. */
const gone = (forgotten: number) =>
  new Problem(
    410,
    `The events up to number ${forgotten} are no longer kept ("events.keepDays" in the settings). Read all accounts and groups anew, and follow the feed from the "sequence" that stands beside the accounts.`,
  );
