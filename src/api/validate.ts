// Validation of what comes in, by zod through Hono's validator, with the API's own errors.

import { zValidator } from '@hono/zod-validator';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { invalidValues, Problem } from './problem.ts';

const jsonTypes = ['application/json', 'application/merge-patch+json', 'application/scim+json'];
const maxBodyBytes = 2 * 1024 * 1024;

/** 415 for other media types than JSON, 413 over the limit, 400 for what is not JSON, 422 for bad values. */
export const jsonBody = <T extends z.ZodType>(schema: T) =>
  [requireJson, zValidator('json', schema, refuse)] as const;

/** 422 for bad values in the query; unknown parameters are ignored. */
export const query = <T extends z.ZodType>(schema: T) => zValidator('query', schema, refuse);

/** The two parameters of every list: `limit` (1 to 1,000, default 100) and the `cursor` of the page before. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(500).optional(),
});

const requireJson = createMiddleware(async (context, next) => {
  const [type = ''] = (context.req.header('content-type') ?? '').split(';');
  if (!jsonTypes.includes(type.trim().toLowerCase())) {
    throw new Problem(415, 'Send the body as application/json.');
  }
  const body = await context.req.arrayBuffer();
  if (body.byteLength > maxBodyBytes)
    throw new Problem(413, `The body is larger than ${maxBodyBytes} bytes.`);
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body));
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
  await next();
});

function refuse(result: { success: boolean; error?: Pick<z.core.$ZodError, 'issues'> }): void {
  if (!result.success && result.error) throw invalidValues(result.error);
}
