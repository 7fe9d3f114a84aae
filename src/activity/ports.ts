// What the record of identity providers' requests needs from outside; `db` and `worker.ts` provide it.

import type { Connection, Mark } from './connection.ts';
import type { Dialect } from './dialect.ts';
import type { ActivityRecord } from './record.ts';
import type { Rejection } from './rejection.ts';

/** Requests that read, and were answered, in one minute. */
export interface ReadCount {
  readonly tenant: string;
  /** ISO 8601 UTC, the seconds nought. */
  readonly minute: string;
  /** What was asked: `GET /Users`, `GET /Users/{id}`. */
  readonly request: string;
  readonly count: number;
}

/** Requests that were not let in, in one minute. */
export interface RejectionCount {
  readonly slug: string;
  readonly minute: string;
  readonly reason: Rejection;
  readonly client: Dialect;
  readonly status: number;
  readonly count: number;
}

/** Where it is kept. Each call is one batch, and writes nothing of tenants who are gone. Errors of each: whatever the database throws, and then nothing was written. */
export interface ActivityStore {
  insert(records: readonly ActivityRecord[]): Promise<void>;
  addReads(counts: readonly ReadCount[]): Promise<void>;
  /** For slugs that tenants have; others write nothing. */
  addRejections(counts: readonly RejectionCount[]): Promise<void>;
  connection(tenant: string): Promise<Connection | undefined>;
  /** A mark that is there already stays as it is. */
  noteConnection(tenant: string, client: Dialect, marks: readonly Mark[], now: string): Promise<void>;
}

export interface RecorderPorts {
  readonly store: ActivityStore;
  /** Why the token in this header opens nothing at that tenant. Looks in the database at most once. */
  readonly whyRejected: (authorization: string, slug: string) => Promise<Rejection>;
  /** Has the work done after so many milliseconds, behind the answer. Returns at once. */
  readonly after: (milliseconds: number, work: () => Promise<void>) => void;
  readonly iso: (milliseconds: number) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told what could not be recorded, in words without anybody's data. */
  readonly report: (what: string, cause: unknown) => void;
}
