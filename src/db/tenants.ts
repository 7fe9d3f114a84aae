// Tenants: the one table that is not reached through a tenant, and its counters.

import { sql } from 'drizzle-orm';
import { fold } from '../scim/fold.ts';
import type { Author } from '../tenancy/author.ts';
import type { NewTenant, Tenant } from '../tenancy/tenant.ts';
import { type AuthorParameter, auditEntry, authorOf } from './audit.ts';
import { writeAs } from './author.ts';
import { addFirstVersion } from './settings-history.ts';
import { param, statement } from './statement.ts';
import { sweepEveryMilliseconds } from './sweep.ts';

/** Moves the counters, in the batch that creates or deletes what they count. */
export const moveCounters = statement<'tenant' | 'users' | 'groups' | 'active'>(sql`
  UPDATE tenants SET user_count = user_count + ${param('users')}, group_count = group_count + ${param('groups')},
    active_count = active_count + ${param('active')}
  WHERE id = ${param('tenant')}`);

/** Neither deleted nor made for a trial, which nobody is to know of. */
export const isSeen = sql`deleted_at IS NULL AND trial_of IS NULL`;

const insert = statement<'id' | 'slug' | 'name' | 'nameKey' | 'settings' | 'epoch' | 'now' | 'nextSweep'>(sql`
  INSERT INTO tenants (id, slug, name, name_key, settings, settings_version, user_count, group_count, active_count,
    forgotten_sequence, epoch, created_at, next_sweep_at)
  VALUES (${param('id')}, ${param('slug')}, ${param('name')}, ${param('nameKey')}, ${param('settings')}, 1, 0, 0, 0, 0,
    ${param('epoch')}, ${param('now')}, ${param('nextSweep')})
  ON CONFLICT (slug) DO NOTHING RETURNING id`);

/** The tenant is there already: its id is new, so that nobody else made it. */
const tellInsert = statement<'id' | 'after' | AuthorParameter>(
  auditEntry({
    action: 'tenant.created',
    kind: 'tenant',
    id: sql`id`,
    name: sql`slug`,
    tenant: sql`id`,
    after: param('after'),
    from: sql`FROM tenants WHERE id = ${param('id')}`,
  }),
);

const bySlug = statement<'slug'>(sql`SELECT * FROM tenants WHERE slug = ${param('slug')} AND ${isSeen}`);

const page = statement<'after' | 'limit'>(sql`
  SELECT * FROM tenants WHERE slug > ${param('after')} AND ${isSeen} ORDER BY slug LIMIT ${param('limit')}`);

const markDeleted = statement<'slug' | 'now'>(sql`
  UPDATE tenants SET deleted_at = ${param('now')} WHERE slug = ${param('slug')} AND ${isSeen} RETURNING id`);

/** Of no tenant: it is to outlive the erasure, and so it says no more than the slug. */
const tellDeleted = statement<'slug' | AuthorParameter>(
  auditEntry({
    action: 'tenant.deleted',
    kind: 'tenant',
    id: sql`id`,
    name: sql`slug`,
    before: sql`json_object('slug', slug)`,
    from: sql`FROM tenants WHERE slug = ${param('slug')} AND ${isSeen}`,
  }),
);

export interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly settings: string;
  readonly settings_version: number;
  readonly user_count: number;
  readonly group_count: number;
  readonly active_count: number;
  readonly epoch: string;
  readonly created_at: string;
}

/** False when the slug is taken, be it by a tenant that is being erased. */
export async function insertTenant(
  db: D1Database,
  { id, slug, name, epoch, blueprint }: NewTenant,
  author: Author,
): Promise<boolean> {
  const by = authorOf(author);
  const settings = JSON.stringify(blueprint?.settings ?? {});
  const after = JSON.stringify({ slug, name, blueprint: blueprint?.name });
  const [inserted] = await writeAs(db, author, [
    insert(db, {
      id,
      slug,
      name,
      nameKey: fold(name),
      settings,
      epoch,
      now: author.now,
      nextSweep: firstSweep(author.now),
    }),
    tellInsert(db, { id, after, ...by }),
    addFirstVersion(db, { tenant: id, ...by }),
  ]);
  return inserted?.results.length === 1;
}

function firstSweep(now: string): string {
  return new Date(Date.parse(now) + sweepEveryMilliseconds).toISOString();
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
export async function deleteTenant(db: D1Database, slug: string, author: Author): Promise<boolean> {
  const [, deleted] = await writeAs(db, author, [
    tellDeleted(db, { slug, ...authorOf(author) }),
    markDeleted(db, { slug, now: author.now }),
  ]);
  return deleted?.results.length === 1;
}

export function tenantOf(row: TenantRow): Tenant {
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
