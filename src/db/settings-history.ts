// The settings of a tenant and each of their versions: a change writes the settings, the new version and the audit
// in one batch, all under the same condition, and removes the versions that are too many.

import { sql } from 'drizzle-orm';
import { settingsInAudit } from '../tenancy/audit.ts';
import type { Author } from '../tenancy/author.ts';
import { keptSettingsVersions, type Tenant, type TenantStore } from '../tenancy/tenant.ts';
import { type AuthorParameter, auditEntry, authorOf } from './audit.ts';
import { writeAs } from './author.ts';
import { beginThaw, tellOfThaw } from './freeze/run.ts';
import { beginRun } from './reevaluation/run.ts';
import { param, statement } from './statement.ts';

/** The tenant, if its settings are still at that version. */
const unchanged = sql`FROM tenants
  WHERE id = ${param('tenant')} AND settings_version = ${param('version')} AND deleted_at IS NULL`;

const tell = statement<'tenant' | 'version' | 'action' | 'slug' | 'before' | 'after' | AuthorParameter>(
  auditEntry({
    action: sql`${param('action')}`,
    kind: 'settings',
    id: param('tenant'),
    name: param('slug'),
    tenant: param('tenant'),
    before: param('before'),
    after: param('after'),
    from: unchanged,
  }),
);

const addVersion = statement<'tenant' | 'version' | 'settings' | 'actor' | 'now'>(sql`
  INSERT INTO settings_history (tenant, version, settings, changed_by, changed_at)
  SELECT id, settings_version + 1, ${param('settings')}, ${param('actor')}, ${param('now')} ${unchanged}`);

const removeOld = statement<'tenant' | 'newest'>(sql`
  DELETE FROM settings_history WHERE tenant = ${param('tenant')} AND version <= ${param('newest')}`);

const write = statement<'tenant' | 'settings' | 'version'>(sql`
  UPDATE tenants SET settings = ${param('settings')}, settings_version = settings_version + 1
  WHERE id = ${param('tenant')} AND settings_version = ${param('version')} AND deleted_at IS NULL RETURNING id`);

/** The first version, in the batch that makes the tenant. */
export const addFirstVersion = statement<'tenant' | 'actor' | 'now'>(sql`
  INSERT INTO settings_history (tenant, version, settings, changed_by, changed_at)
  SELECT id, settings_version, settings, ${param('actor')}, ${param('now')} FROM tenants WHERE id = ${param('tenant')}`);

/** Characters of settings on a page, but for the first: fifty versions of the longest settings would fill the memory. */
const maxPageLength = 1_000_000;

const page = statement<'tenant' | 'before' | 'limit'>(sql`
  SELECT version, settings, changed_by, changed_at,
    version = (SELECT min(version) FROM settings_history WHERE tenant = ${param('tenant')}) AS is_last
  FROM (SELECT *, sum(length(settings)) OVER (ORDER BY version DESC) - length(settings) AS length_before
    FROM (SELECT * FROM settings_history WHERE tenant = ${param('tenant')} AND version < ${param('before')}
      ORDER BY version DESC LIMIT ${param('limit')}))
  WHERE length_before <= ${sql.raw(String(maxPageLength))} ORDER BY version DESC`);

/**
 * False when the settings are no longer those of `tenant`; nothing is written then. What is frozen is given back as soon
 * as they turn provisioning on.
 */
export async function replaceSettings(
  db: D1Database,
  { id: tenant, slug, settings: present, settingsVersion: version }: Tenant,
  next: Readonly<Record<string, unknown>>,
  action: 'settings.changed' | 'settings.undone',
  author: Author,
  reachesUsers: boolean,
): Promise<boolean> {
  const { before, after } = settingsInAudit(
    { version, settings: present },
    { version: version + 1, settings: next },
  );
  const by = authorOf(author);
  const begun = { tenant, version, request: author.requestId, now: author.now };
  const turnsOn = present['enabled'] === false && next['enabled'] !== false;
  const told = { action, slug, before: JSON.stringify(before), after: JSON.stringify(after) };
  const results = await writeAs(db, author, [
    ...(turnsOn ? [tellOfThaw(db, { tenant, version, ...by }), beginThaw(db, begun)] : []),
    tell(db, { tenant, version, ...told, ...by }),
    ...(reachesUsers ? [beginRun(db, begun)] : []),
    ...writeVersion(db, { tenant, version }, next, author),
  ]);
  return results.at(-1)?.results.length === 1;
}

/** Writes the next version of the settings. Stands last in its batch: what is before it asks for the present one. */
export function writeVersion(
  db: D1Database,
  present: { readonly tenant: string; readonly version: number },
  next: Readonly<Record<string, unknown>>,
  author: Author,
): readonly D1PreparedStatement[] {
  const { tenant, version } = present;
  const settings = JSON.stringify(next);
  return [
    addVersion(db, { ...present, settings, ...authorOf(author) }),
    removeOld(db, { tenant, newest: version + 1 - keptSettingsVersions }),
    write(db, { ...present, settings }),
  ];
}

interface VersionRow {
  readonly version: number;
  readonly settings: string;
  readonly changed_by: string;
  readonly changed_at: string;
  readonly is_last: number;
}

export async function settingsVersions(
  db: D1Database,
  tenant: string,
  before: number,
  limit: number,
): ReturnType<TenantStore['settingsVersions']> {
  const { results } = await page(db, { tenant, before, limit }).run<VersionRow>();
  return {
    versions: results.map((row) => ({
      version: row.version,
      settings: JSON.parse(row.settings),
      changedAt: row.changed_at,
      changedBy: JSON.parse(row.changed_by),
    })),
    isLast: results.at(-1)?.is_last !== 0,
  };
}
