// A filter, and the path of a PATCH, as they are recorded: when every name in it is one that the tenant keeps, and
// otherwise not at all, or without what stands between the brackets.

import { type Filter, type PathExpression, print } from '../scim/filter/ast.ts';
import { parseFilter, parsePath } from '../scim/filter/parse.ts';
import type { Leniencies } from '../scim/leniency.ts';
import type { Schema } from '../scim/schema/attribute.ts';
import { subAttribute } from '../scim/schema/attribute.ts';
import { type AttributePath, pathName } from '../scim/schema/path.ts';
import { type Declarations, meaningOf, schemaOf } from './names.ts';
import { type Withheld, withholdNamed, withholdUnknown } from './withheld.ts';

/** The filter as text. `types`: those that are asked; a name that one of them does not keep is kept of none. */
export function redactFilter(
  types: readonly Declarations[],
  text: string,
  leniencies: Leniencies,
  withheld: Withheld,
): string | undefined {
  const filter = attempt(() => parseFilter(text, leniencies));
  if (!filter) return withholdUnknown(withheld, text);
  const names = namesIn(filter);
  const meanings = names.map((name) => types.flatMap((type) => meaningOf(type, name) ?? []));
  const isKept = meanings.every((found) => found.length > 0 && found.every(({ kind }) => kind === 'kept'));
  if (isKept && types.some((type) => hasKnownBrackets(type, filter))) return print(filter);
  for (const value of literalsIn(filter)) withheld.values.push(value);
  for (const found of meanings.flat()) if (found.kind === 'never') withheld.names.add(found.name);
  return withholdUnknown(withheld, text);
}

/** What a PATCH path leads to, and how it is recorded. */
export type RedactedPath =
  | { readonly kind: 'attribute'; readonly path: AttributePath; readonly text: string }
  | { readonly kind: 'schema'; readonly schema: Schema; readonly text: string };

/** Undefined where the value behind the path is not to be recorded. */
export function redactPath(
  type: Declarations,
  text: string,
  leniencies: Leniencies,
  withheld: Withheld,
): RedactedPath | undefined {
  const expression = attempt(() => parsePath(text, leniencies));
  if (!expression) return withholdUnknown(withheld, text);
  const { name, filter, subAttribute: sub } = expression;
  const isWhole = !filter && sub === undefined;
  const schema = isWhole ? schemaOf(type, name) : undefined;
  if (schema) return { kind: 'schema', schema, text: schema.id };
  const meaning = meaningOf(type, sub === undefined ? name : `${name}.${sub}`);
  if (meaning?.kind === 'kept' && hasKnownBrackets(type, expression)) {
    return { kind: 'attribute', path: meaning.path, text: textOf(expression, meaning.path) };
  }
  if (filter) withheld.values.push(...literalsIn(filter));
  if (meaning?.kind === 'never') return withholdNamed(withheld, meaning.name, text);
  return withholdUnknown(withheld, text);
}

function textOf({ filter }: PathExpression, path: AttributePath): string {
  if (!filter) return pathName(path);
  const { subAttribute: sub, ...whole } = path;
  return `${pathName(whole)}[${print(filter)}]${sub ? `.${sub.name}` : ''}`;
}

/** Names outside brackets, as they are written. */
function namesIn(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'comparison':
    case 'present':
    case 'some':
      return [filter.path.name];
    case 'and':
    case 'or':
      return filter.filters.flatMap(namesIn);
    case 'not':
      return namesIn(filter.filter);
    default:
      return filter satisfies never;
  }
}

/** Whether whatever stands between brackets is about sub-attributes that may be recorded. */
function hasKnownBrackets(type: Declarations, within: Filter | PathExpression): boolean {
  if (!('kind' in within)) return isKnownPath(type, within);
  switch (within.kind) {
    case 'comparison':
    case 'present':
    case 'some':
      return isKnownPath(type, within.path);
    case 'and':
    case 'or':
      return within.filters.every((one) => hasKnownBrackets(type, one));
    case 'not':
      return hasKnownBrackets(type, within.filter);
    default:
      return within satisfies never;
  }
}

function isKnownPath(type: Declarations, { name, filter, subAttribute: sub }: PathExpression): boolean {
  if (!filter) return true;
  const meaning = meaningOf(type, name);
  if (meaning?.kind !== 'kept' || meaning.path.subAttribute) return false;
  const { attribute } = meaning.path;
  return [...namesIn(filter), ...(sub === undefined ? [] : [sub])].every((inner) => {
    const found = subAttribute(attribute, inner);
    return found !== undefined && found.returned !== 'never';
  });
}

/** What the filter compares with. */
function literalsIn(filter: Filter): readonly unknown[] {
  switch (filter.kind) {
    case 'comparison': {
      const { operand, path } = filter;
      const values = operand.kind === 'null' ? [] : [operand.value];
      return path.filter ? [...values, ...literalsIn(path.filter)] : values;
    }
    case 'present':
      return filter.path.filter ? literalsIn(filter.path.filter) : [];
    case 'some':
      return literalsIn(filter.path.filter);
    case 'and':
    case 'or':
      return filter.filters.flatMap(literalsIn);
    case 'not':
      return literalsIn(filter.filter);
    default:
      return filter satisfies never;
  }
}

/** What cannot be read is nothing here; the client was told why. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
