// One comparison as SQL. NULL counts as false wherever it comes out: AND and OR keep that, and `not` is written as
// IS NOT TRUE (`where.ts`). Operands were prepared when the filter was bound: folded as the search documents are.

import type { ComparisonOperator } from '../../scim/filter/ast.ts';
import type { Operand } from '../../scim/filter/bind.ts';
import { type Fragment, fragment, raw } from '../fragment.ts';

/** How an operand gets into the statement (`db/parameters`). */
export type Bind = (value: string | number) => Fragment;

/** `value` is NULL where there is none. For the elements of a list `ne` is asked of those that have one. */
export function compare(
  value: Fragment,
  operator: ComparisonOperator,
  operand: Operand,
  bind: Bind,
  ofElement: boolean,
): Fragment {
  const right = () => bind(bindable(operand));
  switch (operator) {
    case 'eq':
      return fragment`${value} = ${right()}`;
    case 'ne':
      return ofElement ? fragment`${value} <> ${right()}` : fragment`${value} IS NOT ${right()}`;
    case 'co':
      return operand.value === ''
        ? fragment`${value} IS NOT NULL`
        : fragment`instr(${value}, ${right()}) > 0`;
    case 'sw':
      return end(value, operand, (signs) => fragment`substr(${value}, 1, ${signs}) = ${right()}`);
    case 'ew':
      return end(value, operand, (signs) => fragment`substr(${value}, -${signs}) = ${right()}`);
    case 'gt':
      return fragment`${value} > ${right()}`;
    case 'ge':
      return fragment`${value} >= ${right()}`;
    case 'lt':
      return fragment`${value} < ${right()}`;
    case 'le':
      return fragment`${value} <= ${right()}`;
    default:
      return operator satisfies never;
  }
}

/** The same for a column with an index: what begins with a text comes at or after it. */
export function compareIndexed(
  column: Fragment,
  operator: ComparisonOperator,
  operand: Operand,
  bind: Bind,
): Fragment {
  const exact = compare(column, operator, operand, bind, false);
  if (operator !== 'sw' || operand.type !== 'string' || operand.value === '') return exact;
  return fragment`${column} >= ${bind(operand.value)} AND ${exact}`;
}

/**
 * Columns hold milliseconds, operands ten-millionths of a second: an operand between two milliseconds equals no
 * column, and lies after the one and before the other.
 */
export function compareMoment(
  column: Fragment,
  operator: ComparisonOperator,
  operand: Operand,
  bind: Bind,
): Fragment {
  const text = String(operand.value);
  const millisecond = bind(`${text.slice(0, 23)}Z`);
  const isBetween = text.slice(23, 27) !== '0000';
  switch (operator) {
    case 'eq':
      return isBetween ? fragment`0` : fragment`${column} = ${millisecond}`;
    case 'ne':
      return isBetween ? fragment`1` : fragment`${column} <> ${millisecond}`;
    case 'gt':
    case 'le':
      return operator === 'gt' ? fragment`${column} > ${millisecond}` : fragment`${column} <= ${millisecond}`;
    case 'ge':
      return isBetween ? fragment`${column} > ${millisecond}` : fragment`${column} >= ${millisecond}`;
    case 'lt':
      return isBetween ? fragment`${column} <= ${millisecond}` : fragment`${column} < ${millisecond}`;
    case 'co':
    case 'sw':
    case 'ew':
      // Refused when the filter was bound: times have no substrings.
      return fragment`0`;
    default:
      return operator satisfies never;
  }
}

function end(value: Fragment, { value: text }: Operand, condition: (signs: Fragment) => Fragment): Fragment {
  if (text === '') return fragment`${value} IS NOT NULL`;
  // SQLite counts code points.
  return condition(raw(String(Array.from(String(text)).length)));
}

function bindable({ value }: Operand): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}
