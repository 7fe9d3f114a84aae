// Says no to a suggestion, for good: two accounts that look like one person's are two people's.

import { sql } from 'drizzle-orm';
import { type AuthorParameter, auditEntry, authorOf } from '../audit.ts';
import { param, statement } from '../statement.ts';
import { type Hand, writeByHand } from './actions.ts';

/** The pair, as long as it is suggested (`db/suggestions`). */
const pair = sql`FROM accounts l CROSS JOIN accounts n ON n.tenant = l.tenant AND n.id = ${param('newcomer')}
  CROSS JOIN users u ON u.tenant = n.tenant AND u.id = n.user_id
  WHERE l.tenant = ${param('tenant')} AND l.id = ${param('leaver')} AND l.left_at IS NOT NULL
    AND (u.user_name_key = l.name_key OR EXISTS (SELECT 1 FROM user_emails e
      WHERE e.tenant = l.tenant AND e.user_id = u.id AND e.value = l.left_email_key))
    AND NOT EXISTS (SELECT 1 FROM dismissed_suggestions d
      WHERE d.tenant = l.tenant AND d.leaver = l.id AND d.newcomer = n.id)`;

const tell = statement<'tenant' | 'leaver' | 'newcomer' | AuthorParameter>(
  auditEntry({
    action: 'suggestion.dismissed',
    kind: 'account',
    id: sql`l.id`,
    name: sql`l.user_name`,
    tenant: sql`l.tenant`,
    after: sql`json_object('newcomer', n.id)`,
    from: pair,
  }),
);

const insert = statement<'tenant' | 'leaver' | 'newcomer' | 'now'>(sql`
  INSERT INTO dismissed_suggestions (tenant, leaver, newcomer, dismissed_at)
  SELECT l.tenant, l.id, n.id, ${param('now')} ${pair} RETURNING leaver`);

/** False when there is no such suggestion. */
export async function dismiss(hand: Hand, leaver: string, newcomer: string): Promise<boolean> {
  const { db, tenant, author } = hand;
  const written = await writeByHand(hand, [
    tell(db, { tenant, leaver, newcomer, ...authorOf(author) }),
    insert(db, { tenant, leaver, newcomer, now: author.now }),
  ]);
  return written.kind === 'written' && written.results.at(-1)?.results.length === 1;
}
