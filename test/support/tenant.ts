// A tenant with a token, and its SCIM surface and the management API as black boxes over `fetch`.

import { env } from 'cloudflare:workers';
import worker from '../../src/worker.ts';
import { holdToDocument } from './documented.ts';

export const origin = 'http://rollcall.test';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `{}` when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a black box answers anything
  readonly body: any;
}

export interface TestTenant {
  readonly slug: string;
  readonly token: string;
  readonly tokenId: string;
  readonly baseUrl: string;
  /** A request below the tenant's base URL, with its token and JSON as Okta sends it. */
  scim(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

let made = 0;

/** Makes a tenant of its own for a test: of that blueprint, or with the default settings. */
export async function newTenant(blueprint?: string): Promise<TestTenant> {
  const slug = `tenant-${++made}-${crypto.randomUUID().slice(0, 8)}`;
  await api('POST', '/tenants', { slug, name: `Tenant ${made}`, ...(blueprint && { blueprint }) });
  const { body } = await api('POST', `/tenants/${slug}/tokens`, { name: 'Okta' });
  const baseUrl = `${origin}/t/${slug}/scim/v2`;
  return {
    slug,
    token: body.token,
    tokenId: body.id,
    baseUrl,
    scim: (method, path, requestBody, headers) =>
      send(method, `${baseUrl}${path}`, requestBody, {
        Authorization: `Bearer ${body.token}`,
        ...(requestBody !== undefined && { 'Content-Type': 'application/scim+json' }),
        ...headers,
      }),
  };
}

/** A request to the management API with the admin key. */
export function api(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  return send(method, `${origin}/api/v1${path}`, body, {
    Authorization: `Bearer ${env.ADMIN_KEY}`,
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...headers,
  });
}

type Incoming = Parameters<typeof worker.fetch>[0];

/**
 * Any request; a body that is no string is sent as JSON. It goes straight to the Worker's handler: the test pool's
 * own `exports.default` wraps one more proxy around the Worker with each call, and slows down with it.
 */
export async function send(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
  const request = new Request(url, {
    method,
    headers,
    ...(body !== undefined && { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const response = await worker.fetch(request as Incoming, env);
  const answer = await answerOf(response);
  await holdToDocument({ method, url, body }, answer);
  return answer;
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /[/+]json(?:;|$)/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : {},
  };
}
