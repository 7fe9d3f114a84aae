// An account as answers and events show it.

import { z } from 'zod';
import { anyObject, instant } from './answer.ts';

const shape = {
  id: z.string(),
  userId: z.string(),
  userName: z.string(),
  displayName: z.string().nullable(),
  email: z.string().nullable(),
  externalId: z.string().nullable(),
  status: z.enum(['active', 'inactive', 'preserved']),
  profile: z.string().nullable(),
  quotaGb: z.number().nullable(),
  storage: z.string().nullable(),
  roles: z.array(z.string()),
  attributes: anyObject.describe("The tenant's own attributes that are kept, by name."),
  createdAt: instant,
  updatedAt: instant,
};

export const accountSchema = z.strictObject(shape).meta({ id: 'Account' });

/** One account by itself also says why its profile is as it is, and whether it is frozen. */
export const explainedAccountSchema = z
  .strictObject({
    ...shape,
    decidedBy: z
      .strictObject({
        kind: z.enum(['rule', 'none']),
        rule: z.int().optional().describe('Its place in the settings of that version, from 0.'),
        settingsVersion: z.int(),
        requestId: z.string(),
        tokenId: z.string().nullable(),
        at: instant,
      })
      .nullable()
      .describe('What decided about the profile.'),
    frozenAt: instant
      .nullable()
      .describe('Since when it is inactive because the tenant was frozen; null unless it is.'),
  })
  .meta({ id: 'ExplainedAccount' });
