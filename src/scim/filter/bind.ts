// A filter bound to a resource type: paths resolved, operands typed and prepared, everything that cannot be
// compared refused (RFC 7644 §3.4.2.2). What is evaluated in memory and compiled to SQL is this tree.

import type { AttributePath } from '../schema/path.ts';
import type { ComparisonOperator } from './ast.ts';

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
  | { readonly kind: 'and' | 'or'; readonly filters: readonly BoundFilter[] }
  | { readonly kind: 'not'; readonly filter: BoundFilter };
