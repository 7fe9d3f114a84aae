// What is written down of one request: who asked what, what came of it, and what the client sent, redacted.

import { isObject, type Json } from '../scim/resource/value.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { maxBodyBytes, maxUserAgentLength } from './limits.ts';
import { type Reading, type Redacted, redact, type Sent, withoutTokens } from './redact.ts';
import { redactDetail } from './redact-detail.ts';
import { bytesOf, shorten } from './shorten.ts';

/** A request that was let in, and its answer. */
export interface Exchanged extends Sent {
  readonly requestId: string;
  readonly tenant: string;
  readonly tokenId: string;
  readonly userAgent: string | null;
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly error: { readonly scimType?: string; readonly detail: string } | undefined;
  /** The answer's body; undefined where it was sent in pieces. */
  readonly answer: string | undefined;
}

export interface ActivityRecord {
  readonly id: string;
  readonly tenant: string;
  readonly kind: 'write' | 'error';
  /** When the request came: ISO 8601 UTC. */
  readonly occurredAt: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMilliseconds: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly client: Dialect;
  readonly userAgent: string | null;
  readonly tokenId: string;
  readonly body: Json | null;
  readonly leftOut: LeftOut | null;
  /** Of a bulk request. */
  readonly operations: { readonly count: number; readonly failed: number } | null;
  /** Null where the answer was sent in pieces. */
  readonly answerBytes: number | null;
}

/** What of the body is not in the record. */
export interface LeftOut {
  /** Attributes that were sent and are kept nowhere. */
  readonly names: readonly string[];
  /** Values that nobody declared. */
  readonly undeclared: number;
  /** Values for which there was no room. */
  readonly omitted: number;
}

/** `iso`: the moment, given as milliseconds since 1970, as text. */
export function recordOf(
  exchanged: Exchanged,
  reading: Reading,
  iso: (milliseconds: number) => string,
): ActivityRecord {
  const redacted = redact(exchanged, reading);
  const { body, omitted } =
    redacted.body === undefined ? { body: undefined, omitted: 0 } : shorten(redacted.body, maxBodyBytes);
  const outcome = bulkOutcome(exchanged);
  const error = exchanged.error ?? outcome?.error;
  const { status, startedAt, endedAt, answer } = exchanged;
  return {
    id: exchanged.requestId,
    tenant: exchanged.tenant,
    kind: error || status >= 400 ? 'error' : 'write',
    occurredAt: iso(startedAt),
    method: exchanged.method.slice(0, maxMethodLength),
    path: redacted.path,
    status,
    durationMilliseconds: Math.max(0, endedAt - startedAt),
    scimType: error?.scimType ?? null,
    detail: error ? redactDetail(error.detail, redacted.withheld, redacted, reading) : null,
    client: dialectOf(exchanged),
    userAgent: userAgentOf(exchanged.userAgent),
    tokenId: exchanged.tokenId,
    body: body ?? null,
    leftOut: leftOutOf(redacted, omitted),
    operations: outcome?.operations ?? null,
    answerBytes: answer === undefined ? null : bytesOf(answer),
  };
}

const maxMethodLength = 20;

function userAgentOf(userAgent: string | null): string | null {
  const plain = userAgent?.replace(/[^\u0020-\u007e]/g, ' ').slice(0, maxUserAgentLength);
  return plain ? withoutTokens(plain) : null;
}

function leftOutOf({ withheld: { names, unknown } }: Redacted, omitted: number): LeftOut | null {
  const isWhole = names.size === 0 && unknown === 0 && omitted === 0;
  return isWhole ? null : { names: [...names], undeclared: unknown, omitted };
}

/** How the operations of a bulk request went, and why the first of those failed that did. */
function bulkOutcome({ path, answer, status }: Exchanged) {
  if (status !== 200 || !/^\/Bulk$/i.test(path) || answer === undefined) return undefined;
  const message: unknown = JSON.parse(answer);
  const results: readonly unknown[] =
    isObject(message) && Array.isArray(message['Operations']) ? message['Operations'] : [];
  const errors = results.flatMap((result) => errorIn(result) ?? []);
  return { operations: { count: results.length, failed: errors.length }, error: errors[0] };
}

function errorIn(result: unknown): Exchanged['error'] {
  const response = isObject(result) ? result['response'] : undefined;
  if (!isObject(response)) return undefined;
  const { detail, scimType } = response;
  return { detail: String(detail), ...(typeof scimType === 'string' && { scimType }) };
}
