// The document of the management API as its readers see it: as far as tests look into it, and as a validator.

import { type Schema, Validator } from '@cfworker/json-schema';

export interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, DocumentedAnswer>>;
  };
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, DocumentedAnswer | { readonly $ref: string }>>;
}

export interface DocumentedAnswer {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** Of a schema in the document, with the components that it refers to. */
export function validatorOf({ components: { schemas } }: ApiDocument, schema: Schema): Validator {
  return new Validator({ ...schema, components: { schemas } }, '2020-12');
}

export interface EveryOperation extends DocumentedOperation {
  readonly path: string;
  /** In capitals. */
  readonly method: string;
}

export function operationsOf({ paths }: ApiDocument): readonly EveryOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, facts]) => ({ ...facts, path, method: method.toUpperCase() })),
  );
}
