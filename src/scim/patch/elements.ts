// What an operation does to the values of one attribute, as a list: a complex singular attribute is a list of one
// at most. Selection by the path's filter, merging, creation from the filter, removal, and the one `primary`.

import { invalidValue, mutability, noTarget } from '../error.ts';
import { evaluate } from '../filter/evaluate.ts';
import type { Leniencies } from '../leniency.ts';
import { maxElements } from '../limits.ts';
import { append, isComplex, isPrimary } from '../resource/append.ts';
import { comparable, equalValues } from '../resource/equal.ts';
import { refuseChange } from '../resource/immutable.ts';
import { isSpent } from '../resource/read-complex.ts';
import { type Complex, own, type Scalar } from '../resource/value.ts';
import { subAttribute as subAttributeOf } from '../schema/attribute.ts';
import { pathName } from '../schema/path.ts';
import type { Operation } from './operations.ts';
import { isCanonical } from './template.ts';

export type Elements = readonly (Scalar | Complex)[];
export type AttributeOperation = Operation & {
  readonly target: Extract<Operation['target'], { readonly kind: 'attribute' }>;
};

/** The list after the operation. Throws 400 `noTarget`, `invalidValue` or `mutability`. */
export function changedElements(
  operation: AttributeOperation,
  before: Elements,
  leniencies: Leniencies,
): Elements {
  const after =
    operation.op === 'remove' ? removed(operation, before) : assigned(operation, before, leniencies);
  const { path } = operation.target;
  if (after.length > maxElements && after.length > before.length) {
    throw invalidValue(`"${pathName(path)}" would have ${after.length} values; ${maxElements} are allowed.`);
  }
  return withOnePrimary(before, after);
}

/** Without value the target goes; what a filter does not find is gone already (RFC 7644 §3.5.2.2). */
function removed(operation: AttributeOperation, before: Elements): Elements {
  const { path } = operation.target;
  const isSelected = selector(operation);
  if (path.subAttribute) {
    const changes = { set: {}, cleared: [path.subAttribute.name] };
    return before.flatMap((element) =>
      isSelected(element) ? merged(operation, element, changes) : [element],
    );
  }
  if (operation.value === undefined) return before.filter((element) => !isSelected(element));
  const isListed = listed(operation, operation.value as Elements);
  return before.filter((element) => !isListed(element));
}

function assigned(operation: AttributeOperation, before: Elements, leniencies: Leniencies): Elements {
  const { op, target, value } = operation;
  const { attribute, subAttribute } = target.path;
  if (attribute.multiValued && !target.filter && !subAttribute) {
    return op === 'add' ? append(target.path, before, value as Elements) : (value as Elements);
  }
  const set = (subAttribute ? { [subAttribute.name]: value } : value) as Complex;
  const changes: Changes = { set, cleared: operation.cleared ?? [] };
  const isSelected = selector(operation);
  const count = before.filter(isSelected).length;
  if (count === 0) return append(target.path, before, created(operation, before, set, leniencies));
  if (count > 1 && !target.filter) {
    throw noTarget(
      `"${pathName(target.path)}" does not say which value is meant. Select one, as in ${attribute.name}[type eq "work"].`,
    );
  }
  if (count > 1 && own(set, 'primary') === true) {
    throw invalidValue(
      `The path selects ${count} values of "${attribute.name}", and one at most can be primary.`,
    );
  }
  return before.flatMap((element) => (isSelected(element) ? merged(operation, element, changes) : [element]));
}

interface Changes {
  readonly set: Complex;
  readonly cleared: readonly string[];
}

function selector({ target }: AttributeOperation): (element: Scalar | Complex) => boolean {
  const { filter } = target;
  return filter ? (element) => isComplex(element) && evaluate(filter, element) : () => true;
}

/** One element, or none when nothing is left of it; the element itself when it says the same as before. */
function merged(
  { target }: AttributeOperation,
  element: Scalar | Complex,
  { set, cleared }: Changes,
): Elements {
  if (!isComplex(element)) return [element];
  const kept = Object.entries(element).filter(([name]) => !cleared.includes(name));
  const after: Complex = { ...Object.fromEntries(kept), ...set };
  if (equalValues(element, after)) return [element];
  for (const sub of target.path.attribute.subAttributes ?? []) {
    const path = { ...target.path, subAttribute: sub };
    refuseChange(path, sub, own(element, sub.name), own(after, sub.name));
  }
  if (kept.length < Object.keys(element).length && isSpent(target.path, after)) return [];
  const missing = target.path.attribute.subAttributes?.find(
    (sub) => sub.required && own(after, sub.name) === undefined,
  );
  if (missing) {
    throw mutability(
      `"${pathName({ ...target.path, subAttribute: missing })}" is required and cannot be removed.`,
    );
  }
  return [after];
}

/**
 * What is created where nothing was selected. A `replace` that finds nothing is an error (§3.5.2.3) unless the
 * filter describes an ordinary element, which Entra expects to come into being (`createOnReplace`).
 */
function created(
  { op, target, template }: AttributeOperation,
  before: Elements,
  set: Complex,
  leniencies: Leniencies,
): Elements {
  if (Object.keys(set).length === 0) return [];
  if (!target.filter) return [set];
  const isTaken = !target.path.attribute.multiValued && before.length > 0;
  const isAllowed =
    op === 'add' ||
    (leniencies.has('createOnReplace') && template !== undefined && isCanonical(target.path, template));
  if (template && isAllowed && !isTaken) return [{ ...template, ...set }];
  throw noTarget(
    `No value of "${target.path.attribute.name}" is selected by the path, and the path does not describe one that could be created. Add the value first.`,
  );
}

/** An element is listed when all that the list says of one of its elements, `primary` apart, is true of it. */
function listed({ target }: AttributeOperation, list: Elements): (element: Scalar | Complex) => boolean {
  const { attribute } = target.path;
  const facts = (element: Scalar | Complex): ReadonlyMap<string, Scalar | undefined> =>
    new Map(
      Object.entries(isComplex(element) ? element : { value: element })
        .filter(([name]) => name !== 'primary')
        .map(([name, value]) => [name, comparable(subAttributeOf(attribute, name) ?? attribute, value)]),
    );
  const wanted = list.map(facts).filter((said) => said.size > 0);
  return (element) => {
    const is = facts(element);
    return wanted.some((said) => [...said].every(([name, value]) => is.get(name) === value));
  };
}

/** "A PATCH operation that sets a value's primary to true SHALL cause the server to set it to false for others". */
function withOnePrimary(before: Elements, after: Elements): Elements {
  const primary = after.filter(isPrimary);
  if (primary.length < 2) return after;
  const chosen = primary.filter((element) => !before.includes(element));
  if (chosen.length !== 1) return after;
  return after.map((element) =>
    isComplex(element) && isPrimary(element) && element !== chosen[0]
      ? { ...element, primary: false }
      : element,
  );
}
