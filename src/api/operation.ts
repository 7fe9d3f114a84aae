// What a route says of itself for the document of the API (`openapi/`), first in the route's own lines. The rest is
// said by the middleware that sees to it: what a query or a body may be by `validate`, who may ask by `authority`.

import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';

export interface Operation {
  /** Of its own; clients that are made from the document name their functions by it. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** What is answered when all is well, by status; null: nothing but the status. Its input is what JSON holds. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** What a refusal means here, by status: those that only this route makes, and those that mean more than usual. */
  readonly refusals?: Readonly<Record<number, string>>;
  /** The answer has an `ETag`; a change asks `If-Match` before it happens, and is 412 where that names another. */
  readonly hasEntityTag?: true;
}

/** A JSON merge patch of what the schema checks once it is merged. */
export interface MergePatch {
  /** Its name in the document. */
  readonly id: string;
  readonly mergePatchOf: z.ZodType;
}

/** What one middleware knows about the requests that pass it. */
export interface Part {
  readonly operation?: Operation;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType | MergePatch;
  /** Nobody but the holder of ADMIN_KEY passes. */
  readonly onlyAdmin?: true;
}

/** Describes the route that it stands in; a route without one has no place in the document, which is an error. */
export const operation = (facts: Operation): MiddlewareHandler =>
  saying({ operation: facts }, (_context, next) => next());

const parts = new WeakMap<object, Part>();

/** The same middleware, known for what it says about its routes. */
export function saying<T extends object>(part: Part, middleware: T): T {
  parts.set(middleware, part);
  return middleware;
}

export const saidBy = (middleware: object): Part => parts.get(middleware) ?? {};
