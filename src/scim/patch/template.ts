// The element that a value path describes: `emails[type eq "work"]` describes one whose type is "work". Entra adds
// and replaces on such paths before there is any such element, and expects it to be created from them.

import type { Filter, Literal } from '../filter/ast.ts';
import type { Leniencies } from '../leniency.ts';
import { readScalar } from '../resource/read-scalar.ts';
import { type Complex, own, type Scalar } from '../resource/value.ts';
import { type Attribute, subAttribute } from '../schema/attribute.ts';
import { type AttributePath, pathName } from '../schema/path.ts';

/**
 * The element of the path's attribute that the filter describes; undefined unless it is made of `eq` terms joined
 * by `and` that do not contradict one another. Taken from the filter as written: a bound one has lost the case.
 */
export function templateOf(path: AttributePath, filter: Filter, leniencies: Leniencies): Complex | undefined {
  const terms = filter.kind === 'and' ? filter.filters : [filter];
  const template = new Map<string, Scalar>();
  for (const term of terms) {
    const named =
      term.kind === 'comparison' && term.operator === 'eq'
        ? subAttribute(path.attribute, term.path.name)
        : undefined;
    if (term.kind !== 'comparison' || !named || named.name === '$ref') return undefined;
    if (named.mutability === 'readOnly') return undefined;
    const name = pathName({ ...path, subAttribute: named });
    const value = readScalar(named, name, json(term.operand, named), leniencies);
    const before = template.get(named.name);
    if (value === undefined || (before !== undefined && before !== value)) return undefined;
    template.set(named.name, value);
  }
  return Object.fromEntries(template);
}

/**
 * Whether a `replace` may create the element (RFC 7644 §3.5.2.3 says `noTarget`): it says no more than what the
 * element is for, by a `type` that the schema names, or that it is the primary one.
 */
export function isCanonical(path: AttributePath, template: Complex): boolean {
  const types = subAttribute(path.attribute, 'type')?.canonicalValues ?? [];
  const type = String(own(template, 'type') ?? '').toLowerCase();
  return Object.entries(template).every(([name, value]) => {
    if (name === 'type') return types.some((canonical) => canonical.toLowerCase() === type);
    return name === 'primary' && value === true;
  });
}

function json(operand: Literal, attribute: Attribute): unknown {
  if (operand.kind === 'null') return null;
  return operand.kind === 'number' && attribute.type === 'string' ? operand.text : operand.value;
}
