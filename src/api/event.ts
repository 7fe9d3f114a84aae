// An event as the feed shows it.

import { z } from 'zod';
import { accountSchema } from './account.ts';
import { instant } from './answer.ts';

const group = z
  .strictObject({
    id: z.string(),
    displayName: z.string(),
    externalId: z.string().nullable(),
    memberCount: z.int(),
    membersHash: z.string(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'GroupState', description: 'A group after the event, with its membership proof.' });

const people = z.array(z.strictObject({ value: z.string(), accountId: z.string().nullable() }));

const data = z.union([
  z.strictObject({ account: accountSchema }),
  z.strictObject({ group }),
  z.strictObject({ group, added: people, removed: people, part: z.int(), parts: z.int() }),
]);

export const eventSchema = z
  .strictObject({
    id: z.string(),
    tenant: z.string().describe('The slug.'),
    sequence: z.int(),
    type: z
      .string()
      .describe('Such as `account.created`. Others may come: pass over those that you do not know.'),
    occurredAt: instant,
    data,
    cause: z.strictObject({ requestId: z.string(), tokenId: z.string().nullable() }),
  })
  .meta({ id: 'Event' });
