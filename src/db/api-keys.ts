// API keys. The database is asked anew with each request, by the key's hash: a revoked one is dead at once.

import { sql } from 'drizzle-orm';
import type { ApiKeyRecord, ApiKeyStore } from '../tenancy/api-key.ts';
import { type AuthorParameter, auditEntry, authorOf } from './audit.ts';
import { livingKey, writeAs } from './author.ts';
import { param, statement } from './statement.ts';

const insert = statement<'id' | 'hash' | 'name' | 'scopes' | 'tenant' | 'lastFour' | 'createdAt'>(sql`
  INSERT INTO api_keys (id, hash, name, scopes, tenant, last_four, created_at)
  VALUES (${param('id')}, ${param('hash')}, ${param('name')}, ${param('scopes')}, ${param('tenant')},
    ${param('lastFour')}, ${param('createdAt')})`);

const tellInsert = statement<'id' | 'name' | 'tenant' | 'after' | AuthorParameter>(
  auditEntry({
    action: 'api-key.created',
    kind: 'api-key',
    id: param('id'),
    name: param('name'),
    tenant: param('tenant'),
    after: param('after'),
  }),
);

const keys = sql`FROM api_keys k LEFT JOIN tenants t ON t.id = k.tenant`;
const columns = sql`SELECT k.id, k.name, k.scopes, k.tenant, t.slug, k.last_four, k.created_at, k.last_used_at ${keys}`;

const tellRevoke = statement<'id' | AuthorParameter>(
  auditEntry({
    action: 'api-key.revoked',
    kind: 'api-key',
    id: sql`k.id`,
    name: sql`k.name`,
    tenant: sql`k.tenant`,
    before: sql`json_object('name', k.name, 'scopes', json(k.scopes), 'tenant', t.slug)`,
    from: sql`${keys} WHERE k.id = ${param('id')} AND ${livingKey}`,
  }),
);

const revoke = statement<'id' | 'now'>(sql`
  UPDATE api_keys SET revoked_at = ${param('now')}
  WHERE id = (SELECT k.id ${keys} WHERE k.id = ${param('id')} AND ${livingKey}) RETURNING id`);

const page = statement<'after' | 'limit'>(
  sql`${columns} WHERE k.id > ${param('after')} AND ${livingKey} ORDER BY k.id LIMIT ${param('limit')}`,
);

const byHash = statement<'hash'>(sql`${columns} WHERE k.hash = ${param('hash')} AND ${livingKey}`);

const noteUse = statement<'id' | 'now' | 'unlessAfter'>(sql`
  UPDATE api_keys SET last_used_at = ${param('now')}
  WHERE id = ${param('id')} AND (last_used_at IS NULL OR last_used_at <= ${param('unlessAfter')})`);

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: string;
  readonly tenant: string | null;
  readonly slug: string | null;
  readonly last_four: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
}

export function openApiKeyStore(db: D1Database): ApiKeyStore {
  return {
    async insert({ id, hash, name, scopes, tenant, lastFour, createdAt }, author) {
      const after = JSON.stringify({ name, scopes, tenant: tenant?.slug ?? null });
      const owner = tenant?.id ?? null;
      await writeAs(db, author, [
        tellInsert(db, { id, name, tenant: owner, after, ...authorOf(author) }),
        insert(db, { id, hash, name, scopes: JSON.stringify(scopes), tenant: owner, lastFour, createdAt }),
      ]);
    },
    async list(after, limit) {
      const { results } = await page(db, { after, limit }).run<KeyRow>();
      return results.map(keyOf);
    },
    async revoke(id, author) {
      const [, revoked] = await writeAs(db, author, [
        tellRevoke(db, { id, ...authorOf(author) }),
        revoke(db, { id, now: author.now }),
      ]);
      return revoked?.results.length === 1;
    },
    async find(hash) {
      const row = await byHash(db, { hash }).first<KeyRow>();
      return row ? keyOf(row) : undefined;
    },
    async noteUse(id, now, unlessAfter) {
      await noteUse(db, { id, now, unlessAfter }).run();
    },
  };
}

function keyOf(row: KeyRow): ApiKeyRecord {
  const { tenant: id, slug } = row;
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes),
    tenant: id === null ? null : { id, slug: slug ?? '' },
    lastFour: row.last_four,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
