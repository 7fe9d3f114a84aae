// How large one resource may get. The request's own limit does not say: a PATCH adds to what is there already.

import { invalidValue } from '../scim/error.ts';
import { maxDocumentBytes } from '../scim/limits.ts';
import type { Resource } from '../scim/resource/value.ts';
import type { TypeName } from './stored.ts';

/**
 * Throws 400 `invalidValue` when the resource is larger than can be stored. `active` does not count: whatever else
 * somebody's resource holds, he can be deactivated.
 */
export function checkSize(type: TypeName, { active: _free, ...resource }: Resource): void {
  const bytes = utf8Length(JSON.stringify(resource));
  if (bytes <= maxDocumentBytes) return;
  throw invalidValue(
    `The ${type} would have ${bytes} bytes; ${maxDocumentBytes} are allowed. Leave out large values, for instance photos or certificates.`,
  );
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    // A pair of surrogates makes four bytes, two for each of them.
    if (unit > 0x7f) bytes += unit > 0x7ff && !isSurrogate ? 2 : 1;
  }
  return bytes;
}
