// What a rehearsal says at its end.

/** One line of the checklist. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was asked and answered; for a failed line also what was expected. */
  readonly detail: string;
}

/** All lines of one client. */
export interface Report {
  readonly client: string;
  readonly checks: readonly Check[];
}
