// A rule as somebody fills it in: an attribute, how it is compared, and values; and as the filter that it is. Filters
// that do not read so are shown as they are.

import type { Settings } from '../../../policy/settings.ts';
import type { Fields } from './section.ts';

/** Value and words. */
export const operators = [
  ['is', 'is one of'],
  ['sw', 'begins with'],
  ['co', 'contains'],
  ['pr', 'is there'],
  ['filter', 'matches the filter'],
] as const;

/** `attribute`, `operator` and `values` of a filter. */
export function fieldsOfFilter(when: string, settings: Settings): Fields {
  const simple = simpleFields(when);
  // What would come out another way is left alone.
  const isSame = simple && filterOfFields(simple, settings) === when;
  return isSame ? simple : { attribute: '', operator: 'filter', values: when };
}

export function filterOfFields(
  { attribute = '', operator, values = '' }: Fields,
  settings: Settings,
): string {
  if (operator === 'filter') return values;
  if (operator === 'pr') return `${attribute} pr`;
  const all = values
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
  const comparison = operator === 'is' ? 'eq' : operator;
  return all
    .map((value) => `${attribute} ${comparison} ${operandOf(attribute, value, settings)}`)
    .join(' or ');
}

const term = /^(\S+) (eq|sw|co) ("(?:[^"\\]|\\.)*"|true|false|-?\d+(?:\.\d+)?)$/;

function simpleFields(when: string): Fields | undefined {
  const present = /^(\S+) pr$/.exec(when);
  if (present) return { attribute: present[1] ?? '', operator: 'pr', values: '' };
  const terms = when.split(' or ').map((text) => term.exec(text));
  const [, attribute = '', comparison = ''] = terms[0] ?? [];
  if (terms.some((one) => one?.[1] !== attribute || one[2] !== comparison)) return undefined;
  const values = terms.map((one) => {
    const value: unknown = JSON.parse(one?.[3] ?? '""');
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  return { attribute, operator: comparison === 'eq' ? 'is' : comparison, values: values.join(', ') };
}

/** Numbers and booleans stand without quotes, where the attribute is declared as one. */
function operandOf(attribute: string, value: string, { attributes }: Settings): string {
  const declared = attributes.find(({ name }) => name.toLowerCase() === attribute.toLowerCase());
  const type = attribute.toLowerCase() === 'active' ? 'boolean' : (declared?.type ?? 'string');
  const isBare =
    (type === 'boolean' && /^(?:true|false)$/.test(value)) ||
    ((type === 'integer' || type === 'decimal') && /^-?\d+(?:\.\d+)?$/.test(value));
  return isBare ? value : JSON.stringify(value);
}
