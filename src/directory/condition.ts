// The client's `If-Match` (RFC 7644 §3.14): entity tags are weak and compared weakly.

import { preconditionFailed } from '../scim/error.ts';
import type { Stored, TypeName } from './stored.ts';

/** The opaque parts of the tags that the client accepts, `*` among them for any; undefined when it does not care. */
export type Condition = readonly string[] | undefined;

/** The opaque parts of the tags in an `If-Match`, an `If-None-Match` or a bulk operation's `version`; undefined without the header. */
export function readCondition(header: string | null | undefined): Condition {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  if (header.trim() === '*') return ['*'];
  // A tag of "*" in quotation marks is a tag like others, and no resource has it.
  return [...header.matchAll(/(?:W\/)?"([^"]*)"/g)]
    .map(([, opaque = '']) => opaque)
    .filter((tag) => tag !== '*');
}

/** The opaque part of a resource's entity tag. */
export function versionTag(version: number): string {
  return String(version);
}

/** The entity tag of a version: weak, because it names the stored state and not one representation. */
export const entityTag = (version: number): string => `W/"${versionTag(version)}"`;

/** Throws 412 when the condition names other versions than the stored one. */
export function checkCondition(condition: Condition, type: TypeName, stored: Stored): void {
  if (!condition || condition.includes('*') || condition.includes(versionTag(stored.version))) return;
  throw preconditionFailed(type, stored.id);
}
