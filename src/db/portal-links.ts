// Portal links. Using one is a batch that begins the session, tells the audit and marks the link used, each under the
// condition that the link can still be used: of two who press the button at once, one comes in.

import { sql } from 'drizzle-orm';
import type { PortalLink, PortalLinkStore } from '../tenancy/portal-link.ts';
import { portalName } from '../tenancy/portal-link.ts';
import type { Session } from '../tenancy/session.ts';
import { type AuthorParameter, auditEntry, authorOf } from './audit.ts';
import { writeAs } from './author.ts';
import { tellOpened } from './sessions.ts';
import { param, statement } from './statement.ts';

const insert = statement<'tenant' | 'id' | 'hash' | 'role' | 'createdAt' | 'expiresAt'>(sql`
  INSERT INTO portal_links (tenant, id, hash, role, created_at, expires_at)
  VALUES (${param('tenant')}, ${param('id')}, ${param('hash')}, ${param('role')}, ${param('createdAt')},
    ${param('expiresAt')})`);

const told = { kind: 'portal-link', id: sql`id`, name: sql`role`, tenant: sql`tenant` };
const described = sql`json_object('role', role, 'expiresAt', expires_at)`;
const one = sql`FROM portal_links WHERE tenant = ${param('tenant')} AND id = ${param('id')}`;
const usableOne = sql`${one} AND used_at IS NULL AND expires_at > ${param('now')}`;

const tellInsert = statement<'tenant' | 'id' | AuthorParameter>(
  auditEntry({ ...told, action: 'portal-link.created', after: described, from: one }),
);
const tellCancel = statement<'tenant' | 'id' | AuthorParameter>(
  auditEntry({ ...told, action: 'portal-link.cancelled', before: described, from: usableOne }),
);

const cancel = statement<'tenant' | 'id' | 'now'>(sql`
  UPDATE portal_links SET used_at = ${param('now')} WHERE tenant = ${param('tenant')} AND id = ${param('id')}
    AND used_at IS NULL AND expires_at > ${param('now')} RETURNING id`);

const usable = sql`FROM portal_links p CROSS JOIN tenants t ON t.id = p.tenant
  WHERE p.hash = ${param('hash')} AND p.used_at IS NULL AND p.expires_at > ${param('now')} AND t.deleted_at IS NULL`;

const find = statement<'hash' | 'now'>(sql`SELECT p.role, t.name ${usable}`);

const begin = statement<'hash' | 'now' | 'id' | 'sessionHash' | 'administrator' | 'viewer' | 'expiresAt'>(sql`
  INSERT INTO sessions (id, hash, kind, role, tenant, name, entered_at, last_seen_at, expires_at)
  SELECT ${param('id')}, ${param('sessionHash')}, 'portal', p.role, p.tenant,
    CASE p.role WHEN 'viewer' THEN ${param('viewer')} ELSE ${param('administrator')} END,
    ${param('now')}, ${param('now')}, ${param('expiresAt')} ${usable}`);

const useUp = statement<'hash' | 'now' | 'id'>(sql`
  UPDATE portal_links SET used_at = ${param('now')} WHERE hash = ${param('hash')} AND used_at IS NULL
    AND EXISTS (SELECT 1 FROM sessions WHERE id = ${param('id')})`);

const begun = statement<'id'>(sql`
  SELECT s.role, s.name, s.tenant, t.slug FROM sessions s CROSS JOIN tenants t ON t.id = s.tenant
  WHERE s.id = ${param('id')}`);

const ofTenant = statement<'tenant' | 'now' | 'limit'>(sql`
  SELECT id, role, created_at AS createdAt, expires_at AS expiresAt FROM portal_links
  WHERE tenant = ${param('tenant')} AND used_at IS NULL AND expires_at > ${param('now')}
  ORDER BY created_at DESC LIMIT ${param('limit')}`);

const removeExpired = statement<'before'>(sql`
  DELETE FROM portal_links WHERE (tenant, id) IN (SELECT tenant, id FROM portal_links
    WHERE expires_at < ${param('before')} LIMIT 5000)`);

/** A bounded step, for the cron. `now`: milliseconds since 1970. */
export async function removeExpiredLinks(db: D1Database, now: number): Promise<void> {
  await removeExpired(db, { before: new Date(now).toISOString() }).run();
}

export function openPortalLinkStore(db: D1Database): PortalLinkStore {
  return {
    async insert(tenant, { id, hash, role, createdAt, expiresAt }, author) {
      await writeAs(db, author, [
        insert(db, { tenant, id, hash, role, createdAt, expiresAt }),
        tellInsert(db, { tenant, id, ...authorOf(author) }),
      ]);
    },
    async find(hash, now) {
      const row = await find(db, { hash, now }).first<{ role: Session['role']; name: string }>();
      return row ? { role: row.role, tenant: { name: row.name } } : undefined;
    },
    async use(hash, { hash: sessionHash, ...session }, requestId) {
      const { id, enteredAt: now, expiresAt } = session;
      // The audit names the session, which knows its role: the actor's name is whoever came.
      const by = authorOf({ actor: { kind: 'portal', id, name: 'Portal link' }, requestId, now });
      const results = await db.batch<BegunRow>([
        begin(db, { hash, now, id, sessionHash, ...portalName, expiresAt }),
        tellOpened(db, { id, ...by }),
        useUp(db, { hash, now, id }),
        begun(db, { id }),
      ]);
      const row = results.at(-1)?.results[0];
      if (!row) return undefined;
      const { role, name, tenant, slug } = row;
      return { ...session, kind: 'portal', role, name, tenant: { id: tenant, slug } };
    },
    async ofTenant(tenant, now, limit) {
      const { results } = await ofTenant(db, { tenant, now, limit }).run<PortalLink>();
      return results;
    },
    async cancel(tenant, id, author) {
      const [, cancelled] = await writeAs(db, author, [
        tellCancel(db, { tenant, id, ...authorOf(author) }),
        cancel(db, { tenant, id, now: author.now }),
      ]);
      return cancelled?.results.length === 1;
    },
  };
}

interface BegunRow {
  readonly role: Session['role'];
  readonly name: string;
  readonly tenant: string;
  readonly slug: string;
}
