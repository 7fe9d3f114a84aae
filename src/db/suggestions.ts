// Leavers' accounts and newcomers who may be the same people: found by the user name as it was sent and by e-mail
// address, through indexes, each time anew. Nobody is linked by that alone (docs/decisions/019): somebody is to say so.

import { sql } from 'drizzle-orm';
import type { BrowsedAccount, Suggestion, SuggestionsPage, SuggestionsQuery } from '../directory/browse.ts';
import type { GroupRole } from '../policy/roles.ts';
import { accountsByIds } from './accounts-page.ts';
import { param, statement } from './statement.ts';

/** Leavers that one page looks at, and newcomers for each: an address that more people share is nobody's own. */
const scannedPerPage = 500;
const perLeaver = sql.raw('20');

const sameName = sql`SELECT u.id AS user_id, 1 AS by_name, 0 AS by_email FROM users u
  WHERE u.tenant = ${param('tenant')} AND u.user_name_key = l.name_key`;
const sameEmail = sql`SELECT DISTINCT e.user_id, 0, 1 FROM user_emails e
  WHERE e.tenant = ${param('tenant')} AND e.value = l.left_email_key LIMIT ${perLeaver}`;

/** JSON list of those who may be the leaver `l`. */
const newcomers = sql`(SELECT json_group_array(json_object('id', n.id, 'byName', n.by_name, 'byEmail', n.by_email))
  FROM (SELECT o.id, max(c.by_name) AS by_name, max(c.by_email) AS by_email
    FROM (${sameName} UNION ALL SELECT * FROM (${sameEmail})) c
    CROSS JOIN accounts o ON o.tenant = ${param('tenant')} AND o.user_id = c.user_id
    WHERE NOT EXISTS (SELECT 1 FROM dismissed_suggestions d
      WHERE d.tenant = ${param('tenant')} AND d.leaver = l.id AND d.newcomer = o.id)
    GROUP BY o.id ORDER BY o.id) n)`;

const page = statement<'tenant' | 'leftAt' | 'leaver' | 'limit'>(sql`
  SELECT l.id, l.left_at AS leftAt, ${newcomers} AS newcomers FROM accounts l INDEXED BY accounts_left
  WHERE l.tenant = ${param('tenant')} AND l.left_at IS NOT NULL
    AND (l.left_at, l.id) <= (${param('leftAt')}, ${param('leaver')})
  ORDER BY l.left_at DESC, l.id DESC LIMIT ${param('limit')}`);

interface Row {
  readonly id: string;
  readonly leftAt: string;
  readonly newcomers: string;
}

interface Newcomer {
  readonly id: string;
  readonly byName: 0 | 1;
  readonly byEmail: 0 | 1;
}

/** Behind every id. */
const last = '~';

/** Who left last comes first. */
export async function suggestionsPage(
  db: D1Database,
  tenant: string,
  groupRoles: readonly GroupRole[],
  { after, limit }: SuggestionsQuery,
): Promise<SuggestionsPage> {
  const { leftAt, leaver, newcomer } = after ?? { leftAt: last, leaver: last, newcomer: last };
  const asked = { tenant, leftAt, leaver, limit: scannedPerPage };
  const [read] = await db.batch<Row>([page(db, asked)]);
  const results = read?.results ?? [];
  const pairs = results.flatMap(({ id, leftAt: at, newcomers: found }) =>
    (JSON.parse(found) as Newcomer[])
      .filter((one) => id !== leaver || one.id > newcomer)
      .map((one) => ({ leftAt: at, leaver: id, newcomer: one.id, ...reasonsOf(one) })),
  );
  const shown = pairs.slice(0, limit);
  const end = results.length === scannedPerPage ? results.at(-1) : undefined;
  const next = pairs.length > limit ? shown.at(-1) : end && { ...end, leaver: end.id, newcomer: last };
  const ids = shown.flatMap((pair) => [pair.leaver, pair.newcomer]);
  const accounts = await accountsByIds(db, tenant, groupRoles, ids);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return {
    suggestions: shown.flatMap((pair) => suggestionOf(pair, byId)),
    next: next ? { leftAt: next.leftAt, leaver: next.leaver, newcomer: next.newcomer } : null,
  };
}

function reasonsOf({ byName, byEmail }: Newcomer): Pick<Suggestion, 'because'> {
  return { because: [...(byName ? (['userName'] as const) : []), ...(byEmail ? (['email'] as const) : [])] };
}

/** None where one of the two went in between. */
function suggestionOf(
  pair: { readonly leaver: string; readonly newcomer: string } & Pick<Suggestion, 'because'>,
  byId: ReadonlyMap<string, BrowsedAccount>,
): readonly Suggestion[] {
  const [leaver, newcomer] = [byId.get(pair.leaver), byId.get(pair.newcomer)];
  return leaver && newcomer ? [{ leaver, newcomer, because: pair.because }] : [];
}
