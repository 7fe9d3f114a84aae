// The operations of a PATCH applied to a resource one after another (RFC 7644 §3.5.2), by copy: when one fails,
// nothing has happened. Members of groups are not its business: they are rows, and the caller keeps them apart.

import { mutability } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { assign } from '../resource/assign.ts';
import { equalResources } from '../resource/equal.ts';
import { refuseChange } from '../resource/immutable.ts';
import { attributeValue, type Complex, type Resource, type Scalar, type Value } from '../resource/value.ts';
import type { Schema } from '../schema/attribute.ts';
import { type AttributePath, pathName } from '../schema/path.ts';
import { type AttributeOperation, changedElements } from './elements.ts';
import type { Operation } from './operations.ts';

/**
 * The resource after all operations; the very object that was given when nothing has changed in the end, so that
 * version and time stay (§3.5.2.1). Throws 400 `mutability`, `noTarget` or `invalidValue`.
 */
export function applyPatch(
  resource: Resource,
  operations: readonly Operation[],
  leniencies: Leniencies,
): Resource {
  const after = operations.reduce(
    (current, operation) => applyOperation(current, operation, leniencies),
    resource,
  );
  return equalResources(resource, after) ? resource : after;
}

function applyOperation(resource: Resource, operation: Operation, leniencies: Leniencies): Resource {
  const { target } = operation;
  switch (target.kind) {
    case 'extension':
      return withoutExtension(resource, target.schema);
    case 'attribute': {
      const { extension, attribute } = target.path;
      const path: AttributePath = { attribute, ...(extension !== undefined && { extension }) };
      const before = attributeValue(resource, path);
      return write(resource, path, changed({ ...operation, target }, before, leniencies));
    }
    default:
      return target satisfies never;
  }
}

function changed(
  operation: AttributeOperation,
  before: Value | undefined,
  leniencies: Leniencies,
): Value | undefined {
  const { multiValued, type } = operation.target.path.attribute;
  if (!multiValued && type !== 'complex') return operation.op === 'remove' ? undefined : operation.value;
  const elements = before === undefined ? [] : Array.isArray(before) ? before : [before as Complex];
  const after: readonly (Scalar | Complex)[] = changedElements(operation, elements, leniencies);
  if (after.length === 0) return undefined;
  return multiValued ? (after as Value) : after[0];
}

/** Writes the value of a whole attribute, if that is allowed (§3.5.2.2, RFC 7643 §7). */
function write(resource: Resource, path: AttributePath, value: Value | undefined): Resource {
  const before = attributeValue(resource, path);
  if (value === before) return resource;
  if (value === undefined && path.attribute.required) {
    throw mutability(`"${pathName(path)}" is required and cannot be removed. Replace it instead.`);
  }
  refuseChange(path, path.attribute, before, value);
  return assign(resource, path, value);
}

function withoutExtension(resource: Resource, schema: Schema): Resource {
  return schema.attributes.reduce(
    (current, attribute) => write(current, { extension: schema.id, attribute }, undefined),
    resource,
  );
}
