// A user's rows: the document, the columns by which it is looked up, and its e-mail addresses.

import { sql } from 'drizzle-orm';
import type { Stored } from '../directory/stored.ts';
import { fold } from '../scim/fold.ts';
import { equalValues } from '../scim/resource/equal.ts';
import { searchDocument } from '../scim/resource/search-document.ts';
import { type Resource, textOf, type Value } from '../scim/resource/value.ts';
import type { StoredType } from '../scim/schema/resource-type.ts';
import { finalNameGuard } from './guards.ts';
import { param, statement } from './statement.ts';

const insert = statement<
  keyof ReturnType<typeof columns> | 'tenant' | 'id' | 'version' | 'created' | 'lastModified'
>(
  sql`INSERT INTO users (tenant, id, user_name_key, final_name_key, external_id, display_name_key, active, document, search,
      version, created_at, last_modified)
    VALUES (${param('tenant')}, ${param('id')}, ${param('userNameKey')}, ${param('finalNameKey')},
      ${param('externalId')}, ${param('displayNameKey')}, ${param('active')}, ${param('document')}, ${param('search')},
      ${param('version')}, ${param('created')}, ${param('lastModified')})`,
);

const own = sql`tenant = ${param('tenant')} AND id = ${param('id')}`;

const document = sql`active = ${param('active')}, document = ${param('document')}, search = ${param('search')},
  version = ${param('version')}, last_modified = ${param('lastModified')}`;

const update = statement<keyof ReturnType<typeof columns> | 'tenant' | 'id' | 'version' | 'lastModified'>(
  sql`UPDATE users SET user_name_key = ${param('userNameKey')}, final_name_key = ${param('finalNameKey')},
      external_id = ${param('externalId')},
      display_name_key = ${param('displayNameKey')}, ${document} WHERE ${own}`,
);

/** A column that is set is written to its index again, be it the same or not. */
const updateButKeys = statement<
  'active' | 'document' | 'search' | 'version' | 'lastModified' | 'tenant' | 'id'
>(sql`UPDATE users SET ${document} WHERE ${own}`);

const remove = statement<'tenant' | 'id'>(sql`DELETE FROM users WHERE ${own}`);

const emails = sql`SELECT DISTINCT j.value ->> 'value', coalesce(j.value ->> 'type', '')
  FROM json_each(${param('emails')}) j WHERE j.value ->> 'value' IS NOT NULL`;

const insertEmails = statement<'tenant' | 'id' | 'emails'>(sql`
  INSERT INTO user_emails (tenant, user_id, value, type)
  SELECT ${param('tenant')}, ${param('id')}, e.* FROM (${emails}) e WHERE true
  ON CONFLICT DO NOTHING`);

const removeOtherEmails = statement<'tenant' | 'id' | 'emails'>(sql`
  DELETE FROM user_emails WHERE tenant = ${param('tenant')} AND user_id = ${param('id')}
    AND (value, type) NOT IN (${emails})`);

/** Writes a new user. `type`: by which his tenant declares users. */
export function insertUser(
  db: D1Database,
  tenant: string,
  type: StoredType,
  user: Stored,
): D1PreparedStatement[] {
  const { id, version, created, lastModified } = user;
  const row = columns(type, user);
  return [
    insert(db, { tenant, id, version, created, lastModified, ...row }),
    finalNameGuard(db, { tenant, users: JSON.stringify([finalNameOf(user)]) }),
    ...(row.emails === '[]' ? [] : [insertEmails(db, { tenant, id, emails: row.emails })]),
  ];
}

const keys = ['userName', 'externalId', 'displayName'] as const;

/** Overwrites a user; look-up columns and e-mail rows that stay the same are not touched. */
export function updateUser(
  db: D1Database,
  tenant: string,
  type: StoredType,
  user: Stored,
  { resource: previous, sentName }: Pick<Stored, 'resource' | 'sentName'>,
): D1PreparedStatement[] {
  const { id, version, lastModified, resource } = user;
  const row = columns(type, user);
  const keepsName = user.sentName === sentName && resource['userName'] === previous['userName'];
  const keepsKeys = keepsName && keys.every((name) => resource[name] === previous[name]);
  const written = (keepsKeys ? updateButKeys : update)(db, { tenant, id, version, lastModified, ...row });
  const keepsEmails = equalValues(resource['emails'] as Value, previous['emails'] as Value);
  return [
    written,
    ...(keepsName ? [] : [finalNameGuard(db, { tenant, users: JSON.stringify([finalNameOf(user)]) })]),
    ...(keepsEmails ? [] : replaceEmails(db, tenant, id, row.emails)),
  ];
}

function replaceEmails(db: D1Database, tenant: string, id: string, addresses: string): D1PreparedStatement[] {
  return [
    removeOtherEmails(db, { tenant, id, emails: addresses }),
    ...(addresses === '[]' ? [] : [insertEmails(db, { tenant, id, emails: addresses })]),
  ];
}

export function deleteUser(db: D1Database, tenant: string, id: string): D1PreparedStatement[] {
  return [remove(db, { tenant, id }), removeOtherEmails(db, { tenant, id, emails: '[]' })];
}

/** What is kept beside a user's id, version and times. */
function columns(type: StoredType, user: Stored) {
  const { document, search, ...keys } = recordOf(type, user);
  return {
    ...keys,
    document: JSON.stringify(document),
    search: JSON.stringify(search),
    emails: JSON.stringify((search as Resource)['emails'] ?? []),
  };
}

/** The same before it is JSON. */
export function recordOf(type: StoredType, user: Stored) {
  const { resource } = user;
  const { sentName, finalName } = finalNameOf(user);
  // Whoever looks for a user name looks for it as it was sent.
  const search = { ...searchDocument(type, resource), userName: sentName };
  const displayName = textOf(resource, 'displayName');
  return {
    userNameKey: sentName,
    finalNameKey: finalName === sentName ? null : finalName,
    externalId: textOf(resource, 'externalId') ?? null,
    displayNameKey: displayName === undefined ? null : fold(displayName),
    active: resource['active'] === false ? 0 : 1,
    document: resource,
    search,
  };
}

/** A user name before and after the policy's replacements, folded. */
export function finalNameOf({ id, resource, sentName }: Stored) {
  const finalName = fold(textOf(resource, 'userName') ?? '');
  return { id, sentName: sentName ?? finalName, finalName };
}
