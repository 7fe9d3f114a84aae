// What a tenant's attributes are when nobody sends them: the value of another attribute, or a fixed one.

import { assign } from '../scim/resource/assign.ts';
import {
  attributeValue,
  type Complex,
  isObject,
  own,
  type Resource,
  type Scalar,
} from '../scim/resource/value.ts';
import { type AttributePath, pathName } from '../scim/schema/path.ts';
import { preferred } from './create-only.ts';
import type { Declared } from './declared.ts';

/**
 * The user with the defaults of what is absent. On an update, an attribute that is not kept stays absent: it may
 * well have been sent before, and nobody knows with which value. `declared` is in the order of `inOrder`.
 */
export function withDefaults(declared: readonly Declared[], user: Resource, isUpdate: boolean): Resource {
  return declared.reduce((current, { settings, path, source }) => {
    if (attributeValue(current, path) !== undefined || (isUpdate && !settings.store)) return current;
    const value = (source && sourceValue(current, source)) ?? settings.default ?? undefined;
    return value === undefined ? current : assign(current, path, value);
  }, user);
}

/** Each behind the one that its default comes from, and those for which there is no such order. */
export function inOrder(declared: readonly Declared[]): {
  readonly order: readonly Declared[];
  readonly circular: readonly Declared[];
} {
  const left = new Map(declared.map((one) => [pathName(one.path), one]));
  const order: Declared[] = [];
  for (;;) {
    const next = [...left.values()].find(({ source }) => !source || !left.has(nameOf(source)));
    if (!next) return { order, circular: [...left.values()] };
    left.delete(pathName(next.path));
    order.push(next);
  }
}

/** The attribute that a default is read from: of a complex one without sub-attribute, its `value`. */
export function sourceAttribute({ attribute, subAttribute }: AttributePath) {
  if (subAttribute || attribute.type !== 'complex') return subAttribute ?? attribute;
  return attribute.subAttributes?.find(({ name }) => name === 'value');
}

const nameOf = ({ extension, attribute }: AttributePath) =>
  pathName({ attribute, ...(extension !== undefined && { extension }) });

/** Of several values the primary one's, else the first's. */
function sourceValue(user: Resource, source: AttributePath): Scalar | undefined {
  const value = attributeValue(user, source);
  const one = Array.isArray(value) ? chosen(value) : value;
  if (!isObject(one)) return one as Scalar | undefined;
  const part = sourceAttribute(source);
  return part && own(one, part.name);
}

function chosen(list: readonly (Scalar | Complex)[]): Scalar | Complex | undefined {
  return isObject(list[0]) ? preferred(list as readonly Complex[]) : list[0];
}
