// The operand of a comparison, typed as the attribute is declared and prepared for comparing; refuses what the
// attribute cannot be compared with (RFC 7644 Table 9, `invalidFilter`), save for the named leniencies.

import { invalidFilter, quoted, type ScimError } from '../error.ts';
import { fold } from '../fold.ts';
import { parseInstant } from '../instant.ts';
import type { Leniencies } from '../leniency.ts';
import type { Attribute } from '../schema/attribute.ts';
import { type ComparisonOperator, type Literal, printLiteral } from './ast.ts';
import type { Operand } from './bind.ts';
import { operatorsOf } from './operators.ts';

/** The operand for a comparison with a simple attribute. `name` is how messages call the attribute; null has no operand. */
export function bindOperand(
  attribute: Attribute,
  name: string,
  operator: ComparisonOperator,
  literal: Literal,
  leniencies: Leniencies,
): Operand {
  const possible = operatorsOf[attribute.type];
  if (!possible.includes(operator)) {
    throw invalidFilter(
      `"${quoted(name)}" is of type ${attribute.type} and cannot be compared by ${operator}; ${possible.join(', ')} and pr are possible.`,
    );
  }
  const operand = read(attribute, literal, leniencies);
  if (!operand) throw mismatch(attribute, name, literal);
  return operand;
}

function read(attribute: Attribute, literal: Literal, leniencies: Leniencies): Operand | undefined {
  switch (attribute.type) {
    case 'string':
    case 'reference':
    case 'binary': {
      const text = literal.kind === 'string' ? literal.value : numberAsText(literal, leniencies);
      const exact = attribute.caseExact;
      return text === undefined ? undefined : { type: 'string', value: exact ? text : fold(text), exact };
    }
    case 'boolean': {
      const value = literal.kind === 'boolean' ? literal.value : stringAsBoolean(literal, leniencies);
      return value === undefined ? undefined : { type: 'boolean', value };
    }
    case 'integer':
    case 'decimal':
      // 1e999 is a number in JSON and none that can be stored.
      return literal.kind === 'number' && Number.isFinite(literal.value)
        ? { type: 'number', value: literal.value }
        : undefined;
    case 'dateTime': {
      const value = literal.kind === 'string' ? parseInstant(literal.value) : undefined;
      return value === undefined ? undefined : { type: 'instant', value };
    }
    case 'complex':
      return undefined;
    default:
      return attribute.type satisfies never;
  }
}

function numberAsText(literal: Literal, leniencies: Leniencies): string | undefined {
  return literal.kind === 'number' && leniencies.has('numbersAsText') ? literal.text : undefined;
}

function stringAsBoolean(literal: Literal, leniencies: Leniencies): boolean | undefined {
  if (literal.kind !== 'string' || !leniencies.has('stringBooleans')) return undefined;
  const text = literal.value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

const operandForm: Readonly<Record<Attribute['type'], string>> = {
  string: 'a string in quotation marks',
  reference: 'a string in quotation marks',
  binary: 'a string in quotation marks',
  boolean: 'true or false',
  integer: 'a number',
  decimal: 'a number',
  dateTime: 'a time such as "2011-05-13T04:42:34Z"',
  complex: 'nothing',
};

function mismatch(attribute: Attribute, name: string, literal: Literal): ScimError {
  return invalidFilter(
    `"${quoted(name)}" is of type ${attribute.type} and compares with ${operandForm[attribute.type]}, not with ${quoted(printLiteral(literal))}.`,
  );
}
