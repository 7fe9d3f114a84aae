// The frame of a PATCH request (RFC 7644 §3.5.2): `schemas`, `Operations` and, in each of them, `op`, `path` and
// `value`. What they mean for a resource is `operations.ts`'s. Keys are matched in any case, as all attribute
// names are; other keys, such as the `id` and `name` of Microsoft's collection, are passed over.

import { invalidPath, invalidSyntax, invalidValue, noTarget } from '../error.ts';
import type { Leniencies } from '../leniency.ts';
import { maxPatchOperations } from '../limits.ts';
import { checkDepth } from '../resource/depth.ts';
import { describe } from '../resource/describe.ts';
import { isObject } from '../resource/value.ts';

export const patchOpUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const ops = ['add', 'replace', 'remove'] as const;
export type Op = (typeof ops)[number];

/** One operation as it was sent. `value` is undefined when there is none; a `remove` always has a path. */
export interface SentOperation {
  readonly op: Op;
  readonly path?: string;
  readonly value: unknown;
}

/**
 * Reads the message. Throws 400 `invalidSyntax` (no PATCH message, unknown `op`), `invalidValue` (no `value` where
 * one is needed, too many operations), `noTarget` (remove without `path`) or `invalidPath` (an empty one).
 */
export function readMessage(body: unknown, leniencies: Leniencies): readonly SentOperation[] {
  checkDepth(body);
  if (!isObject(body)) throw invalidSyntax(`The body must be a PATCH message; it is ${describe(body)}.`);
  const message = fields(body, ['schemas', 'operations']);
  checkSchemas(message.get('schemas'), leniencies);
  const sent = message.get('operations');
  if (!Array.isArray(sent) || sent.length === 0) {
    throw invalidSyntax('A PATCH needs "Operations": a list of at least one operation.');
  }
  // Not `tooMany`: RFC 7644 Table 9 keeps that for results; and not 413, whose subject is the size in bytes.
  if (sent.length > maxPatchOperations) {
    throw invalidValue(
      `The PATCH has ${sent.length} operations; ${maxPatchOperations} are allowed. Send them in several requests.`,
    );
  }
  return sent.map((operation) => readOperation(operation, leniencies));
}

function checkSchemas(schemas: unknown, leniencies: Leniencies): void {
  const isMissing = schemas === undefined || schemas === null;
  if (isMissing && leniencies.has('patchWithoutSchemas')) return;
  const urns: readonly unknown[] = Array.isArray(schemas) ? schemas : [];
  if (urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === patchOpUrn.toLowerCase())) return;
  throw invalidSyntax(`"schemas" of a PATCH must be ["${patchOpUrn}"].`);
}

function readOperation(sent: unknown, leniencies: Leniencies): SentOperation {
  if (!isObject(sent)) throw invalidSyntax(`An operation must be an object; got ${describe(sent)}.`);
  const operation = fields(sent, ['op', 'path', 'value']);
  const op = readOp(operation.get('op'), leniencies);
  const path = operation.get('path') ?? undefined;
  const value = operation.get('value');
  if (path !== undefined && typeof path !== 'string') {
    throw invalidPath(`"path" must be a string; got ${describe(path)}.`);
  }
  if (path?.trim() === '') throw invalidPath('"path" is empty. Leave it out, or name an attribute.');
  if (op === 'remove' && path === undefined)
    throw noTarget('A remove needs a "path": what is to be removed.');
  if (op !== 'remove' && value === undefined) {
    throw invalidValue(`${op === 'add' ? 'An add' : 'A replace'} needs a "value"; to clear one, send null.`);
  }
  return { op, value, ...(path !== undefined && { path }) };
}

function readOp(sent: unknown, leniencies: Leniencies): Op {
  const word = typeof sent === 'string' && leniencies.has('anyCaseOperations') ? sent.toLowerCase() : sent;
  const op = ops.find((candidate) => candidate === word);
  if (op) return op;
  const got = sent === undefined ? 'there is none' : `got ${describe(sent)}`;
  throw invalidSyntax(`"op" must be add, replace or remove; ${got}.`);
}

/** The values of the named keys (lower case), whatever the case in which they were sent. */
function fields(
  object: Readonly<Record<string, unknown>>,
  names: readonly string[],
): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    const name = key.toLowerCase();
    if (!names.includes(name)) continue;
    if (found.has(name)) throw invalidSyntax(`"${key}" is given twice; names are compared without case.`);
    found.set(name, value);
  }
  return found;
}
