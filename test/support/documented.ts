// Holds every answer that a test gets from the management API to the API's own document: the status is one that the
// route has, its headers are there, the body is as the schema says; and what was accepted is a body that it allows.

import { env } from 'cloudflare:workers';
import type { Schema, Validator } from '@cfworker/json-schema';
import worker from '../../src/worker.ts';
import { type ApiDocument, type DocumentedAnswer, operationsOf, validatorOf } from './api-document.ts';
import type { Answer } from './tenant.ts';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}

/** `operationId status` of each answer so far. */
export const answered = new Set<string>();

/** Throws where the document says otherwise. */
export async function holdToDocument({ method, url, body }: Asked, answer: Answer): Promise<void> {
  const [, path] = /^https?:\/\/[^/]+\/api\/v1(\/[^?]*)/.exec(url) ?? [];
  if (path === undefined || method === 'HEAD') return;
  known ??= read();
  const { document, operations } = await known;
  const operation = operations.find((one) => one.method === method && one.pattern.test(path));
  const { status } = answer;
  if (!operation) {
    if ([401, 403, 404].includes(status)) return;
    throw new Error(`${method} ${path} answers ${status}, and is not documented.`);
  }
  const { operationId, responses, requestBody } = operation;
  const name = `${operationId} ${status}`;
  answered.add(name);
  const documented = responses[status];
  if (!documented) throw new Error(`${name} is not documented.`);
  const { headers, content = {} } = '$ref' in documented ? refusal(document, status) : documented;
  const missing = Object.keys(headers).filter((header) => !answer.headers.has(header));
  if (missing.length > 0) throw new Error(`${name} lacks ${missing.join(', ')}.`);
  const type = answer.headers.get('content-type');
  const schema = content[type ?? '']?.schema;
  if (schema) check(document, name, schema, answer.body);
  else if (type !== null || Object.keys(content).length > 0) throw new Error(`${name} is of type ${type}.`);
  const taken = requestBody?.content['application/json']?.schema;
  if (taken && status < 300 && isObject(body)) check(document, `${operationId} body`, taken, body);
}

let known: ReturnType<typeof read> | undefined;

async function read() {
  const document = await readDocument();
  const operations = operationsOf(document).map((operation) => ({
    ...operation,
    pattern: new RegExp(`^${operation.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return { document, operations };
}

async function readDocument(): Promise<ApiDocument> {
  const request = new Request('http://rollcall.test/api/v1/openapi.json', {
    headers: { Authorization: `Bearer ${env.ADMIN_KEY}` },
  });
  const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], env);
  return response.json();
}

function refusal(document: ApiDocument, status: number): DocumentedAnswer {
  const documented = document.components.responses[status];
  if (!documented) throw new Error(`The document has no refusal by ${status}.`);
  return documented;
}

const validators = new Map<string, Validator>();

function check(document: ApiDocument, name: string, schema: Schema, value: unknown): void {
  const validator = validators.get(name) ?? validatorOf(document, schema);
  validators.set(name, validator);
  const { errors } = validator.validate(value);
  const reasons = errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
  if (reasons.length > 0) throw new Error(`${name} is not as documented. ${reasons.join(' ')}`);
}

/** A test may send bytes, text, or a stream as well. */
const isObject = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
