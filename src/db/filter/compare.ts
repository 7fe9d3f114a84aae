// One comparison as SQL. NULL counts as false wherever it comes out: AND and OR keep that, and `not` is written as
// IS NOT TRUE (`where.ts`). Operands were prepared when the filter was bound: folded as the search documents are.

import { type SQL, sql } from 'drizzle-orm';
import type { ComparisonOperator } from '../../scim/filter/ast.ts';
import type { Operand } from '../../scim/filter/bind.ts';

/** How an operand gets into the statement (`db/parameters`). */
export type Bind = (value: string | number) => SQL;

/** `value` is NULL where there is none. For the elements of a list `ne` is asked of those that have one. */
export function compare(
  value: SQL,
  operator: ComparisonOperator,
  operand: Operand,
  bind: Bind,
  ofElement: boolean,
): SQL {
  const right = () => bind(bindable(operand));
  switch (operator) {
    case 'eq':
      return sql`${value} = ${right()}`;
    case 'ne':
      return ofElement ? sql`${value} <> ${right()}` : sql`${value} IS NOT ${right()}`;
    case 'co':
      return operand.value === '' ? sql`${value} IS NOT NULL` : sql`instr(${value}, ${right()}) > 0`;
    case 'sw':
      return end(value, operand, (signs) => sql`substr(${value}, 1, ${signs}) = ${right()}`);
    case 'ew':
      return end(value, operand, (signs) => sql`substr(${value}, -${signs}) = ${right()}`);
    case 'gt':
      return sql`${value} > ${right()}`;
    case 'ge':
      return sql`${value} >= ${right()}`;
    case 'lt':
      return sql`${value} < ${right()}`;
    case 'le':
      return sql`${value} <= ${right()}`;
    default:
      return operator satisfies never;
  }
}

/** The same for a column with an index: what begins with a text comes at or after it. */
export function compareIndexed(column: SQL, operator: ComparisonOperator, operand: Operand, bind: Bind): SQL {
  const exact = compare(column, operator, operand, bind, false);
  if (operator !== 'sw' || operand.type !== 'string' || operand.value === '') return exact;
  return sql`${column} >= ${bind(operand.value)} AND ${exact}`;
}

/**
 * Columns hold milliseconds, operands ten-millionths of a second: an operand between two milliseconds equals no
 * column, and lies after the one and before the other.
 */
export function compareMoment(column: SQL, operator: ComparisonOperator, operand: Operand, bind: Bind): SQL {
  const text = String(operand.value);
  const millisecond = bind(`${text.slice(0, 23)}Z`);
  const isBetween = text.slice(23, 27) !== '0000';
  switch (operator) {
    case 'eq':
      return isBetween ? sql`0` : sql`${column} = ${millisecond}`;
    case 'ne':
      return isBetween ? sql`1` : sql`${column} <> ${millisecond}`;
    case 'gt':
    case 'le':
      return operator === 'gt' ? sql`${column} > ${millisecond}` : sql`${column} <= ${millisecond}`;
    case 'ge':
      return isBetween ? sql`${column} > ${millisecond}` : sql`${column} >= ${millisecond}`;
    case 'lt':
      return isBetween ? sql`${column} <= ${millisecond}` : sql`${column} < ${millisecond}`;
    case 'co':
    case 'sw':
    case 'ew':
      // Refused when the filter was bound: times have no substrings.
      return sql`0`;
    default:
      return operator satisfies never;
  }
}

function end(value: SQL, { value: text }: Operand, condition: (signs: SQL) => SQL): SQL {
  if (text === '') return sql`${value} IS NOT NULL`;
  // SQLite counts code points.
  return condition(sql.raw(String(Array.from(String(text)).length)));
}

function bindable({ value }: Operand): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}
