// The record of identity providers' requests as it is read.

import type { Json } from '../scim/resource/value.ts';
import type { Connection } from './connection.ts';
import type { Dialect } from './dialect.ts';
import type { LeftOut } from './record.ts';
import type { Rejection } from './rejection.ts';

export const kinds = ['write', 'error', 'rejected'] as const;
export type Kind = (typeof kinds)[number];

/** One request, or those of one minute that were not let in for one reason: then what is of a single request is null. */
export interface ActivityEntry {
  /** The request's id, which events name too. */
  readonly id: string;
  /** A change; a request that failed, a bulk request in part; requests that were not let in. */
  readonly kind: Kind;
  /** ISO 8601 UTC. */
  readonly occurredAt: string;
  readonly method: string | null;
  readonly path: string | null;
  readonly status: number;
  readonly durationMilliseconds: number | null;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly client: Dialect;
  readonly userAgent: string | null;
  /** Also of a token that was revoked since. */
  readonly token: { readonly id: string; readonly name: string } | null;
  readonly body: Json | null;
  readonly leftOut: LeftOut | null;
  readonly operations: { readonly count: number; readonly failed: number } | null;
  readonly answerBytes: number | null;
  readonly reason: Rejection | null;
  readonly count: number;
}

export interface ActivityQuery {
  readonly kind?: Kind | undefined;
  readonly status?: number | undefined;
  /** The first digit of the status. */
  readonly statusClass?: number | undefined;
  readonly method?: string | undefined;
  /** ISO 8601 UTC with milliseconds, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The `cursor` of the last entry of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ReadsOfMinute {
  /** ISO 8601 UTC. */
  readonly minute: string;
  readonly request: string;
  readonly count: number;
}

/** In one minute, of what is counted instead of written down one by one. */
export interface CountOfMinute {
  /** ISO 8601 UTC. */
  readonly minute: string;
  readonly kind: 'read' | 'rejected';
  /** `GET /Users/{id}`; of what was not let in, the reason. */
  readonly what: string;
  readonly count: number;
}

/** How many requests came by which token. */
export interface UseOfTokens {
  /** Of all tokens together, also of those that were revoked since. */
  readonly total: number;
  /** By the token's id; those without a request are not in it. */
  readonly byToken: ReadonlyMap<string, number>;
}

export interface ActivityLog {
  /** Newest first, each with the cursor of what comes behind it. */
  entries(
    tenant: string,
    query: ActivityQuery,
  ): Promise<readonly { readonly entry: ActivityEntry; readonly cursor: string }[]>;
  /** How many requests failed or were not let in since a moment (ISO 8601 UTC); counting ends at some hundred. */
  errorsSince(tenant: string, since: string): Promise<number>;
  /** The newest request that failed or was not let in. */
  lastError(tenant: string): Promise<ActivityEntry | undefined>;
  /** Newest first, behind the given minute and request. */
  reads(
    tenant: string,
    range: { from: string; to: string; behind: { minute: string; request: string }; limit: number },
  ): Promise<readonly ReadsOfMinute[]>;
  /** Newest first: the 60 minutes that end with the newest one, between `from` and `to`, in which anything came. */
  hour(
    tenant: string,
    range: { readonly from: string; readonly to: string },
  ): Promise<readonly CountOfMinute[]>;
  /** Changes and errors since a moment, the newest `limit` at most. */
  useOfTokens(tenant: string, since: string, limit: number): Promise<UseOfTokens>;
  /** Undefined while no request was let in. */
  connection(tenant: string): Promise<Connection | undefined>;
}
