// One endpoint as OpenAPI describes it: its parameters, its body, its answers, and who may call it. What is refused is
// `refusals`'.

import { neededScope } from '../authority.ts';
import type { Endpoint } from './endpoints.ts';
import { header } from './headers.ts';
import { refusalsOf } from './refusals.ts';
import type { Json, Schemas } from './schemas.ts';

/** The schemas of all endpoints, each under a name: those of what is asked for, and those of what is answered. */
export function schemasOf(endpoints: readonly Endpoint[]): {
  readonly asked: Schemas;
  readonly answered: Schemas;
} {
  const asked = endpoints.flatMap(({ operation: { id }, query, body }) => [
    ...(query ? [[`${id} query`, query] as const] : []),
    ...(body ? [[`${id} body`, body] as const] : []),
  ]);
  const answered = endpoints.flatMap(({ operation: { id, answers } }) =>
    Object.entries(answers).flatMap(([status, schema]) =>
      schema ? [[`${id} ${status}`, schema] as const] : [],
    ),
  );
  return { asked: Object.fromEntries(asked), answered: Object.fromEntries(answered) };
}

/** `schemas`: those of `schemasOf` as JSON Schema. */
export function operationOf(endpoint: Endpoint, schemas: Readonly<Record<string, Json>>): Json {
  const { path, method, onlyAdmin, isConditional, body, operation } = endpoint;
  const { id, summary, description, answers, hasEntityTag } = operation;
  const parameters = [
    ...pathParameters(path),
    ...queryParameters(schemas[`${id} query`]),
    ...(isConditional ? [ifMatch] : []),
  ];
  const mediaTypes = ['application/json', ...(body && 'mergePatchOf' in body ? [mergePatchType] : [])];
  const content = (types: readonly string[], schema: Json | undefined) =>
    Object.fromEntries(types.map((type) => [type, { schema }]));
  const answer = ([status, schema]: [string, unknown]) => [
    status,
    {
      description: summary,
      headers: { ...header('X-Request-Id'), ...(hasEntityTag && header('ETag')) },
      ...(schema !== null && { content: content(['application/json'], schemas[`${id} ${status}`]) }),
    },
  ];
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [tagOf(path)],
    security: [{ adminKey: [] }, ...(onlyAdmin ? [] : [{ apiKey: [neededScope(method.toUpperCase())] }])],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: content(mediaTypes, schemas[`${id} body`]) } }),
    responses: { ...Object.fromEntries(Object.entries(answers).map(answer)), ...refusalsOf(endpoint) },
  };
}

const mergePatchType = 'application/merge-patch+json';

const ifMatch: Json = {
  name: 'If-Match',
  in: 'header',
  description: 'Only where the present version has one of these entity tags.',
  schema: { type: 'string' },
};

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(schema: Json = {}): readonly Json[] {
  const { properties = {}, required = [] } = schema as {
    readonly properties?: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: 'query',
    ...(required.includes(name) && { required: true }),
    ...(description !== undefined && { description }),
    schema: property,
  }));
}

/** What is a tenant's is sorted by its own name. */
function tagOf(path: string): string {
  const [, folder = '', , below] = path.split('/');
  return folder === 'tenants' && below !== undefined ? below : folder.replace('.json', '');
}
