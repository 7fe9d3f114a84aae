// Adding to a multi-valued attribute: an element that is there is not added again (RFC 7644 §3.5.2.1), and of a
// primary one only the mark is taken over. A list in a body is read as added to nothing, so that a list and a
// series of additions come out alike: RFC 7643 §2.4 wants each combination of `type` and `value` once.

import type { AttributePath } from '../schema/path.ts';
import { elementKey } from './equal.ts';
import { type Complex, isObject, own, type Scalar } from './value.ts';

/** `before` with those of `added` that are not in it; `before` itself when all are. */
export function append(
  path: AttributePath,
  before: readonly (Scalar | Complex)[],
  added: readonly (Scalar | Complex)[],
): readonly (Scalar | Complex)[] {
  const after = [...before];
  const positions = new Map(before.map((element, index) => [elementKey(path, element), index]));
  let changed = false;
  for (const element of added) {
    const key = elementKey(path, element);
    const position = positions.get(key);
    const present = position === undefined ? undefined : after[position];
    if (position === undefined || present === undefined) {
      positions.set(key, after.length);
      after.push(element);
      changed = true;
    } else if (isPrimary(element) && !isPrimary(present) && isComplex(present)) {
      after[position] = { ...present, primary: true };
      changed = true;
    }
  }
  return changed ? after : before;
}

/** Whether an element is marked as the preferred one. */
export function isPrimary(element: Scalar | Complex): boolean {
  return isComplex(element) && own(element, 'primary') === true;
}

export function isComplex(element: Scalar | Complex): element is Complex {
  return isObject(element);
}
