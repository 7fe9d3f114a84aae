// Writing one attribute of a resource, by copy. Only declared names are ever written, and a resource keeps no
// empty value and no empty extension (RFC 7643 §2.5: they say the same as none).

import type { AttributePath } from '../schema/path.ts';
import { type Extension, isObject, own, type Resource, type Value } from './value.ts';

/** The resource with that value of the path's attribute, or without one; the sub-attribute is left to the caller. */
export function assign(resource: Resource, path: AttributePath, value: Value | undefined): Resource {
  const { name } = path.attribute;
  if (path.extension === undefined) return put(resource, name, value);
  const extension = put(extensionOf(resource, path.extension), name, value);
  return put(resource, path.extension, Object.keys(extension).length === 0 ? undefined : extension);
}

/** The values of one extension; none when the resource has none of it. */
export function extensionOf(resource: Resource, urn: string): Extension {
  const found = own(resource, urn);
  return isObject(found) ? found : {};
}

function put<T>(
  object: Readonly<Record<string, T>>,
  name: string,
  value: T | undefined,
): Readonly<Record<string, T>> {
  if (value !== undefined) return { ...object, [name]: value };
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}
