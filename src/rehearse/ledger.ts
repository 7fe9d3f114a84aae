// What a run has made on the server and not yet removed, read off its requests, so that no step can forget to say
// so. A POST that may have worked although no id came back is a doubt, to be looked up by name.

import { type Answer, idOf, succeeded } from './answer.ts';
import type { Collection } from './client.ts';
import { at, isObject, type Json, type JsonObject, listAt, show } from './json.ts';

/** A resource that may exist. */
export interface Doubt {
  readonly collection: Collection;
  readonly attribute: 'userName' | 'displayName';
  readonly name: string;
}

/** The account of one run. */
export interface Ledger {
  /** Takes down a request; `answer` is undefined when none came. */
  readonly note: (method: string, path: string, body: Json | undefined, answer: Answer | undefined) => void;
  /** Takes over a resource that was found by name. */
  readonly adopt: (path: string) => void;
  /** Paths of what is still there. */
  readonly made: () => readonly string[];
  readonly doubts: () => readonly Doubt[];
}

/** An empty account. */
export function createLedger(): Ledger {
  const made = new Set<string>();
  const doubts: Doubt[] = [];

  const note: Ledger['note'] = (method, path, body, answer) => {
    if (method === 'DELETE' && answer !== undefined && isGone(answer)) made.delete(path);
    if (method !== 'POST') return;
    if (path === '/Bulk') noteBulk(body, answer);
    const [collection] = path.split('?');
    if (collection !== '/Users' && collection !== '/Groups') return;
    const id = answer !== undefined && succeeded(answer) ? idOf(answer) : undefined;
    if (id !== undefined) made.add(`${collection}/${encodeURIComponent(id)}`);
    else if (answer === undefined || succeeded(answer) || answer.status >= 500) {
      doubts.push(...doubtsAbout(collection, body));
    }
  };

  /** Each creation in a bulk job is found in the answer by its bulkId; one that is not is in doubt. */
  const noteBulk = (body: Json | undefined, answer: Answer | undefined) => {
    if (answer !== undefined && answer.status >= 400 && answer.status < 500) return;
    for (const operation of listAt(body, 'Operations')) {
      const collection = at(operation, 'path');
      if (at(operation, 'method') !== 'POST') continue;
      if (collection !== '/Users' && collection !== '/Groups') continue;
      const told = listAt(answer?.body, 'Operations').find(
        (one) => at(one, 'bulkId') === at(operation, 'bulkId'),
      );
      const location = at(told, 'location');
      const isRefused = /^"?[45]/.test(show(at(told, 'status')));
      if (typeof location === 'string' && !isRefused) made.add(`${collection}/${location.split('/').at(-1)}`);
      else if (!isRefused) doubts.push(...doubtsAbout(collection, at(operation, 'data')));
    }
  };

  return { note, adopt: (path) => void made.add(path), made: () => [...made], doubts: () => doubts };
}

/** Whether the answer to a DELETE means that the resource is no more. */
function isGone(answer: Answer): boolean {
  return succeeded(answer) || answer.status === 404;
}

function doubtsAbout(collection: Collection, body: Json | undefined): readonly Doubt[] {
  const attribute = collection === '/Users' ? 'userName' : 'displayName';
  const name = isObject(body) ? valueInAnyCase(body, attribute) : undefined;
  return typeof name === 'string' ? [{ collection, attribute, name }] : [];
}

/** Some clients send their keys in another case. */
function valueInAnyCase(body: JsonObject, attribute: string): Json | undefined {
  return Object.entries(body).find(([key]) => key.toLowerCase() === attribute.toLowerCase())?.[1];
}
