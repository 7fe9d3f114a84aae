// Whether one resource, or one element of a complex attribute, satisfies a bound filter, in memory. The SQL of
// the same filter must agree. Two-valued throughout: what is absent compares false, but `ne`, which it satisfies.

import { fold } from '../fold.ts';
import { parseInstant } from '../instant.ts';
import { type Complex, elements, isObject, own, type Resource, type Scalar } from '../resource/value.ts';
import type { AttributePath } from '../schema/path.ts';
import type { BoundFilter, Operand } from './bind.ts';
import { holds } from './operators.ts';

/** Whether the resource satisfies the filter; for the filter of a `some` or of a PATCH path: whether the element does. */
export function evaluate(filter: BoundFilter, resource: Resource | Complex): boolean {
  switch (filter.kind) {
    case 'comparison':
      return compares(filter, resource);
    case 'present':
      return elements(resource, filter.path).some((element) => isPresent(element, filter.path));
    case 'some':
      return elements(resource, filter.path).some(
        (element) => isComplex(element) && evaluate(filter.filter, element),
      );
    case 'and':
      return filter.filters.every((term) => evaluate(term, resource));
    case 'or':
      return filter.filters.some((term) => evaluate(term, resource));
    case 'not':
      return !evaluate(filter.filter, resource);
    default:
      return filter satisfies never;
  }
}

function compares(
  { path, operator, operand }: Extract<BoundFilter, { kind: 'comparison' }>,
  resource: Resource | Complex,
): boolean {
  const values = elements(resource, path).flatMap((element) => prepared(scalar(element, path), operand));
  // An unassigned singular attribute is null (RFC 7643 §2.5), and null is not equal to any operand.
  if (values.length === 0) return operator === 'ne' && !path.attribute.multiValued;
  return values.some((value) => holds[operator](value, operand.value));
}

function isPresent(element: Scalar | Complex, path: AttributePath): boolean {
  if (path.subAttribute) return hasValue(scalar(element, path));
  return isComplex(element) ? Object.values(element).some(hasValue) : hasValue(element);
}

/** RFC 7644 Table 3: "non-empty or non-null". */
function hasValue(value: Scalar | undefined): boolean {
  return value !== undefined && value !== '';
}

function scalar(element: Scalar | Complex, { subAttribute }: AttributePath): Scalar | undefined {
  if (!subAttribute) return isComplex(element) ? undefined : element;
  return isComplex(element) ? own(element, subAttribute.name) : undefined;
}

/** The value made comparable with the operand; none when it is absent or of another type than declared. */
function prepared(value: Scalar | undefined, operand: Operand): readonly Scalar[] {
  if (operand.type === 'string') {
    return typeof value === 'string' ? [operand.exact ? value : fold(value)] : [];
  }
  if (operand.type === 'instant') {
    const instant = typeof value === 'string' ? parseInstant(value) : undefined;
    return instant === undefined ? [] : [instant];
  }
  return typeof value === operand.type && value !== undefined ? [value] : [];
}

function isComplex(value: Scalar | Complex): value is Complex {
  return isObject(value);
}
