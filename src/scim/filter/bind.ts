// A filter, or a PATCH path, bound to a resource type: paths resolved, operands typed and prepared, everything
// that cannot be compared refused (RFC 7644 §3.4.2.2, §3.5.2). What is evaluated in memory and compiled to SQL
// is this tree. How an operand is read for a type is `operand.ts`'s.

import { invalidFilter, invalidPath } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import type { Schema } from '../schema/attribute.ts';
import { type AttributePath, pathName, resolveSchema } from '../schema/path.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import type { ComparisonOperator, Filter, PathExpression } from './ast.ts';
import { evaluate } from './evaluate.ts';
import { bindOperand } from './operand.ts';
import {
  type Scope,
  scopeOfElement,
  scopeOfType,
  subAttributeNames,
  unknownSubAttribute,
  withSubAttribute,
} from './scope.ts';

/** `value` is comparable as it stands: folded unless case-exact; a dateTime as a UTC instant (`scim/instant.ts`). */
export type Operand =
  | { readonly type: 'string'; readonly value: string; readonly exact: boolean }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'instant'; readonly value: string };

export type BoundFilter =
  /** True when some value of the path compares so. The path always ends at a simple attribute. */
  | {
      readonly kind: 'comparison';
      readonly path: AttributePath;
      readonly operator: ComparisonOperator;
      readonly operand: Operand;
    }
  /** True when the path has a value (corners of `pr`: "" is none, false and 0 are some). */
  | { readonly kind: 'present'; readonly path: AttributePath }
  /** True when one and the same element of a complex attribute satisfies `filter`, whose paths are the sub-attributes. */
  | { readonly kind: 'some'; readonly path: AttributePath; readonly filter: BoundFilter }
  /** Of no filters, `and` is true and `or` is false. */
  | { readonly kind: 'and' | 'or'; readonly filters: readonly BoundFilter[] }
  | { readonly kind: 'not'; readonly filter: BoundFilter };

/** What a PATCH path means: an attribute, or those of its elements that the filter selects, or a whole extension. */
export type Target =
  | { readonly kind: 'attribute'; readonly path: AttributePath; readonly filter?: BoundFilter }
  | { readonly kind: 'extension'; readonly schema: Schema };

/**
 * Binds a filter, or throws 400 `invalidFilter`. Where one query asks several types (RFC 7644 §3.4.2.1), it is
 * bound once for each, with the `others`: an attribute that only they know has no value here.
 */
export function bindFilter(
  type: ResourceType,
  filter: Filter,
  leniencies: Leniencies,
  others: readonly ResourceType[] = [],
): BoundFilter {
  return bind(filter, { scope: scopeOfType(type), others: others.map(scopeOfType), leniencies });
}

/** Binds a PATCH path, or throws: 400 `invalidPath`, and `invalidFilter` for what stands between its brackets. */
export function bindTarget(type: ResourceType, expression: PathExpression, leniencies: Leniencies): Target {
  const { name, filter, subAttribute } = expression;
  const schema = resolveSchema(type, name);
  if (schema && !filter && subAttribute === undefined) {
    if (schema !== type.schema) return { kind: 'extension', schema };
    throw invalidPath(
      `The path names all of ${type.name}. Leave the path out, or name an attribute behind the URN.`,
    );
  }
  const scope = scopeOfType(type);
  const found = scope.resolve(name);
  if (!found) throw invalidPath(scope.unknown(name));
  if (filter && !takesBrackets(found)) throw invalidPath(noBrackets(found));
  const path = subAttribute === undefined ? found : withSubAttribute(found, subAttribute);
  if (!path) throw invalidPath(unknownSubAttribute(found, subAttribute ?? ''));
  return {
    kind: 'attribute',
    path,
    ...(filter && { filter: bind(filter, { scope: scopeOfElement(found), others: [], leniencies }) }),
  };
}

interface Context {
  readonly scope: Scope;
  /** Where else a name may be known. */
  readonly others: readonly Scope[];
  readonly leniencies: Leniencies;
}

