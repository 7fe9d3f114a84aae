// The messages of a bulk request (RFC 7644 §3.7): its operations as they were sent, each checked for itself, and
// the references among them (`bulkId:…`, §3.7.2). What an operation does is not decided here.

import { invalidSyntax, invalidValue, payloadTooLarge, quoted, ScimError } from '../error.ts';
import { maxBulkOperations } from '../limits.ts';
import { describe } from '../resource/describe.ts';
import { isObject } from '../resource/value.ts';
import type { StoredType } from '../schema/resource-type.ts';

export const bulkRequestUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const bulkResponseUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type BulkMethod = (typeof methods)[number];

export interface BulkOperation {
  readonly method: BulkMethod;
  readonly type: StoredType;
  /** Of an existing resource, or `bulkId:…`; absent for POST. */
  readonly id?: string;
  readonly bulkId?: string;
  /** The entity tag that the resource must have. */
  readonly version?: string;
  readonly data: unknown;
}

/** One operation, or why it cannot be carried out, with what of it can be echoed. */
export type SentBulkOperation =
  | { readonly kind: 'operation'; readonly operation: BulkOperation }
  | {
      readonly kind: 'refused';
      readonly error: ScimError;
      readonly method?: BulkMethod;
      readonly bulkId?: string;
    };

export interface BulkRequest {
  readonly operations: readonly SentBulkOperation[];
  /** Stop when so many operations have failed; Infinity when the client sets no bound. */
  readonly failOnErrors: number;
}

/** Throws 400 `invalidSyntax` or `invalidValue` for no such message, 413 for too many operations. */
export function readBulkRequest(types: readonly StoredType[], body: unknown): BulkRequest {
  if (!isObject(body)) throw invalidSyntax(`The body must be a BulkRequest; it is ${describe(body)}.`);
  const message = lowerNames(body);
  const schemas = message.get('schemas');
  const isNamed =
    Array.isArray(schemas) &&
    schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === bulkRequestUrn.toLowerCase());
  if (!isNamed) throw invalidSyntax(`"schemas" of a bulk request must be ["${bulkRequestUrn}"].`);
  const sent = message.get('operations');
  if (!Array.isArray(sent) || sent.length === 0) {
    throw invalidSyntax('A bulk request needs "Operations": a list of at least one operation.');
  }
  if (sent.length > maxBulkOperations) throw tooManyOperations(sent.length);
  const seen = new Set<string>();
  return {
    operations: sent.map((operation) => readOperation(types, operation, seen)),
    failOnErrors: readFailOnErrors(message.get('failonerrors')),
  };
}

const reference = /^bulkId:(.+)$/is;

/** The bulkId that a text refers to; undefined when it is no reference. */
export function bulkIdIn(text: string): string | undefined {
  return reference.exec(text)?.[1];
}

/** Every bulkId that a value refers to, also inside the quotes of PATCH paths. */
export function bulkIdsIn(data: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  withBulkIds(data, (bulkId) => {
    found.add(bulkId);
    return undefined;
  });
  return found;
}

/** The value with each reference replaced by the id that `idOf` gives; left as it is where that is undefined. */
export function withBulkIds(data: unknown, idOf: (bulkId: string) => string | undefined): unknown {
  if (typeof data === 'string') {
    const bulkId = bulkIdIn(data);
    if (bulkId !== undefined) return idOf(bulkId) ?? data;
    return data.replace(/"bulkId:([^"]+)"/gi, (whole, quotedId: string) => {
      const id = idOf(quotedId);
      return id === undefined ? whole : `"${id}"`;
    });
  }
  if (Array.isArray(data)) return data.map((item) => withBulkIds(item, idOf));
  if (!isObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withBulkIds(value, idOf)]));
}

function readOperation(types: readonly StoredType[], sent: unknown, seen: Set<string>): SentBulkOperation {
  if (!isObject(sent)) {
    const error = invalidSyntax(`An operation must be an object; got ${describe(sent)}.`);
    return { kind: 'refused', error };
  }
  const fields = lowerNames(sent);
  const word = fields.get('method');
  const method = methods.find((known) => typeof word === 'string' && known === word.toUpperCase());
  const bulkId = fields.get('bulkid');
  const echo = { ...(method && { method }), ...(typeof bulkId === 'string' && { bulkId }) };
  try {
    if (!method) throw invalidSyntax(`"method" must be POST, PUT, PATCH or DELETE; got ${describe(word)}.`);
    if (method === 'POST') claim(bulkId, seen);
    const { type, id } = readPath(types, method, fields.get('path'));
    const version = fields.get('version');
    const data = fields.get('data');
    if (method !== 'DELETE' && data === undefined) throw invalidSyntax(`${method} needs "data".`);
    const operation: BulkOperation = {
      ...echo,
      method,
      type,
      data,
      ...(id !== undefined && { id }),
      ...(typeof version === 'string' && { version }),
    };
    return { kind: 'operation', operation };
  } catch (error) {
    if (error instanceof ScimError) return { kind: 'refused', error, ...echo };
    throw error;
  }
}

/** RFC 7644 §3.7: required for POST, unique within the request. */
function claim(bulkId: unknown, seen: Set<string>): void {
  if (typeof bulkId !== 'string' || bulkId === '') throw invalidSyntax('POST needs a "bulkId".');
  if (seen.has(bulkId)) throw invalidValue(`The bulkId "${quoted(bulkId)}" is given twice.`);
  seen.add(bulkId);
}

function readPath(types: readonly StoredType[], method: BulkMethod, path: unknown) {
  const [, endpoint = '', id] = (typeof path === 'string' && /^(\/[^/]+)(?:\/([^/?#]+))?$/.exec(path)) || [];
  const type = types.find((candidate) => candidate.endpoint.toLowerCase() === endpoint.toLowerCase());
  const endpoints = types.map((candidate) => candidate.endpoint).join(' or ');
  if (!type) throw invalidSyntax(`"path" must begin with ${endpoints}; got ${describe(path)}.`);
  if (method === 'POST' && id === undefined) return { type };
  if (method !== 'POST' && id !== undefined) return { type, id };
  throw invalidSyntax(
    `"path" of ${method} must be ${method === 'POST' ? endpoints : `${type.endpoint}/{id}`}; got ${describe(path)}.`,
  );
}

function readFailOnErrors(value: unknown): number {
  if (value === undefined || value === null) return Number.POSITIVE_INFINITY;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw invalidValue(`"failOnErrors" must be a whole number from 1 on; got ${describe(value)}.`);
}

function lowerNames(object: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
}

function tooManyOperations(count: number): ScimError {
  const { facts } = payloadTooLarge(0);
  return new ScimError({
    ...facts,
    detail: `The bulk request has ${count} operations; ${maxBulkOperations} are allowed (maxOperations). Send them in several requests.`,
  });
}
