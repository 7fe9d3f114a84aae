// Routes as Hono knows them, an entry for each middleware and handler, gathered to one endpoint for each path and
// method, with all that its middleware say of it.

import type { RouterRoute } from 'hono/types';
import { type Operation, type Part, saidBy } from '../operation.ts';

export interface Endpoint extends Omit<Part, 'operation'> {
  /** Below `/api/v1`, as OpenAPI writes it: `/tenants/{slug}`. */
  readonly path: string;
  /** In small letters. */
  readonly method: string;
  /** Whether it honours `If-Match`. */
  readonly isConditional: boolean;
  readonly operation: Operation;
}

/** In the order in which they are registered. Errors: `Error` where one does not describe itself. */
export function endpointsOf(routes: readonly RouterRoute[]): readonly Endpoint[] {
  const own = routes.filter(({ method }) => method !== everyMethod);
  const groups = Map.groupBy(own, ({ method, path }) => `${method} ${path}`);
  const endpoints = [...groups].map(([name, entries]) => {
    const [{ method, path } = { method: '', path: '' }] = entries;
    const said = [...standingBefore(routes, path), ...entries].map(({ handler }) => saidBy(handler));
    const { operation, ...parts }: Part = Object.assign({}, ...said);
    if (!operation) throw new Error(`The route ${name} does not describe itself.`);
    return {
      ...parts,
      operation,
      path: path.replace(/^\/api\/v1/, '').replace(/:(\w+)/g, '{$1}'),
      method: method.toLowerCase(),
      isConditional: Boolean(operation.hasEntityTag) && method !== 'GET',
    };
  });
  const ids = new Set(endpoints.map(({ operation }) => operation.id));
  if (ids.size < endpoints.length) throw new Error('Two routes describe themselves by the same id.');
  return endpoints;
}

const everyMethod = 'ALL';

/** Middleware of a whole folder of routes, such as `/api/v1/api-keys/*`. */
const standingBefore = (routes: readonly RouterRoute[], path: string) =>
  routes.filter(
    ({ method, path: folder }) =>
      method === everyMethod && folder.endsWith('/*') && `${path}/`.startsWith(folder.slice(0, -1)),
  );
