// What answers are made of, as schemas for the document of the API: moments, and the pages of lists.

import { z } from 'zod';

export const instant = z.iso.datetime().meta({ id: 'Instant', description: 'ISO 8601, in UTC.' });

/** `{[name]: entries, nextCursor}`, and what else the list has. */
export const pageOf = (name: string, entry: z.ZodType, more: z.ZodRawShape = {}) =>
  z.strictObject({
    [name]: z.array(entry),
    nextCursor: z.string().nullable().describe('Null on the last page.'),
    ...more,
  });

/** Any object. */
export const anyObject = z.record(z.string(), z.unknown());
