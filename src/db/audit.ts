// The audit. Each action has a statement that stands in the batch of what it tells of and under the same condition:
// where nothing changes, nothing is told. What a change ends (a token's life, a version) is told before it.

import { type SQL, sql } from 'drizzle-orm';
import type { Action, AuditEntry, AuditLog } from '../tenancy/audit.ts';
import type { Author } from '../tenancy/author.ts';
import { type Bindable, param, statement } from './statement.ts';

interface Told {
  readonly action: Action | SQL;
  readonly kind: string;
  readonly id: unknown;
  readonly name: unknown;
  /** The id of the tenant whose audit has the entry. */
  readonly tenant?: unknown;
  /** JSON objects. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** FROM and WHERE: an entry is written for each row. */
  readonly from?: SQL;
}

/** SQL that writes an entry. Its author's parameters are those of `authorOf`. */
export function auditEntry({ action, kind, id, name, tenant, before, after, from }: Told): SQL {
  const absent = sql.raw('NULL');
  const text = (value: string) => sql.raw(`'${value}'`);
  return sql`
    INSERT INTO audit (tenant, action, target, state_before, state_after, actor, request_id, occurred_at)
    SELECT ${tenant ?? absent}, ${typeof action === 'string' ? text(action) : action},
      json_object('kind', ${text(kind)}, 'id', ${id}, 'name', ${name}), ${before ?? absent}, ${after ?? absent},
      ${param('actor')}, ${param('request')}, ${param('now')} ${from ?? sql.empty()}`;
}

export type AuthorParameter = 'actor' | 'request' | 'now';

export function authorOf({ actor, requestId, now }: Author): Readonly<Record<AuthorParameter, Bindable>> {
  return { actor: JSON.stringify(actor), request: requestId, now };
}

const columns = sql`SELECT a.place, a.action, a.target, a.state_before, a.state_after, a.actor, a.request_id,
  a.occurred_at, t.slug FROM audit a LEFT JOIN tenants t ON t.id = a.tenant`;
const newest = sql`a.place < ${param('before')} ORDER BY a.place DESC LIMIT ${param('limit')}`;

const ofAll = statement<'before' | 'limit'>(sql`${columns} WHERE ${newest}`);
const ofTenant = statement<'tenant' | 'before' | 'limit'>(
  sql`${columns} WHERE a.tenant = ${param('tenant')} AND ${newest}`,
);

interface AuditRow {
  readonly place: number;
  readonly action: Action;
  readonly target: string;
  readonly state_before: string | null;
  readonly state_after: string | null;
  readonly actor: string;
  readonly request_id: string;
  readonly occurred_at: string;
  readonly slug: string | null;
}

export function openAuditLog(db: D1Database): AuditLog {
  return {
    async entries(tenant, before, limit) {
      const query =
        tenant === undefined ? ofAll(db, { before, limit }) : ofTenant(db, { tenant, before, limit });
      const { results } = await query.run<AuditRow>();
      return results.map(entryOf);
    },
  };
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    id: String(row.place),
    action: row.action,
    actor: JSON.parse(row.actor),
    tenant: row.slug,
    target: JSON.parse(row.target),
    before: row.state_before === null ? null : JSON.parse(row.state_before),
    after: row.state_after === null ? null : JSON.parse(row.state_after),
    requestId: row.request_id,
    occurredAt: row.occurred_at,
  };
}
