// A PATCH request as a list of operations, each with its target and its typed value (RFC 7644 §3.5.2). An operation
// without path, or on a whole extension, becomes one for each attribute of its value. What can be refused without
// knowing the resource is refused here; the rest is `apply.ts`'s. A group's `members` come out like all others.

import { invalidValue, mutability, type ScimError } from '../error.ts';
import { bindTarget, type Target } from '../filter/bind.ts';
import { parsePath } from '../filter/parse.ts';
import type { Leniencies } from '../leniency.ts';
import { describe, named } from '../resource/describe.ts';
import { readKeys } from '../resource/keys.ts';
import { isMembers } from '../resource/members.ts';
import type { Ignore } from '../resource/read-complex.ts';
import { type Complex, isObject, type Value } from '../resource/value.ts';
import type { Schema } from '../schema/attribute.ts';
import { type AttributePath, pathName, resolvePath, resolveSchema } from '../schema/path.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { readAssignment } from './assignment.ts';
import { checkEffort } from './effort.ts';
import { type Op, readMessage } from './message.ts';
import { templateOf } from './template.ts';

export interface Operation {
  readonly op: Op;
  readonly target: Target;
  /**
   * Typed. Of an add or replace what to assign, never empty: a scalar, a list, or the sub-attributes of one complex
   * value. Of a remove the elements listed to be removed, possibly none; a remove without value removes the target.
   */
  readonly value?: Value;
  /** Sub-attributes that the complex `value` mentions as unassigned. */
  readonly cleared?: readonly string[];
  /** The element that the target's filter describes, when it describes one. */
  readonly template?: Complex;
}

/** Whether the operation is on the members of a group, which the caller applies to their rows. */
export function isMembersOperation({ target }: Operation): boolean {
  return target.kind === 'attribute' && isMembers(target.path);
}

/**
 * Reads a PATCH request; `ignore` is told the names that no schema declares. Operations that cannot change anything
 * (a password, `schemas`, an addition of nothing) are left out, so that the list may be empty. Throws 400
 * `invalidSyntax`, `invalidPath`, `invalidFilter`, `invalidValue`, `noTarget` or `mutability`.
 */
export function readPatch(
  type: ResourceType,
  body: unknown,
  leniencies: Leniencies,
  ignore: Ignore = () => {},
): readonly Operation[] {
  const context: Context = { type, leniencies, ignore };
  const operations = readMessage(body, leniencies).flatMap(({ op, path, value }) =>
    path === undefined ? withoutPath(context, op, value) : withPath(context, op, path, value),
  );
  checkEffort(operations);
  return operations;
}

interface Context {
  readonly type: ResourceType;
  readonly leniencies: Leniencies;
  readonly ignore: Ignore;
}

function withPath(context: Context, op: Op, text: string, value: unknown): readonly Operation[] {
  const { type, leniencies, ignore } = context;
  const expression = parsePath(text, leniencies);
  const isWhole = !expression.filter && expression.subAttribute === undefined;
  const schema = isWhole ? resolveSchema(type, expression.name) : undefined;
  if (schema) return onSchema(context, op, schema, value);
  const target = bindTarget(type, expression, leniencies);
  if (target.kind === 'extension') return onSchema(context, op, target.schema, value);
  if (isReadOnly(target.path)) throw readOnly(target.path);
  const mayCreate = op !== 'remove' && expression.filter;
  const template = mayCreate ? templateOf(target.path, mayCreate, leniencies) : undefined;
  return readAssignment({ op, target, ...(template && { template }) }, value, leniencies, ignore);
}

/** RFC 7644 §3.5.2.1, §3.5.2.3: the value is then "a set of attributes". */
function withoutPath(context: Context, op: Op, value: unknown): readonly Operation[] {
  if (isObject(value)) return onAttributes(context, op, value);
  const rule = 'Without "path" the "value" must be an object of attributes';
  throw invalidValue(`${rule}; got ${describe(value)}.`, `${rule}.`);
}

/** A whole extension is treated as a complex attribute: what its value does not mention stays. */
function onSchema(context: Context, op: Op, schema: Schema, value: unknown): readonly Operation[] {
  if (op !== 'remove') return onAttributes(context, op, { [schema.id]: value });
  if (schema === context.type.schema) {
    throw mutability(`The attributes of "${schema.id}" cannot all be removed; name those that are to go.`);
  }
  return [{ op, target: { kind: 'extension', schema } }];
}

function onAttributes(
  context: Context,
  op: Op,
  object: Readonly<Record<string, unknown>>,
): readonly Operation[] {
  const { type, leniencies, ignore } = context;
  const isValuePath = (key: string) => leniencies.has('pathKeys') && key.includes('[');
  const entries = Object.entries(object);
  const keys = readKeys(type, Object.fromEntries(entries.filter(([key]) => !isValuePath(key))), leniencies);
  for (const name of keys.ignored) ignore(name);

  const byAttribute = keys.entries.flatMap(({ path, value }) => {
    if (isReadOnly(path) && leniencies.has('readOnlyInValue')) return [];
    if (isReadOnly(path)) throw readOnly(path);
    return readAssignment({ op, target: { kind: 'attribute', path } }, value, leniencies, ignore);
  });
  // To add nothing to an extension is to change nothing.
  const emptied = op === 'replace' ? keys.emptied : [];
  const removals = emptied.map(
    (schema): Operation => ({ op: 'remove', target: { kind: 'extension', schema } }),
  );
  const byValuePath = entries
    .filter(([key]) => isValuePath(key))
    .flatMap(([key, value]) => {
      const path = resolvePath(type, key.slice(0, key.indexOf('[')));
      if (!path) ignore(named(key));
      const isPassedOver = !path || (isReadOnly(path) && leniencies.has('readOnlyInValue'));
      return isPassedOver ? [] : withPath(context, op, key, value);
    });
  return [...removals, ...byAttribute, ...byValuePath];
}

function isReadOnly({ attribute, subAttribute }: AttributePath): boolean {
  return attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly';
}

function readOnly(path: AttributePath): ScimError {
  return mutability(`"${pathName(path)}" is set by the server and cannot be changed.`);
}
