// Columns that statements written once and statements put together for one request both select.

import { raw } from './fragment.ts';

/** What stands in a row of users and of groups alike. */
export const ownColumns = raw('id, version, created_at, last_modified, document');

/** The groups of the row of `users`, as a JSON list of `{value, display}`. */
export const groupsOfUser = raw(`(
  SELECT json_group_array(json_object('value', g.id, 'display', g.document ->> 'displayName'))
  FROM members m CROSS JOIN groups g ON g.tenant = m.tenant AND g.id = m.group_id
  WHERE m.tenant = users.tenant AND m.member_id = users.id)`);
