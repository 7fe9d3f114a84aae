// A database that does not answer: the client is asked to come again, the cause goes to the log.

import { StaleSettings } from '../directory/store.ts';
import { ScimError, unavailable } from '../scim/error.ts';
import { DeadKey } from '../tenancy/api-key.ts';

const retryAfterSeconds = 5;

/** Passes on what `work` gives and the errors that mean something; everything else becomes 503. */
export async function unavailableOnFailure<T>(requestId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const meansSomething =
      error instanceof ScimError || error instanceof StaleSettings || error instanceof DeadKey;
    if (meansSomething) throw error;
    console.error(JSON.stringify({ event: 'database failed', requestId, cause: String(error) }));
    throw unavailable(
      'The directory cannot be reached at the moment. Nothing was changed; repeat the request.',
      retryAfterSeconds,
    );
  }
}
