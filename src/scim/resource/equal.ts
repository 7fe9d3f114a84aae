// Sameness, in its two senses. As stored: exactly as written, so that a change of case is a change. As one element
// among others: as filters see it, so that a list does not hold twice what every filter would find twice.

import { fold } from '../fold.ts';
import type { Attribute } from '../schema/attribute.ts';
import type { AttributePath } from '../schema/path.ts';
import { isMembers } from './members.ts';
import { type Complex, isObject, own, type Resource, type Scalar, type Value } from './value.ts';

/** Whether nothing would change by storing `b` for `a`. Lists are the same in the same order only. */
export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  return equalJson(a, b);
}

/** Whether two resources hold the same values, whatever the order of their keys. */
export function equalResources(a: Resource, b: Resource): boolean {
  return equalJson(a, b);
}

/**
 * A text that two elements of the path's attribute share exactly when they are the same element: all sub-attributes
 * are equal, `primary` and `$ref` apart, without regard to case where the attribute is not case-exact. An absent
 * sub-attribute equals an absent one only. A member is its id: `display` is the client's note (RFC 7643 §4.2).
 */
export function elementKey(path: AttributePath, element: Scalar | Complex): string {
  if (!isObject(element)) return JSON.stringify(comparable(path.attribute, element));
  if (isMembers(path)) return String(own(element, 'value'));
  const compared = (path.attribute.subAttributes ?? []).filter(
    (sub) => sub.name !== 'primary' && sub.name !== '$ref',
  );
  return JSON.stringify(compared.map((sub) => comparable(sub, own(element, sub.name)) ?? null));
}

/** A simple value as comparisons see it. */
export function comparable(attribute: Attribute, value: Scalar | undefined): Scalar | undefined {
  return typeof value === 'string' && !attribute.caseExact ? fold(value) : value;
}

function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equalJson(own(a, name), own(b, name)))
  );
}
