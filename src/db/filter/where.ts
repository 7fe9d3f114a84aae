// A bound filter as SQL over one tenant's users or groups, with exactly the meaning of `scim/filter/evaluate`.
// What identity providers look up by goes through an index; everything else is compared in the search document.

import type { BoundFilter } from '../../scim/filter/bind.ts';
import { holds } from '../../scim/filter/operators.ts';
import { type AttributePath, pathName } from '../../scim/schema/path.ts';
import { type Fragment, fragment } from '../fragment.ts';
import { type Bind, compare, compareIndexed, compareMoment } from './compare.ts';
import { type ElementRows, elementRows, fieldOf, type Table } from './fields.ts';

type Comparison = Extract<BoundFilter, { readonly kind: 'comparison' }>;

/** The condition on rows of `users` or `groups`; the tenant is the caller's to add. NULL in it counts as false. */
export function where(table: Table, filter: BoundFilter): Fragment {
  return condition(filter, {
    comparison: (leaf) => comparison(table, leaf),
    present: (path) => present(table, path),
    some: (path, inner) => some(table, path, inner),
  });
}

interface Leaves {
  readonly comparison: (filter: Comparison) => Fragment;
  readonly present: (path: AttributePath) => Fragment;
  readonly some: (path: AttributePath, filter: BoundFilter) => Fragment;
}

function condition(filter: BoundFilter, leaves: Leaves): Fragment {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(
        filter.filters.map((term) => condition(term, leaves)),
        filter.kind,
      );
    case 'not':
      return fragment`(${condition(filter.filter, leaves)}) IS NOT TRUE`;
    case 'comparison':
      return leaves.comparison(filter);
    case 'present':
      return leaves.present(filter.path);
    case 'some':
      return leaves.some(filter.path, filter.filter);
    default:
      return filter satisfies never;
  }
}

/** As a balanced tree: D1 ends expressions at a depth of 100. Of none, `and` is true and `or` is false. */
function joined(terms: readonly Fragment[], kind: 'and' | 'or'): Fragment {
  const [first] = terms;
  if (!first) return kind === 'and' ? fragment`1` : fragment`0`;
  if (terms.length === 1) return fragment`(${first})`;
  const middle = Math.ceil(terms.length / 2);
  const [left, right] = [joined(terms.slice(0, middle), kind), joined(terms.slice(middle), kind)];
  return kind === 'and' ? fragment`(${left} AND ${right})` : fragment`(${left} OR ${right})`;
}

function comparison(table: Table, { path, operator, operand }: Comparison): Fragment {
  const bind = table.parameters.add;
  const lookUp = operator === 'eq' && operand.type === 'string' ? lookUpRows(table, path) : undefined;
  if (lookUp && operand.type === 'string') return fragment`id IN (${lookUp} = ${bind(operand.value)})`;
  if (table.type === 'User' && pathName(path) === 'active' && operator === 'eq') {
    // The column, which has an index, says "not false".
    return operand.value === true ? fragment`active = 1 AND search ->> '$.active' = 1` : fragment`active = 0`;
  }
  const field = fieldOf(table, path);
  switch (field.kind) {
    case 'one':
      return field.isIndexed
        ? compareIndexed(field.value, operator, operand, bind)
        : compare(field.value, operator, operand, bind, false);
    case 'moment':
      return compareMoment(field.column, operator, operand, bind);
    case 'many':
      return fragment`EXISTS (SELECT 1 FROM ${field.rows} AND ${compare(field.value, operator, operand, bind, true)})`;
    case 'known':
      return joined(
        field.texts.filter(({ text }) => holds[operator](text, operand.value)).map(({ when }) => when),
        'or',
      );
    default:
      return field satisfies never;
  }
}

/** Ids by a value that has an index of its own; what is compared follows behind. */
function lookUpRows({ type, ...table }: Table, path: AttributePath): Fragment | undefined {
  const tenant = table.parameters.add(table.tenant);
  const name = pathName(path);
  if (type === 'User' && name === 'emails.value') {
    return fragment`SELECT user_id FROM user_emails WHERE tenant = ${tenant} AND value`;
  }
  if (type === 'User' && name === 'groups.value') {
    return fragment`SELECT member_id FROM members WHERE tenant = ${tenant} AND group_id`;
  }
  if (type === 'Group' && name === 'members.value') {
    return fragment`SELECT group_id FROM members WHERE tenant = ${tenant} AND member_id`;
  }
  return undefined;
}

function present(table: Table, path: AttributePath): Fragment {
  const { attribute, subAttribute } = path;
  if (attribute.type === 'complex' && !subAttribute) {
    if (attribute.name === 'meta' && !path.extension) return fragment`1`;
    const { rows, value } = elementRows(table, path);
    const values = (attribute.subAttributes ?? []).map(({ name }) => hasValue(value(name)));
    return fragment`EXISTS (SELECT 1 FROM ${rows} AND ${joined(values, 'or')})`;
  }
  const field = fieldOf(table, path);
  switch (field.kind) {
    case 'one':
      return hasValue(field.value);
    case 'moment':
      return fragment`1`;
    case 'many':
      return fragment`EXISTS (SELECT 1 FROM ${field.rows} AND ${hasValue(field.value)})`;
    case 'known':
      return joined(
        field.texts.map(({ when }) => when),
        'or',
      );
    default:
      return field satisfies never;
  }
}

/** `""` is no value; false and 0 are. */
const hasValue = (value: Fragment): Fragment => fragment`${value} <> ''`;

/** One and the same element satisfies all of the inner filter. */
function some(table: Table, path: AttributePath, inner: BoundFilter): Fragment {
  const bind = table.parameters.add;
  const { rows, value } = elementRows(table, path);
  const exists = fragment`EXISTS (SELECT 1 FROM ${rows} AND ${ofElement(inner, value, bind)})`;
  const valued = namedValue(inner);
  const valuePath = path.attribute.subAttributes?.find(({ name }) => name === 'value');
  const lookUp = valued && valuePath && lookUpRows(table, { ...path, subAttribute: valuePath });
  return lookUp ? fragment`id IN (${lookUp} = ${bind(valued)}) AND ${exists}` : exists;
}

function ofElement(filter: BoundFilter, value: ElementRows['value'], bind: Bind): Fragment {
  return condition(filter, {
    comparison: ({ path, operator, operand }) =>
      compare(value(path.attribute.name), operator, operand, bind, false),
    present: (path) => hasValue(value(path.attribute.name)),
    // Brackets do not nest (RFC 7644 Figure 1); binding refuses it.
    some: () => fragment`0`,
  });
}

/** The text that every element must have as its `value` to satisfy the filter, where there is one. */
function namedValue(filter: BoundFilter): string | undefined {
  if (filter.kind === 'and') return filter.filters.map(namedValue).find((text) => text !== undefined);
  if (filter.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  const { path, operand } = filter;
  return path.attribute.name === 'value' && operand.type === 'string' ? operand.value : undefined;
}
