// A filter as it was written (RFC 7644 §3.4.2.2), without knowledge of any schema. Prints itself: what
// `print` gives parses to an equal tree.

export const comparisonOperators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

/** An operand. `bare` marks text that stood without quotation marks and is none of true, false, null, a number. */
export type Literal =
  | { readonly kind: 'string'; readonly value: string; readonly bare?: true }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

/** `name`, `name[filter]` or `name[filter].subAttribute`; `name` may hold a URN and a dotted sub-attribute. */
export interface PathExpression {
  readonly name: string;
  readonly filter?: Filter;
  readonly subAttribute?: string;
}

export type Filter =
  | {
      readonly kind: 'comparison';
      readonly path: PathExpression;
      readonly operator: ComparisonOperator;
      readonly operand: Literal;
    }
  | { readonly kind: 'present'; readonly path: PathExpression }
  /** `emails[type eq "work"]` standing alone: some element satisfies the filter. */
  | { readonly kind: 'some'; readonly path: PathExpression & { readonly filter: Filter } }
  | { readonly kind: 'and'; readonly filters: readonly Filter[] }
  | { readonly kind: 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter };

/**
 * The filter as text. Parses to an equal tree if the tree is one that the parser makes: lists hold two filters
 * or more, none of their own kind, and what is `bare` was read so.
 */
export function print(filter: Filter): string {
  switch (filter.kind) {
    case 'comparison':
      return `${printPath(filter.path)} ${filter.operator} ${printLiteral(filter.operand)}`;
    case 'present':
      return `${printPath(filter.path)} pr`;
    case 'some':
      return printPath(filter.path);
    case 'and':
      return filter.filters
        .map((term) => (term.kind === 'or' ? `(${print(term)})` : print(term)))
        .join(' and ');
    case 'or':
      return filter.filters.map(print).join(' or ');
    case 'not':
      return `not (${print(filter.filter)})`;
    default:
      return filter satisfies never;
  }
}

/** The path as text: `emails[type eq "work"].value`. */
export function printPath({ name, filter, subAttribute }: PathExpression): string {
  return name + (filter ? `[${print(filter)}]` : '') + (subAttribute === undefined ? '' : `.${subAttribute}`);
}

/** The operand as text. */
export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return literal.bare ? literal.value : JSON.stringify(literal.value);
    case 'number':
      return literal.text;
    case 'boolean':
      return String(literal.value);
    case 'null':
      return 'null';
    default:
      return literal satisfies never;
  }
}
