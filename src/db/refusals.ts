// Refused users: noted after the answer, all of one request together, one row for each person however often he is
// refused. Whether he has been taken in since is asked when the list is read, so that no write of a user pays for it.

import { sql } from 'drizzle-orm';
import type { Refusal, Refusals, RefusedUser } from '../directory/refused.ts';
import { fold } from '../scim/fold.ts';
import { param, statement } from './statement.ts';

/** Rows of a tenant; beyond, the oldest go. */
export const maxRefusals = 10_000;

/** A parameter ends at 2 MB, and names may be long. */
const personsPerStatement = 200;

const field = (name: string) => sql.raw(`j.value ->> '$.${name}'`);
const user = (column: string) => sql`(SELECT ${sql.raw(column)} FROM users u
  WHERE u.tenant = ${param('tenant')} AND u.id = ${field('userId')})`;

/** Of somebody who is there already: what he is called, where it was not sent. */
const userName = sql`coalesce(${field('userName')}, ${user("u.document ->> 'userName'")})`;
const externalId = sql`coalesce(${field('externalId')}, ${user('u.external_id')})`;

/** Whoever is there keeps his number; the others get the next ones. Replaces: D1 would look an update up row by row. */
const note = statement<'tenant' | 'refused' | 'now' | 'request' | 'token'>(sql`
  INSERT OR REPLACE INTO refusals (tenant, subject, number, attempt, user_name, user_name_key, external_id, user_id,
    status, scim_type, detail, first_at, last_at, count, request_id, token_id)
  SELECT ${param('tenant')}, ${field('subject')},
    coalesce(r.number, sum(r.number IS NULL) OVER (ORDER BY j.key)
      + coalesce((SELECT max(n.number) FROM refusals n WHERE n.tenant = ${param('tenant')}), 0)),
    ${field('attempt')}, ${userName}, ${field('userNameKey')}, ${externalId}, ${field('userId')}, ${field('status')},
    ${field('scimType')}, ${field('detail')}, coalesce(r.first_at, ${param('now')}), ${param('now')},
    coalesce(r.count, 0) + ${field('count')}, ${param('request')}, ${param('token')}
  FROM json_each(${param('refused')}) j
  LEFT JOIN refusals r ON r.tenant = ${param('tenant')} AND r.subject = ${field('subject')}
  WHERE EXISTS (SELECT 1 FROM tenants t WHERE t.id = ${param('tenant')} AND t.deleted_at IS NULL)`);

const removeOldest = statement<'tenant'>(sql`
  DELETE FROM refusals WHERE tenant = ${param('tenant')} AND number <= (SELECT max(number) FROM refusals
    WHERE tenant = ${param('tenant')}) - ${sql.raw(String(maxRefusals))}`);

/** Never throws: nobody waits for it. What fails goes to the log. */
export async function noteRefused(
  db: D1Database,
  by: { readonly tenant: string; readonly tokenId: string; readonly requestId: string; readonly now: string },
  refused: readonly RefusedUser[],
): Promise<void> {
  const { tenant, tokenId: token, requestId: request, now } = by;
  const all = persons(refused);
  const parts = Array.from({ length: Math.ceil(all.length / personsPerStatement) }, (_, index) =>
    JSON.stringify(all.slice(index * personsPerStatement, (index + 1) * personsPerStatement)),
  );
  try {
    await db.batch([
      ...parts.map((part) => note(db, { tenant, token, request, now, refused: part })),
      removeOldest(db, { tenant }),
    ]);
  } catch (error) {
    console.error(JSON.stringify({ event: 'refusal not noted', requestId: request, cause: String(error) }));
  }
}

/** Each person once, as he was refused last. */
function persons(refused: readonly RefusedUser[]) {
  const bySubject = new Map<string, RefusedUser & { userNameKey: string | null; count: number }>();
  for (const one of refused) {
    const userNameKey = one.userName === null ? null : fold(one.userName);
    const subject = subjectOf(one, userNameKey);
    bySubject.set(subject, { ...one, userNameKey, count: (bySubject.get(subject)?.count ?? 0) + 1 });
  }
  return [...bySubject].map(([subject, one]) => ({ subject, ...one }));
}

function subjectOf({ userId, externalId }: RefusedUser, userNameKey: string | null): string {
  if (userId !== null) return `id ${userId}`;
  return userNameKey === null ? `external ${externalId ?? ''}` : `name ${userNameKey}`;
}

/** Rows that one page looks at: most of those that it passes over have been taken in. */
const scannedPerPage = 1000;

/** Where the name was taken, somebody of that name says nothing: he has to be the same person, or changed since. */
const isOpen = sql`CASE WHEN r.user_id IS NULL
  THEN NOT EXISTS (SELECT 1 FROM users u WHERE u.tenant = r.tenant AND u.user_name_key = r.user_name_key
      AND (r.status <> 409 OR u.last_modified > r.last_at OR u.external_id = r.external_id))
    AND NOT EXISTS (SELECT 1 FROM users u WHERE u.tenant = r.tenant AND u.external_id = r.external_id)
  ELSE EXISTS (SELECT 1 FROM users u WHERE u.tenant = r.tenant AND u.id = r.user_id
      AND u.last_modified <= r.last_at)
    AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.tenant = r.tenant AND a.user_id = r.user_id
      AND a.updated_at > r.last_at) END`;

const page = statement<'tenant' | 'before' | 'scanned'>(sql`
  SELECT r.number, r.attempt, r.user_name AS userName, r.external_id AS externalId, r.user_id AS userId, r.status,
    r.scim_type AS scimType, r.detail, r.first_at AS firstAt, r.last_at AS lastAt, r.count, r.request_id AS requestId,
    r.token_id AS tokenId, ${isOpen} AS isOpen
  FROM (SELECT * FROM refusals WHERE tenant = ${param('tenant')} AND number < ${param('before')}
    ORDER BY number DESC LIMIT ${param('scanned')}) r ORDER BY r.number DESC`);

export function openRefusals(db: D1Database): Refusals {
  return {
    async page(tenant, before, limit) {
      const scanned = scannedPerPage + limit;
      const { results } = await page(db, { tenant, before, scanned }).run<Refusal & { isOpen: number }>();
      const open = results.filter(({ isOpen }) => isOpen === 1);
      const shown = open.slice(0, limit);
      const isCut = results.length === scanned;
      const last = open.length > limit ? shown.at(-1) : isCut ? results.at(-1) : undefined;
      return {
        refusals: shown.map(({ isOpen: _open, ...refusal }) => refusal),
        next: last?.number ?? null,
      };
    },
  };
}
