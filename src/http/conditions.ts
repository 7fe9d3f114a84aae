// Entity tags in answers (RFC 7644 §3.14): weak, because they name the stored state and not one representation.

import { versionTag } from '../directory/condition.ts';

/** The entity tag of a version. */
export const entityTag = (version: number): string => `W/"${versionTag(version)}"`;
