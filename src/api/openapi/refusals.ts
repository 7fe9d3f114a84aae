// What the API refuses, as components of its document: problem details by status, and which of them an endpoint can
// answer by what it takes. Those that are its own it names itself (`Operation.refusals`).

import type { Endpoint } from './endpoints.ts';
import { header } from './headers.ts';
import type { Json } from './schemas.ts';

const usual: Readonly<Record<number, string>> = {
  400: 'The body cannot be read as JSON.',
  401: "Neither the deployment's ADMIN_KEY nor a living API key was sent.",
  403: 'The API key lacks the scope, or is for one tenant only.',
  404: 'There is no such tenant, or nothing of that id.',
  412: 'It has changed since it was read. Nothing was changed.',
  413: 'The body is too large.',
  415: 'The body is no JSON by its Content-Type, or encoded otherwise than by gzip.',
  422: 'Values are not valid; "errors" points at each. Nothing was changed.',
  503: 'It could not be carried out at the moment. Nothing was changed.',
};

/** The endpoint's refusals by status. */
export function refusalsOf({ path, operation, query, body, isConditional }: Endpoint): Json {
  const statuses = [
    ...(body ? [400, 413, 415] : []),
    ...(body || query ? [422] : []),
    ...(path.includes('{') ? [404] : []),
    ...(isConditional ? [412] : []),
    ...[401, 403, 503],
  ];
  const own = Object.entries(operation.refusals ?? {}).map(([status, meaning]) => [
    status,
    refusal(Number(status), meaning),
  ]);
  return {
    ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }])),
    ...Object.fromEntries(own),
  };
}

export const refusals: Json = Object.fromEntries(
  Object.entries(usual).map(([status, meaning]) => [status, refusal(Number(status), meaning)]),
);

function refusal(status: number, description: string): Json {
  return {
    description,
    headers: {
      ...header('X-Request-Id'),
      ...(status === 401 && header('WWW-Authenticate')),
      ...(status === 503 && header('Retry-After')),
    },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
