// Whom a reference to a member means, for those who do not know ids: an id, else an externalId, else a user name.

import { type SQL, sql } from 'drizzle-orm';
import { fold } from '../../scim/fold.ts';
import { listsOf } from '../json-lists.ts';
import { param, statement } from '../statement.ts';

const sent = sql`(j.value ->> 0)`;
const folded = sql`(j.value ->> 1)`;

const idIn = (table: 'users' | 'groups') => sql`(SELECT json_array(r.id) FROM ${sql.raw(table)} r
  WHERE r.tenant = ${param('tenant')} AND r.id = ${sent})`;

const named = (index: string, column: SQL) => sql`(SELECT json_array(u.id)
  FROM users u INDEXED BY ${sql.raw(index)} WHERE u.tenant = ${param('tenant')} AND ${column} = ${folded})`;

/** An externalId may be several people's. */
const external = sql`nullif((SELECT json_group_array(t.id) FROM (SELECT u.id FROM users u INDEXED BY users_external_id
  WHERE u.tenant = ${param('tenant')} AND u.external_id = ${sent} LIMIT 2) t), '[]')`;

/** `references`: JSON list of `[as sent, folded]`. `ids`: JSON list. */
const referents = statement<'tenant' | 'references'>(sql`
  SELECT ${sent} AS reference, coalesce(${idIn('users')}, ${idIn('groups')}, ${external},
    ${named('users_user_name', sql`u.user_name_key`)}, ${named('users_final_name', sql`u.final_name_key`)}, '[]') AS ids
  FROM json_each(${param('references')}) j`);

/** Rows of `reference` and `ids`. */
export function selectReferents(
  db: D1Database,
  tenant: string,
  references: readonly string[],
): D1PreparedStatement[] {
  const rows = references.map((reference) => [reference, fold(reference)]);
  return listsOf(rows).map((list) => referents(db, { tenant, references: list }));
}
