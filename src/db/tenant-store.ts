// Tenants, their tokens and their events on D1: the port of the management API.

import type { TenantStore } from '../tenancy/tenant.ts';
import { eventsAfter, type OutboxRow } from './outbox.ts';
import { deleteTenant, findTenant, insertTenant, listTenants, replaceSettings } from './tenants.ts';
import { insertToken, listTokens, revokeToken } from './tokens.ts';

export function openTenantStore(db: D1Database): TenantStore {
  return {
    insert: (tenant) => insertTenant(db, tenant),
    find: (slug) => findTenant(db, slug),
    list: (after, limit) => listTenants(db, after, limit),
    remove: (slug, now) => deleteTenant(db, slug, now),
    replaceSettings: (tenant, settings, version) => replaceSettings(db, tenant, settings, version),
    insertToken: (tenant, token) => insertToken(db, tenant, token),
    listTokens: (tenant, after, limit) => listTokens(db, tenant, after, limit),
    revokeToken: (tenant, id, now) => revokeToken(db, tenant, id, now),
    async eventsAfter(tenant, after, types, limit) {
      const wanted = types ? JSON.stringify(types) : null;
      const { results } = await eventsAfter(db, { tenant, after, types: wanted, limit }).run<OutboxRow>();
      return results.map((row) => ({
        sequence: row.sequence,
        type: row.type,
        occurredAt: row.occurred_at,
        data: JSON.parse(row.data),
        cause: { requestId: row.request_id, tokenId: row.token_id },
      }));
    },
  };
}
