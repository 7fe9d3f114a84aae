// What every verb needs: the store, the schemas, the tenant's wishes, and the outside world's clock and ids.

import type { Leniencies } from '../scim/leniency.ts';
import type { UserPolicy } from './policy.ts';
import type { Store } from './store.ts';

export interface Context {
  readonly store: Store;
  readonly leniencies: Leniencies;
  readonly policy: UserPolicy;
  /** The present moment, ISO 8601 UTC with milliseconds. */
  readonly now: () => string;
  /** A new random id. */
  readonly newId: () => string;
}
