// The rule for attributes that a client may set once (RFC 7643 §7 `immutable`, RFC 7644 §3.5.1): unset before, or
// the same as before, is taken; anything else is refused. Read-only ones are dropped long before.

import { mutability } from '../error.ts';
import type { Attribute } from '../schema/attribute.ts';
import { type AttributePath, pathName } from '../schema/path.ts';
import { type ResourceType, schemasOf } from '../schema/resource-type.ts';
import { equalValues } from './equal.ts';
import { attributeValue, isObject, own, type Resource, type Value } from './value.ts';

/** Throws 400 `mutability` when `after` differs from `before` in a value that is immutable and was set. */
export function requireUnchanged(type: ResourceType, before: Resource, after: Resource): void {
  for (const schema of schemasOf(type)) {
    const extension = schema === type.schema ? {} : { extension: schema.id };
    for (const attribute of schema.attributes) {
      const path: AttributePath = { ...extension, attribute };
      const [was, is] = [attributeValue(before, path), attributeValue(after, path)];
      refuseChange(path, attribute, was, is);
      // Of elements nobody can tell which one became which: taken out and put in, they are new ones.
      if (attribute.multiValued || !isObject(was)) continue;
      for (const sub of attribute.subAttributes ?? []) {
        const value = isObject(is) ? own(is, sub.name) : undefined;
        refuseChange({ ...path, subAttribute: sub }, sub, own(was, sub.name), value);
      }
    }
  }
}

/** The same for one value of one attribute or sub-attribute. */
export function refuseChange(
  path: AttributePath,
  { mutability: kind }: Attribute,
  before: Value | undefined,
  after: Value | undefined,
): void {
  if (kind !== 'immutable' || before === undefined || equalValues(before, after)) return;
  throw mutability(`"${pathName(path)}" is set once and cannot be changed afterwards.`);
}
