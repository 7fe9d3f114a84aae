// What a call is refused with, as data.

import { type ErrorFacts, ScimError } from '../../../src/scim/error.ts';

/** The facts of the error that `run` throws; fails when it throws none, or another kind. */
export function refusal(run: () => unknown): ErrorFacts {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return error.facts;
    throw error;
  }
  throw new Error('nothing was refused');
}
