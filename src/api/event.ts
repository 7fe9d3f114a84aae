// An event as the feed shows it: what its `data` is depends on its type.

import { z } from 'zod';
import type { AccountEventType } from '../directory/account.ts';
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

const ofType = (types: readonly [string, ...string[]], data: z.ZodType) =>
  z.strictObject({
    id: z.string(),
    tenant: z.string().describe('The slug.'),
    sequence: z.int(),
    type: z.enum(types),
    occurredAt: instant,
    data,
    cause: z.strictObject({ requestId: z.string(), tokenId: z.string().nullable() }),
  });

const accountTypes = [
  'account.created',
  'account.updated',
  'account.deactivated',
  'account.reactivated',
  'account.preserved',
  'account.restored',
] as const satisfies readonly AccountEventType[];

export const eventSchema = z
  .union([
    ofType(accountTypes, z.strictObject({ account: accountSchema })),
    ofType(
      ['token.expiring'],
      z.strictObject({
        token: z.strictObject({
          id: z.string(),
          name: z.string(),
          lastFour: z.string(),
          expiresAt: instant,
        }),
      }),
    ),
    ofType(
      ['account.purged'],
      z.strictObject({
        account: z.strictObject({ id: z.string(), userId: z.string() }),
        mergedInto: z
          .string()
          .optional()
          .describe('The account that its user has now, where the two were linked.'),
      }),
    ),
    ofType(['group.created', 'group.updated'], z.strictObject({ group })),
    ofType(['group.deleted'], z.strictObject({ group: z.strictObject({ id: z.string() }) })),
    ofType(
      ['group.members_changed'],
      z.strictObject({ group, added: people, removed: people, part: z.int(), parts: z.int() }),
    ),
  ])
  .meta({ id: 'Event', description: 'Other types may come: pass over those that you do not know.' });
