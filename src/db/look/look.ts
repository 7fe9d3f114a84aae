// The port of an administrator who looks through a tenant, on D1. Whoever opens it has made sure that he may.

import { sql } from 'drizzle-orm';
import type { Look } from '../../directory/look.ts';
import { param, statement } from '../statement.ts';
import { groupsPage, namedMembers } from './groups.ts';
import { arrivalsOf, causeOf, eventsBefore, eventsOfSubject } from './happenings.ts';
import { peoplePage } from './people.ts';
import { reportCells } from './report.ts';
import { searchPeople } from './search.ts';

export function openLook(db: D1Database, tenant: string): Look {
  return {
    people: (query) => peoplePage(db, tenant, query),
    search: (text, filter, limit) => searchPeople(db, tenant, text, filter, limit),
    groups: (query) => groupsPage(db, tenant, query),
    members: (group, after, limit) => namedMembers(db, tenant, group, after, limit),
    events: (before, types, limit) => eventsBefore(db, tenant, before, types, limit),
    eventsOf: (subject, before, limit) => eventsOfSubject(db, tenant, subject, before, limit),
    joined: (user, groups) => arrivalsOf(db, tenant, user, groups),
    causeOf: (requestId, tokenId) => causeOf(db, tenant, requestId, tokenId),
    report: (filter) => reportCells(db, tenant, filter),
    async ruleAt(moment, rule) {
      const [result] = await db.batch<{ version: number; when: string | null }>([
        ruleAt(db, { tenant, moment, path: `$.rules[${rule}].when` }),
      ]);
      const row = result?.results[0];
      return typeof row?.when === 'string' ? { version: row.version, when: row.when } : undefined;
    },
  };
}

/** By the newest version that was there by then; a tenant has few. */
const ruleAt = statement<'tenant' | 'moment' | 'path'>(sql`
  SELECT version, settings ->> ${param('path')} AS "when" FROM settings_history
  WHERE tenant = ${param('tenant')} AND changed_at <= ${param('moment')} ORDER BY version DESC LIMIT 1`);
