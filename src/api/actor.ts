// Who changed something, as answers show it.

import { z } from 'zod';
import { actorKinds } from '../tenancy/author.ts';

export const actorSchema = z
  .strictObject({ kind: z.enum(actorKinds), id: z.string(), name: z.string() })
  .meta({ id: 'Actor' });
