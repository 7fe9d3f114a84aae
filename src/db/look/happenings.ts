// Events for who wants to know what happened: the newest first, each with its cause by name. A token is named by the
// event; what was done by hand, or by settings, is named by the audit entry of the same request.

import { type SQL, sql } from 'drizzle-orm';
import type { Cause, Happening, Happenings, Look } from '../../directory/look.ts';
import { forgottenSequence, nextSequence } from '../outbox.ts';
import { param, statement } from '../statement.ts';

/** Events that one page with types looks at. */
export const scannedEvents = 2000;
/** Events of each group in which somebody's arrival is looked for. */
const scannedArrivals = 50;

/** Of a row `o` with tenant, request_id and token_id. */
const cause = sql`json_object('requestId', o.request_id,
  'token', (SELECT json_object('name', k.name, 'lastFour', k.last_four) FROM tokens k
    WHERE k.tenant = o.tenant AND k.id = o.token_id),
  'by', CASE WHEN o.token_id IS NULL THEN (SELECT json_object('action', x.action, 'actor', json(x.actor))
    FROM audit x INDEXED BY audit_request
    WHERE x.tenant = o.tenant AND x.request_id = o.request_id ORDER BY x.place LIMIT 1) END)`;

const columns = (data: SQL) =>
  sql`o.sequence, o.type, o.subject, o.occurred_at AS at, ${data} AS data, ${cause} AS cause`;

/** An account's attributes and most of many members are not told in a line. */
const brief = sql`CASE o.type WHEN 'group.members_changed' THEN json_object('group', o.data -> '$.group',
    'added', json_array_length(o.data, '$.added'), 'removed', json_array_length(o.data, '$.removed'),
    'first', coalesce(o.data ->> '$.added[0].accountId', o.data ->> '$.removed[0].accountId'))
  ELSE json_remove(o.data, '$.account.attributes') END`;

const newest = statement<'tenant'>(sql`SELECT ${nextSequence} AS next`);

const page = statement<'tenant' | 'before' | 'floor' | 'types' | 'limit'>(sql`
  SELECT ${columns(brief)} FROM outbox o WHERE o.tenant = ${param('tenant')} AND o.sequence < ${param('before')}
    AND o.sequence >= ${param('floor')}
    AND (${param('types')} IS NULL OR o.type IN (SELECT j.value FROM json_each(${param('types')}) j))
  ORDER BY o.sequence DESC LIMIT ${param('limit')}`);

interface Row extends Omit<Happening, 'data' | 'cause'> {
  readonly data: string;
  readonly cause: string;
}

export async function eventsBefore(
  db: D1Database,
  tenant: string,
  before: number,
  types: readonly string[] | undefined,
  limit: number,
): Promise<Happenings> {
  const [top, kept] = await db.batch<{ next?: number; forgotten?: number }>([
    newest(db, { tenant }),
    forgottenSequence(db, { tenant }),
  ]);
  const end = Math.min(before, top?.results[0]?.next ?? 1);
  const oldest = (kept?.results[0]?.forgotten ?? 0) + 1;
  const floor = Math.max(oldest, end - scannedEvents);
  const wanted = types ? JSON.stringify(types) : null;
  const [result] = await db.batch<Row>([page(db, { tenant, before: end, floor, types: wanted, limit })]);
  const events = (result?.results ?? []).map(happeningOf);
  const last = events.length === limit ? (events.at(-1)?.sequence ?? floor) : floor;
  return { events, next: last > oldest ? last : null };
}

/** In the order of places, which is that of numbers. */
const pageOfSubject = statement<'tenant' | 'subject' | 'before' | 'limit'>(sql`
  SELECT ${columns(sql`o.data`)} FROM outbox o INDEXED BY outbox_subject
  WHERE o.tenant = ${param('tenant')} AND o.subject = ${param('subject')} AND o.sequence < ${param('before')}
  ORDER BY o.place DESC LIMIT ${param('limit')}`);

export async function eventsOfSubject(
  db: D1Database,
  tenant: string,
  subject: string,
  before: number,
  limit: number,
): Promise<Happenings> {
  const [result] = await db.batch<Row>([pageOfSubject(db, { tenant, subject, before, limit: limit + 1 })]);
  const events = (result?.results ?? []).map(happeningOf);
  const shown = events.slice(0, limit);
  return { events: shown, next: events.length > limit ? (shown.at(-1)?.sequence ?? null) : null };
}

/** Looks for the id as text first, which is cheap. `groups`: JSON list of ids. */
const arrivals = statement<'tenant' | 'user' | 'groups'>(sql`
  SELECT g.value AS "group", o.occurred_at AS at, ${cause} AS cause FROM json_each(${param('groups')}) g
  CROSS JOIN outbox o ON o.place = (SELECT max(e.place) FROM (SELECT place, data FROM outbox INDEXED BY outbox_subject
      WHERE tenant = ${param('tenant')} AND subject = g.value ORDER BY place DESC LIMIT ${sql.raw(String(scannedArrivals))}) e
    WHERE instr(e.data, ${param('user')}) > 0
      AND EXISTS (SELECT 1 FROM json_each(e.data, '$.added') j WHERE j.value ->> 'value' = ${param('user')}))
  WHERE o.tenant = ${param('tenant')}`);

export async function arrivalsOf(
  db: D1Database,
  tenant: string,
  user: string,
  groups: readonly string[],
): ReturnType<Look['joined']> {
  if (groups.length === 0) return new Map();
  const asked = { tenant, user, groups: JSON.stringify(groups) };
  const [result] = await db.batch<{ group: string; at: string; cause: string }>([arrivals(db, asked)]);
  return new Map(
    (result?.results ?? []).map((row) => [row.group, { at: row.at, cause: JSON.parse(row.cause) as Cause }]),
  );
}

const causeOfRequest = statement<'tenant' | 'request' | 'token'>(sql`
  SELECT ${cause} AS cause FROM (SELECT ${param('tenant')} AS tenant, ${param('request')} AS request_id,
    ${param('token')} AS token_id) o`);

export async function causeOf(
  db: D1Database,
  tenant: string,
  request: string,
  token: string | null,
): Promise<Cause> {
  const [result] = await db.batch<{ cause: string }>([causeOfRequest(db, { tenant, request, token })]);
  const found = result?.results[0]?.cause;
  return found === undefined ? { requestId: request, token: null, by: null } : (JSON.parse(found) as Cause);
}

function happeningOf(row: Row): Happening {
  return { ...row, data: JSON.parse(row.data), cause: JSON.parse(row.cause) };
}
