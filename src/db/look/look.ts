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
    async ruleOf(version, rule) {
      const path = `$.rules[${rule}].when`;
      const [result] = await db.batch<{ when: string | null }>([ruleOf(db, { tenant, version, path })]);
      return result?.results[0]?.when ?? undefined;
    },
  };
}

const ruleOf = statement<'tenant' | 'version' | 'path'>(sql`
  SELECT settings ->> ${param('path')} AS "when" FROM settings_history
  WHERE tenant = ${param('tenant')} AND version = ${param('version')}`);
