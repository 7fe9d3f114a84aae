// Users with all that a policy is asked about, in pages: of a run, of those who are due, of a preview.

import { type SQL, sql } from 'drizzle-orm';
import type { PeoplePage, PeopleRange } from '../../directory/reevaluate.ts';
import type { Found } from '../../directory/stored.ts';
import { bounded } from '../bounded.ts';
import { groupsOfUser } from '../row-columns.ts';
import { type AccountRow, accountOf, foundOf, type ResourceRow } from '../rows.ts';
import { param, statement } from '../statement.ts';
import type { RunRow } from './run.ts';

/** `place`: of a run's page. */
type PersonRow = ResourceRow & { readonly place: number };

const columns = sql.raw('place, id, version, created_at, last_modified, document, user_name_key, tenant');

const behind = bounded(sql`SELECT ${columns} FROM users
  WHERE tenant = ${param('tenant')} AND place > ${param('after')} AND place <= ${param('until')}
  ORDER BY place LIMIT ${param('limit')}`);

const due =
  bounded(sql`SELECT ${sql.raw('u.place, u.id, u.version, u.created_at, u.last_modified, u.document, u.user_name_key, u.tenant')}
  FROM (SELECT tenant, user_id FROM due_users WHERE tenant = ${param('tenant')} ORDER BY user_id LIMIT ${param('limit')}) d
  CROSS JOIN users u ON u.tenant = d.tenant AND u.id = d.user_id`);

/** `with groups`: `groups` is NULL where nobody asks. */
const people = (from: SQL, groups: SQL) => sql`
  SELECT users.*, ${groups} AS "groups" FROM ${from} users ORDER BY users.place`;

const accounts = (from: SQL) => sql`
  SELECT a.* FROM ${from} users CROSS JOIN accounts a ON a.tenant = ${param('tenant')} AND a.user_id = users.id`;

type Behind = 'tenant' | 'after' | 'until' | 'limit';
type Due = 'tenant' | 'limit';

const groups = sql.raw(groupsOfUser);
const none = sql`NULL`;

const pageOf = {
  people: statement<Behind>(people(behind, none)),
  peopleWithGroups: statement<Behind>(people(behind, groups)),
  accounts: statement<Behind>(accounts(behind)),
};

const duePage = {
  peopleWithGroups: statement<Due>(people(due, groups)),
  accounts: statement<Due>(accounts(due)),
  marks: statement<Due>(sql`
    SELECT d.user_id, d.request_id, d.token_id, NOT EXISTS (SELECT 1 FROM users u
      WHERE u.tenant = d.tenant AND u.id = d.user_id) AS is_gone
    FROM due_users d WHERE d.tenant = ${param('tenant')} ORDER BY d.user_id LIMIT ${param('limit')}`),
};

const tenantRow = statement<'tenant'>(sql`
  SELECT settings, settings_version FROM tenants WHERE id = ${param('tenant')} AND deleted_at IS NULL`);

const runRow = statement<'tenant'>(sql`
  SELECT * FROM reevaluations WHERE tenant = ${param('tenant')} AND finished_at IS NULL`);

const hasDue = statement<'tenant'>(sql`
  SELECT EXISTS (SELECT 1 FROM due_users WHERE tenant = ${param('tenant')}) AS has_due`);

export interface Work {
  /** As stored. */
  readonly settings: unknown;
  readonly settingsVersion: number;
  readonly run: RunRow | undefined;
  readonly hasDue: boolean;
}

/** What there is to do; undefined where the tenant is gone. */
export async function readWork(db: D1Database, tenant: string): Promise<Work | undefined> {
  const [tenants, runs, dues] = await db.batch([
    tenantRow(db, { tenant }),
    runRow(db, { tenant }),
    hasDue(db, { tenant }),
  ]);
  const [row] = (tenants?.results ?? []) as readonly { settings: string; settings_version: number }[];
  if (!row) return undefined;
  const [run] = (runs?.results ?? []) as readonly RunRow[];
  const [found] = (dues?.results ?? []) as readonly { has_due: number }[];
  return {
    settings: JSON.parse(row.settings),
    settingsVersion: row.settings_version,
    run,
    hasDue: found?.has_due === 1,
  };
}

/** In creation order, behind the place `after`, up to `until`. Fewer than `limit` also where they are long. */
export async function peopleBehind(
  db: D1Database,
  tenant: string,
  { after, until, limit, wantsGroups }: PeopleRange,
): Promise<PeoplePage> {
  const values = { tenant, after, until, limit };
  const [rows, accountRows] = await db.batch([
    (wantsGroups ? pageOf.peopleWithGroups : pageOf.people)(db, values),
    pageOf.accounts(db, values),
  ]);
  const people = (rows?.results ?? []) as readonly PersonRow[];
  return {
    people: withAccounts(people, (accountRows?.results ?? []) as readonly AccountRow[]),
    lastPlace: people.at(-1)?.place ?? after,
  };
}

export interface Mark {
  readonly user_id: string;
  readonly request_id: string;
  readonly token_id: string | null;
  /** 1: he was deleted since. */
  readonly is_gone: number;
}

/** Those who are due, with their groups; not all of them where they are long. */
export async function peopleDue(
  db: D1Database,
  tenant: string,
  limit: number,
): Promise<{ readonly people: readonly Found[]; readonly marks: readonly Mark[] }> {
  const [rows, accountRows, marks] = await db.batch([
    duePage.peopleWithGroups(db, { tenant, limit }),
    duePage.accounts(db, { tenant, limit }),
    duePage.marks(db, { tenant, limit }),
  ]);
  const people = (rows?.results ?? []) as readonly PersonRow[];
  return {
    people: withAccounts(people, (accountRows?.results ?? []) as readonly AccountRow[]),
    marks: (marks?.results ?? []) as readonly Mark[],
  };
}

function withAccounts(people: readonly PersonRow[], accounts: readonly AccountRow[]): readonly Found[] {
  const byUser = new Map(accounts.map((row) => [row.user_id, row]));
  return people.map((row) => {
    const account = byUser.get(row.id);
    return { ...foundOf(row), ...(account && { account: accountOf(account) }) };
  });
}
