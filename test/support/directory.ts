// A tenant's directory opened the way the Worker opens it, on a database of the test's choice.

import { env } from 'cloudflare:workers';
import { openStore } from '../../src/db/store.ts';
import { openTenantStore } from '../../src/db/tenant-store.ts';
import { type Directory, openDirectory } from '../../src/directory/directory.ts';
import type { ListQuery, ListSource, Store } from '../../src/directory/store.ts';
import type { TypeName } from '../../src/directory/stored.ts';
import { plainPolicy } from '../../src/policy/user-policy.ts';
import { defaultLeniencies, type Leniencies } from '../../src/scim/leniency.ts';
import { groupType, schemasOf, userType } from '../../src/scim/schema/resource-type.ts';
import { adminActor } from '../../src/tenancy/author.ts';

export interface OpenTenant {
  readonly tenant: string;
  readonly tokenId: string;
  readonly store: Store;
  readonly directory: Directory;
}

const now = () => new Date().toISOString();

/** A new tenant with a living token. */
export async function openTenant(
  db: D1Database = env.DB,
  leniencies: Leniencies = defaultLeniencies,
): Promise<OpenTenant> {
  const tenants = openTenantStore(env.DB);
  const [tenant, tokenId] = [crypto.randomUUID(), crypto.randomUUID()];
  const author = { actor: adminActor, requestId: 'setup', now: now() };
  await tenants.insert({ id: tenant, slug: `t-${tenant}`, name: 'Tenant', epoch: 'epoch' }, author);
  const token = {
    id: tokenId,
    hash: crypto.randomUUID(),
    name: 'Okta',
    lastFour: 'abcd',
    createdAt: now(),
    expiresAt: null,
    lastUsedAt: null,
  };
  await tenants.insertToken(tenant, token, author);
  return { tenant, tokenId, ...openAs(tenant, tokenId, db, leniencies) };
}

/** The same tenant once more, for instance on another database binding. */
export function openAs(
  tenant: string,
  tokenId: string,
  db: D1Database = env.DB,
  leniencies: Leniencies = defaultLeniencies,
): { readonly store: Store; readonly directory: Directory } {
  const newId = () => crypto.randomUUID();
  const store = openStore(db, { tenant, tokenId, settingsVersion: 1 }, { requestId: 'request', now, newId });
  const directory = openDirectory({ store, leniencies, policy: plainPolicy, now, newId });
  return { store, directory };
}

/** Writes that many users in a few statements, as if they had been created one by one. Answers their ids. */
export async function fillUsers(tenant: string, count: number, prefix = 'user'): Promise<readonly string[]> {
  const people = Array.from({ length: count }, (_, index) => ({
    id: crypto.randomUUID(),
    userName: `${prefix}${index}@example.com`,
  }));
  for (let at = 0; at < count; at += usersPerFill) await fill(tenant, people.slice(at, at + usersPerFill));
  return people.map(({ id }) => id);
}

/** Takes away what a test wrote by the hundred thousand: others look at all that is stored. */
export async function emptyTenant(tenant: string): Promise<void> {
  const tables = ['members', 'user_emails', 'accounts', 'users', 'groups', 'outbox'];
  await env.DB.batch(
    tables.map((table) => env.DB.prepare(`DELETE FROM "${table}" WHERE tenant = ?`).bind(tenant)),
  );
}

/** A bound parameter ends at 2 MB. */
const usersPerFill = 10_000;

async function fill(tenant: string, people: readonly { id: string; userName: string }[]): Promise<void> {
  const rows = JSON.stringify(people);
  const moment = now();
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO users (tenant, id, user_name_key, external_id, display_name_key, active, document, search, version, created_at, last_modified)
       SELECT ?1, j.value ->> 'id', j.value ->> 'userName', 'ext-' || (j.value ->> 'userName'), j.value ->> 'userName', 1,
         json_object('userName', j.value ->> 'userName', 'active', json('true')),
         json_object('userName', j.value ->> 'userName', 'active', json('true')), 1, ?2, ?2
       FROM json_each(?3) j`,
    ).bind(tenant, moment, rows),
    env.DB.prepare(
      `INSERT INTO user_emails (tenant, user_id, value, type)
       SELECT ?1, j.value ->> 'id', j.value ->> 'userName', 'work' FROM json_each(?2) j`,
    ).bind(tenant, rows),
    env.DB.prepare(
      `INSERT INTO accounts (tenant, id, user_id, user_name, name_key, status, attributes, created_at, created_month, updated_at)
       SELECT ?1, 'account-' || (j.value ->> 'id'), j.value ->> 'id', j.value ->> 'userName', j.value ->> 'userName', 'active', '{}', ?2, substr(?2, 1, 7), ?2
       FROM json_each(?3) j`,
    ).bind(tenant, moment, rows),
    env.DB.prepare(
      'UPDATE tenants SET user_count = user_count + ?1, active_count = active_count + ?1 WHERE id = ?2',
    ).bind(people.length, tenant),
  ]);
}

/** A query on one type, by index. */
export function queryOf(
  type: TypeName,
  asked: Partial<Pick<ListQuery, 'wants' | 'baseUrl' | 'sortOrder'>> &
    Omit<ListSource, 'type' | 'schemas'> & { readonly startIndex?: number; readonly count?: number } = {},
): ListQuery {
  const { filter, sortBy, startIndex = 1, count = 100 } = asked;
  return {
    sources: [
      {
        type,
        schemas: schemasOf(type === 'User' ? userType : groupType).map(({ id }) => id),
        ...(filter && { filter }),
        ...(sortBy && { sortBy }),
      },
    ],
    sortOrder: asked.sortOrder ?? 'ascending',
    page: { kind: 'index', startIndex, count },
    wants: asked.wants ?? { groups: true, members: true },
    baseUrl: asked.baseUrl ?? 'http://rollcall.test/t/x/scim/v2',
    identity: () => JSON.stringify([type, filter, sortBy?.attribute.name, asked.sortOrder]),
  };
}
