// Constraints: what must be so where something else is, each side filled in as rules are, and what is told where it is
// not so.

import { fieldsOfFilter, filterOfFields, operators } from './rule-fields.ts';
import type { Fields, ListSection } from './section.ts';

export const constraints: ListSection = {
  kind: 'list',
  path: 'constraints',
  title: 'Constraints',
  advice:
    'What somebody must have to be let in. Who breaks a constraint is refused, and the identity provider shows the words that you choose. Who is here already stays, and is asked when he changes what the constraint is about.',
  key: 'constraints',
  isOrdered: false,
  noun: 'constraint',
  columns: [
    { name: 'attribute', label: 'If', kind: 'text', advice: 'Such as serviceAccount.' },
    { name: 'operator', label: 'compared', kind: 'choice', options: () => operators },
    {
      name: 'values',
      label: 'with',
      kind: 'text',
      advice: 'Several values by commas: DE, AT. Or a whole filter in SCIM’s syntax.',
      isWide: true,
    },
    { name: 'thenAttribute', label: 'then', kind: 'text', advice: 'Such as sendInvite.' },
    { name: 'thenOperator', label: 'must be, compared', kind: 'choice', options: () => operators },
    { name: 'thenValues', label: 'with the value', kind: 'text', advice: 'As above.', isWide: true },
    {
      name: 'message',
      label: 'Else it says',
      kind: 'text',
      advice: 'For the administrator of the identity provider: what is wrong, and what to map.',
      isWide: true,
      isRequired: true,
    },
  ],
  columnOf: (path) => columnNames[String(path[0])] ?? 'message',
  fieldsOf: (settings, index) => {
    const constraint = settings.constraints[index];
    if (!constraint) return { operator: 'is', thenOperator: 'is' };
    const { attribute, operator, values } = fieldsOfFilter(constraint.require, settings);
    return {
      ...fieldsOfFilter(constraint.when, settings),
      thenAttribute: attribute ?? '',
      thenOperator: operator ?? '',
      thenValues: values ?? '',
      message: constraint.message,
    };
  },
  entryOf: (fields, settings) => ({
    when: filterOfFields(fields, settings),
    require: filterOfFields(thenOf(fields), settings),
    message: fields['message'],
  }),
};

const columnNames: Readonly<Record<string, string>> = { when: 'values', require: 'thenValues' };

function thenOf({ thenAttribute = '', thenOperator = '', thenValues = '' }: Fields): Fields {
  return { attribute: thenAttribute, operator: thenOperator, values: thenValues };
}
