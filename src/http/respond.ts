// Answers of the protocol: SCIM JSON with its headers (RFC 7644 §3.8, §3.14).

import { entityTag } from '../directory/condition.ts';
import { type ErrorFacts, errorBody } from '../scim/error.ts';
import type { JsonObject } from '../scim/resource/value.ts';

const mediaType = 'application/scim+json; charset=utf-8';

/** Where the answer's resource is and which version of it was answered. */
export interface Identity {
  readonly location: string;
  readonly version: number;
}

export function respond(status: number, body: JsonObject, identity?: Identity): Response {
  return withText(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': mediaType, ...identityHeaders(status, identity) },
  });
}

/** The body of an answer that was made whole; undefined for one that is sent in pieces. */
export function textOf(response: Response): string | undefined {
  return texts.get(response) ?? (response.body === null ? '' : undefined);
}

/** Beside the answers, which can be read only once. */
const texts = new WeakMap<Response, string>();

function withText(text: string, init: ResponseInit): Response {
  const response = new Response(text, init);
  texts.set(response, text);
  return response;
}

/**
 * The same in pieces, each fetched when the client has room for it. An error behind the first one ends the answer in
 * the middle, where no JSON ends: it cannot be told otherwise any more.
 */
export function respondInPieces(
  status: number,
  pieces: AsyncIterable<string>,
  identity?: Identity,
): Response {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, {
    status,
    headers: { 'Content-Type': mediaType, ...identityHeaders(status, identity) },
  });
}

/** 204 and 304. */
export function respondEmpty(status: 204 | 304, identity?: Identity): Response {
  return new Response(null, { status, headers: identityHeaders(status, identity) });
}

export function respondError(facts: ErrorFacts): Response {
  return withText(JSON.stringify(errorBody(facts)), {
    status: facts.status,
    headers: { 'Content-Type': mediaType, ...facts.headers },
  });
}

function identityHeaders(status: number, identity: Identity | undefined): Record<string, string> {
  if (!identity) return {};
  const { location, version } = identity;
  return {
    ETag: entityTag(version),
    ...(status !== 304 && { Location: location }),
    ...(status === 200 && { 'Content-Location': location }),
  };
}
