// `…/suggestions`: accounts of leavers, and newcomers who may be the same people. To say yes is to link the leaver's
// account to the newcomer (`account-actions`); a suggestion that was dismissed does not come again.

import { Hono } from 'hono';
import { z } from 'zod';
import { accountSchema } from './account.ts';
import { act } from './account-actions.ts';
import { pageOf } from './answer.ts';
import type { ApiEnv } from './context.ts';
import { maxCursorLength } from './limits.ts';
import { operation } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { requireTenant } from './tenants.ts';
import { limit, query } from './validate.ts';

/** Three parts, none of which has an underscore: when somebody left, his account, the newcomer's. */
const cursor = /^([^_]+)_([^_]+)_([^_]+)$/;
const pair = /^([^_]+)_([^_]+)$/;

const suggestionsQuery = z.object({
  limit,
  cursor: z.string().max(maxCursorLength).regex(cursor, 'is not the nextCursor of a page').optional(),
});

const listSuggestions = operation({
  id: 'listSuggestions',
  summary: 'Leavers, and newcomers who may be the same people; a page may be short and not the last',
  answers: {
    200: pageOf(
      'suggestions',
      z
        .strictObject({
          id: z.string(),
          leaver: accountSchema,
          newcomer: accountSchema,
          because: z.array(z.enum(['userName', 'email'])).describe('What the two have in common.'),
        })
        .meta({ id: 'Suggestion' }),
    ),
  },
});

const dismissSuggestion = operation({
  id: 'dismissSuggestion',
  summary: 'Says that the two are two people; the suggestion does not come again',
  answers: { 204: null },
});

export function suggestionRoutes(ports: ApiPorts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/:slug/suggestions', listSuggestions, query(suggestionsQuery), async (context) => {
    const tenant = await requireTenant(ports, context.req.param('slug'));
    const { limit, cursor: text } = context.req.valid('query');
    const [, leftAt = '', leaver = '', newcomer = ''] = cursor.exec(text ?? '') ?? [];
    const after = text === undefined ? undefined : { leftAt, leaver, newcomer };
    const { suggestions, next } = await ports.browse(tenant).suggestions({ after, limit });
    return context.json({
      suggestions: suggestions.map((one) => ({ id: `${one.leaver.id}_${one.newcomer.id}`, ...one })),
      nextCursor: next && `${next.leftAt}_${next.leaver}_${next.newcomer}`,
    });
  });

  app.post('/:slug/suggestions/:id/dismiss', dismissSuggestion, async (context) => {
    const [, leaver = '', newcomer = ''] = pair.exec(context.req.param('id')) ?? [];
    const isDismissed = await act(ports, context, (actions) => actions.dismiss(leaver, newcomer));
    if (!isDismissed) throw new Problem(404, 'The tenant has no suggestion with that id, or no longer.');
    return context.body(null, 204);
  });

  return app;
}
