// A bound filter as SQL over one tenant's users or groups, with exactly the meaning of `scim/filter/evaluate`.
// What identity providers look up by goes through an index; everything else is compared in the search document.

import type { BoundFilter } from '../../scim/filter/bind.ts';
import { holds } from '../../scim/filter/operators.ts';
import { type AttributePath, pathName } from '../../scim/schema/path.ts';
import { type Fragment, fragment, joinFragments, raw } from '../fragment.ts';
import { type Bind, compare, compareIndexed, compareMoment } from './compare.ts';
import { type ElementRows, elementRows, fieldOf, type Table } from './fields.ts';

type Comparison = Extract<BoundFilter, { readonly kind: 'comparison' }>;

/** The condition on rows of `users` or `groups`; the tenant is the caller's to add. NULL in it counts as false. */
export function where(table: Table, filter: BoundFilter): Fragment {
  return condition(filter, false, {
    comparison: (leaf) => withLookUp(leafOf(comparison(table, leaf)), lookUpOf(table, leaf)),
    present: (path) => leafOf(present(table, path)),
    some: (path, inner) => some(table, path, inner),
    anyLookUp: (lookUps) => anyLookUp(table, lookUps),
  }).sql;
}

/** A condition, and how many conditions stand inside one another in it. */
interface Term {
  readonly sql: Fragment;
  readonly height: number;
  /** Where the condition is just that one of some indexed columns has one of some values. */
  readonly lookUps?: readonly LookUp[];
}

interface LookUp {
  readonly column: Fragment;
  readonly value: Fragment;
}

const leafOf = (sql: Fragment): Term => ({ sql, height: 1 });

interface Leaves {
  readonly comparison: (filter: Comparison) => Term;
  readonly present: (path: AttributePath) => Term;
  readonly some: (path: AttributePath, filter: BoundFilter) => Term;
  readonly anyLookUp?: (lookUps: readonly LookUp[]) => Term;
}

/** `not` travels inwards to the leaves, so that it adds nothing to the height. */
function condition(filter: BoundFilter, isNegated: boolean, leaves: Leaves): Term {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const terms = filter.filters.map((term) => condition(term, isNegated, leaves));
      const kind = (filter.kind === 'and') === isNegated ? 'or' : 'and';
      const lookUps = terms.flatMap((term) => term.lookUps ?? []);
      const areAll = kind === 'or' && terms.length > 1 && terms.every((term) => term.lookUps);
      return (areAll && leaves.anyLookUp?.(lookUps)) || joined(terms, kind);
    }
    case 'not':
      return condition(filter.filter, !isNegated, leaves);
    case 'comparison':
      return signed(leaves.comparison(filter), isNegated);
    case 'present':
      return signed(leaves.present(filter.path), isNegated);
    case 'some':
      return signed(leaves.some(filter.path, filter.filter), isNegated);
    default:
      return filter satisfies never;
  }
}

const signed = (term: Term, isNegated: boolean): Term =>
  isNegated ? { sql: fragment`(${term.sql}) IS NOT TRUE`, height: term.height + 1 } : term;

/**
 * As the lowest tree that there is, since D1 ends expressions at a depth of 100: the two lowest terms are joined until
 * one is left, so that what is deep stands near the root. Of none, `and` is true and `or` is false.
 */
function joined(terms: readonly Term[], kind: 'and' | 'or'): Term {
  const left = terms.toSorted((a, b) => a.height - b.height);
  while (left.length > 1) {
    const [one, other] = left.splice(0, 2) as [Term, Term];
    const both = `(${one.sql}) ${kind.toUpperCase()} (${other.sql})`;
    const term = { sql: raw(both), height: other.height + 1 };
    const place = left.findIndex(({ height }) => height > term.height);
    left.splice(place < 0 ? left.length : place, 0, term);
  }
  return left[0] ?? leafOf(kind === 'and' ? fragment`1` : fragment`0`);
}

function anyOf(conditions: readonly Fragment[]): Fragment {
  return fragment`(${joined(conditions.map(leafOf), 'or').sql})`;
}

function withLookUp(term: Term, lookUps: readonly LookUp[]): Term {
  return lookUps.length > 0 ? { ...term, lookUps } : term;
}

