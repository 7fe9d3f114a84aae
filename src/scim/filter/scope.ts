// What the names in a filter mean: the attributes of a resource type or, between brackets, the sub-attributes of
// one complex attribute (RFC 7644 §3.4.2.2, Table 5). Words the messages about names that mean nothing there.

import { quoted } from '../error.ts';
import { type Attribute, subAttribute } from '../schema/attribute.ts';
import { type AttributePath, pathName, resolvePath } from '../schema/path.ts';
import type { ResourceType } from '../schema/resource-type.ts';

export interface Scope {
  /** The attribute of that name, in any case. */
  readonly resolve: (name: string) => AttributePath | undefined;
  /** Why `resolve` found none, for the administrator. */
  readonly unknown: (name: string) => string;
  /** How messages call an attribute of this scope. */
  readonly call: (path: AttributePath) => string;
}

/** The names of a resource type. */
export function scopeOfType(type: ResourceType): Scope {
  return {
    resolve: (name) => resolvePath(type, name),
    unknown: (name) => unknownOnType(type, name),
    call: pathName,
  };
}

/** The names between the brackets behind a complex attribute. */
export function scopeOfElement(holder: AttributePath): Scope {
  const { attribute } = holder;
  return {
    resolve: (name) => {
      const found = subAttribute(attribute, name);
      return found && { attribute: found };
    },
    unknown: (name) => unknownSubAttribute(holder, name),
    call: (path) => pathName({ ...holder, subAttribute: path.attribute }),
  };
}

/** The path with that sub-attribute; undefined when it has none such. */
export function withSubAttribute(path: AttributePath, name: string): AttributePath | undefined {
  const found = path.subAttribute ? undefined : subAttribute(path.attribute, name);
  return found && { ...path, subAttribute: found };
}

/** Why an attribute has no sub-attribute of that name. */
export function unknownSubAttribute(holder: AttributePath, name: string): string {
  const known = holder.subAttribute ? [] : subAttributeNames(holder.attribute);
  return known.length === 0
    ? `"${pathName(holder)}" has no sub-attributes, so "${quoted(name)}" means nothing there.`
    : `"${pathName(holder)}" has no sub-attribute "${quoted(name)}"; it has ${known.join(', ')}.`;
}

/** The names of an attribute's sub-attributes as declared; none when it is simple. */
export function subAttributeNames(attribute: Attribute): readonly string[] {
  return (attribute.subAttributes ?? []).map(({ name }) => name);
}

function unknownOnType(type: ResourceType, name: string): string {
  const dot = name.lastIndexOf('.');
  const holder = dot > 0 ? resolvePath(type, name.slice(0, dot)) : undefined;
  if (holder) return unknownSubAttribute(holder, name.slice(dot + 1));
  const hint =
    type.hint ??
    '/Schemas lists those that are; others are declared, with name and namespace, in the tenant\'s setting "attributes".';
  return `"${quoted(name)}" is not an attribute of ${type.name}. ${hint}`;
}
