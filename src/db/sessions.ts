// Sessions of the dashboard. The database is asked anew with each request, by the secret's hash: a session that was
// ended is dead at once.

import { sql } from 'drizzle-orm';
import type { Session, SessionStore } from '../tenancy/session.ts';
import { type AuthorParameter, auditEntry, authorOf } from './audit.ts';
import { livingSession, writeAs } from './author.ts';
import { param, statement } from './statement.ts';

const insert = statement<Exclude<keyof Session, 'tenant'> | 'hash'>(sql`
  INSERT INTO sessions (id, hash, kind, role, tenant, name, entered_at, last_seen_at, expires_at)
  VALUES (${param('id')}, ${param('hash')}, ${param('kind')}, ${param('role')}, NULL, ${param('name')},
    ${param('enteredAt')}, ${param('lastSeenAt')}, ${param('expiresAt')})`);

/** Of the session with the id that is the parameter `id`, in the batch that begins it. */
export const tellOpened = statement<'id' | AuthorParameter>(
  auditEntry({
    action: 'session.opened',
    kind: 'session',
    id: sql`id`,
    name: sql`name`,
    tenant: sql`tenant`,
    after: sql`json_object('kind', kind, 'role', role)`,
    from: sql`FROM sessions WHERE id = ${param('id')}`,
  }),
);

const sessions = sql`FROM sessions s LEFT JOIN tenants t ON t.id = s.tenant`;
const columns = sql`SELECT s.id, s.kind, s.role, s.tenant, t.slug, s.name, s.entered_at, s.last_seen_at, s.expires_at
  ${sessions}`;

const byHash = statement<'hash' | 'now'>(sql`
  ${columns} WHERE s.hash = ${param('hash')} AND s.expires_at > ${param('now')} AND ${livingSession}`);

const noteSeen = statement<'id' | 'now' | 'expiresAt'>(sql`
  UPDATE sessions SET last_seen_at = ${param('now')}, expires_at = ${param('expiresAt')}
  WHERE id = ${param('id')} AND ended_at IS NULL AND last_seen_at < ${param('now')}`);

const theLiving = sql`${sessions} WHERE s.id = ${param('id')} AND ${livingSession}
  AND (${param('tenant')} IS NULL OR s.tenant = ${param('tenant')})`;

const tellEnd = statement<'id' | 'tenant' | AuthorParameter>(
  auditEntry({
    action: 'session.ended',
    kind: 'session',
    id: sql`s.id`,
    name: sql`s.name`,
    tenant: sql`s.tenant`,
    before: sql`json_object('kind', s.kind, 'role', s.role)`,
    from: theLiving,
  }),
);

const end = statement<'id' | 'tenant' | 'now'>(sql`
  UPDATE sessions SET ended_at = ${param('now')} WHERE id = (SELECT s.id ${theLiving}) RETURNING id`);

const ofTenant = statement<'tenant' | 'now' | 'limit'>(sql`
  ${columns} WHERE s.tenant = ${param('tenant')} AND s.expires_at > ${param('now')} AND ${livingSession}
  ORDER BY s.entered_at DESC LIMIT ${param('limit')}`);

const removeExpired = statement<'before'>(sql`
  DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ${param('before')} LIMIT 5000)`);

/** A bounded step, for the cron. `now`: milliseconds since 1970. */
export async function removeExpiredSessions(db: D1Database, now: number): Promise<void> {
  await removeExpired(db, { before: new Date(now).toISOString() }).run();
}

interface SessionRow {
  readonly id: string;
  readonly kind: Session['kind'];
  readonly role: Session['role'];
  readonly tenant: string | null;
  readonly slug: string | null;
  readonly name: string;
  readonly entered_at: string;
  readonly last_seen_at: string;
  readonly expires_at: string;
}

export function openSessionStore(db: D1Database): SessionStore {
  return {
    async insert({ id, hash, kind, role, name, enteredAt, lastSeenAt, expiresAt }, author) {
      await db.batch([
        insert(db, { id, hash, kind, role, name, enteredAt, lastSeenAt, expiresAt }),
        tellOpened(db, { id, ...authorOf(author) }),
      ]);
    },
    async find(hash, now) {
      const row = await byHash(db, { hash, now }).first<SessionRow>();
      return row ? sessionOf(row) : undefined;
    },
    async noteSeen(id, now, expiresAt) {
      await noteSeen(db, { id, now, expiresAt }).run();
    },
    async end(id, tenant, author) {
      const owner = tenant ?? null;
      const [, ended] = await writeAs(db, author, [
        tellEnd(db, { id, tenant: owner, ...authorOf(author) }),
        end(db, { id, tenant: owner, now: author.now }),
      ]);
      return ended?.results.length === 1;
    },
    async ofTenant(tenant, now, limit) {
      const { results } = await ofTenant(db, { tenant, now, limit }).run<SessionRow>();
      return results.map(sessionOf);
    },
  };
}

function sessionOf(row: SessionRow): Session {
  const { tenant: id, slug } = row;
  return {
    id: row.id,
    kind: row.kind,
    role: row.role,
    tenant: id === null ? null : { id, slug: slug ?? '' },
    name: row.name,
    enteredAt: row.entered_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  };
}
