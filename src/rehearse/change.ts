// The two ways to change a resource, as clients do it, and the proof that it happened: whatever the answer says,
// the resource is read again afterwards. 204 is as good as 200 for a PATCH (RFC 7644 §3.5.2).

import { idOf, succeeded } from './answer.ts';
import type { Collection } from './client.ts';
import { type Expectation, expect } from './expect.ts';
import { isObject, type JsonObject } from './json.ts';
import { created, exactly, list, resource } from './message.ts';
import type { Stage } from './stage.ts';
import { PATCH_OP } from './urns.ts';

/** POSTs a resource and keeps its id under the name `what`. */
export async function create(
  stage: Stage,
  what: string,
  collection: Collection,
  body: JsonObject,
  ...expected: readonly Expectation[]
): Promise<void> {
  const answer = await stage.send('POST', collection, body);
  const id = succeeded(answer) ? idOf(answer) : undefined;
  // Kept even if the answer has flaws: later steps then show what else works.
  if (id !== undefined) stage.keep(what, [id]);
  expect(answer, [201], created(typeOf(collection)), ...expected);
}

/** Reads one resource whole. */
export async function read(
  stage: Stage,
  collection: Collection,
  id: string,
  ...expected: readonly Expectation[]
): Promise<JsonObject> {
  const answer = await stage.send('GET', pathOf(collection, id));
  expect(answer, [200], resource(typeOf(collection), id), ...expected);
  return isObject(answer.body) ? answer.body : {};
}

/** Reads the resource, overwrites some of what the server itself showed, PUTs all of it back, and reads it again. */
export async function putBack(
  stage: Stage,
  collection: Collection,
  id: string,
  overwrite: (shown: JsonObject) => JsonObject,
  ...expected: readonly Expectation[]
): Promise<void> {
  const shown = await read(stage, collection, id);
  const answer = await stage.send('PUT', pathOf(collection, id), { ...shown, ...overwrite(shown) });
  expect(answer, [200], resource(typeOf(collection), id));
  await read(stage, collection, id, ...expected);
}

/** PATCHes the resource and reads it again. */
export async function patch(
  stage: Stage,
  collection: Collection,
  id: string,
  operations: readonly JsonObject[],
  ...expected: readonly Expectation[]
): Promise<void> {
  await sendPatch(stage, collection, id, { schemas: [PATCH_OP], Operations: operations });
  await read(stage, collection, id, ...expected);
}

/** PATCHes with a message that the caller has written whole. */
export async function sendPatch(
  stage: Stage,
  collection: Collection,
  id: string,
  message: JsonObject,
): Promise<void> {
  const answer = await stage.send('PATCH', pathOf(collection, id), message);
  expect(answer, [200, 204]);
  if (answer.status === 200) expect(answer, [200], resource(typeOf(collection), id));
}

/** Looks up by a filter, as this client does, and expects exactly these ids. */
export async function find(
  stage: Stage,
  collection: Collection,
  filter: string,
  ids: readonly string[],
  ...expected: readonly Expectation[]
): Promise<void> {
  const answer = await stage.send('GET', stage.client.lookUp(collection, filter));
  expect(answer, [200], list, exactly(ids), ...expected);
}

/** The path of one resource. */
export function pathOf(collection: Collection, id: string): string {
  return `${collection}/${encodeURIComponent(id)}`;
}

function typeOf(collection: Collection): 'User' | 'Group' {
  return collection === '/Users' ? 'User' : 'Group';
}
