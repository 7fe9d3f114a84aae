// The conditions under which a batch may be written. Each inserts its own name into `guards` when it does not
// hold; the table's constraint of that name then fails and the whole batch is rolled back. When it holds,
// nothing is written.

import { sql } from 'drizzle-orm';
import { param, statement } from './statement.ts';

const livingSettings = sql`
  SELECT t.settings_version FROM tokens k CROSS JOIN tenants t ON t.id = k.tenant
  WHERE k.tenant = ${param('tenant')} AND k.id = ${param('token')} AND k.revoked_at IS NULL
    AND (k.expires_at IS NULL OR k.expires_at > ${param('now')}) AND t.deleted_at IS NULL`;

/** The token lives, its tenant lives, and the settings are those that the request was decided by. */
export const accessGuard = statement<'tenant' | 'token' | 'now' | 'settingsVersion'>(sql`
  INSERT INTO guards (broken)
  SELECT CASE WHEN EXISTS (${livingSettings}) THEN 'settings_current' ELSE 'token_living' END
  WHERE (${livingSettings}) IS NOT ${param('settingsVersion')}`);

/** The tenant lives, by the settings that were decided by. A deleted one has none that are current. */
export const tenantGuard = statement<'tenant' | 'settingsVersion'>(sql`
  INSERT INTO guards (broken) SELECT 'settings_current' WHERE (SELECT settings_version FROM tenants
    WHERE id = ${param('tenant')} AND deleted_at IS NULL) IS NOT ${param('settingsVersion')}`);

/** The account is preserved, and its user gone. */
export const leaverGuard = statement<'tenant' | 'id'>(sql`
  INSERT INTO guards (broken) SELECT 'account_left' WHERE NOT EXISTS (SELECT 1 FROM accounts
    WHERE tenant = ${param('tenant')} AND id = ${param('id')} AND left_at IS NOT NULL)`);

/** The tenant's accounts are not frozen. Identity providers need none: they are not let in meanwhile. */
export const notFrozenGuard = statement<'tenant'>(sql`
  INSERT INTO guards (broken) SELECT 'not_frozen' WHERE EXISTS (SELECT 1 FROM freezes
    WHERE tenant = ${param('tenant')} AND direction = 'freeze')`);

/** No account is still to be frozen: all that are active may stay so. */
export const freezeSettledGuard = statement<'tenant'>(sql`
  INSERT INTO guards (broken) SELECT 'freeze_settled' WHERE EXISTS (SELECT 1 FROM freezes
    WHERE tenant = ${param('tenant')} AND direction = 'freeze' AND finished_at IS NULL)`);

/** A user or group is still at this version. */
export const versionGuard = {
  User: statement<'tenant' | 'id' | 'version'>(sql`
    INSERT INTO guards (broken) SELECT 'version' WHERE NOT EXISTS (SELECT 1 FROM users
      WHERE tenant = ${param('tenant')} AND id = ${param('id')} AND version = ${param('version')})`),
  Group: statement<'tenant' | 'id' | 'version'>(sql`
    INSERT INTO guards (broken) SELECT 'version' WHERE NOT EXISTS (SELECT 1 FROM groups
      WHERE tenant = ${param('tenant')} AND id = ${param('id')} AND version = ${param('version')})`),
} as const;

/**
 * Nobody else's user name has become this one, and nobody was sent under it. `users`: JSON list of `{id, sentName,
 * finalName}`, folded.
 */
export const finalNameGuard = statement<'tenant' | 'users'>(sql`
  INSERT INTO guards (broken) SELECT 'final_name_free' WHERE EXISTS (SELECT 1 FROM json_each(${param('users')}) j
    WHERE EXISTS (SELECT 1 FROM users WHERE tenant = ${param('tenant')}
        AND final_name_key = j.value ->> 'finalName' AND id <> j.value ->> 'id')
      OR (j.value ->> 'finalName' <> j.value ->> 'sentName' AND EXISTS (SELECT 1 FROM users
        WHERE tenant = ${param('tenant')} AND user_name_key = j.value ->> 'finalName' AND final_name_key IS NULL
          AND id <> j.value ->> 'id')))`);

/** There are seats for so many more active accounts. */
export const seatGuard = statement<'tenant' | 'more' | 'limit'>(sql`
  INSERT INTO guards (broken) SELECT 'seat_limit' WHERE (SELECT active_count FROM tenants
    WHERE id = ${param('tenant')}) + ${param('more')} > ${param('limit')}`);

export const groupExistsGuard = statement<'tenant' | 'id'>(sql`
  INSERT INTO guards (broken) SELECT 'group_exists' WHERE NOT EXISTS (SELECT 1 FROM groups
    WHERE tenant = ${param('tenant')} AND id = ${param('id')})`);

/** No other group of the tenant has this folded name, unless the tenant's settings let groups share names. */
export const groupNameGuard = statement<'tenant' | 'id' | 'displayNameKey'>(sql`
  INSERT INTO guards (broken) SELECT 'group_name_free' WHERE EXISTS (SELECT 1 FROM groups
    WHERE tenant = ${param('tenant')} AND display_name_key = ${param('displayNameKey')} AND id <> ${param('id')})
  AND NOT coalesce((SELECT settings ->> '$.groups.duplicateNames' FROM tenants WHERE id = ${param('tenant')}), 0)`);

/** These are members of the group. `present`: JSON list of ids. */
export const membersPresentGuard = statement<'tenant' | 'group' | 'present'>(sql`
  INSERT INTO guards (broken) SELECT 'members_present' WHERE EXISTS (
    SELECT 1 FROM json_each(${param('present')}) j WHERE NOT EXISTS (SELECT 1 FROM members
      WHERE tenant = ${param('tenant')} AND group_id = ${param('group')} AND member_id = j.value))`);
