// Entity tags in headers (RFC 7644 §3.14, RFC 9110 §13.1): weak tags, lists of tags, and `*`.

import type { Condition } from '../directory/condition.ts';

/** The opaque parts of the tags in an `If-Match` or `If-None-Match`; undefined without the header. */
export function readCondition(header: string | null | undefined): Condition {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  if (header.trim() === '*') return ['*'];
  // A tag of "*" in quotation marks is a tag like others, and no resource has it.
  return [...header.matchAll(/(?:W\/)?"([^"]*)"/g)]
    .map(([, opaque = '']) => opaque)
    .filter((tag) => tag !== '*');
}

/** The entity tag of a version. */
export const entityTag = (version: number): string => `W/"${version}"`;
