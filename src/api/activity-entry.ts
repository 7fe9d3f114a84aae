// A request of an identity provider as it is shown, with its explanation.

import { z } from 'zod';
import { dialects } from '../activity/dialect.ts';
import { explain } from '../activity/explain.ts';
import { type ActivityEntry, kinds } from '../activity/log.ts';
import { rejectionNames } from '../activity/rejection.ts';
import { instant } from './answer.ts';

export const clientSchema = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ id: 'Client', description: 'Which identity provider it seems to be, by its manners.' });

const explanation = z
  .strictObject({
    what: z.string().describe('What happened, in plain words.'),
    okta: z.string().nullable().describe('What to do in Okta.'),
    entra: z.string().nullable().describe('What to do in Microsoft Entra ID.'),
    here: z.string().nullable().describe('What to do in the settings of the application.'),
  })
  .meta({ id: 'Explanation' });

export const activityEntrySchema = z
  .strictObject({
    id: z.string().describe("The request's id, which events name as their cause."),
    kind: z
      .enum(kinds)
      .describe('`rejected` stands for all requests of a minute that were not let in for one reason.'),
    occurredAt: instant,
    method: z.string().nullable(),
    path: z.string().nullable().describe("Below the tenant's base URL, with its query, in plain text."),
    status: z.int(),
    durationMilliseconds: z.number().nullable(),
    scimType: z.string().nullable(),
    detail: z.string().nullable().describe('As it was answered, without values that are not kept.'),
    client: clientSchema,
    userAgent: z.string().nullable(),
    token: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    body: z.unknown().describe('What was sent, without what is not kept; null where there was nothing.'),
    leftOut: z
      .strictObject({
        names: z.array(z.string()).describe('Attributes that are kept nowhere.'),
        undeclared: z.int().describe('Values that nobody declared.'),
        omitted: z.int().describe('Values for which there was no room.'),
      })
      .nullable()
      .describe('What of the request is not recorded.'),
    operations: z
      .strictObject({ count: z.int(), failed: z.int() })
      .nullable()
      .describe('Of a bulk request; `detail` is then that of the first that failed.'),
    answerBytes: z.int().nullable().describe('Null for an answer that was sent in pieces.'),
    reason: z.enum(rejectionNames).nullable().describe('Why it was not let in.'),
    count: z.int().describe('Requests that the entry stands for.'),
    explanation: explanation.nullable().describe('Of what failed or was not let in.'),
  })
  .meta({ id: 'ActivityEntry' });

export function shownEntry(entry: ActivityEntry) {
  const { client, kind } = entry;
  return {
    ...entry,
    client: { id: client, name: dialects[client] },
    explanation: kind === 'write' ? null : explain(entry),
  };
}
