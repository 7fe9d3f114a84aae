// The work of the tenant's object, for those outside of it: they wake it, see how far judging users anew has come, and
// ask what it would come to. A wake that is lost is made up for by the cron.

import { tenantsToFreeze } from '../db/freeze/run.ts';
import { peopleBehind } from '../db/reevaluation/read.ts';
import { progressOf, tenantsToReevaluate } from '../db/reevaluation/run.ts';
import { compareRoles, type RoleChange } from '../db/roles-preview.ts';
import type { PeoplePage, PeopleRange, ReevaluationProgress } from '../directory/reevaluate.ts';
import type { Env } from '../env.ts';
import type { GroupRole } from '../policy/roles.ts';
import type { TenantObject } from './tenant-object.ts';

type Bindings = Pick<Env, 'DB' | 'TENANT'>;

/** Errors of each: whatever D1 throws. */
export function openReevaluation(env: Bindings) {
  return {
    wake: (tenant: string): Promise<void> => wakeTenant(env, tenant),
    progress: (tenant: string): Promise<ReevaluationProgress | undefined> => progressOf(env.DB, tenant),
    people: (tenant: string, range: PeopleRange): Promise<PeoplePage> => peopleBehind(env.DB, tenant, range),
    compareRoles: (
      tenant: string,
      before: readonly GroupRole[],
      after: readonly GroupRole[],
    ): Promise<readonly RoleChange[]> => compareRoles(env.DB, tenant, before, after),
  };
}

/** Tenants woken in one run of the cron, of each kind of work. */
const maxWoken = 100;

/** Wakes the objects of all tenants for whom something is to be done. */
export async function wakeWaiting(env: Bindings): Promise<void> {
  const found = await Promise.all([tenantsToFreeze(env.DB, maxWoken), tenantsToReevaluate(env.DB, maxWoken)]);
  await Promise.all([...new Set(found.flat())].map((tenant) => wakeTenant(env, tenant)));
}

/** The stub as its caller sees it; the platform's own type of it is too deep for the compiler. */
type Sleeper = Pick<TenantObject, 'wake'>;

/** What goes wrong is logged. */
async function wakeTenant({ TENANT }: Bindings, tenant: string): Promise<void> {
  try {
    const stub: unknown = TENANT.get(TENANT.idFromName(tenant));
    await (stub as Sleeper).wake(tenant);
  } catch (error) {
    console.error(JSON.stringify({ event: 'tenant object not woken', tenant, cause: String(error) }));
  }
}
