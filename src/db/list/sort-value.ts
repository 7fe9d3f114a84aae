// The value by which a resource is sorted (RFC 7644 §3.4.2.3): of a multi-valued attribute that of the primary
// element, else of the first. Strings are folded unless case-exact and stand in code-point order.

import { invalidValue } from '../../scim/error.ts';
import { type AttributePath, pathName } from '../../scim/schema/path.ts';
import { fieldOf, jsonPathOf, type Table } from '../filter/fields.ts';
import { type Fragment, fragment, raw } from '../fragment.ts';

/** The column of an attribute that every resource has, whose index can give the order. */
export function filledColumn(table: Table, path: AttributePath): Fragment | undefined {
  const field = fieldOf(table, path);
  const isFilled = path.attribute.required || path.attribute.name === 'id';
  if (field.kind === 'one' && field.isIndexed && isFilled) return field.value;
  return field.kind === 'moment' ? field.column : undefined;
}

/** NULL where there is none. Errors: 400 `invalidValue` for what no order can be made of. */
export function sortValue(table: Table, path: AttributePath): Fragment {
  const { attribute, subAttribute } = path;
  if (attribute.multiValued && attribute.mutability !== 'readOnly' && attribute.name !== 'members') {
    const list = jsonPathOf(path.extension, attribute.name);
    const value = subAttribute ? fragment`e.value ->> ${jsonPathOf(subAttribute.name)}` : fragment`e.value`;
    return fragment`(SELECT ${value} FROM json_each(search, ${list}) e
      ORDER BY coalesce(e.value ->> '$.primary', 0) DESC, e.key LIMIT 1)`;
  }
  const field = fieldOf(table, path);
  if (field.kind === 'one') return field.value;
  if (field.kind === 'moment') return field.column;
  if (field.kind === 'known' && !attribute.multiValued) return raw(`'${table.type}'`);
  throw invalidValue(`Nothing can be sorted by "${pathName(path)}". Sort by an attribute with one value.`);
}
