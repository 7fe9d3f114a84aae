// What is kept, read past every surface: to show that a refusal wrote nothing and that a secret is nowhere.

import { env } from 'cloudflare:workers';
import type { TestTenant } from './tenant.ts';

/** Every row of the tenant's directory, its account, events, counters, settings and audit, for comparing before with after. */
export async function rowsOf({ slug }: TestTenant): Promise<Record<string, readonly unknown[]>> {
  const tenant = await tenantId(slug);
  const owned = [
    'users',
    'user_emails',
    'groups',
    'members',
    'accounts',
    'outbox',
    'dismissed_suggestions',
    'settings_history',
    'audit',
  ];
  const [tenants, ...rows] = await env.DB.batch([
    env.DB.prepare('SELECT * FROM tenants WHERE id = ?').bind(tenant),
    ...owned.map((table) => env.DB.prepare(`SELECT * FROM "${table}" WHERE tenant = ?`).bind(tenant)),
  ]);
  const read = rows.map(({ results }, index) => [owned[index], results] as const);
  return { tenants: tenants?.results ?? [], ...Object.fromEntries(read) };
}

/** All of D1 and KV as one text. */
export async function everythingStored(): Promise<string> {
  const { results: tables } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'",
  ).run<{ name: string }>();
  const rows = await env.DB.batch(tables.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  const { keys } = await env.TOKENS.list();
  const values = await Promise.all(keys.map(({ name }) => env.TOKENS.get(name)));
  return JSON.stringify([rows.map(({ results }) => results), keys, values]);
}

/** Empties KV, as if nothing had ever been written there. */
export async function emptyKv(): Promise<void> {
  const { keys } = await env.TOKENS.list();
  await Promise.all(keys.map(({ name }) => env.TOKENS.delete(name)));
}

/** The id behind a slug. */
export async function tenantId(slug: string): Promise<string> {
  const row = await env.DB.prepare('SELECT id FROM tenants WHERE slug = ?')
    .bind(slug)
    .first<{ id: string }>();
  if (!row) throw new Error(`There is no tenant ${slug}.`);
  return row.id;
}
