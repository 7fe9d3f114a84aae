// Tenants: the one table that is not reached through a tenant, and its counters.

import { sql } from 'drizzle-orm';
import type { NewTenant, Tenant } from '../tenancy/tenant.ts';
import { param, statement } from './statement.ts';

/** Moves the counters, in the batch that creates or deletes what they count. */
export const moveCounters = statement<'tenant' | 'users' | 'groups'>(sql`
  UPDATE tenants SET user_count = user_count + ${param('users')}, group_count = group_count + ${param('groups')}
  WHERE id = ${param('tenant')}`);

const insert = statement<'id' | 'slug' | 'name' | 'epoch' | 'now'>(sql`
  INSERT INTO tenants (id, slug, name, settings, settings_version, user_count, group_count, forgotten_sequence, epoch, created_at)
  VALUES (${param('id')}, ${param('slug')}, ${param('name')}, '{}', 1, 0, 0, 0, ${param('epoch')}, ${param('now')})
  ON CONFLICT (slug) DO NOTHING RETURNING id`);

const bySlug = statement<'slug'>(
  sql`SELECT * FROM tenants WHERE slug = ${param('slug')} AND deleted_at IS NULL`,
);

const page = statement<'after' | 'limit'>(sql`
  SELECT * FROM tenants WHERE slug > ${param('after')} AND deleted_at IS NULL ORDER BY slug LIMIT ${param('limit')}`);

const markDeleted = statement<'slug' | 'now'>(sql`
  UPDATE tenants SET deleted_at = ${param('now')} WHERE slug = ${param('slug')} AND deleted_at IS NULL RETURNING id`);

const writeSettings = statement<'tenant' | 'settings' | 'version'>(sql`
  UPDATE tenants SET settings = ${param('settings')}, settings_version = settings_version + 1
  WHERE id = ${param('tenant')} AND settings_version = ${param('version')} AND deleted_at IS NULL RETURNING id`);

interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly settings: string;
  readonly settings_version: number;
  readonly user_count: number;
  readonly group_count: number;
  readonly epoch: string;
  readonly created_at: string;
}

/** False when the slug is taken, be it by a tenant that is being erased. */
export async function insertTenant(db: D1Database, tenant: NewTenant): Promise<boolean> {
  const { results } = await insert(db, { ...tenant }).run();
  return results.length === 1;
}

export async function findTenant(db: D1Database, slug: string): Promise<Tenant | undefined> {
  const row = await bySlug(db, { slug }).first<TenantRow>();
  return row ? tenantOf(row) : undefined;
}

/** By slug, after the given one ('' for the first page). */
export async function listTenants(db: D1Database, after: string, limit: number): Promise<readonly Tenant[]> {
  const { results } = await page(db, { after, limit }).run<TenantRow>();
  return results.map(tenantOf);
}

/** False when there is none such. From then on its tokens open nothing. */
export async function deleteTenant(db: D1Database, slug: string, now: string): Promise<boolean> {
  const { results } = await markDeleted(db, { slug, now }).run();
  return results.length === 1;
}

/** False when the settings are no longer at `version`; nothing is written then. */
export async function replaceSettings(
  db: D1Database,
  tenant: string,
  settings: object,
  version: number,
): Promise<boolean> {
  const { results } = await writeSettings(db, { tenant, settings: JSON.stringify(settings), version }).run();
  return results.length === 1;
}

function tenantOf(row: TenantRow): Tenant {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    settings: JSON.parse(row.settings),
    settingsVersion: row.settings_version,
    users: row.user_count,
    groups: row.group_count,
    epoch: row.epoch,
    createdAt: row.created_at,
  };
}
