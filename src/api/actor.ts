// Who changed something, as answers show it.

import { z } from 'zod';

export const actorSchema = z
  .strictObject({ kind: z.enum(['admin-key', 'api-key']), id: z.string(), name: z.string() })
  .meta({ id: 'Actor' });
