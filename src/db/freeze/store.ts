// The port of freezing on D1. A freeze turns provisioning off and begins in one batch, so that no request of the
// identity provider comes between the two; a thaw begins with the settings that turn it on (`settings-history`).

import { isSame } from '../../tenancy/audit.ts';
import type { FreezeStore } from '../../tenancy/freeze.ts';
import { authorOf } from '../audit.ts';
import { writeAs } from '../author.ts';
import { writeVersion } from '../settings-history.ts';
import { beginFreeze, beginThaw, freezeOf, tellOfFreeze, tellOfThaw } from './run.ts';

export function openFreezes(db: D1Database): FreezeStore {
  return {
    progress: (tenant) => freezeOf(db, tenant),

    async freeze({ id: tenant, settings: present, settingsVersion: version }, settings, author) {
      const by = authorOf(author);
      const enabled = present['enabled'] === false ? 0 : 1;
      const begin = { tenant, version, request: author.requestId, now: author.now };
      const results = await writeAs(db, author, [
        tellOfFreeze(db, { tenant, version, enabled, ...by }),
        beginFreeze(db, begin),
        ...(isSame(present, settings) ? [] : writeVersion(db, { tenant, version }, settings, author)),
      ]);
      return results[1]?.results.length === 1;
    },

    async thaw({ id: tenant, settingsVersion: version }, author) {
      const by = authorOf(author);
      const [, begun] = await writeAs(db, author, [
        tellOfThaw(db, { tenant, version, ...by }),
        beginThaw(db, { tenant, version, request: author.requestId, now: author.now }),
      ]);
      return begun?.results.length === 1;
    },
  };
}