/** None where the comparison is no look-up by an indexed column. */
function lookUpOf(table: Table, { path, operator, operand }: Comparison): readonly LookUp[] {
  if (operator !== 'eq' || operand.type !== 'string') return [];
  const value = table.parameters.add(operand.value);
  if (isUserName(table, path)) return userNameColumns.map((column) => ({ column, value }));
  const field = fieldOf(table, path);
  return field.kind === 'one' && field.isIndexed ? [{ column: field.value, value }] : [];
}

/** As it was sent, and as it is shown where a policy replaced some of its signs. */
const userNameColumns = [raw('user_name_key'), raw('final_name_key')];

const isUserName = ({ type }: Table, path: AttributePath) => type === 'User' && pathName(path) === 'userName';

/**
 * By place, from one query for each column: for several look-ups side by side the planner would rather go through the
 * tenant. There are fewer such columns than D1 allows terms of a UNION.
 */
function anyLookUp({ type, ...table }: Table, lookUps: readonly LookUp[]): Term {
  const tenant = table.parameters.add(table.tenant);
  const rows = raw(type === 'User' ? 'users' : 'groups');
  const places = [...Map.groupBy(lookUps, ({ column }) => column)].map(([column, ofColumn]) => {
    const values = joinFragments([...new Set(ofColumn.map(({ value }) => value))], ', ');
    return fragment`SELECT place FROM ${rows} WHERE tenant = ${tenant} AND ${column} IN (${values})`;
  });
  return { sql: fragment`place IN (${joinFragments(places, ' UNION ALL ')})`, height: 3, lookUps };
}

function comparison(table: Table, { path, operator, operand }: Comparison): Fragment {
  const bind = table.parameters.add;
  const lookUp = operator === 'eq' && operand.type === 'string' ? lookUpRows(table, path) : undefined;
  if (lookUp && operand.type === 'string') return fragment`id IN (${lookUp} = ${bind(operand.value)})`;
  if (table.type === 'User' && pathName(path) === 'active' && operator === 'eq') {
    // The column, which has an index, says "not false".
    return operand.value === true ? fragment`active = 1 AND search ->> '$.active' = 1` : fragment`active = 0`;
  }
  if (isUserName(table, path) && operator === 'eq') {
    const name = bind(String(operand.value));
    return fragment`(user_name_key = ${name} OR final_name_key = ${name})`;
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
      return anyOf(
        field.texts.filter(({ text }) => holds[operator](text, operand.value)).map(({ when }) => when),
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
    return fragment`EXISTS (SELECT 1 FROM ${rows} AND ${anyOf(values)})`;
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
      return anyOf(field.texts.map(({ when }) => when));
    default:
      return field satisfies never;
  }
}

/** `""` is no value; false and 0 are. */
const hasValue = (value: Fragment): Fragment => fragment`${value} <> ''`;

/** One and the same element satisfies all of the inner filter. */
function some(table: Table, path: AttributePath, inner: BoundFilter): Term {
  const bind = table.parameters.add;
  const { rows, value } = elementRows(table, path);
  const { sql, height } = ofElement(inner, value, bind);
  const exists = fragment`EXISTS (SELECT 1 FROM ${rows} AND (${sql}))`;
  const valued = namedValue(inner);
  const valuePath = path.attribute.subAttributes?.find(({ name }) => name === 'value');
  const lookUp = valued && valuePath && lookUpRows(table, { ...path, subAttribute: valuePath });
  const found = lookUp ? fragment`id IN (${lookUp} = ${bind(valued)}) AND ${exists}` : exists;
  return { sql: found, height: height + 3 };
}

function ofElement(filter: BoundFilter, value: ElementRows['value'], bind: Bind): Term {
  return condition(filter, false, {
    comparison: ({ path, operator, operand }) =>
      leafOf(compare(value(path.attribute.name), operator, operand, bind, false)),
    present: (path) => leafOf(hasValue(value(path.attribute.name))),
    // Brackets do not nest (RFC 7644 Figure 1); binding refuses it.
    some: () => leafOf(fragment`0`),
  });
}

/** The text that every element must have as its `value` to satisfy the filter, where there is one. */
function namedValue(filter: BoundFilter): string | undefined {
  if (filter.kind === 'and') return filter.filters.map(namedValue).find((text) => text !== undefined);
  if (filter.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  const { path, operand } = filter;
  return path.attribute.name === 'value' && operand.type === 'string' ? operand.value : undefined;
}
