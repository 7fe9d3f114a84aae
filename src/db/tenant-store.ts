// Tenants, their tokens and their events on D1: the port of the management API.

import type { TenantStore } from '../tenancy/tenant.ts';
import { eventsAfter, forgottenSequence, type OutboxRow } from './outbox.ts';
import { replaceSettings, settingsVersions } from './settings-history.ts';
import { deleteTenant, findTenant, insertTenant, listTenants } from './tenants.ts';
import { insertToken, listTokens, revokeToken } from './tokens.ts';

export function openTenantStore(db: D1Database): TenantStore {
  return {
    insert: (tenant, author) => insertTenant(db, tenant, author),
    find: (slug) => findTenant(db, slug),
    list: (after, limit) => listTenants(db, after, limit),
    remove: (slug, author) => deleteTenant(db, slug, author),
    replaceSettings: (...change) => replaceSettings(db, ...change),
    settingsVersions: (tenant, before, limit) => settingsVersions(db, tenant, before, limit),
    insertToken: (tenant, token, author) => insertToken(db, tenant, token, author),
    listTokens: (tenant, after, limit) => listTokens(db, tenant, after, limit),
    revokeToken: (tenant, id, author) => revokeToken(db, tenant, id, author),
    async eventsAfter(tenant, after, types, limit) {
      const wanted = types ? JSON.stringify(types) : null;
      const [mark, rows] = await db.batch([
        forgottenSequence(db, { tenant }),
        eventsAfter(db, { tenant, after, types: wanted, limit }),
      ]);
      const [noted] = (mark?.results ?? []) as { forgotten: number }[];
      return {
        forgotten: noted?.forgotten ?? 0,
        events: ((rows?.results ?? []) as OutboxRow[]).map((row) => ({
          sequence: row.sequence,
          type: row.type,
          occurredAt: row.occurred_at,
          data: JSON.parse(row.data),
          cause: { requestId: row.request_id, tokenId: row.token_id },
        })),
      };
    },
  };
}