function bind(filter: Filter, context: Context): BoundFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, filters: filter.filters.map((term) => bind(term, context)) };
    case 'not':
      return { kind: 'not', filter: bind(filter.filter, context) };
    case 'comparison':
    case 'present':
      if (filter.kind === 'comparison' && filter.operand.kind === 'null') {
        return bind(withoutNull(filter), context);
      }
      if (filter.path.filter) return bind(asSome(filter, filter.path.filter), context);
      return bindNamed(filter, context);
    case 'some':
      return bindNamed(filter, context);
    default:
      return filter satisfies never;
  }
}

type Comparison = Extract<Filter, { readonly kind: 'comparison' }>;
type Named = Extract<Filter, { readonly path: PathExpression }>;

/** Null is the unassigned state (RFC 7643 §2.5): to equal it is to be absent, and nothing else is said of it. */
function withoutNull({ path, operator }: Comparison): Filter {
  if (operator === 'eq') return { kind: 'not', filter: { kind: 'present', path } };
  if (operator === 'ne') return { kind: 'present', path };
  throw invalidFilter(`null cannot be compared by ${operator}; eq, ne and pr are possible.`);
}

/** `emails[type eq "work"].value co "x"` asks of one element what `emails[type eq "work" and value co "x"]` does. */
function asSome(filter: Exclude<Named, { readonly kind: 'some' }>, selection: Filter): Filter {
  const { name, subAttribute = 'value' } = filter.path;
  const asked: Filter = { ...filter, path: { name: subAttribute } };
  const selected = selection.kind === 'and' ? selection.filters : [selection];
  return { kind: 'some', path: { name, filter: { kind: 'and', filters: [...selected, asked] } } };
}

function bindNamed(filter: Named, context: Context): BoundFilter {
  const { name } = filter.path;
  const found = context.scope.resolve(name);
  if (found) return bindResolved(filter, found, context);
  for (const scope of context.others) {
    const foreign = scope.resolve(name);
    if (!foreign) continue;
    // Bound all the same, so that a wrong operand is refused; then it is what it is of a resource without values.
    const bound = bindResolved(filter, foreign, { ...context, scope });
    return { kind: evaluate(bound, {}) ? 'and' : 'or', filters: [] };
  }
  throw invalidFilter(context.scope.unknown(name));
}

function bindResolved(filter: Named, found: AttributePath, context: Context): BoundFilter {
  const { scope, leniencies } = context;
  const path = filter.kind === 'comparison' ? simple(found) : found;
  if (path.attribute.returned === 'never' || path.subAttribute?.returned === 'never') {
    throw invalidFilter(`"${scope.call(path)}" is never answered, so a filter cannot ask for it.`);
  }
  switch (filter.kind) {
    case 'present':
      return { kind: 'present', path };
    case 'some':
      if (!takesBrackets(path)) throw invalidFilter(noBrackets(path));
      return {
        kind: 'some',
        path,
        filter: bind(filter.path.filter, { scope: scopeOfElement(path), others: [], leniencies }),
      };
    case 'comparison': {
      const { operator, operand } = filter;
      const attribute = path.subAttribute ?? path.attribute;
      return {
        kind: 'comparison',
        path,
        operator,
        operand: bindOperand(attribute, scope.call(path), operator, operand, leniencies),
      };
    }
    default:
      return filter satisfies never;
  }
}

/** A complex attribute without sub-attribute means its `value` (RFC 7644 Figure 2: `emails co "example.com"`). */
function simple(path: AttributePath): AttributePath {
  if (path.subAttribute || path.attribute.type !== 'complex') return path;
  const value = withSubAttribute(path, 'value');
  if (value) return value;
  const names = subAttributeNames(path.attribute).map((sub) => `${path.attribute.name}.${sub}`);
  throw invalidFilter(
    `"${pathName(path)}" is complex and has no "value" to compare; compare one of ${names.join(', ')}.`,
  );
}

function takesBrackets({ attribute, subAttribute }: AttributePath): boolean {
  return attribute.type === 'complex' && !subAttribute;
}

function noBrackets(path: AttributePath): string {
  return `"${pathName(path)}" has no sub-attributes, so no brackets can stand behind it.`;
}
