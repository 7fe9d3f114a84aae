// Validation of what comes in, by zod, with the API's own errors. Each says its schema to the document of the API.

import { zValidator } from '@hono/zod-validator';
import type { Env } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { defaultLimit, maxCursorLength, maxLimit } from './limits.ts';
import { type MergePatch, saying } from './operation.ts';
import type { ApiPorts } from './ports.ts';
import { invalidValues } from './problem.ts';

interface BodyOptions {
  readonly documented?: z.ZodType | MergePatch;
  readonly maxBytes?: number;
}

/**
 * 400, 413 and 415 for what cannot be read as JSON, 422 for bad values. `documented`: what the document says of the
 * body where the schema is not yet all that is asked of it; `maxBytes`: where more than usual is allowed.
 */
export const jsonBody = <T extends z.ZodType>(
  ports: Pick<ApiPorts, 'readJson'>,
  schema: T,
  { documented = schema, maxBytes }: BodyOptions = {},
) =>
  saying(
    { body: documented },
    createMiddleware<Env, string, { in: { json: z.input<T> }; out: { json: z.output<T> } }>(
      async (context, next) => {
        const json = await ports.readJson(context.req.raw, maxBytes);
        const result = schema.safeParse(json);
        if (!result.success) throw invalidValues(result.error);
        context.req.addValidatedData('json', result.data as object);
        await next();
      },
    ),
  );

/** 422 for bad values in the query; unknown parameters are ignored. */
export const query = <T extends z.ZodType>(schema: T) =>
  saying({ query: schema }, zValidator('query', schema, refuse));

export const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(maxLimit)
  .default(defaultLimit)
  .describe('Entries on the page.');

const ofPageBefore = 'The `nextCursor` of the page before.';

/** The two parameters of every list: `limit` and the `cursor` of the page before. */
export const pageQuery = z.object({
  limit,
  cursor: z.string().max(maxCursorLength).optional().describe(ofPageBefore),
});

/** The same for lists whose cursor is a number. */
export const placeQuery = z.object({
  limit,
  cursor: z
    .string()
    .max(maxCursorLength)
    .regex(/^\d{1,15}$/, 'is not the nextCursor of a page')
    .optional()
    .describe(ofPageBefore),
});

/** What a list begins below that shows the highest number first. */
export const newestFirst = (cursor: string | undefined): number => Number(cursor ?? Number.MAX_SAFE_INTEGER);

function refuse(result: { success: boolean; error?: Pick<z.core.$ZodError, 'issues'> }): void {
  if (!result.success && result.error) throw invalidValues(result.error);
}
