// Tokens: the truth about who may ask. KV only tells which row to look at.

import { sql } from 'drizzle-orm';
import type { LoadedAccess, TokenOwner } from '../tenancy/access.ts';
import type { Author } from '../tenancy/author.ts';
import type { TokenRecord } from '../tenancy/tenant.ts';
import { nextWarning } from '../tenancy/token-expiry.ts';
import { type AuthorParameter, auditEntry, authorOf } from './audit.ts';
import { writeAs } from './author.ts';
import { param, statement } from './statement.ts';

const insert = statement<keyof TokenRecord | 'tenant' | 'hash' | 'warnAt'>(sql`
  INSERT INTO tokens (tenant, id, hash, name, last_four, created_at, expires_at, warn_at, last_used_at)
  VALUES (${param('tenant')}, ${param('id')}, ${param('hash')}, ${param('name')}, ${param('lastFour')},
    ${param('createdAt')}, ${param('expiresAt')}, ${param('warnAt')}, ${param('lastUsedAt')})`);

const revoke = statement<'tenant' | 'id' | 'now'>(sql`
  UPDATE tokens SET revoked_at = ${param('now')}, warn_at = NULL
  WHERE tenant = ${param('tenant')} AND id = ${param('id')} AND revoked_at IS NULL RETURNING id`);

const described = sql`json_object('name', name, 'expiresAt', expires_at)`;

const tellInsert = statement<'tenant' | 'id' | AuthorParameter>(
  auditEntry({
    action: 'token.created',
    kind: 'token',
    id: sql`id`,
    name: sql`name`,
    tenant: sql`tenant`,
    after: described,
    from: sql`FROM tokens WHERE tenant = ${param('tenant')} AND id = ${param('id')}`,
  }),
);

const tellRevoke = statement<'tenant' | 'id' | AuthorParameter>(
  auditEntry({
    action: 'token.revoked',
    kind: 'token',
    id: sql`id`,
    name: sql`name`,
    tenant: sql`tenant`,
    before: described,
    from: sql`FROM tokens WHERE tenant = ${param('tenant')} AND id = ${param('id')} AND revoked_at IS NULL`,
  }),
);

const page = statement<'tenant' | 'after' | 'limit'>(sql`
  SELECT id, name, last_four AS lastFour, created_at AS createdAt, expires_at AS expiresAt, last_used_at AS lastUsedAt
  FROM tokens WHERE tenant = ${param('tenant')} AND id > ${param('after')} AND revoked_at IS NULL
  ORDER BY id LIMIT ${param('limit')}`);

const living = sql`k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${param('now')})
  AND t.deleted_at IS NULL`;
const access = sql`SELECT t.id AS tenant, t.slug, k.id AS tokenId, t.settings, t.settings_version AS settingsVersion
  FROM tokens k CROSS JOIN tenants t ON t.id = k.tenant`;

const accessByOwner = statement<'tenant' | 'token' | 'hash' | 'now'>(sql`${access}
  WHERE k.tenant = ${param('tenant')} AND k.id = ${param('token')} AND k.hash = ${param('hash')} AND ${living}`);
const accessByHash = statement<'hash' | 'now'>(sql`${access} WHERE k.hash = ${param('hash')} AND ${living}`);

const touch = statement<'tenant' | 'id' | 'now'>(sql`
  UPDATE tokens SET last_used_at = ${param('now')} WHERE tenant = ${param('tenant')} AND id = ${param('id')} AND revoked_at IS NULL`);

export async function insertToken(
  db: D1Database,
  tenant: string,
  token: TokenRecord & { readonly hash: string },
  author: Author,
): Promise<void> {
  await writeAs(db, author, [
    insert(db, { tenant, ...token, warnAt: nextWarning(token.expiresAt, token.createdAt) }),
    tellInsert(db, { tenant, id: token.id, ...authorOf(author) }),
  ]);
}

export async function revokeToken(
  db: D1Database,
  tenant: string,
  id: string,
  author: Author,
): Promise<boolean> {
  const [, revoked] = await writeAs(db, author, [
    tellRevoke(db, { tenant, id, ...authorOf(author) }),
    revoke(db, { tenant, id, now: author.now }),
  ]);
  return revoked?.results.length === 1;
}

/** Those that are not revoked, expired ones too, by id. */
export async function listTokens(
  db: D1Database,
  tenant: string,
  after: string,
  limit: number,
): Promise<readonly TokenRecord[]> {
  const { results } = await page(db, { tenant, after, limit }).run<TokenRecord>();
  return results;
}

/** The living token with that hash and its tenant; undefined for every other. */
export async function loadAccess(
  db: D1Database,
  hash: string,
  owner: TokenOwner | undefined,
  now: string,
): Promise<LoadedAccess | undefined> {
  const query = owner
    ? accessByOwner(db, { tenant: owner.tenant, token: owner.tokenId, hash, now })
    : accessByHash(db, { hash, now });
  const row = await query.first<Omit<LoadedAccess, 'settings'> & { readonly settings: string }>();
  return row ? { ...row, settings: JSON.parse(row.settings) } : undefined;
}

/** Notes when the token was last used; callers do so once a minute at most. */
export async function touchToken(db: D1Database, tenant: string, id: string, now: string): Promise<void> {
  await touch(db, { tenant, id, now }).run();
}
