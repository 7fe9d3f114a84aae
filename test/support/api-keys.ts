// An API key and the management API as its holder sees it.

import { type Answer, api, origin, send } from './tenant.ts';

export interface TestKey {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly request: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
}

let made = 0;

/** Makes a key with these scopes, of the whole deployment or of the tenant with that slug. */
export async function newApiKey(scopes: readonly ('read' | 'write')[], tenant?: string): Promise<TestKey> {
  const name = `Key ${++made}`;
  const { body } = await api('POST', '/api-keys', { name, scopes, ...(tenant && { tenant }) });
  const { id, key } = body;
  return { id, name, key, request: (...given) => withKey(key, ...given) };
}

/** A request to the management API with anything for a key. */
export function withKey(
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  return send(method, `${origin}/api/v1${path}`, body, {
    Authorization: `Bearer ${key}`,
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...headers,
  });
}
