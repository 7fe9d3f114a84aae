// The API's document (OpenAPI 3.1), from the routes as they are registered and what their middleware say of them. Its
// schemas are the ones that validate, as far as JSON Schema can say it: of one value, not of several together.

import type { RouterRoute } from 'hono/types';
import { problemSchema } from '../problem.ts';
import { endpointsOf } from './endpoints.ts';
import { headers } from './headers.ts';
import { operationOf, schemasOf } from './operations.ts';
import { refusals } from './refusals.ts';
import { type Json, jsonSchemas } from './schemas.ts';

const description =
  "Rollcall for the vendor's backend: tenants, their settings and tokens, and what became of their users and groups. " +
  'JSON in camelCase; moments are ISO 8601 in UTC. Lists are read page by page: "nextCursor" of one page is the ' +
  '"cursor" of the next, and null on the last.';

const securitySchemes: Json = {
  adminKey: {
    type: 'http',
    scheme: 'bearer',
    description: "The deployment's ADMIN_KEY. It may do everything.",
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A living API key that has the scope. "read" is for what reads and "write" for what changes; neither includes ' +
      'the other. A key of one tenant reaches this document and what is below its /tenants/{slug}; it cannot change ' +
      'the tenant itself.',
  },
};

/** Errors: `Error` for a route that does not describe itself, or does so as another one does. */
export function documentOf(routes: readonly RouterRoute[]): Json {
  const endpoints = endpointsOf(routes);
  const { asked, answered } = schemasOf(endpoints);
  const inputs = jsonSchemas(asked, 'input');
  const outputs = jsonSchemas({ ...answered, problem: problemSchema }, 'output');
  const schemas = { ...inputs.schemas, ...outputs.schemas };
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Rollcall', version: '1', description },
    // Of whatever origin the document was read from.
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: { ...inputs.components, ...outputs.components },
      responses: refusals,
      headers,
      securitySchemes,
    },
  };
}
