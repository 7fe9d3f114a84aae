// How far each tenant's connection has come: one row, written only when something is new.

import { sql } from 'drizzle-orm';
import type { Connection, Mark } from '../activity/connection.ts';
import type { Dialect } from '../activity/dialect.ts';
import { param, statement } from './statement.ts';

const find = statement<'tenant'>(sql`
  SELECT client, accepted_at, looked_up_at, user_created_at, group_created_at FROM connections
  WHERE tenant = ${param('tenant')}`);

const note = statement<'tenant' | 'client' | Mark>(sql`
  INSERT INTO connections (tenant, client, accepted_at, looked_up_at, user_created_at, group_created_at)
  SELECT id, ${param('client')}, ${param('accepted')}, ${param('lookedUp')}, ${param('userCreated')},
    ${param('groupCreated')} FROM tenants WHERE id = ${param('tenant')}
  ON CONFLICT (tenant) DO UPDATE SET client = excluded.client,
    accepted_at = coalesce(accepted_at, excluded.accepted_at),
    looked_up_at = coalesce(looked_up_at, excluded.looked_up_at),
    user_created_at = coalesce(user_created_at, excluded.user_created_at),
    group_created_at = coalesce(group_created_at, excluded.group_created_at)`);

interface ConnectionRow {
  readonly client: Dialect;
  readonly accepted_at: string | null;
  readonly looked_up_at: string | null;
  readonly user_created_at: string | null;
  readonly group_created_at: string | null;
}

export async function findConnection(db: D1Database, tenant: string): Promise<Connection | undefined> {
  const row = await find(db, { tenant }).first<ConnectionRow>();
  if (!row) return undefined;
  const { client, accepted_at, looked_up_at, user_created_at, group_created_at } = row;
  return {
    client,
    marks: {
      accepted: accepted_at,
      lookedUp: looked_up_at,
      userCreated: user_created_at,
      groupCreated: group_created_at,
    },
  };
}

/** A mark that is there already stays as it is. */
export async function noteConnection(
  db: D1Database,
  tenant: string,
  client: Dialect,
  marks: readonly Mark[],
  now: string,
): Promise<void> {
  const at = (mark: Mark) => (marks.includes(mark) ? now : null);
  await note(db, {
    tenant,
    client,
    accepted: at('accepted'),
    lookedUp: at('lookedUp'),
    userCreated: at('userCreated'),
    groupCreated: at('groupCreated'),
  }).run();
}
