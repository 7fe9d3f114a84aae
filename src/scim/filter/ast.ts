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
  | { readonly kind: 'some'; readonly path: PathExpression }
  | { readonly kind: 'and'; readonly filters: readonly Filter[] }
  | { readonly kind: 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter };
