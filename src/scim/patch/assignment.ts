// One operation on one attribute gets its value: typed by the attribute's declaration, and by what the target is:
// a whole attribute, one complex value, or a sub-attribute. No value at all means "unassigned" (RFC 7643 §2.5), so
// such a replace is a remove; to add nothing to a list is to change nothing.

import { invalidValue, mutability } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { type Ignore, readComplex } from '../resource/read-complex.ts';
import { readElements, readValue } from '../resource/read-value.ts';
import { checkSchemas } from '../resource/schemas.ts';
import type { Value } from '../resource/value.ts';
import { type AttributePath, pathName } from '../schema/path.ts';
import type { Operation } from './operations.ts';

/** An operation on an attribute that has no value yet. */
type Unvalued = Omit<Operation, 'target' | 'value' | 'cleared'> & {
  readonly target: Extract<Operation['target'], { readonly kind: 'attribute' }>;
};

/** The operation with its value; none when it cannot change anything. Throws 400 `invalidValue`, `mutability`. */
export function readAssignment(
  operation: Unvalued,
  value: unknown,
  leniencies: Leniencies,
  ignore: Ignore,
): readonly Operation[] {
  const { op, target } = operation;
  const { path, filter } = target;
  const { attribute, subAttribute } = path;
  if (isSchemas(path)) {
    // Computed from what the resource holds, so that setting it implicitly or in words (§3.5.2) is in vain.
    if (op === 'remove') throw mutability('"schemas" is required and cannot be removed.');
    checkSchemas(value);
    return [];
  }
  if (op === 'remove') return removal(operation, value, leniencies, ignore);
  const isOneComplex = attribute.type === 'complex' && !subAttribute && (!attribute.multiValued || filter);
  if (isOneComplex) {
    const changes = readComplex(path, value, leniencies, ignore);
    if (changes) return [{ ...operation, value: changes.set, cleared: changes.cleared }];
    return op === 'add' && attribute.multiValued ? [] : [{ op: 'remove', target }];
  }
  const read = readValue(path, value, leniencies, ignore);
  if (isDropped(path)) return [];
  if (read !== undefined) return [{ ...operation, value: read }];
  const addsNothing = op === 'add' && attribute.multiValued && !subAttribute;
  return addsNothing ? [] : [{ op: 'remove', target }];
}

/**
 * With a value, a remove from a list takes out what is listed and no more (Entra, JumpCloud, authentik). Elsewhere
 * the path says all, and a value beside it means nothing. Strictly, such a value is refused: to pass over it would
 * empty the list.
 */
function removal(
  { op, target }: Unvalued,
  value: unknown,
  leniencies: Leniencies,
  ignore: Ignore,
): readonly Operation[] {
  const { path, filter } = target;
  if (isDropped(path)) return [];
  if (value === undefined || value === null) return [{ op, target }];
  if (!leniencies.has('removeListedValues')) {
    throw invalidValue(
      `A remove takes no "value". Select what is to go by the path, as in ${pathName(path)}[value eq "…"].`,
    );
  }
  if (!path.attribute.multiValued || path.subAttribute || filter) return [{ op, target }];
  return [{ op, target, value: readElements(path, value, leniencies, ignore) as Value }];
}

/** Passwords are never kept, and references are made from ids and never a client's. */
function isDropped({ attribute, subAttribute }: AttributePath): boolean {
  return attribute.mutability === 'writeOnly' || subAttribute?.name === '$ref';
}

function isSchemas({ extension, attribute }: AttributePath): boolean {
  return extension === undefined && attribute.name === 'schemas';
}
