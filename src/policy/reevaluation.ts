// The port by which users are judged anew when settings change: its surfaces start it, follow it, and ask what it
// would come to. Who carries it out is the tenant's object.

import type { PeoplePage, PeopleRange, ReevaluationProgress } from '../directory/reevaluate.ts';
import type { GroupRole } from './roles.ts';

/** Judging users anew when settings change: what it would come to, and how far it has come. */
export interface ReevaluationPort {
  /** Has a tenant's users judged anew, and his accounts frozen or given back, where that is due. Errors: none. */
  readonly wake: (tenant: string) => Promise<void>;
  /** Undefined where there was none so far. */
  readonly progress: (tenant: string) => Promise<ReevaluationProgress | undefined>;
  /** Users with their accounts, in creation order, behind the place `after`. */
  readonly people: (tenant: string, range: PeopleRange) => Promise<PeoplePage>;
  /** Roles that somebody would gain or lose by another assignment to groups. */
  readonly compareRoles: (
    tenant: string,
    before: readonly GroupRole[],
    after: readonly GroupRole[],
  ) => Promise<readonly { readonly role: string; readonly gained: number; readonly lost: number }[]>;
}
