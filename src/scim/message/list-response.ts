// Lists (RFC 7644 §3.4.2): the ListResponse message, and the paging that a client asks for by index. What is on a
// page is storage's business, and so are cursors.

import { invalidValue } from '../error.ts';
import { defaultPageSize, maxPageSize } from '../limits.ts';
import { describe } from '../resource/describe.ts';
import type { JsonObject } from '../resource/value.ts';

export const listResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export interface PageNumbers {
  /** All that match, wherever they are. */
  readonly totalResults: number;
  /** Of pages by index. */
  readonly startIndex?: number;
  /** How many are on this page. */
  readonly itemsPerPage: number;
  /** Of pages by cursor, unless this is the last (RFC 9865 §2). */
  readonly nextCursor?: string;
}

/** The message. `Resources` is there on an empty page too: clients read its length (Microsoft's collection). */
export function listResponse(
  resources: readonly JsonObject[],
  { totalResults, startIndex, itemsPerPage, nextCursor }: PageNumbers,
): JsonObject {
  return {
    schemas: [listResponseUrn],
    totalResults,
    ...(startIndex !== undefined && { startIndex }),
    itemsPerPage,
    ...(nextCursor !== undefined && { nextCursor }),
    Resources: resources,
  };
}

export interface Paging {
  /** From 1. */
  readonly startIndex: number;
  /** From 0 to `maxPageSize`. */
  readonly count: number;
}

/**
 * Reads `startIndex` and `count` of a query (text) or of a search message (numbers). Below the least they are the
 * least, above the largest page `count` is clamped (RFC 7644 Table 6); what is no whole number is 400 `invalidValue`.
 */
export function readPaging(query: {
  readonly startIndex?: string | number | undefined;
  readonly count?: string | number | undefined;
}): Paging {
  const startIndex = readInteger('startIndex', query.startIndex) ?? 1;
  const count = readInteger('count', query.count) ?? defaultPageSize;
  return {
    startIndex: Math.min(Math.max(startIndex, 1), Number.MAX_SAFE_INTEGER),
    count: Math.min(Math.max(count, 0), maxPageSize),
  };
}

function readInteger(name: string, sent: string | number | undefined): number | undefined {
  if (sent === undefined) return undefined;
  const number = typeof sent === 'string' && /^[+-]?\d+$/.test(sent.trim()) ? Number(sent) : sent;
  if (typeof number === 'number' && Math.trunc(number) === number) return number;
  throw invalidValue(`"${name}" must be a whole number; got ${describe(sent)}.`);
}
